internal import Bytes

/// The words of a tool, to tell whether somebody asks for it.
struct ToolWords: Sendable {
    /// Words of names that say nothing of what a tool is for.
    private static let generic: Set<String> = [
        "get", "set", "find", "look", "lookup", "search", "fetch", "list", "check", "do", "show", "query", "retrieve",
        "call", "run", "execute", "perform", "tool", "function", "api", "request", "create", "make", "current", "info",
        "information", "details", "data", "obtener", "buscar", "consultar", "crear", "ver",
    ]
    /// A tool that begins so tells something, and does nothing.
    private static let telling: Set<String> = [
        "get", "find", "look", "lookup", "search", "fetch", "list", "check", "show", "query", "retrieve", "track",
        "obtener", "buscar", "consultar", "ver",
    ]
    private static let wordsMax = 200

    /// What the tool is for, by its name.
    let subject: [String]
    let isTelling: Bool
    private let described: [String]
    private let language: Language
    private let choices: [[String]]

    init(_ tool: Callable) {
        let words = Naming.words(of: tool.name)
        let subject = words.filter { !Self.generic.contains($0) && !StopWords.contains($0) }
        self.subject = subject.isEmpty ? words : subject
        isTelling = words.first.map { Self.telling.contains($0) } ?? false
        language = Language.evidence(in: tool.description) ?? .english
        let properties = tool.parameters?["properties"]?.object?.members.prefix(64) ?? []
        let names = properties.flatMap { Naming.words(of: $0.name) }
        let all = FoldedWords.all(in: tool.description, max: Self.wordsMax) + names
        described = all.filter { !StopWords.contains($0) && !Self.generic.contains($0) }
        choices = properties.flatMap { $0.value["enum"]?.array?.prefix(64) ?? [] }.compactMap { choice in
            choice.string.map { Naming.words(of: $0) }
        }.filter { !$0.isEmpty }
    }

    /// It is one of the tool's own words, and no value of a parameter.
    func own(_ word: String, _ spokenLanguage: Language) -> Bool {
        isSubject(word, spokenLanguage) || Self.generic.contains(word)
            || described.contains { Self.match(word, spokenLanguage, $0, language) }
    }

    private func isSubject(_ word: String, _ spokenLanguage: Language) -> Bool {
        subject.contains { matchesName(word, spokenLanguage, $0) }
    }

    private func matchesName(_ word: String, _ spokenLanguage: Language, _ part: String) -> Bool {
        Self.match(word, spokenLanguage, part, .english) || Self.match(word, spokenLanguage, part, .spanish)
    }

    private static func match(_ word: String, _ language: Language, _ other: String, _ otherLanguage: Language) -> Bool {
        if word == other { return true }
        let stem = LightStem.stem(word, language)
        let otherStem = LightStem.stem(other, otherLanguage)
        return EditDistance.areAlike(stem, otherStem) || Concepts.share(stem, otherStem, language, otherLanguage)
    }

    struct Match: Sendable, Equatable {
        /// How sure it is that this tool is asked for.
        var score = 0.0
        /// Which share of the tool's name was said.
        var named = 0.0
    }

    static let scoreMin = 1.6

    func match(_ spoken: Spoken, _ spokenLanguage: Language) -> Match {
        let words = spoken.folded.filter { !StopWords.contains($0) }.prefix(48)
        let topics = words.filter { !DateReading.isDateWord($0) && $0.first?.isNumber != true }
        guard !words.isEmpty, !subject.isEmpty else { return Match() }
        let named = subject.count { part in words.contains { matchesName($0, spokenLanguage, part) } }
        let known = topics.filter { own($0, spokenLanguage) }
        let isChosen = choices.contains { !spoken.places(of: $0).isEmpty }
        let beside = known.count { !isSubject($0, spokenLanguage) }
        var match = Match()
        match.named = Double(named) / Double(subject.count)
        match.score = 2 * match.named + 0.4 * Double(min(beside, 2)) + (isChosen ? 0.5 : 0)
        match.score += 0.6 * Double(known.count) / Double(max(topics.count, 1))
        return match
    }
}
