internal import Bytes

/// The words of a tool, to tell whether somebody asks for it.
struct ToolWords: Sendable {
    /// Words of names that say nothing of what a tool is for.
    private static let generic: Set<String> = [
        "get", "set", "find", "look", "lookup", "search", "fetch", "list", "check", "do", "show", "query", "retrieve",
        "run", "execute", "perform", "tool", "function", "api", "request", "create", "make", "current", "info",
        "information", "details", "data", "obtener", "buscar", "consultar", "crear", "ver",
    ]
    /// A tool that begins so tells something, and does nothing.
    private static let telling: Set<String> = [
        "get", "find", "look", "lookup", "search", "fetch", "list", "check", "show", "query", "retrieve", "track",
        "obtener", "buscar", "consultar", "ver",
    ]
    private static let wordsMax = 200

    /// Parameters that take whatever is searched for.
    private static let queries: Set<String> = [
        "query", "q", "keyword", "keywords", "search", "term", "terms", "consulta",
    ]
    private static let searches: Set<String> = ["search", "find", "lookup", "look", "buscar", "busca", "busco"]

    /// What the tool is for, by its name.
    private let subject: [ComparedWord]
    private let name: [String]
    private let isSearch: Bool
    let isTelling: Bool
    private let described: [ComparedWord]
    private let choices: [[String]]

    init(_ tool: Callable) {
        let words = Naming.words(of: tool.name)
        name = words
        let subject = words.filter { !Self.generic.contains($0) && !StopWords.contains($0) }
        self.subject = (subject.isEmpty ? words : subject).map { ComparedWord($0, .english, .spanish) }
        isTelling = words.first.map { Self.telling.contains($0) } ?? false
        let language = Language.evidence(in: tool.description) ?? .english
        let properties = tool.parameters?["properties"]?.object?.members.prefix(64) ?? []
        let names = properties.flatMap { Naming.words(of: $0.name) }
        let all = FoldedWords.all(in: tool.description, max: Self.wordsMax) + names
        let described = Set(all.filter { !StopWords.contains($0) && !Self.generic.contains($0) })
        self.described = described.sorted().map { ComparedWord($0, language) }
        isSearch = names.contains { Self.queries.contains($0) } && words.contains { Self.searches.contains($0) }
        choices = properties.flatMap { $0.value["enum"]?.array?.prefix(64) ?? [] }.compactMap { choice in
            choice.string.map { Naming.words(of: $0) }
        }.filter { !$0.isEmpty }
    }

    /// It is one of the tool's own words, and no value of a parameter.
    func own(_ said: ComparedWord) -> Bool {
        isSubject(said) || name.contains(said.word) || isSearch && Self.searches.contains(said.word)
            || described.contains { $0.matches(said) }
    }

    func isSubject(_ said: ComparedWord) -> Bool { subject.contains { $0.matches(said) } }

    /// It is a number or a date, and never what a tool is about.
    private func isValue(_ word: String) -> Bool {
        DateReading.isDateWord(word) || word.contains(where: \.isNumber) || NumberReading.small[word] != nil
            || NumberReading.tens[word] != nil
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
            .map { ComparedWord($0, spokenLanguage) }
        let topics = words.filter { !isValue($0.word) }
        guard !words.isEmpty, !subject.isEmpty else { return Match() }
        let named = subject.count { part in words.contains { $0.matches(part) } }
        let known = topics.filter { own($0) }
        let isChosen = choices.contains { !spoken.places(of: $0).isEmpty }
        let begins = SmallTalk.withoutFillers(spoken.folded).first {
            !StopWords.contains($0) || Self.searches.contains($0)
        }
        let isSearched = isSearch && begins.map { Self.searches.contains($0) } ?? false
        let beside = known.count { !isSubject($0) }
        var match = Match()
        match.named = Double(named) / Double(subject.count)
        match.score = 2 * match.named + 0.4 * Double(min(beside, 2)) + (isChosen ? 0.5 : 0)
        if isSearched { match.score += Self.scoreMin }
        match.score += 0.6 * Double(known.count) / Double(max(topics.count, 1))
        return match
    }
}
