import Audio
import TestSupport
import Testing

@Suite("An answer's samples, as a client gets them")
struct OutputEncoderTests {
    @Test("Where it was split changes nothing, and counts add up", arguments: AudioCoding.allCases, Seed.some(12))
    func splits(_ coding: AudioCoding, _ seed: Seed) {
        var random = seed.generator
        let samples = Signal.samples(Int.random(in: 0...20_000, using: &random), &random)
        let expected = encode([samples[...]], coding)
        #expect(expected.count == (coding == .pcm16 ? 2 * samples.count : (samples.count + 2) / 3))
        #expect(encode(Signal.pieces(samples, &random), coding) == expected)
    }

    @Test("A tone through encoder and decoder is the same tone", arguments: [AudioCoding.pcmu, .pcma])
    func roundTrip(_ coding: AudioCoding) {
        let tone = Signal.sine(1_000, rate: 24_000, count: 24_000)
        let heard = decode(encode([tone[...]], coding), coding)
        #expect(heard.count == tone.count)
        let inside = 240..<23_760
        let ratio = Signal.noiseRatio(tone[inside], heard[inside])
        #expect(ratio > 30, "\(ratio) dB")
        // At 8 kHz the tone has eight values, over and over, so that their rounding does not even out: 0.2 dB.
        #expect(abs(Signal.level(heard[inside]) / Signal.level(tone[inside]) - 1) < 0.02)
    }

    @Test("Silence stays silence", arguments: AudioCoding.allCases)
    func silence(_ coding: AudioCoding) {
        let bytes = encode([[Int16](repeating: 0, count: 7_200)[...]], coding)
        let code: UInt8 = [.pcm16: 0, .pcmu: 0xFF, .pcma: 0xD5][coding] ?? 1
        #expect(bytes.allSatisfy { $0 == code })
        // The quietest that A-law can say is not zero.
        let floor = coding == .pcma ? 9 : 0
        #expect(decode(bytes, coding).allSatisfy { abs(Int($0)) <= floor })
    }

    @Test("Parts do not run into each other", arguments: AudioCoding.allCases, [true, false])
    func parts(_ coding: AudioCoding, _ isCut: Bool) {
        var random = Seed.some(1)[0].generator
        let samples = Signal.samples(1_000, &random)
        let encoder = OutputEncoder(coding)
        var bytes: [UInt8] = []
        encoder.encode(Signal.samples(401, &random), to: &bytes)
        if isCut { encoder.reset() } else { encoder.flush(to: &bytes) }
        bytes.removeAll()
        encoder.encode(samples, to: &bytes)
        encoder.flush(to: &bytes)
        #expect(bytes == encode([samples[...]], coding))
    }

    private func encode(_ pieces: [ArraySlice<Int16>], _ coding: AudioCoding) -> [UInt8] {
        let encoder = OutputEncoder(coding)
        var bytes: [UInt8] = []
        for piece in pieces { encoder.encode(piece, to: &bytes) }
        encoder.flush(to: &bytes)
        return bytes
    }

    private func decode(_ bytes: [UInt8], _ coding: AudioCoding) -> [Int16] {
        let decoder = InputDecoder(coding)
        var samples: [Int16] = []
        decoder.append(bytes, to: &samples)
        decoder.flush(to: &samples)
        return samples
    }
}
