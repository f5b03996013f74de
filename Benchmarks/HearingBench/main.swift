// What it costs to listen: 32 ms of a stream at 24 kHz. `swift run -c release HearingBench`
import Foundation

guard let speech = Speech.recorded() else {
    print("No speech at Tests/AudioTests/Fixtures/speech.ulaw")
    exit(1)
}
var checksum = 0
print("work                                    per 32 ms, µs   streams a core")
for work in Work.all(speech) {
    let median = work.microseconds(checksum: &checksum)
    print(
        work.name.padding(toLength: 40, withPad: " ", startingAt: 0)
            + column(String(format: "%.2f", median), 13)
            + column(String(format: "%.0f", 32_000 / median), 17)
    )
}
print("checksum \(checksum)")

func column(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
}
