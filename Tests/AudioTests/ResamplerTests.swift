import Audio
import TestSupport
import Testing

@Suite("Resampler")
struct ResamplerTests {
    static let pairs = SampleRate.allCases.flatMap { from in
        SampleRate.allCases.filter { $0 != from }.map { Pair(from: from, to: $0) }
    }

    struct Pair: Sendable, CustomTestStringConvertible {
        let from: SampleRate
        let to: SampleRate
        var testDescription: String { "\(from.rawValue) to \(to.rawValue)" }
        var resampler: Resampler { Resampler(from: from, to: to) }
    }

    @Test("As many samples as the rates say, of any number", arguments: pairs)
    func counts(_ pair: Pair) {
        let resampler = pair.resampler
        for count in Array(0...70) + [2_047, 2_048, 2_049, 9_999] {
            let expected = (count * pair.to.rawValue + pair.from.rawValue - 1) / pair.from.rawValue
            #expect(resampler.outputCount(of: count) == expected)
            #expect(whole([Int16](repeating: 7, count: count), resampler).count == expected)
        }
    }

    @Test("Where it was split changes no sample", arguments: pairs, Seed.some(3))
    func splits(_ pair: Pair, _ seed: Seed) {
        var random = seed.generator
        let samples = Signal.samples(Int.random(in: 0...9_000, using: &random), &random)
        let resampler = pair.resampler
        let expected = whole(samples, resampler)
        var result: [Int16] = []
        for piece in Signal.pieces(samples, &random) { resampler.resample(Array(piece), appendingTo: &result) }
        resampler.flush(appendingTo: &result)
        #expect(result == expected)
    }

    @Test("A sine is the same sine at the same place", arguments: pairs)
    func sine(_ pair: Pair) {
        let heard = whole(Signal.sine(1_000, rate: pair.from.rawValue, count: pair.from.rawValue), pair.resampler)
        let ideal = Signal.sine(1_000, rate: pair.to.rawValue, count: pair.to.rawValue)
        // The filter's first and last 10 ms see the silence around.
        let inside = pair.to.rawValue / 100..<pair.to.rawValue * 99 / 100
        let ratio = Signal.noiseRatio(ideal[inside], heard[inside])
        #expect(ratio > 50, "\(ratio) dB")
    }

    @Test("What the lower rate cannot carry is not folded into it")
    func aliases() {
        let heard = whole(Signal.sine(5_000, rate: 24_000, count: 24_000), Resampler(from: .hertz24000, to: .hertz8000))
        #expect(Signal.level(heard[80..<7_920]) < 16)
    }

    @Test("It holds back what the filter looks ahead, and no more")
    func lag() {
        for (from, to, ahead) in [(SampleRate.hertz8000, SampleRate.hertz24000, 40), (.hertz24000, .hertz8000, 120)] {
            let resampler = Resampler(from: from, to: to)
            var result: [Int16] = []
            resampler.resample([Int16](repeating: 0, count: 2_400), appendingTo: &result)
            #expect(result.count == resampler.outputCount(of: 2_400 - ahead))
        }
    }

    @Test("After a flush or a reset another stream begins", arguments: pairs)
    func again(_ pair: Pair) {
        var random = Seed.some(1)[0].generator
        let samples = Signal.samples(1_000, &random)
        let expected = whole(samples, pair.resampler)
        let resampler = pair.resampler
        var other: [Int16] = []
        resampler.resample(Signal.samples(777, &random), appendingTo: &other)
        resampler.reset()
        #expect(whole(samples, resampler) == expected)
        #expect(whole(samples, resampler) == expected)
    }

    @Test("The loudest is clipped, not wrapped", arguments: pairs)
    func clips(_ pair: Pair) {
        let square = (0..<4_000).map { $0 / 40 % 2 == 0 ? Int16.max : .min }
        let heard = whole(square, pair.resampler)
        // The middle of a flat stretch is far from the edges, where the filter rings.
        let middle = 20 * pair.to.rawValue / pair.from.rawValue
        #expect(heard[middle] > 20_000)
    }
}

private func whole(_ samples: [Int16], _ resampler: Resampler) -> [Int16] {
    var result: [Int16] = []
    resampler.resample(samples, appendingTo: &result)
    resampler.flush(appendingTo: &result)
    return result
}
