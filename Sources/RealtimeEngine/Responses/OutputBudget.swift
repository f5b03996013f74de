package import RealtimeAPI

/// `max_output_tokens`, in force whatever the back end does about it.
///
/// What passes does not depend on the pieces in which it comes: a token that is begun is used to its end.
package struct OutputBudget: Sendable, Equatable {
    /// nil: no limit.
    private let limit: Int?
    /// What was let through, for `usage`.
    package private(set) var audio = Ticks.zero
    package private(set) var textBytes = 0
    /// Something had to be cut, and nothing passes any more. An answer that ends just at its limit is whole.
    package private(set) var isExceeded = false

    package init(_ limit: OutputTokenLimit) {
        switch limit {
        case .tokens(let count): self.limit = count
        case .unlimited: self.limit = nil
        }
    }

    package var tokens: TokenCount {
        TokenCount(
            text: (textBytes + TokenEstimate.bytesPerToken - 1) / TokenEstimate.bytesPerToken,
            audio: TokenEstimate.assistantAudio(audio)
        )
    }

    /// As much of a text as there are tokens left for: whole characters.
    package mutating func admit(_ text: String) -> String {
        if let whole = admitWhole([], text) { return whole.text }
        guard let limit, !isExceeded else { return "" }
        isExceeded = true
        let bytes = (limit - tokens.audio) * TokenEstimate.bytesPerToken - textBytes
        var end = text.startIndex
        var count = 0
        for index in text.indices {
            count += text[index].utf8.count
            guard count <= bytes else { break }
            end = text.index(after: index)
        }
        textBytes += text[..<end].utf8.count
        return String(text[..<end])
    }

    /// Audio and its words are cut at the same share of their lengths, words whole.
    package mutating func admit(_ samples: Samples, saying text: String) -> (Samples, String) {
        guard !samples.isEmpty else { return (samples, admit(text)) }
        if let whole = admitWhole(samples, text) { return whole }
        guard !isExceeded else { return ([], "") }
        isExceeded = true
        // The longest beginning that fits: none does, all does not, and what fits grows no smaller in between.
        var fits = 0
        var tooMuch = samples.count
        while tooMuch - fits > 1 {
            let middle = fits + (tooMuch - fits) / 2
            if self.fits(middle, text[..<text.wordBoundary(atMost: middle, of: samples.count)].utf8.count) {
                fits = middle
            } else {
                tooMuch = middle
            }
        }
        let words = String(text[..<text.wordBoundary(atMost: fits, of: samples.count)])
        spend(fits, words.utf8.count)
        return (Samples(samples.prefix(fits)), words)
    }

    private mutating func admitWhole(_ samples: Samples, _ text: String) -> (samples: Samples, text: String)? {
        guard !isExceeded, fits(samples.count, text.utf8.count) else { return nil }
        spend(samples.count, text.utf8.count)
        return (samples, text)
    }

    private func fits(_ samples: Int, _ bytes: Int) -> Bool {
        guard let limit else { return true }
        var after = self
        after.spend(samples, bytes)
        return after.tokens.total <= limit
    }

    private mutating func spend(_ samples: Int, _ bytes: Int) {
        audio += Ticks(samples)
        textBytes += bytes
    }
}
