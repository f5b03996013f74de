import Audio
import Bytes
import TestSupport
import Testing

@Suite("What a client sends, as samples")
struct InputDecoderTests {
    @Test("Where it was split changes nothing, and counts add up", arguments: AudioCoding.allCases, Seed.some(12))
    func splits(_ coding: AudioCoding, _ seed: Seed) {
        var random = seed.generator
        let bytes = Signal.bytes(Int.random(in: 0...9_000, using: &random), &random)
        let expected = decode([bytes[...]], coding)
        #expect(expected.count == (coding == .pcm16 ? bytes.count / 2 : 3 * bytes.count))
        #expect(decode(Signal.pieces(bytes, &random), coding) == expected)
    }

    @Test("An odd byte waits for its other half")
    func oddByte() {
        let decoder = InputDecoder(.pcm16)
        var samples: [Int16] = []
        for bytes in [[0x01], [], [0x02, 0x03], [0x04]] as [[UInt8]] { decoder.append(bytes, to: &samples) }
        #expect(samples == [0x0201, 0x0403])
    }

    @Test("Half a sample does not outlive its buffer", arguments: [true, false])
    func halfIsForgotten(_ commits: Bool) {
        let decoder = InputDecoder(.pcm16)
        var samples: [Int16] = []
        decoder.append([1, 0, 9], to: &samples)
        if commits { decoder.flush(to: &samples) } else { decoder.reset() }
        decoder.append([2, 0], to: &samples)
        #expect(samples == [1, 2])
    }

    @Test("PCM16 is not touched", arguments: Seed.some(3))
    func identity(_ seed: Seed) {
        var random = seed.generator
        let samples = Signal.samples(500, &random)
        var bytes: [UInt8] = []
        PCM16.bytes(from: samples, appendingTo: &bytes)
        #expect(decode([bytes[...]], .pcm16) == samples)
    }

    @Test("At most 5 ms of a telephone are held back", arguments: [AudioCoding.pcmu, .pcma])
    func lag(_ coding: AudioCoding) {
        let decoder = InputDecoder(coding)
        var samples: [Int16] = []
        decoder.append([UInt8](repeating: 0x55, count: 160), to: &samples)
        #expect(samples.count == 3 * (160 - 40))
        decoder.flush(to: &samples)
        #expect(samples.count == 3 * 160)
    }

    @Test("A cleared buffer leaves no sound behind", arguments: AudioCoding.allCases)
    func clears(_ coding: AudioCoding) {
        let decoder = InputDecoder(coding)
        let bytes = (0..<801).map { UInt8(truncatingIfNeeded: $0 &* 37) }
        var dropped: [Int16] = []
        decoder.append([UInt8](repeating: 0x80, count: 333), to: &dropped)
        decoder.reset()
        var samples: [Int16] = []
        decoder.append(bytes, to: &samples)
        decoder.flush(to: &samples)
        #expect(samples == decode([bytes[...]], coding))
    }

    @Test(
        "Any bytes, in any order with flush and reset, keep the counts",
        arguments: AudioCoding.allCases,
        Seed.some(8)
    )
    func fuzz(_ coding: AudioCoding, _ seed: Seed) {
        var random = seed.generator
        let decoder = InputDecoder(coding)
        var samples: [Int16] = []
        var (held, whole) = (0, 0)
        for _ in 0..<200 {
            switch Int.random(in: 0..<8, using: &random) {
            case 0:
                decoder.flush(to: &samples)
                whole += coding == .pcm16 ? held / 2 : 3 * held
                held = 0
                #expect(samples.count == whole)
            case 1:
                decoder.reset()
                whole = samples.count
                held = 0
            default:
                let bytes = Signal.bytes(Int.random(in: 0...300, using: &random), &random)
                decoder.append(bytes, to: &samples)
                held += bytes.count
            }
        }
    }

    private func decode(_ pieces: [ArraySlice<UInt8>], _ coding: AudioCoding) -> [Int16] {
        let decoder = InputDecoder(coding)
        var samples: [Int16] = []
        for piece in pieces { decoder.append(piece, to: &samples) }
        decoder.flush(to: &samples)
        return samples
    }
}
