import BenchSupport
import Foundation
import RealtimeAPI
import RealtimeEngine
import Speech

/// What a session costs an engine: the scripted one, of which a load test runs hundreds, and those behind HTTP.
struct Work {
    let name: String
    /// µs
    let target: Double
    let run: () -> Int

    func microseconds(checksum: inout Int) -> Double {
        Stopwatch.microseconds(run, checksum: &checksum)
    }
}

extension Work {
    static var all: [Work] { [detector, listener, tone, answer, decision] + assistant + backEnds }

    private static let audio: Samples = (0..<2_400).map { Int16(truncatingIfNeeded: $0 &* 40_503) / 4 }

    private static var detector: Work {
        var detector = EnergyDetector()
        return Work(name: "judge 100 ms", target: 2) { detector.judge(audio).count }
    }

    private static var listener: Work {
        let assignment = ListeningAssignment(.hear, settings: nil, wantsLogprobs: false)
        var beats = HearingBeats(Script.Heard("What is the weather in Paris today?"), assignment)
        return Work(name: "listen to 100 ms", target: 4) {
            beats.feed(audio)
            return beats.next() == nil ? 0 : 1
        }
    }

    private static var tone: Work {
        // Ten characters, 600 ms.
        let tone = Tone(voice: "alloy", speed: 1, for: "ten letter")
        return Work(name: "speak 600 ms", target: 60) { tone.samples(of: "ten letter").count }
    }

    private static var request: ResponseRequest {
        let part = ContentPart {
            $0.type = .inputText
            $0.text = "What is the weather in Paris today, and what will it be tomorrow, please?"
        }
        let message = ContextItem(item: .message(Message { $0.content = [part] }))
        return ResponseRequest(model: "gpt-realtime", context: Array(repeating: message, count: 10))
    }

    private static var answer: Work {
        let request = request
        let steps = ScriptedAnswer.steps(for: request, script: Script())
        return Work(name: "a whole answer, 4.4 s aloud", target: 600) {
            var beats = AnswerBeats(steps, for: request)
            var count = 0
            while let beat = beats.next() { if case .part(.speech(let samples, _)) = beat { count += samples.count } }
            return count
        }
    }

    private static var decision: Work {
        let request = request
        let script = Script()
        return Work(name: "decide on an answer", target: 20) {
            ScriptedAnswer.steps(for: request, script: script).count
        }
    }
}
