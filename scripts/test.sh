#!/usr/bin/env bash
# All tests: the Swift ones, the oracle over the events that they made the engine emit, then foreign clients against a
# running server. Any of them fails the whole. The test runner's own summary is printed last, so that whoever reads the
# end of the log finds it there; what the others say stands above it.
set -euo pipefail
cd "$(dirname "$0")/.."

oracle="Tests/Conformance/validate_events.py"
python=".build/python/schema/bin/python"
events="$PWD/.build/oracle"

"$python" "$oracle" --self-test

swift build -c release --build-tests
rm -rf "$events"
mkdir -p "$events"

# Runs tests, one after the other; leaves their log in `$1`. Side by side in one process a thousand tests share two threads:
# whoever waits for an answer waits for all the others too, and time limits mean nothing.
run_tests() {
    local log=$1
    shift
    ORACLE_DIR="$events" swift test -c release --skip-build --disable-xctest --no-parallel "$@" >"$log" 2>&1
}

# Says what became of the tests of a log, and keeps the one line with which Swift Testing ends: "Test run with 12 tests in
# 3 suites passed after 0.5 seconds."
summaries=()
told() {
    local log=$1 status=$2 summary
    grep -aE '^(✘|↳)' "$log" | head -200 || true
    summary="$(grep -aE 'Test run with [0-9]+ tests? .*(passed|failed) after' "$log" | tail -1)" || summary=""
    if [[ -z "$summary" ]]; then
        tail -100 "$log"
        echo "The test runner ended without its summary (status $status): it crashed, or no test was run." >&2
        exit 1
    fi
    summaries+=("$summary")
    [[ $status -eq 0 ]] || swift_status=1
}

swift_status=0
# A few hold something to a clock, so they have the machine for themselves.
against_a_clock="$(<Tests/against-a-clock.txt)"
status=0
run_tests .build/test-clock.log --filter "$against_a_clock" || status=$?
told .build/test-clock.log $status

# The others in two processes: what waits for sockets, and what computes.
waiting='^(RealtimeServerTests|NetIOTests|HTTPTests|CommandsTests|RealtimeClientTests)\.'
run_tests .build/test-waiting.log --filter "$waiting" --skip "$against_a_clock" &
waiting_run=$!
status=0
run_tests .build/test-computing.log --skip "$waiting|$against_a_clock" || status=$?
waiting_status=0
wait "$waiting_run" || waiting_status=$?
told .build/test-computing.log $status
told .build/test-waiting.log $waiting_status

oracle_status=0
"$python" "$oracle" "$events" --at-least-types "${ORACLE_TYPES_MIN:-50}" || oracle_status=$?
[[ $oracle_status -eq 0 ]] || echo "The tests fail: the oracle rejects what the engine emitted, see above." >&2

conformance_status=0
scripts/conformance.sh || conformance_status=$?
[[ $conformance_status -eq 0 ]] || echo "The tests fail: a foreign client found fault with the server, see above." >&2

printf '%s\n' "${summaries[@]}"
[[ $swift_status -eq 0 && $oracle_status -eq 0 && $conformance_status -eq 0 ]]
