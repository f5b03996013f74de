import RealtimeEngine
import Speech
import TestSupport
import Testing

@Suite("Utterances of a stream")
struct UtterancesTests {
    private static let slice = Ticks.milliseconds(100).count

    /// What becomes of it, a tenth of a second at a time: of each utterance its audio, and whether it ended.
    private struct Cut {
        var utterances = Utterances()
        var detector = EnergyDetector()
        var heard: [(audio: Samples, isOver: Bool)] = []
        var isOpen = false

        mutating func hear(_ samples: Samples) {
            for start in stride(from: 0, to: samples.count, by: slice) {
                let piece = Samples(samples[start..<min(start + slice, samples.count)])
                take(utterances.hear(piece, detector.judge(piece)))
            }
        }

        mutating func end() { take(utterances.end()) }

        private mutating func take(_ events: [Utterances.Event]) {
            for event in events {
                switch event {
                case .begin:
                    #expect(!isOpen)
                    isOpen = true
                    heard.append(([], false))
                case .audio(let samples):
                    #expect(isOpen)
                    heard[heard.count - 1].audio += samples
                case .end:
                    #expect(isOpen)
                    isOpen = false
                    heard[heard.count - 1].isOver = true
                }
            }
        }

        var milliseconds: [Int] { heard.map { Ticks($0.audio.count).milliseconds } }
    }

    private func tone(_ milliseconds: Int) -> Samples { Stand.tone(.milliseconds(milliseconds)) }
    private func silence(_ milliseconds: Int) -> Samples { Stand.silence(.milliseconds(milliseconds)) }

    @Test("What is said up to a pause is one, with a little of what came before it")
    func pauses() {
        var cut = Cut()
        cut.hear(silence(1_000) + tone(1_000) + silence(400) + tone(600) + silence(700) + tone(300) + silence(2_000))
        // A frame that begins in speech and ends in the pause is speech, and so is the tenth of a second that it ends
        // in.
        #expect(cut.milliseconds == [300 + 1_000 + 400 + 600 + 600, 100 + 300 + 500])
        #expect(cut.heard.allSatisfy { $0.isOver })
    }

    @Test("One that is long ends at a short pause, and without any after twenty seconds")
    func long() {
        var cut = Cut()
        cut.hear(tone(9_000) + silence(400) + tone(1_000))
        #expect(cut.heard.map(\.isOver) == [true, false])
        #expect(cut.milliseconds.first == 9_300)
        cut.end()
        #expect(cut.heard.map(\.isOver) == [true, true])

        var endless = Cut()
        endless.hear(tone(65_000))
        endless.end()
        #expect(endless.milliseconds == [20_000, 20_000, 20_000, 5_000])
        #expect(endless.heard.reduce(into: []) { $0 += $1.audio } == tone(65_000))
    }

    @Test("Where one was cut, what goes on quietly is heard as well")
    func quiet() {
        // Half of the threshold's way down: enough to go on, and too little to begin.
        let quiet = tone(20_000).map { _ in Int16(0) }
        var utterances = Utterances()
        let frame = { (probability: Float) in [SpeechFrame(probability: probability, age: .zero)] }
        #expect(utterances.hear(Samples(quiet.prefix(2_400)), frame(0.4)) == [])
        #expect(utterances.hear(Samples(repeating: 1, count: 480_000), frame(0.6)).first == .begin)
        #expect(utterances.hear(Samples(repeating: 1, count: 1), frame(0.4)) == [.audio([1]), .end])
        #expect(utterances.hear([2], frame(0.4)) == [.begin, .audio([2])])
        #expect(utterances.end() == [.end])
        #expect(utterances.hear([3], frame(0.4)) == [])
    }

    @Test("Nothing was said in an hour of silence, and nothing is kept of it")
    func hour() {
        var cut = Cut()
        for _ in 0..<3_600 { cut.hear(silence(1_000)) }
        cut.hear(tone(100))
        cut.end()
        #expect(cut.milliseconds == [300 + 100])
        #expect(cut.utterances == Utterances())
    }

    @Test("Of speech nothing is lost or said twice, whatever the detector says", arguments: Seed.some(40))
    func random(_ seed: Seed) {
        var random = seed.generator
        var utterances = Utterances()
        var (sent, heard, isOpen) = (Samples(), Samples(), false)
        for index in 0..<400 {
            let count = [0, 1, 480, 2_400, 4_800].randomElement(using: &random) ?? 1
            let samples = Samples(repeating: Int16(index), count: count)
            let frames = (0..<Int.random(in: 0...3, using: &random)).map { _ in
                SpeechFrame(probability: Float.random(in: 0...1, using: &random), age: .zero)
            }
            sent += samples
            var events = utterances.hear(samples, frames)
            if index == 399 { events += utterances.end() }
            for event in events {
                switch event {
                case .begin:
                    #expect(!isOpen, "\(seed)")
                    isOpen = true
                case .audio(let samples):
                    #expect(isOpen, "\(seed)")
                    heard += samples
                case .end:
                    #expect(isOpen, "\(seed)")
                    isOpen = false
                }
            }
        }
        #expect(!isOpen)
        // In order, each once: what was heard is what was sent with pieces left out.
        var rest = heard[...]
        for sample in sent where sample == rest.first { rest = rest.dropFirst() }
        #expect(rest.isEmpty, "\(seed)")
    }
}
