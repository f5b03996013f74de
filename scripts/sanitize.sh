#!/usr/bin/env bash
# The Swift tests under the thread sanitizer and the address sanitizer, which find what a test cannot see: two threads at
# one value, memory used after its end. `scripts/sanitize.sh thread` runs one of them. Built as for debugging, each beside
# the usual build. One test after the other: all of them are many times slower, and what waits must not starve. The long
# campaigns are left out: they are machines without threads, and run in `make test`. So are three tests that move
# megabytes against a clock, which code that is neither optimized nor alone cannot keep.
set -euo pipefail
cd "$(dirname "$0")/.."

campaigns='Mutat|Fuzz|WalkTests|SplitInvarianceTests|SimulationTests|ManyLivesTests|AutobahnTests'
against_a_clock="$(<Tests/against-a-clock.txt)"
sanitizers=("$@")
[[ ${#sanitizers[@]} -gt 0 ]] || sanitizers=(thread address)

# The runtime of the language lets go of some memory only at the end of the process, so leaks are counted by the tests
# themselves (ManyLivesTests).
export ASAN_OPTIONS="detect_leaks=0:${ASAN_OPTIONS:-}"
export TSAN_OPTIONS="halt_on_error=0:exitcode=66:${TSAN_OPTIONS:-}"

for sanitizer in "${sanitizers[@]}"; do
    options=(--sanitize="$sanitizer" --scratch-path ".build/$sanitizer")
    swift build "${options[@]}" --build-tests
    swift test "${options[@]}" --skip-build --disable-xctest --no-parallel --skip "$campaigns|$against_a_clock"
done
