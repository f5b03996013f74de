#!/usr/bin/env bash
# Makes the virtual environment of the benchmark's Python peer under .build/bench, if it is absent, was moved, or was
# made from other requirements.
set -euo pipefail
cd "$(dirname "$0")/.."

environment="$PWD/.build/bench"
requirements=Benchmarks/ServerBench/peers/requirements.txt
stamp="$environment/made-from.txt"

# Written last, so an interrupted installation is not taken for a whole one. The path is in it because a virtual
# environment does not survive a move.
wanted="$(echo "# $environment"; cat "$requirements")"
if [[ -f "$stamp" && "$(cat "$stamp")" == "$wanted" ]]; then exit 0; fi

for python in python3 /usr/bin/python3; do
    if "$python" -c 'import venv, ensurepip' 2>/dev/null; then break; fi
done
rm -rf "$environment"
"$python" -m venv "$environment"
"$environment/bin/python" -m pip install --quiet --disable-pip-version-check --no-input --requirement "$requirements"
echo "$wanted" >"$stamp"
