import Bytes
import TestSupport
import Testing

@Suite("PCM16")
struct PCM16Tests {
    @Test("The low byte comes first")
    func byteOrder() {
        var samples: [Int16] = []
        #expect(PCM16.samples(from: [0x01, 0x00, 0x00, 0x80, 0xFF, 0x7F, 0xFF, 0xFF], appendingTo: &samples) == nil)
        #expect(samples == [1, .min, .max, -1])
        var bytes: [UInt8] = []
        PCM16.bytes(from: samples, appendingTo: &bytes)
        #expect(bytes == [0x01, 0x00, 0x00, 0x80, 0xFF, 0x7F, 0xFF, 0xFF])
    }

    @Test("An odd byte is the caller's", arguments: [[7], [1, 0, 7]] as [[UInt8]])
    func oddByte(_ bytes: [UInt8]) {
        var samples: [Int16] = [9]
        #expect(PCM16.samples(from: bytes, appendingTo: &samples) == 7)
        #expect(samples == [9] + [Int16](repeating: 1, count: bytes.count / 2))
    }

    @Test("Nothing is no samples")
    func nothing() {
        var samples: [Int16] = []
        #expect(PCM16.samples(from: UnsafeRawBufferPointer(start: nil, count: 0), appendingTo: &samples) == nil)
        var bytes: [UInt8] = []
        PCM16.bytes(from: samples, appendingTo: &bytes)
        #expect(samples.isEmpty && bytes.isEmpty)
    }

    @Test("Samples come back, from bytes at any address", arguments: Seed.some(20))
    func roundTrip(_ seed: Seed) {
        var random = seed.generator
        let samples = (0..<Int.random(in: 0...500, using: &random)).map { _ in
            Int16.random(in: .min ... .max, using: &random)
        }
        var bytes: [UInt8] = [0]
        PCM16.bytes(from: samples, appendingTo: &bytes)
        var back: [Int16] = []
        let odd = bytes.withUnsafeBytes {
            PCM16.samples(from: UnsafeRawBufferPointer(rebasing: $0.dropFirst()), appendingTo: &back)
        }
        #expect(odd == nil)
        #expect(back == samples)
    }
}
