#!/usr/bin/env bash
# Makes the virtual environments of the benchmarks' Python peers under .build, where they are absent, were moved, or
# were made from other requirements.
set -euo pipefail
cd "$(dirname "$0")/.."

for python in python3 /usr/bin/python3; do
    if "$python" -c 'import venv, ensurepip' 2>/dev/null; then break; fi
done

make_environment() {
    local environment="$PWD/.build/$1" requirements="$2" stamp wanted
    stamp="$environment/made-from.txt"
    # Written last, so an interrupted installation is not taken for a whole one. The path is in it because a virtual
    # environment does not survive a move.
    wanted="$(echo "# $environment"; cat "$requirements")"
    if [[ -f "$stamp" && "$(cat "$stamp")" == "$wanted" ]]; then return; fi
    rm -rf "$environment"
    "$python" -m venv "$environment"
    "$environment/bin/python" -m pip install --quiet --disable-pip-version-check --no-input \
        --requirement "$requirements"
    echo "$wanted" >"$stamp"
}

make_environment bench Benchmarks/ServerBench/peers/requirements.txt
make_environment bench-recognition/python Benchmarks/RecognitionBench/peers/requirements.txt
