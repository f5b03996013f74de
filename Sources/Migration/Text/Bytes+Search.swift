extension Sequence where Element == UInt8 {
    var asText: String { String(decoding: Array(self), as: UTF8.self) }
}

extension String {
    /// Where a piece begins, in bytes; nil if it is not there.
    func offset(of piece: String, from start: Int = 0) -> Int? {
        let text = Array(utf8)
        let wanted = Array(piece.utf8)
        guard !wanted.isEmpty, text.count >= wanted.count else { return nil }
        var index = max(0, start)
        while index <= text.count - wanted.count {
            if text[index] == wanted[0], text[index..<(index + wanted.count)].elementsEqual(wanted) { return index }
            index += 1
        }
        return nil
    }

    func holds(_ piece: String) -> Bool { offset(of: piece) != nil }

    func holdsAny(_ pieces: some Sequence<String>) -> Bool { pieces.contains { holds($0) } }

    /// The byte at an offset; nil beyond the ends.
    func byte(at offset: Int) -> UInt8? {
        guard offset >= 0, let index = utf8.index(utf8.startIndex, offsetBy: offset, limitedBy: utf8.endIndex) else {
            return nil
        }
        return index < utf8.endIndex ? utf8[index] : nil
    }

    func bytes(_ range: Range<Int>) -> String {
        String(decoding: utf8.dropFirst(range.lowerBound).prefix(range.count), as: UTF8.self)
    }

    var trimmed: String {
        var text = self[...]
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}

extension UInt8 {
    var isLetter: Bool { 0x61...0x7A ~= self | 0x20 }
    var isDigit: Bool { 0x30...0x39 ~= self }
    /// Part of a name in every language; what lies beyond ASCII counts as letters.
    var isWord: Bool { isLetter || isDigit || self == 0x5F || self >= 0x80 }
    var isBlank: Bool { self == 0x20 || self == 0x09 || self == 0x0D }
}
