/// The words by which `TurnRule` tells of one language whether a sentence goes on.
struct TurnWords: Sendable {
    typealias Phrase = [Substring]

    /// Conjunctions, articles, possessives: nobody ends with one.
    let linking: Set<Substring>
    /// Prepositions, which only a question may end with, and what else is an end in a question alone.
    let stranding: Set<Substring>
    /// Ends after a subject ("yes, it is"), and in a question.
    let auxiliaries: Set<Substring>
    let subjects: Set<Substring>
    /// Ends a sentence as often as not.
    let doubtful: Set<Substring>
    let fillers: [Phrase]
    /// What asks for more words.
    let openings: [Phrase]
    let closings: [Phrase]
    let questionWords: [Phrase]
    /// Begin a question where the subject is the second word.
    let questionVerbs: Set<Substring>
    let conditions: Set<Substring>
    /// Words that bring the consequence of a condition.
    let consequences: Set<Substring>
    let digits: Set<Substring>
    /// What a word that is short for a subject and a verb ends with.
    let contractions: [String]

    /// Between commas.
    static func phrases(_ text: String) -> [Phrase] {
        text.split(separator: ",").map { $0.split(whereSeparator: \.isWhitespace) }
    }

    /// Between spaces.
    static func words(_ text: String) -> Set<Substring> { Set(text.split(whereSeparator: \.isWhitespace)) }

    /// Nil: a language that has no table, or none that could be told.
    static func of(_ language: String?, _ said: [Substring]) -> TurnWords? {
        switch language.map(LanguageGuess.code) ?? LanguageGuess.guess(said.joined(separator: " ")) {
        case "en": english
        case "es": spanish
        default: nil
        }
    }

    func isQuestion(_ said: [Substring]) -> Bool {
        let said = said.drop { ["and", "so", "but", "y", "pero", "okay", "ok", "oye", "hey"].contains($0) }
        if questionWords.contains(where: { said.starts(with: $0) }) { return true }
        guard let first = said.first, let second = said.dropFirst().first else { return false }
        return questionVerbs.contains(first) && (subjects.contains(second) || linking.contains(second))
    }

    /// "If it rains tomorrow": what then?
    func isCondition(_ said: [Substring]) -> Bool {
        guard let first = said.first, conditions.contains(first), (2...7).contains(said.count) else { return false }
        return !said.contains { consequences.contains($0) }
    }

    /// In the middle of a number or of a name that is spelled. Seven digits and more may be all of them.
    func isListing(_ said: [Substring]) -> Bool {
        let numbers = said.reversed().prefix { digits.contains($0) || $0.allSatisfy(\.isNumber) }
        let count = numbers.reduce(0) { $0 + ($1.allSatisfy(\.isNumber) ? $1.count : 1) }
        if numbers.count > 1, count < 7 { return true }
        return said.reversed().prefix { $0.count == 1 && $0.allSatisfy(\.isLetter) }.count > 1
    }

    func isOpenContraction(_ word: Substring) -> Bool {
        guard let mark = word.lastIndex(where: { $0 == "'" || $0 == "’" }) else { return false }
        let tail = word[word.index(after: mark)...]
        guard contractions.contains(String(tail)) else { return false }
        // "It's", but not "John's".
        let head = word[..<mark]
        return tail != "s" || subjects.contains(head) || ["let", "what", "who", "where"].contains(head)
    }
}
