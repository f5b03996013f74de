/// Checks text that comes in pieces, and refuses it at its first wrong byte (Unicode 16, table 3-7).
struct UTF8Validator: Sendable, Equatable {
    /// How many bytes of the character that has begun are missing.
    private var missing = 0
    /// What the next of them may be: narrower than usual after some first bytes, against overlong forms, surrogates and
    /// what lies beyond U+10FFFF.
    private var lowest: UInt8 = 0x80
    private var highest: UInt8 = 0xBF

    /// Whether no character is half there.
    var isBetweenCharacters: Bool { missing == 0 }

    /// Whether the text can still be valid.
    mutating func accept(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        for byte in bytes {
            if missing == 0, byte < 0x80 { continue }
            guard missing == 0 ? begin(byte) : goOn(byte) else { return false }
        }
        return true
    }

    private mutating func goOn(_ byte: UInt8) -> Bool {
        guard lowest <= byte, byte <= highest else { return false }
        missing -= 1
        (lowest, highest) = (0x80, 0xBF)
        return true
    }

    private mutating func begin(_ byte: UInt8) -> Bool {
        switch byte {
        case 0xC2...0xDF: missing = 1
        case 0xE0...0xEF: missing = 2
        case 0xF0...0xF4: missing = 3
        default: return false
        }
        switch byte {
        case 0xE0: lowest = 0xA0
        case 0xED: highest = 0x9F
        case 0xF0: lowest = 0x90
        case 0xF4: highest = 0x8F
        default: break
        }
        return true
    }
}
