package import RealtimeAPI

/// `max_output_tokens`, in force whatever the back end does about it.
package struct OutputBudget: Sendable, Equatable {
    /// nil: no limit.
    package private(set) var remaining: Int?
    /// What was let through, for `usage`.
    package private(set) var audio = Ticks.zero
    package private(set) var textBytes = 0

    package init(_ limit: OutputTokenLimit) {
        if case .tokens(let count) = limit { remaining = count }
    }

    /// Something had to be cut. An answer that ends just at its limit is whole.
    package private(set) var isExceeded = false

    package var tokens: TokenCount {
        TokenCount(
            text: (textBytes + TokenEstimate.bytesPerToken - 1) / TokenEstimate.bytesPerToken,
            audio: TokenEstimate.assistantAudio(audio)
        )
    }

    /// As much of a text as there are tokens left for.
    package mutating func admit(_ text: String) -> String {
        let admitted = cut(text)
        isExceeded = isExceeded || admitted.utf8.count < text.utf8.count
        spend { $0.textBytes += admitted.utf8.count }
        return admitted
    }

    /// Audio and its words are cut at the same share of their lengths.
    package mutating func admit(_ samples: Samples, saying text: String) -> (Samples, String) {
        guard !samples.isEmpty else { return (samples, admit(text)) }
        guard let remaining else {
            audio += Ticks(samples.count)
            textBytes += text.utf8.count
            return (samples, text)
        }
        let cost = TokenEstimate.assistantAudio(Ticks(samples.count)) + TokenEstimate.text(text)
        guard cost > remaining else {
            spend {
                $0.audio += Ticks(samples.count)
                $0.textBytes += text.utf8.count
            }
            return (samples, text)
        }
        let kept = Samples(samples.prefix(samples.count * max(0, remaining) / cost))
        let words = String(text[..<text.wordBoundary(atMost: kept.count, of: samples.count)])
        spend {
            $0.audio += Ticks(kept.count)
            $0.textBytes += words.utf8.count
        }
        self.remaining = 0
        isExceeded = true
        return (kept, words)
    }

    private func cut(_ text: String) -> String {
        guard let remaining else { return text }
        let bytes = max(0, remaining) * TokenEstimate.bytesPerToken
        guard text.utf8.count > bytes else { return text }
        var admitted = ""
        var count = 0
        for character in text {
            count += character.utf8.count
            guard count <= bytes else { break }
            admitted.append(character)
        }
        return admitted
    }

    private mutating func spend(_ change: (inout OutputBudget) -> Void) {
        let before = tokens.total
        change(&self)
        if let remaining { self.remaining = remaining - (tokens.total - before) }
    }
}
