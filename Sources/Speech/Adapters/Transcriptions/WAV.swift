internal import Bytes

/// Writes samples as a WAV file: one channel, 16 bits.
package enum WAV {
    package static let headerBytes = 44

    package static func file(_ samples: [Int16], rate: Int) -> [UInt8] {
        let dataBytes = 2 * samples.count
        var bytes: [UInt8] = []
        bytes.reserveCapacity(headerBytes + dataBytes)
        bytes += Array("RIFF".utf8) + word(36 + dataBytes) + Array("WAVEfmt ".utf8) + word(16)
        bytes += half(1) + half(1) + word(rate) + word(2 * rate) + half(2) + half(16)
        bytes += Array("data".utf8) + word(dataBytes)
        PCM16.bytes(from: samples, appendingTo: &bytes)
        return bytes
    }

    private static func half(_ value: Int) -> [UInt8] { (0..<2).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } }
    private static func word(_ value: Int) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } }
}
