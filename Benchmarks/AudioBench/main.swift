// What a tenth of a second of audio costs on its way in and out. `swift run -c release AudioBench`
import BenchSupport
import Foundation

var checksum = 0
print("work                                    per 100 ms, µs   cores for 1,000")
for work in Work.all {
    let median = work.microseconds(checksum: &checksum)
    print(
        work.name.padding(toLength: 40, withPad: " ", startingAt: 0)
            + column(String(format: "%.2f", median), 14)
            + column(String(format: "%.3f", median * 1_000 / 100_000), 18)
    )
}
print("checksum \(checksum)")
