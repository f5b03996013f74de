import RealtimeEngine
import Speech
import TestSupport
import Testing

@Suite("Speech is what is loud enough")
struct EnergyDetectorTests {
    private func probability(_ amplitude: Int16) -> Float {
        var detector = EnergyDetector()
        return detector.judge(Stand.tone(SpeechFrame.length, amplitude: amplitude)).first?.probability ?? -1
    }

    @Test("Silence and a quiet room are none, what is as loud as speech is, and in between it rises")
    func levels() {
        #expect(probability(0) == 0)
        #expect(probability(40) == 0)
        #expect(probability(1_000) == 1)
        #expect(probability(Int16.max) == 1)
        // -45 dBFS, where the default threshold stands.
        #expect(abs(probability(184) - 0.5) < 0.02)
        let rising = stride(from: Int16(1), to: 1_000, by: 7).map(probability)
        #expect(zip(rising, rising.dropFirst()).allSatisfy { $0 <= $1 })
        #expect(Set(rising).count > 50)
    }

    @Test("A constant offset is no sound")
    func offset() {
        var detector = EnergyDetector()
        #expect(detector.judge(Samples(repeating: 12_345, count: 768)).map(\.probability) == [0])
        #expect(detector.judge(Samples(repeating: .min, count: 768)).map(\.probability) == [0])
    }

    @Test("Ages count from the end of the samples")
    func ages() {
        var detector = EnergyDetector()
        #expect(detector.judge(Stand.silence(Ticks(767))) == [])
        #expect(detector.judge(Stand.silence(Ticks(1_000))).map(\.age) == [Ticks(999), Ticks(231)])
        #expect(detector.judge(Stand.silence(Ticks(537))).map(\.age) == [.zero])
        #expect(detector.judge([]) == [])
    }

    @Test("Audio in pieces of any length has the same frames", arguments: Seed.some(20))
    func splits(_ seed: Seed) {
        var random = seed.generator
        let audio = (0..<20_000).map { _ in Int16.random(in: -2_000...2_000, using: &random) }
        var whole = EnergyDetector()
        let expected = whole.judge(audio).map(\.probability)
        var detector = EnergyDetector()
        var found: [Float] = []
        var start = 0
        while start < audio.count {
            let end = min(audio.count, start + Int.random(in: 0...2_000, using: &random))
            found += detector.judge(Samples(audio[start..<end])).map(\.probability)
            start = end
        }
        #expect(found == expected)
        #expect(detector == whole)
    }

    @Test("After a reset nothing is left of what was heard")
    func reset() {
        var detector = EnergyDetector()
        _ = detector.judge(Stand.tone(Ticks(700)))
        detector.reset()
        #expect(detector.judge(Stand.silence(SpeechFrame.length)).map(\.probability) == [0])
    }
}
