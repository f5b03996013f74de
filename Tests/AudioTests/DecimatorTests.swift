import Audio
import Testing

@Suite("Decimator")
struct DecimatorTests {
    /// Stretch after stretch.
    private func decimated(_ samples: [Int16]) -> [Int16] {
        var (decimator, input) = (Decimator(), Decimator.Input(repeating: 0))
        var output = Decimator.Output(repeating: 0)
        var result: [Int16] = []
        for start in stride(from: 0, to: samples.count / 768 * 768, by: 768) {
            for index in 0..<768 { input[index] = samples[start + index] }
            decimator.decimate(input, to: &output)
            for index in 0..<512 { result.append(Int16(max(-32_768, min(32_767, output[index] * 32_768)))) }
        }
        return result
    }

    @Test("A sine is the same sine, 1 ms later", arguments: [100.0, 440, 1_000, 3_333, 5_000])
    func sine(_ hertz: Double) {
        let heard = decimated(Signal.sine(hertz, rate: 24_000, count: 24_576))
        let ideal = Signal.sine(hertz, rate: 16_000, count: 16_384)
        let ratio = Signal.noiseRatio(ideal[1_000..<16_000], heard[1_016..<16_016])
        #expect(ratio > 45, "\(ratio) dB")
    }

    @Test("What 16 kHz cannot carry is not folded into the voice", arguments: [9_000.0, 9_500, 10_000, 11_000, 11_900])
    func aliases(_ hertz: Double) {
        let heard = decimated(Signal.sine(hertz, rate: 24_000, count: 24_576))
        #expect(Signal.level(heard[1_000..<16_000]) < 11_314 / 300)
    }

    @Test("A constant stays what it is, and full scale is not wrapped")
    func constant() {
        let heard = decimated([Int16](repeating: 12_345, count: 7_680))
        #expect(heard.dropFirst(100).allSatisfy { abs(Int($0) - 12_345) <= 1 })
        #expect(decimated([Int16](repeating: .max, count: 7_680)).dropFirst(100).allSatisfy { $0 > 32_760 })
    }
}
