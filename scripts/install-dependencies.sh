#!/usr/bin/env bash
# Installs what building Antiphon needs and this machine lacks, and with --tests what testing it needs too. Run by
# `make run` and `make test`. Only what is missing is installed, by package name, from wherever this machine gets its
# packages.
set -euo pipefail

# package       how to see that it is there: a command to find, or a test to run
tools=(
    "git          command -v git"
    "make         command -v make"
    "python3      command -v python3"
    "python3-venv python_with_venv"
)
# Only the tests need them: a browser, which is large; speech to recognise; speech in other languages.
if [[ "${1:-}" == --tests ]]; then
    tools+=("chromium     browser" "flite        command -v flite" "espeak-ng    command -v espeak-ng"
        "esbuild      command -v esbuild" "nodejs       command -v node")
fi
# Development packages of C libraries. Whether one is there, only the package manager knows.
libraries=(libuv1-dev libssl-dev libcurl4-openssl-dev libsqlite3-dev libyaml-dev libspeexdsp-dev libpocketsphinx-dev
    flite1-dev libwebrtc-audio-processing-dev pkg-config)
# What the built-in recogniser knows of English, and people who speak it.
libraries+=(pocketsphinx-en-us)
if [[ "${1:-}" == --tests ]]; then libraries+=(pocketsphinx-testdata); fi

# A Python that can make virtual environments: the first in the path (which may be pyenv's), or the system's.
python_with_venv() {
    local python
    for python in python3 /usr/bin/python3; do
        if "$python" -c 'import venv, ensurepip'; then return 0; fi
    done
    return 1
}

browser() { command -v chromium || command -v chromium-browser || command -v google-chrome; }

installed() { [[ "$(dpkg-query --show --showformat='${db:Status-Status}' "$1" 2>/dev/null)" == installed ]]; }

missing=()
for row in "${tools[@]}"; do
    read -r package check <<<"$row"
    $check >/dev/null 2>&1 || missing+=("$package")
done
if command -v dpkg-query >/dev/null; then
    for package in "${libraries[@]}"; do
        installed "$package" || missing+=("$package")
    done
fi

if ! command -v swift >/dev/null; then
    echo "Swift 6.3 or later is needed, and no 'swift' is in the path. swift.org/install says how to get it." >&2
    exit 1
fi
[[ ${#missing[@]} -eq 0 ]] && exit 0

if ! command -v apt-get >/dev/null; then
    echo "These are missing; install them with this machine's package manager: ${missing[*]}" >&2
    exit 1
fi
as_root=()
if [[ $EUID -ne 0 ]]; then
    if ! command -v sudo >/dev/null; then
        echo "As root, run: apt-get install ${missing[*]}" >&2
        exit 1
    fi
    as_root=(sudo)
fi

echo "Installing: ${missing[*]}"
install=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends "${missing[@]}")
# The lists of packages may be absent or stale: then, and only then, they are fetched.
"${install[@]}" </dev/null || { "${as_root[@]}" apt-get update </dev/null && "${install[@]}" </dev/null; }
