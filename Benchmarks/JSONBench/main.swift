// What the events of a call cost, against Foundation. `swift run -c release JSONBench`
import Foundation

let comparisons =
    [AudioEvents.decodeFast(), AudioEvents.decodeGeneral(), AudioEvents.encode()]
    + AudioEvents.base64() + [SessionUpdates.parse(), SessionUpdates.read(), SessionUpdates.write()]

func column(_ value: Double?, width: Int, digits: Int = 2) -> String {
    let text = value.map { String(format: "%.\(digits)f", $0) } ?? "-"
    return String(repeating: " ", count: max(0, width - text.count)) + text
}

var checksum = 0
print("work                               bytes    ours µs    MB/s  Foundation µs   ratio  target µs")
for comparison in comparisons {
    let result = Measurement(comparison, checksum: &checksum)
    print(
        comparison.name.padding(toLength: 34, withPad: " ", startingAt: 0)
            + column(Double(comparison.bytes), width: 6, digits: 0)
            + column(result.ours / 1_000, width: 11)
            + column(Double(comparison.bytes) / result.ours * 1_000, width: 8, digits: 0)
            + column(result.foundation.map { $0 / 1_000 }, width: 15)
            + column(result.foundation.map { $0 / result.ours }, width: 8, digits: 1)
            + column(comparison.target, width: 11, digits: 0)
    )
}
print("checksum \(checksum)")
