/// Words and the audio that speaks them, so that what was cut off is known.
package struct SpokenSpan: Sendable, Equatable {
    package var text: String
    package var length: Ticks

    package init(text: String, length: Ticks) {
        self.text = text
        self.length = length
    }

    /// The words that were spoken when `heard` of the span had been played: whole words only.
    package func text(heardUpTo heard: Ticks) -> String {
        guard heard < length else { return text }
        return String(text[..<text.wordBoundary(atMost: heard.count, of: length.count)])
    }
}

extension String {
    /// The end of the last word that lies wholly within a share of the text. Speech is taken to run evenly.
    package func wordBoundary(atMost share: Int, of whole: Int) -> Index {
        guard whole > 0, share < whole else { return endIndex }
        guard share > 0 else { return startIndex }
        let limit = utf8.count * share / whole
        var boundary = startIndex
        var index = startIndex
        var bytes = 0
        while index < endIndex {
            // A word ends where white space begins.
            if self[index].isWhitespace { boundary = index }
            bytes += self[index].utf8.count
            if bytes > limit { break }
            index = self.index(after: index)
        }
        return boundary
    }
}
