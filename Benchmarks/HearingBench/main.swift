// What it costs to listen: 32 ms of a stream at 24 kHz. `swift run -c release HearingBench`
// How soon speech is noticed in files of 16 bits at 16 kHz: `swift run -c release HearingBench FILE…`
import Audio
import BenchSupport
import Foundation
import Speech

let arguments = Array(CommandLine.arguments.dropFirst())
if arguments.count == 3, arguments[0] == "--steady" {
    keepSteady(arguments[1], arguments[2])
} else if arguments.isEmpty {
    tellCosts()
} else {
    tellDelays(Material(arguments.map { URL(filePath: $0) }))
}

func keepSteady(_ name: String, _ count: String) {
    guard let work = Steady(rawValue: name), let count = Int(count), let speech = Speech.recorded() else { return }
    print("checksum \(work.run(count, Array(speech.samples[24_000..<24_768])))")
}

func tellCosts() {
    guard let speech = Speech.recorded() else { return print("No speech at Tests/AudioTests/Fixtures/speech.ulaw") }
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
}

/// In milliseconds; the ends include the 500 of `silence_duration_ms`.
func tellDelays(_ material: Material) {
    print("\(material.utterances.count) utterances in \(material.samples.count / 24_000) s")
    print("detector, noise             begin p50       p90   end p50       p90    missed     wrong")
    for noise in Noise.allCases {
        tell("Silero, \(noise)", Delays(material, noise, SileroDetector(), nil))
        tell("the same, far_field", Delays(material, noise, SileroDetector(), NoiseReducer(.strong)))
        tell("WebRTC, \(noise)", Delays(material, noise, WebRTCDetector(), nil))
    }
}

func tell(_ name: String, _ delays: Delays) {
    print(name.padding(toLength: 27, withPad: " ", startingAt: 0) + delays.line)
}
