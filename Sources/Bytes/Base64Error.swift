/// Why characters are not base64 (RFC 4648 §4, canonical), and where. Offsets count from 0.
public enum Base64Error: Error, Sendable, Equatable {
    /// `-` or `_`, which only the URL-safe alphabet has.
    case urlSafeCharacter(UInt8, offset: Int)
    case whiteSpace(offset: Int)
    case foreignCharacter(UInt8, offset: Int)
    /// The text is cut off, or the `=` at its end were left out.
    case missingPadding(count: Int)
    /// A `=` where a character belongs.
    case misplacedPadding(offset: Int)
    /// The last character has bits beyond the last byte: another text would decode to the same bytes.
    case trailingBits(offset: Int)

    /// The place of the first character that is wrong; where padding is missing, the end.
    public var offset: Int {
        switch self {
        case .urlSafeCharacter(_, let offset), .foreignCharacter(_, let offset): offset
        case .whiteSpace(let offset), .misplacedPadding(let offset), .trailingBits(let offset): offset
        case .missingPadding(let count): count
        }
    }
}

extension Base64Error: CustomStringConvertible {
    public var description: String {
        switch self {
        case .urlSafeCharacter(let byte, let offset):
            "Character \(offset) is \(ASCII.name(of: byte)), of the URL-safe alphabet; '+' and '/' were expected."
        case .whiteSpace(let offset):
            "Character \(offset) is white space, which base64 text must not have."
        case .foreignCharacter(let byte, let offset):
            "Character \(offset) is \(ASCII.name(of: byte)), which is not in the base64 alphabet."
        case .missingPadding(let count):
            "Base64 text must be padded with '=' to a multiple of four characters; this one has \(count)."
        case .misplacedPadding(let offset):
            "Character \(offset) is '=' where no padding belongs."
        case .trailingBits(let offset):
            "Character \(offset), the last before the padding, has bits that belong to no byte."
        }
    }
}
