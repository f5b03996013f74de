// What the wire costs: frames of a tenth of a second of audio, and a handshake. `swift run -c release WireBench`
import BenchSupport
import Foundation

var checksum = 0
print("work                                        bytes        µs   target µs")
for work in Work.all {
    let median = work.microseconds(checksum: &checksum)
    print(
        work.name.padding(toLength: 40, withPad: " ", startingAt: 0)
            + column(String(work.bytes), 9)
            + column(String(format: "%.3f", median), 10)
            + column(work.target.map { String(format: "%.1f", $0) } ?? "-", 12)
    )
}
print("checksum \(checksum)")
