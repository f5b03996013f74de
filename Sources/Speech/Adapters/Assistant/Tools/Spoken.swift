/// A text as slots are filled from it: its words as they were said, and as they are compared.
struct Spoken: Sendable {
    struct Word: Sendable, Equatable {
        /// Without the marks around it.
        let text: String
        let folded: String
        /// A sentence or a part of one ends with it.
        let endsClause: Bool
    }

    /// Nobody says more before it is somebody else's turn.
    static let wordsMax = 256

    let words: [Word]
    /// Words that a value was made of; no other value is.
    private(set) var taken: Set<Int> = []

    init(_ text: String) {
        words = text.split(whereSeparator: \.isWhitespace).prefix(Self.wordsMax).compactMap { piece in
            let marks = ".,;:!?¿¡\"'()«»“”…"
            var text = piece.drop { marks.contains($0) }
            var endsClause = false
            while let last = text.last, marks.contains(last) {
                endsClause = endsClause || ".,;!?".contains(last)
                text = text.dropLast()
            }
            let folded = FoldedWords.fold(text)
            return folded.isEmpty ? nil : Word(text: String(text), folded: folded, endsClause: endsClause)
        }
    }

    var folded: [String] { words.map(\.folded) }

    func text(_ range: Range<Int>) -> String {
        words[range.clamped(to: words.indices)].map(\.text).joined(separator: " ")
    }

    func isFree(_ range: Range<Int>) -> Bool { !range.contains { taken.contains($0) } }

    mutating func take(_ range: Range<Int>) { taken.formUnion(range) }

    /// Where words follow each other, wherever that is.
    func places(of phrase: [String]) -> [Range<Int>] {
        guard !phrase.isEmpty, words.count >= phrase.count else { return [] }
        return (0...words.count - phrase.count).compactMap { start in
            let range = start..<start + phrase.count
            return zip(range, phrase).allSatisfy { words[$0].folded == $1 } ? range : nil
        }
    }
}
