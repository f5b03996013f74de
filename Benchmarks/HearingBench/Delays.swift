import Audio
import BenchSupport
import Foundation
import RealtimeAPI
import RealtimeEngine
import Speech

/// How soon the beginning and the end of speech are noticed: the detector's frames through the engine's own
/// `TurnDetector` with the defaults of `server_vad`. Audio comes in chunks of 20 ms, and counts from when it came.
struct Delays {
    private(set) var begins: [Int] = []
    private(set) var ends: [Int] = []
    private(set) var missed = 0
    private(set) var wrong = 0

    private static let rules = TurnRules(.server(ServerVAD()))

    init(_ material: Material, _ noise: Noise, _ detector: some SpeechDetector, _ reducer: NoiseReducer?) {
        let turns = Self.turns(in: material.with(noise), detector, reducer)
        var found = Set<Int>()
        for utterance in material.utterances {
            let hits = turns.indices.filter {
                turns[$0].begun < utterance.ends && turns[$0].ended > utterance.begins + 1_200
                    && turns[$0].begun > utterance.begins - 6_000
            }
            guard let first = hits.first, let last = hits.last else {
                missed += 1
                continue
            }
            found.formUnion(hits)
            begins.append(Self.arrival(turns[first].begun) - Self.arrival(utterance.begins))
            ends.append(Self.arrival(turns[last].ended) - Self.arrival(utterance.ends))
        }
        wrong = turns.count - found.count
    }

    private static func arrival(_ position: Int) -> Int { (position + 479) / 480 * 480 }

    /// When the beginning and the end of each turn were told.
    private static func turns(
        in samples: [Int16],
        _ detector: some SpeechDetector,
        _ reducer: NoiseReducer?
    ) -> [(begun: Int, ended: Int)] {
        var (detector, machine) = (detector, TurnDetector())
        var (turns, heard): ([(begun: Int, ended: Int)], Int) = ([], 0)
        for start in stride(from: 0, to: samples.count - 480, by: 480) {
            var chunk = Array(samples[start..<start + 480])
            if let reducer {
                var quiet: [Int16] = []
                reducer.append(chunk, to: &quiet)
                chunk = quiet
            }
            heard += chunk.count
            for frame in detector.judge(chunk) {
                let isSpeaking = machine.state != .idle
                let isSpeech = Double(frame.probability) >= rules.threshold(whileSpeaking: isSpeaking)
                switch machine.handle(.frame(speech: isSpeech, end: Ticks(heard) - frame.age), rules) {
                case .open: turns.append((start + 480, samples.count))
                case .close: turns[turns.count - 1].ended = start + 480
                case nil: break
                }
            }
        }
        return turns
    }

    /// In milliseconds.
    private static func percentile(_ delays: [Int], _ share: Double) -> Int {
        delays.isEmpty ? 0 : delays.sorted()[min(delays.count - 1, Int(Double(delays.count) * share))] / 24
    }

    var line: String {
        let numbers = [
            Self.percentile(begins, 0.5), Self.percentile(begins, 0.9), Self.percentile(ends, 0.5),
            Self.percentile(ends, 0.9), missed, wrong,
        ]
        return numbers.map { column("\($0)", 10) }.joined()
    }
}
