#!/usr/bin/env bash
# Runs the tests against a real llama.cpp server with a model of our own making. The first run builds the server, which
# takes minutes; it is kept in the user's cache, by its version. Not part of `make test`.
set -euo pipefail
cd "$(dirname "$0")/.."

# llama.cpp comes as a source package of its Python binding, pinned: what it answers is then the same everywhere.
version=0.3.36
cache="${XDG_CACHE_HOME:-$HOME/.cache}/antiphon-models"
home="$cache/llama-cpp-$version"
server="$home/llama-server"
python="$cache/python/bin/python"
model="$cache/tiny-router.gguf"

pip_quietly() { "$python" -m pip "$@" --quiet --disable-pip-version-check --no-input; }

make_environment() {
    local stamp="$cache/python/made-from.txt"
    [[ -x "$python" && -f "$stamp" ]] && cmp --silent "$stamp" Tests/Models/requirements.txt && return
    rm -rf "$cache/python"
    mkdir -p "$cache"
    python3 -m venv "$cache/python"
    pip_quietly install --requirement Tests/Models/requirements.txt
    cp Tests/Models/requirements.txt "$stamp"
}

build_server() {
    [[ -x "$server" ]] && return
    echo "Building llama.cpp's server; this takes minutes, once." >&2
    local work="$home/work"
    rm -rf "$work"
    mkdir -p "$work"
    pip_quietly download "llama-cpp-python==$version" --no-binary llama-cpp-python --no-deps --dest "$work"
    local archive
    archive="$(find "$work" -name 'llama_cpp_python-*.tar.gz' | head -1)"
    tar --extract --file "$archive" --directory "$work" --strip-components 1
    local cmake="$cache/python/bin/cmake"
    # Not for this processor alone: a cache is carried to other machines.
    "$cmake" -S "$work/vendor/llama.cpp" -B "$work/build" -DCMAKE_BUILD_TYPE=Release -DBUILD_SHARED_LIBS=OFF \
        -DGGML_NATIVE=OFF -DLLAMA_CURL=OFF -DLLAMA_OPENSSL=OFF -DLLAMA_BUILD_TESTS=OFF -DLLAMA_BUILD_EXAMPLES=OFF \
        >"$home/build.log" 2>&1
    nice -n 19 "$cmake" --build "$work/build" --target llama-server --parallel "${JOBS:-1}" >>"$home/build.log" 2>&1
    cp "$work/build/bin/llama-server" "$server.new"
    mv "$server.new" "$server"
    rm -rf "$work"
}

free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

start_server() {
    port="$(free_port)"
    "$server" --model "$model" --host 127.0.0.1 --port "$port" --jinja --parallel 8 --ctx-size 65536 --no-warmup \
        --threads 2 --no-webui >"$home/server.log" 2>&1 &
    pid=$!
    trap 'kill "$pid" 2>/dev/null || true' EXIT
    until python3 -c "import urllib.request as u; u.urlopen('http://127.0.0.1:$port/health')" 2>/dev/null; do
        kill -0 "$pid" 2>/dev/null || { tail -20 "$home/server.log" >&2; exit 1; }
        sleep 0.2
    done
}

make_environment
"$python" Tests/Models/make_tiny_router.py "$model"
build_server
[[ "${1:-}" == --build-only ]] && exit 0
start_server
swift build --build-tests
LLAMA_SERVER_URL="http://127.0.0.1:$port/v1" \
    swift test --skip-build --disable-xctest --filter LlamaServerTests
