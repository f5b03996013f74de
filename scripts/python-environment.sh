#!/usr/bin/env bash
# Makes the virtual environments of the conformance tools under .build/python, one for each
# Tests/Conformance/requirements-<name>.txt: what is absent, was moved, or was made from other requirements.
set -euo pipefail
cd "$(dirname "$0")/.."

python3_with_venv() {
    local python
    for python in python3 /usr/bin/python3; do
        if "$python" -c 'import venv, ensurepip' 2>/dev/null; then break; fi
    done
    echo "$python"
}

# The Autobahn test suite was never ported to Python 3. Where there is no Python 2.7, it is left out, and said so.
python2_with_pip() {
    local python
    for python in python2.7 "${PYENV_ROOT:-$HOME/.pyenv}"/versions/2.7*/bin/python2.7; do
        if "$python" -m pip --version >/dev/null 2>&1; then echo "$python"; fi
    done | head -1
}

install() { "$@" --quiet --disable-pip-version-check --no-input --no-warn-script-location; }

for requirements in Tests/Conformance/requirements-*.txt; do
    name="${requirements##*/requirements-}"
    name="${name%.txt}"
    environment="$PWD/.build/python/$name"
    stamp="$environment/made-from.txt"

    # Written last, so an interrupted installation is not taken for a whole one. The path is in it because a virtual
    # environment does not survive a move.
    wanted="$(echo "# $environment"; cat "$requirements")"
    if [[ -f "$stamp" && "$(cat "$stamp")" == "$wanted" ]] \
        && [[ -x "$environment/bin/python" || -x "$environment/python" ]]; then continue; fi

    rm -rf "$environment"
    mkdir -p "$environment"
    if [[ "$name" == autobahn ]]; then
        python2="$(python2_with_pip)"
        [[ -n "$python2" ]] || continue
        # Python 2.7 has no venv; a folder of its own does as well.
        if ! install "$python2" -m pip install --requirement "$requirements" --target "$environment/packages" 2>/dev/null
        then
            echo "The Autobahn test suite cannot be installed here; it is left out." >&2
            continue
        fi
        ln -s "$python2" "$environment/python"
    else
        "$(python3_with_venv)" -m venv "$environment"
        install "$environment/bin/python" -m pip install --requirement "$requirements"
    fi
    echo "$wanted" >"$stamp"
done
