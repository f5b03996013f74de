/// The end of a text: its last sentence in words, without case and marks, and the mark that it ends with.
struct TurnEnding {
    enum Mark {
        /// A comma, a dash, a colon, dots: the speaker goes on.
        case pause
        case stop
        case question
    }

    /// The last sentence alone says whether it is finished. Longer ones count from here.
    static let charactersMax = 400

    let words: [Substring]
    let mark: Mark?

    init(_ text: String) {
        let text = String(text.suffix(Self.charactersMax).lowercased().map { $0 == "’" ? "'" : $0 })
        let end = text.reversed().prefix { !$0.isLetter && !$0.isNumber }
        mark = Self.mark(end.reversed())
        let body = text.dropLast(end.count)
        let start = body.indices.last { Self.isSentenceEnd(body, $0) }.map { body.index(after: $0) } ?? body.startIndex
        words = body[start...].split { !$0.isLetter && !$0.isNumber && $0 != "'" }
    }

    /// A point between digits is none.
    private static func isSentenceEnd(_ text: Substring, _ index: Substring.Index) -> Bool {
        if text[index] == "." { return text[text.index(after: index)...].first?.isWhitespace == true }
        return "!?¿¡;\n".contains(text[index])
    }

    private static func mark(_ end: [Character]) -> Mark? {
        if end.contains("?") { return .question }
        if end.contains("…") || end.count(where: { $0 == "." }) > 1 { return .pause }
        if end.contains(where: { ".!".contains($0) }) { return .stop }
        return end.contains { ",:;-–—".contains($0) } ? .pause : nil
    }
}
