#!/usr/bin/env bash
# Listening allocates nothing for a frame: valgrind counts as many allocations for 50 frames as for 1,050. Needs
# valgrind. CONFIGURATION=debug for the other build; these loops are optimized in both.
set -euo pipefail
cd "$(dirname "$0")/.."
configuration="${CONFIGURATION:-release}"
swift build -c "$configuration" --product HearingBench
# Debian's valgrind cannot read what Swift writes for debuggers.
program="$(mktemp)"
trap 'rm -f "$program"' EXIT
strip -o "$program" ".build/$configuration/HearingBench"

allocations() {
    valgrind "$program" --steady "$1" "$2" 2>&1 | sed -n 's/.*total heap usage: \([0-9,]*\) allocs.*/\1/p'
}

failed=0
for work in silero webrtc noise; do
    few="$(allocations "$work" 50)"
    many="$(allocations "$work" 1050)"
    echo "$work: $few allocations for 50 frames, $many for 1,050"
    [[ -n "$few" && "$few" == "$many" ]] || failed=1
done
exit "$failed"
