/// Addresses of electronic mail, as they are written and as they are said: "ana dot lee at example dot com".
enum EmailReading {
    static func first(in spoken: Spoken) -> (text: String, range: Range<Int>)? {
        for index in spoken.words.indices where isAddress(spoken.words[index].text) {
            return (spoken.words[index].text, index..<index + 1)
        }
        for index in spoken.words.indices where ["at", "arroba"].contains(spoken.words[index].folded) {
            guard let front = part(in: spoken, endingAt: index), let back = domain(in: spoken, from: index + 1) else {
                continue
            }
            return (front.text + "@" + back.text, front.range.lowerBound..<back.range.upperBound)
        }
        return nil
    }

    private static func isAddress(_ text: String) -> Bool {
        let sides = text.split(separator: "@", omittingEmptySubsequences: false)
        guard sides.count == 2, let name = sides.first, let host = sides.last, !name.isEmpty else { return false }
        let labels = host.split(separator: ".", omittingEmptySubsequences: false)
        return labels.count > 1 && labels.allSatisfy { !$0.isEmpty }
    }

    private static let marks = [
        "dot": ".", "punto": ".", "underscore": "_", "guion": "-", "dash": "-", "hyphen": "-", "plus": "+",
    ]

    /// The name before "at": words with marks between them.
    private static func part(in spoken: Spoken, endingAt end: Int) -> (text: String, range: Range<Int>)? {
        guard end > 0 else { return nil }
        var start = end - 1
        var text = spoken.words[start].folded
        guard !StopWords.contains(text) else { return nil }
        while start > 1, let mark = marks[spoken.words[start - 1].folded] {
            start -= 2
            text = spoken.words[start].folded + mark + text
        }
        return (text, start..<end)
    }

    /// The host: words with at least one dot between them.
    private static func domain(in spoken: Spoken, from start: Int) -> (text: String, range: Range<Int>)? {
        guard start < spoken.words.count else { return nil }
        var text = label(spoken.words[start])
        var end = start + 1
        while end + 1 < spoken.words.count, let mark = marks[spoken.words[end].folded], mark == "." || mark == "-" {
            text += mark + label(spoken.words[end + 1])
            end += 2
        }
        return text.contains(".") ? (text, start..<end) : nil
    }

    private static func label(_ word: Spoken.Word) -> String { word.text.lowercased() }
}
