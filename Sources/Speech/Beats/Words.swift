/// A text in pieces: each word with the white space after it. A long word is cut, so that no piece is long.
struct Words: Sequence, IteratorProtocol, Sendable {
    static let charactersMax = 16

    private var rest: Substring

    init(_ text: String) { rest = text[...] }

    mutating func next() -> String? {
        guard !rest.isEmpty else { return nil }
        var end = rest.startIndex
        var count = 0
        var isAfterWord = false
        while end < rest.endIndex, count < Self.charactersMax {
            let isSpace = rest[end].isWhitespace
            if isAfterWord, !isSpace { break }
            isAfterWord = isSpace
            end = rest.index(after: end)
            count += 1
        }
        defer { rest = rest[end...] }
        return String(rest[..<end])
    }
}
