import Audio
import Foundation
import TestSupport
import Testing

@Suite("Silero")
struct SileroTests {
    /// What ONNX Runtime says of the published model: Fixtures/silero.py.
    static let reference: [Float] = {
        guard let data = try? Data(contentsOf: Spoken.folder.appending(path: "silero.f32")) else { return [] }
        return data.withUnsafeBytes { bytes in
            stride(from: 0, to: bytes.count, by: 4).map { bytes.loadUnaligned(fromByteOffset: $0, as: Float.self) }
        }
    }()

    /// The formulas of Fixtures/silero.py.
    static var scenes: [Int16] {
        let (time, speech) = (0..<16_384, Spoken.narrow.map { Int($0) })
        let noise = noise(speech.count)
        var all: [Int] = speech
        all += noise[..<16_384].map { floored($0, 16) }
        all += zip(speech, noise).map { min(max($0 + floored($1, 8), -32_768), 32_767) }
        all += time.map { _ in 0 }
        all += time.map { _ in 32_767 }
        all += time.map { $0 * $0 / 40_000 % 2 == 0 ? 20_000 : -20_000 }
        all += noise[..<16_384]
        all += time.map { $0 % 2_000 == 0 ? -32_768 : 0 }
        all += speech.map { floored($0, 20) }
        return all.map { Int16($0) }
    }

    private static func noise(_ count: Int) -> [Int] {
        var state: UInt32 = 1
        return (0..<count).map { _ in
            state = state &* 1_664_525 &+ 1_013_904_223
            return Int(state >> 16) - 32_768
        }
    }

    /// As Python divides.
    private static func floored(_ number: Int, _ divisor: Int) -> Int {
        Int((Double(number) / Double(divisor)).rounded(.down))
    }

    private func frames(_ samples: [Int16]) -> [SileroStream.Frame] {
        stride(from: 0, to: samples.count / 512 * 512, by: 512).map { start in
            var frame = SileroStream.Frame(repeating: 0)
            for index in 0..<512 { frame[index] = Float(samples[start + index]) / 32_768 }
            return frame
        }
    }

    @Test("The weights are all there")
    func weights() { #expect(SileroStream.weightsAreWhole) }

    @Test("It says what ONNX Runtime says, to a ten-thousandth")
    func reference() {
        var stream = SileroStream()
        let said = frames(Self.scenes).map { stream.probability(of: $0) }
        #expect(said.count == Self.reference.count && said.count == 453)
        let furthest = zip(said, Self.reference).map { abs($0 - $1) }.max() ?? 1
        print("the furthest from ONNX Runtime in \(said.count) frames: \(furthest)")
        #expect(furthest < 1e-4)
    }

    @Test("A copy is what was before, and goes on for itself")
    func copies() {
        let frames = frames(Spoken.narrow)
        var stream = SileroStream()
        for frame in frames[..<30] { _ = stream.probability(of: frame) }
        var copy = stream
        let first = frames[30...].map { stream.probability(of: $0) }
        #expect(frames[30...].map { copy.probability(of: $0) } == first)
    }

    @Test("Whatever the samples are, a probability comes of them", arguments: Seed.some(8))
    func anySamples(_ seed: Seed) {
        var random = seed.generator
        var vad = SileroVAD()
        var judgement = Judgement()
        for _ in 0..<60 {
            let count = Int.random(in: 0...4_000, using: &random)
            judgement.feed(Torture.samples(count, &random), to: &vad)
        }
        #expect(judgement.probabilities.allSatisfy { (0...1).contains($0) })
        // And it still hears.
        judgement = Judgement()
        judgement.feed([Int16](repeating: 0, count: 48_000) + Spoken.wide, to: &vad)
        #expect(judgement.probabilities.contains { $0 > 0.9 })
    }

    @Test("An hour of silence is no speech, and speech after it is heard")
    func hour() {
        var vad = SileroVAD()
        var judgement = Judgement()
        let minute = [Int16](repeating: 0, count: 24_000 * 60)
        for _ in 0..<60 { judgement.feed(minute, to: &vad) }
        #expect(judgement.probabilities.count == 112_500)
        #expect(judgement.probabilities.allSatisfy { $0 < 0.35 })
        judgement = Judgement()
        judgement.feed(Spoken.wide, to: &vad)
        #expect(judgement.probabilities.contains { $0 > 0.9 })
    }
}

/// Samples that no microphone gives.
enum Torture {
    static func samples(_ count: Int, _ random: inout SplitMix64) -> [Int16] {
        switch Int.random(in: 0..<6, using: &random) {
        case 0: Signal.samples(count, &random)
        case 1: [Int16](repeating: [.min, .max, 0, 1].randomElement(using: &random) ?? 0, count: count)
        case 2: (0..<count).map { $0 % 2 == 0 ? .min : .max }
        case 3: (0..<count).map { $0 % 977 == 0 ? .max : 0 }
        case 4: (0..<count).map { Int16(truncatingIfNeeded: $0 &* $0) }
        default: (0..<count).map { _ in Int16.random(in: -1...1, using: &random) }
        }
    }
}
