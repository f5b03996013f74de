#!/usr/bin/env bash
# All tests: the Swift ones, the oracle over the events that they made the engine emit, then foreign clients against a
# running server. Any of them fails the whole. The test runner's own summary is printed last, so that whoever reads the
# end of the log finds it there; what the others say stands above it.
set -euo pipefail
cd "$(dirname "$0")/.."

oracle="Tests/Conformance/validate_events.py"
python=".build/python/schema/bin/python"
events="$PWD/.build/oracle"
log=".build/test.log"

"$python" "$oracle" --self-test

swift build -c release --build-tests
rm -rf "$events"
mkdir -p "$events"

# Runs tests; leaves their status, and the one line with which Swift Testing ends: "Test run with 12 tests in 3 suites
# passed after 0.5 seconds."
run_tests() {
    swift_status=0
    ORACLE_DIR="$events" swift test -c release --skip-build --disable-xctest "$@" 2>&1 | tee "$log" || swift_status=$?
    summary="$(grep -aE 'Test run with [0-9]+ tests? .*(passed|failed) after' "$log" | tail -1)" || summary=""
    if [[ -z "$summary" ]]; then
        echo "The test runner ended without its summary (status $swift_status): it crashed, or no test was run." >&2
        exit 1
    fi
}

# A few hold something to a clock, so they have the machine for themselves.
against_a_clock="$(<Tests/against-a-clock.txt)"
run_tests --filter "$against_a_clock" --no-parallel
clock_status=$swift_status
clock_summary=$summary
run_tests --skip "$against_a_clock"

oracle_status=0
"$python" "$oracle" "$events" --at-least-types "${ORACLE_TYPES_MIN:-50}" || oracle_status=$?
[[ $oracle_status -eq 0 ]] || echo "The tests fail: the oracle rejects what the engine emitted, see above." >&2

conformance_status=0
scripts/conformance.sh || conformance_status=$?
[[ $conformance_status -eq 0 ]] || echo "The tests fail: a foreign client found fault with the server, see above." >&2

echo "$clock_summary"
echo "$summary"
[[ $clock_status -eq 0 && $swift_status -eq 0 && $oracle_status -eq 0 && $conformance_status -eq 0 ]]
