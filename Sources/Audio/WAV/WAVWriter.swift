internal import Bytes

/// Writes WAV files as we make them: PCM16, one channel, at 24 kHz if nothing else is said.
public enum WAVWriter {
    /// What stands before the samples. Without a count the length is left open, for a pipe, or for whoever comes back
    /// to fill it in.
    public static func head(sampleCount: Int?, rate: SampleRate = .hertz24000) -> [UInt8] {
        let rate = rate.rawValue
        let length = sampleCount.map { 2 * $0 } ?? lengthMax
        var head = Array("RIFF".utf8)
        head.append(littleEndian: min(length, lengthMax - 36) + 36, bytes: 4)
        head += "WAVEfmt ".utf8
        for (value, bytes) in [(16, 4), (1, 2), (1, 2), (rate, 4), (2 * rate, 4), (2, 2), (16, 2)] {
            head.append(littleEndian: value, bytes: bytes)
        }
        head += "data".utf8
        head.append(littleEndian: min(length, lengthMax), bytes: 4)
        return head
    }

    /// A whole file.
    public static func file(_ samples: [Int16], rate: SampleRate = .hertz24000) -> [UInt8] {
        var file = head(sampleCount: samples.count, rate: rate)
        PCM16.bytes(from: samples, appendingTo: &file)
        return file
    }

    /// All ones: nobody knows, or more than can be said.
    private static let lengthMax = 0xFFFF_FFFF
}

extension [UInt8] {
    fileprivate mutating func append(littleEndian value: Int, bytes: Int) {
        for byte in 0..<bytes { append(UInt8(truncatingIfNeeded: value >> (8 * byte))) }
    }
}
