/// A piece of the approved content that can be said as an answer: a few sentences under one heading.
package struct Passage: Sendable, Equatable {
    /// Where it is from, as it is told: the heading that it stands under, or the document's title.
    package var source: String
    /// What is searched beside the text: the headings above it.
    package var headings: String
    package var text: String
    package var language: Language

    package init(source: String, headings: String, text: String, language: Language) {
        self.source = source
        self.headings = headings
        self.text = text
        self.language = language
    }

    /// One sentence or line each.
    var sentences: [String] { Sentences.split(text) }
}

/// The sentences of a text. A line is one, whatever it ends with.
enum Sentences {
    static func split(_ text: String) -> [String] {
        text.split(whereSeparator: \.isNewline).flatMap { splitLine($0) }
    }

    private static func splitLine(_ line: Substring) -> [String] {
        var sentences: [String] = []
        var start = line.startIndex
        var index = line.startIndex
        while index < line.endIndex {
            let next = line.index(after: index)
            if ".!?".contains(line[index]), ends(line, at: index, next) {
                sentences.append(String(line[start..<next]))
                start = next
            }
            index = next
        }
        sentences.append(String(line[start...]))
        return sentences.map { String($0.trimmed) }.filter { !$0.isEmpty }
    }

    /// "9.30", "e.g. this" and "Dr. Lee" do not end there.
    private static func ends(_ line: Substring, at index: Substring.Index, _ next: Substring.Index) -> Bool {
        guard next < line.endIndex, line[next].isWhitespace else { return false }
        guard let follower = line[next...].first(where: { !$0.isWhitespace }) else { return false }
        guard !follower.isLowercase else { return false }
        let before = line[..<index]
        let start = before.lastIndex(where: \.isWhitespace).map { before.index(after: $0) }
        let word = before[(start ?? before.startIndex)...]
        return ![
            "Dr", "Dra", "Mr", "Mrs", "Ms", "Sr", "Sra", "St", "No", "Av", "Avda", "C", "tel", "Tel", "e.g", "i.e",
        ]
        .contains(String(word))
    }
}

extension StringProtocol {
    /// Without white space at its ends.
    var trimmed: SubSequence {
        let front = drop(while: \.isWhitespace)
        guard let last = front.lastIndex(where: { !$0.isWhitespace }) else { return front.prefix(0) }
        return front[...last]
    }
}
