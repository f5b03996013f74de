/// Why a file gives no samples. A sentence that says what it is and what would be right.
public enum WAVError: Error, Sendable, Hashable {
    /// It does not begin as RIFF and WAVE do.
    case notWAVE
    /// RIFX: the high byte first.
    case bigEndian
    /// There is no sound before its end.
    case noSound
    /// Whoever reads as it comes cannot know how to.
    case soundBeforeFormat
    /// The `fmt ` chunk is too short, or contradicts itself.
    case damagedFormat
    case unsupportedEncoding(tag: Int, bits: Int)
    case unsupportedChannels(Int)
    case unsupportedRate(Int)
}

extension WAVError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .notWAVE: "This is no WAV file: it does not begin with RIFF and WAVE."
        case .bigEndian: "This is a RIFX file, the high byte first; write it as an ordinary WAV file."
        case .noSound: "The file ends before its sound begins."
        case .soundBeforeFormat: "The file tells its sound before its format; write it again with any audio program."
        case .damagedFormat: "The file's format ('fmt ' chunk) is damaged."
        case .unsupportedEncoding(let tag, let bits):
            """
            The file is written as \(Self.name(tag)) with \(bits) bits; what can be read is PCM of 8, 16, 24 or 32 \
            bits, float of 32, µ-law and A-law.
            """
        case .unsupportedChannels(let count): "The file has \(count) channels; 1 to 8 can be read."
        case .unsupportedRate(let rate):
            """
            The file has \(rate) samples a second; \(WAVFormat.rates.lowerBound) to \(WAVFormat.rates.upperBound) \
            can be read.
            """
        }
    }

    private static func name(_ tag: Int) -> String {
        switch tag {
        case 1: "PCM"
        case 2, 0x11: "ADPCM"
        case 3: "float"
        case 0x50, 0x55: "MPEG audio"
        default: "format \(tag)"
        }
    }
}
