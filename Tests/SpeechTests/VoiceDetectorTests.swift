import RealtimeEngine
import Speech
import TestSupport
import Testing

@Suite("VoiceDetector")
struct VoiceDetectorTests {
    private static func noise(_ count: Int, _ random: inout SplitMix64) -> Samples {
        (0..<count).map { _ in Int16.random(in: .min ... .max, using: &random) }
    }

    private func checkAges(_ detector: some SpeechDetector, _ random: inout SplitMix64) {
        var (detector, total, frames) = (detector, 0, 0)
        for _ in 0..<50 {
            let samples = Self.noise(Int.random(in: 0...2_000, using: &random), &random)
            total += samples.count
            for frame in detector.judge(samples) {
                frames += 1
                #expect(total - frame.age.count == frames * 768)
            }
            #expect(frames == total / 768)
        }
    }

    @Test("A frame is judged with its last sample, and its age says where it ended", arguments: Seed.some(4))
    func ages(_ seed: Seed) {
        var random = seed.generator
        checkAges(SileroDetector(), &random)
        checkAges(WebRTCDetector(), &random)
    }

    private func checkCopies(_ detector: some SpeechDetector, _ random: inout SplitMix64) {
        var detector: any SpeechDetector = detector
        _ = detector.judge(Self.noise(10_001, &random))
        let before = detector
        // A damaged append, heard by one of them until it is found out.
        var control = detector
        _ = detector.judge(Self.noise(30_000, &random))
        detector = before
        let samples = Self.noise(50_000, &random)
        #expect(detector.judge(samples) == control.judge(samples))
    }

    @Test("Who goes back to a copy hears as if nothing had been between", arguments: Seed.some(4))
    func copies(_ seed: Seed) {
        var random = seed.generator
        checkCopies(SileroDetector(), &random)
        checkCopies(WebRTCDetector(), &random)
    }

    @Test("After a reset it is as new")
    func reset() {
        var random = Seed.some(1)[0].generator
        let samples = Self.noise(20_000, &random)
        var (used, new) = (SileroDetector(), SileroDetector())
        _ = used.judge(Self.noise(5_000, &random))
        used.reset()
        #expect(used.judge(samples) == new.judge(samples))
    }
}
