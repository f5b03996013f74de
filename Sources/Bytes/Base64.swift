/// Base64 as the protocol has it: the standard alphabet, padded, canonical (RFC 4648 §4).
///
/// For one run of bytes there is one text.
public enum Base64 {
    /// How many characters `count` bytes take.
    public static func encodedCount(of count: Int) -> Int { (count + 2) / 3 * 4 }

    /// How many bytes `characters` stand for, if they are base64 at all.
    public static func decodedCount(of characters: UnsafeRawBufferPointer) -> Int {
        characters.count / 4 * 3 - paddingCount(of: characters)
    }

    static func paddingCount(of characters: UnsafeRawBufferPointer) -> Int {
        guard characters.count >= 4, characters[characters.count - 1] == padding else { return 0 }
        return characters[characters.count - 2] == padding ? 2 : 1
    }

    static let padding = UInt8(ascii: "=")

    static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
}
