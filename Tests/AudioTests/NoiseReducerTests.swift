import Audio
import TestSupport
import Testing

@Suite("NoiseReducer")
struct NoiseReducerTests {
    static let strengths = [NoiseReducer.Strength.moderate, .strong]

    private func whole(_ pieces: [ArraySlice<Int16>], _ reducer: NoiseReducer) -> [Int16] {
        var result: [Int16] = []
        for piece in pieces { reducer.append(Array(piece), to: &result) }
        reducer.flush(to: &result)
        return result
    }

    private func whole(_ samples: [Int16], _ reducer: NoiseReducer) -> [Int16] { whole([samples[...]], reducer) }

    private func noise(_ count: Int, peak: Int16, _ random: inout SplitMix64) -> [Int16] {
        (0..<count).map { _ in Int16.random(in: -peak...peak, using: &random) }
    }

    @Test("As many samples come out as went in, wherever they were split", arguments: strengths, Seed.some(5))
    func counts(_ strength: NoiseReducer.Strength, _ seed: Seed) {
        var random = seed.generator
        let samples = Spoken.wide.prefix(Int.random(in: 0...60_000, using: &random)).map { $0 }
        let result = whole(samples, NoiseReducer(strength))
        #expect(result.count == samples.count)
        #expect(whole(Signal.pieces(samples, &random), NoiseReducer(strength)) == result)
    }

    @Test("It holds back 24 ms at most")
    func lag() {
        let reducer = NoiseReducer(.strong)
        var result: [Int16] = []
        for number in 1...200 {
            reducer.append([Int16](repeating: 100, count: 123), to: &result)
            #expect(number * 123 - result.count <= 24 * 24)
        }
    }

    @Test("Speech stays where it was", arguments: strengths)
    func places(_ strength: NoiseReducer.Strength) {
        let heard = whole(Spoken.wide, NoiseReducer(strength))
        let likeness = (-60...60).map { shift in
            (10_000..<60_000).reduce(0.0) { $0 + Double(Spoken.wide[$1]) * Double(heard[$1 + shift]) }
        }
        let best = likeness.indices.max { likeness[$0] < likeness[$1] }
        #expect(best.map { $0 - 60 } == 0)
    }

    @Test("Noise becomes quieter, and speech in it much less so", arguments: strengths)
    func reduces(_ strength: NoiseReducer.Strength) {
        var random = Seed.some(1)[0].generator
        let noise = noise(3 * 24_000 + Spoken.wide.count, peak: 600, &random)
        let speech = [Int16](repeating: 0, count: 3 * 24_000) + Spoken.wide
        let heard = whole(zip(noise, speech).map { $0 / 1 + $1 / 2 }, NoiseReducer(strength))
        let quiet = 2 * 24_000..<3 * 24_000
        let loud = 3 * 24_000 + 14_000..<3 * 24_000 + 30_000
        #expect(Signal.level(heard[quiet]) < Signal.level(noise[quiet]) / (strength == .strong ? 4 : 2.5))
        #expect(Signal.level(heard[loud]) > Signal.level(speech[loud].map { $0 / 2 }) * 0.7)
    }

    @Test("A share of nought changes nothing; a half is half of it")
    func shares() {
        let reducer = NoiseReducer(.strong)
        reducer.share = 0
        #expect(whole(Spoken.wide, reducer) == Spoken.wide)
        let (all, half) = (whole(Spoken.wide, NoiseReducer(.strong)), NoiseReducer(.strong))
        half.share = 0.5
        for (mixed, (wet, dry)) in zip(whole(Spoken.wide, half), zip(all, Spoken.wide)) {
            #expect(abs(Double(mixed) - (Double(wet) + Double(dry)) / 2) <= 1)
        }
        for (given, kept) in [(Float.nan, 0), (-1, 0), (7, 1), (.infinity, 1), (0.25, 0.25)] {
            reducer.share = given
            #expect(reducer.share == Float(kept))
        }
    }

    @Test("After a reset nothing is heard of what was before")
    func reset() {
        let reducer = NoiseReducer(.moderate)
        var result: [Int16] = []
        reducer.append(Signal.sine(700, rate: 24_000, count: 7_777), to: &result)
        reducer.reset()
        #expect(whole([Int16](repeating: 0, count: 4_800), reducer) == [Int16](repeating: 0, count: 4_800))
    }

    @Test("Whatever the samples are, as many come out", arguments: Seed.some(8))
    func anySamples(_ seed: Seed) {
        var random = seed.generator
        let reducer = NoiseReducer(.strong)
        reducer.share = Float.random(in: 0...1, using: &random)
        for _ in 0..<20 {
            let samples = Torture.samples(Int.random(in: 0...9_000, using: &random), &random)
            #expect(whole(Signal.pieces(samples, &random), reducer).count == samples.count)
        }
    }
}
