internal import NetIO

/// The SHA-256 of a key or secret: all that is kept of it.
///
/// A fast hash is right here, as what is hashed has 256 random bits: there is nothing to guess, so nothing for a slow
/// hash to slow down (docs/decisions/0008).
public struct SecretHash: Sendable, Hashable {
    private let words: InlineWords

    /// Four words, so that a comparison is one expression without a branch.
    private struct InlineWords: Sendable, Hashable {
        var first: UInt64 = 0, second: UInt64 = 0, third: UInt64 = 0, fourth: UInt64 = 0
    }

    public init(of text: String) {
        self.init(unchecked: Digest.sha256(Array(text.utf8)))
    }

    /// Nil unless there are 32 bytes.
    public init?(bytes: [UInt8]) {
        guard bytes.count == 32 else { return nil }
        self.init(unchecked: bytes)
    }

    /// Nil unless there are 64 hexadecimal digits.
    public init?(hex: String) {
        let digits = hex.utf8.compactMap { Character(UnicodeScalar($0)).hexDigitValue }
        guard hex.utf8.count == 64, digits.count == 64 else { return nil }
        self.init(unchecked: stride(from: 0, to: 64, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) })
    }

    private init(unchecked bytes: [UInt8]) {
        func word(_ index: Int) -> UInt64 {
            bytes[index * 8..<index * 8 + 8].reduce(0) { $0 << 8 | UInt64($1) }
        }
        words = InlineWords(first: word(0), second: word(1), third: word(2), fourth: word(3))
    }

    public var bytes: [UInt8] {
        [words.first, words.second, words.third, words.fourth].flatMap { word in
            (0..<8).map { UInt8(truncatingIfNeeded: word >> (56 - 8 * $0)) }
        }
    }

    /// Takes as long for a hash that differs at its beginning as for one that differs at its end.
    public static func == (left: Self, right: Self) -> Bool {
        let difference =
            (left.words.first ^ right.words.first) | (left.words.second ^ right.words.second)
            | (left.words.third ^ right.words.third) | (left.words.fourth ^ right.words.fourth)
        return difference == 0
    }
}
