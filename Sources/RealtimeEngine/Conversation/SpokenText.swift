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
        var endsWord = false
        while index < endIndex {
            let character = self[index]
            // A word ends where white space begins, and around what is written without spaces.
            if character.isWhitespace || character.needsNoSpaces || endsWord { boundary = index }
            endsWord = character.needsNoSpaces
            bytes += character.utf8.count
            if bytes > limit { break }
            index = self.index(after: index)
        }
        return boundary
    }
}

extension Character {
    /// Chinese, Japanese, Thai, Lao, Khmer and Burmese are written without spaces between words.
    package var needsNoSpaces: Bool {
        switch unicodeScalars.first?.value ?? 0 {
        case 0x0E00...0x0EFF, 0x1000...0x109F, 0x1780...0x17FF, 0x2E80...0xA4CF, 0xF900...0xFAFF, 0xFF66...0xFF9F,
            0x20000...0x3FFFF:
            true
        default: false
        }
    }
}
