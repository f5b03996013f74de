/// A word of a program: what it says, and where it stands in the file.
struct Token: Sendable {
    enum Kind: Sendable {
        case name
        case string
        case number
        case mark
    }

    let kind: Kind
    /// A name or a mark as it stands; a string decoded, each hole one `Token.hole`.
    let text: String
    /// In bytes of the source, quotes included.
    let range: Range<Int>
    /// It is the first on its line.
    var startsLine: Bool
    /// For strings: pieces of the decoded text with their places in the source.
    var pieces: [Piece] = []
    /// Where the text of a string ends in the source, before its closing mark.
    var contentEnd = 0

    struct Piece: Sendable {
        let decoded: Int
        let source: Int
        /// How far the two run side by side.
        let count: Int
    }

    /// Stands in a decoded string where the program puts a value.
    static let hole = "\u{1}"
    static let holeByte: UInt8 = 1

    /// It was not written: a file, a script in a page or what stands in a hole ends here.
    var endsPart: Bool { range.isEmpty && isMark(";") }

    func isMark(_ mark: String) -> Bool { kind == .mark && text == mark }
    func isName(_ name: String) -> Bool { kind == .name && text == name }

    /// Where a byte of the decoded text stands in the source.
    func source(of offset: Int) -> Int {
        guard offset < text.utf8.count else { return contentEnd }
        guard let piece = pieces.last(where: { $0.decoded <= offset }) else { return range.lowerBound }
        return min(piece.source + min(offset - piece.decoded, piece.count), range.upperBound)
    }

    /// Whether a part of the decoded text stands in the source letter for letter, so that it can be replaced there.
    func isPlain(_ part: Range<Int>) -> Bool {
        pieces.contains { $0.decoded <= part.lowerBound && part.upperBound <= $0.decoded + $0.count }
    }
}

/// A comment, kept for suppressions and marks of generated code.
struct Comment: Sendable {
    let range: Range<Int>
}
