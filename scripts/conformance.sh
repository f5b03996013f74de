#!/usr/bin/env bash
# Lets foreign clients loose on a running server. What is said here is passed on: --client openai, --only interrupts.
set -euo pipefail
cd "$(dirname "$0")/.."

swift build -c release --product antiphon
swift build -c release --product WebSocketEcho
.build/python/schema/bin/python Tests/Conformance/run.py \
    --antiphon .build/release/antiphon --echo .build/release/WebSocketEcho "$@"
