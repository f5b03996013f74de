public import RealtimeEngine

/// How finished the words of a turn sound, by how they end. For `semantic_vad`, where there is no model for it.
///
/// A pure rule over the text so far, English and Spanish; of other languages it reads the punctuation alone. Its
/// cases are docs/turn-cases.md. A recogniser reports `report(_:language:)` **each time that it has looked at
/// audio**, and not only when the words have changed: the engine forgets a score when it hears more speech, and the
/// words of the last syllable often come before the detector is done with it.
public enum TurnRule {
    /// What was said, and to whoever waits for more of it.
    enum Verdict {
        static let closing = 0.95
        static let question = 0.9
        static let complete = 0.8
        /// Few words: complete in an answer.
        static let short = 0.7
        static let word = 0.6
        static let unsure = 0.5
        /// A number, a name being spelled, a condition without its consequence: more may come, or not.
        static let listing = 0.3
        static let unfinished = 0.1
    }

    /// 0: the speaker will go on. 1: the turn is over. Nil: nobody could tell, and the engine waits as its silence
    /// rule says.
    ///
    /// `language` is ISO 639-1, with or without a region; nil: by the words.
    public static func score(text: String, language: String?) -> Double? {
        let ending = TurnEnding(text)
        guard !ending.words.isEmpty else { return nil }
        guard let words = TurnWords.of(language, ending.words) else { return byMark(ending.mark) }
        switch ending.mark {
        case .pause: return Verdict.unfinished
        case .question: return Verdict.closing
        case .stop, .none: return byWords(ending.words, words, isStopped: ending.mark == .stop)
        }
    }

    /// The same as a listener reports it.
    public static func report(_ text: String, language: String?) -> ListenerReport? {
        score(text: text, language: language).map { .endOfTurn(score: $0) }
    }

    private static func byMark(_ mark: TurnEnding.Mark?) -> Double? {
        switch mark {
        case .pause: Verdict.unfinished
        case .question: Verdict.closing
        case .stop: Verdict.complete
        case nil: nil
        }
    }

    private static func byWords(_ said: [Substring], _ words: TurnWords, isStopped: Bool) -> Double {
        if words.closings.contains(where: said.ends) { return Verdict.closing }
        let open = openness(said, words)
        // A recogniser sets a full stop where it was told to, not where the speaker did.
        if let open { return isStopped ? max(open, Verdict.listing) : open }
        if words.isQuestion(said) { return said.count > 2 ? Verdict.question : Verdict.short }
        if words.isCondition(said) { return Verdict.listing }
        switch said.count {
        case 1: return isStopped ? Verdict.short : Verdict.word
        case 2: return isStopped ? Verdict.complete : Verdict.short
        default: return Verdict.complete
        }
    }

    /// Nil: nothing at the end says that more is to come.
    private static func openness(_ said: [Substring], _ words: TurnWords) -> Double? {
        guard let last = said.last else { return nil }
        let before = said.dropLast().last
        if words.fillers.contains(where: said.ends) || words.openings.contains(where: said.ends) {
            return Verdict.unfinished
        }
        if said.count > 1, words.isListing(said) { return Verdict.listing }
        if words.linking.contains(last) || words.isOpenContraction(last) { return Verdict.unfinished }
        if words.stranding.contains(last) { return words.isQuestion(said) ? nil : Verdict.unfinished }
        if words.auxiliaries.contains(last) {
            let isEllipsis = before.map { words.subjects.contains($0) } ?? false
            return isEllipsis || words.isQuestion(said) && said.count > 2 ? nil : Verdict.unfinished
        }
        if words.doubtful.contains(last) { return words.isQuestion(said) ? nil : Verdict.unsure }
        return nil
    }
}

extension [Substring] {
    /// Whether these are its last words.
    fileprivate func ends(_ phrase: [Substring]) -> Bool { suffix(phrase.count).elementsEqual(phrase) }
}
