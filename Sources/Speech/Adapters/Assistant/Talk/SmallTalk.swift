/// What people say that is about the conversation itself, and not about anything in it.
enum SmallTalk: Sendable, Equatable, CaseIterable {
    case person
    case repetition
    case stop
    case help
    case whoAreYou
    case howAreYou
    case thanks
    case goodbye
    case greeting
    case time
    case date

    /// nil: it is about something.
    init?(_ text: String) {
        let words = Self.words(of: text)
        if Self.asksForPerson(words) { self = .person; return }
        let core = Self.withoutFillers(words)
        guard !words.isEmpty, core.count <= 12 else { return nil }
        for kind in Self.allCases {
            guard kind.phrases.contains(core) || kind.phrases.contains(words) else { continue }
            self = kind
            return
        }
        if core.isEmpty {
            self = words.contains { Self.gratitude.contains($0) } ? .thanks : .greeting
            return
        }
        return nil
    }

    // MARK: A person

    private static let persons: Set<String> = [
        "human", "person", "agent", "representative", "operator", "someone", "somebody", "receptionist", "advisor",
        "persona", "humano", "humana", "agente", "operador", "operadora", "alguien", "recepcionista", "asesor",
        "asesora", "empleado", "encargado", "encargada", "manager", "supervisor",
    ]
    /// With these, the person may stand anywhere after.
    private static let reaching: Set<String> = [
        "talk", "speak", "connect", "transfer", "put", "reach", "hablar", "pasar", "paseme", "pasame", "ponme",
        "pongame", "comunicar", "comunicame", "transferir", "conectar", "atienda",
    ]
    /// With these, right after: "a table for one person" wants no person.
    private static let wanting: Set<String> = ["need", "want", "get", "call", "quiero", "necesito", "quisiera"]
    private static let between: Set<String> = [
        "a", "an", "the", "me", "real", "live", "un", "una", "al", "el", "la", "to",
    ]
    private static let meanwhile: Set<String> = ["are", "am", "is", "eres", "estoy", "hablo", "es", "was"]

    static func asksForPerson(_ words: [String]) -> Bool {
        guard words.count <= 16, let place = words.firstIndex(where: { persons.contains($0) }) else { return false }
        let core = withoutFillers(words)
        if core.count <= 3, core.allSatisfy({ persons.contains($0) || between.contains($0) }) { return true }
        guard !words.contains(where: { meanwhile.contains($0) }) else { return false }
        let before = words[..<place]
        if before.contains(where: { reaching.contains($0) }) { return true }
        let verb = before.last { !between.contains($0) && !persons.contains($0) }
        return verb.map { wanting.contains($0) } ?? false
    }

    /// The wish for a person says what for.
    static func givesReason(_ text: String) -> Bool {
        FoldedWords.all(in: text, max: 64).contains {
            ["about", "because", "regarding", "sobre", "porque"].contains($0)
        }
    }

    /// One word, and politeness at the most.
    static func isShort(_ text: String) -> Bool {
        let words = FoldedWords.all(in: text, max: 4)
        return words.count == 1
            || words.count <= 3 && words.dropFirst().allSatisfy { fillers.contains($0) || $0 == "you" }
    }

    // MARK: Words around it

    /// "Thank you" in one word, so that "you" alone stays what it is.
    private static func words(of text: String) -> [String] {
        var words: [String] = []
        for word in FoldedWords.all(in: text, max: 24) {
            if word == "you", words.last == "thank" { continue }
            words.append(word)
        }
        return words
    }

    private static let gratitude: Set<String> = ["thanks", "thank", "gracias", "cheers"]
    private static let fillers: Set<String> = [
        "hello", "hi", "hey", "there", "please", "um", "uh", "so", "well", "ok", "okay", "and", "oh", "hola", "por",
        "favor", "oye", "pues", "bueno", "y", "assistant", "good", "morning", "afternoon", "evening", "buenos",
        "buenas", "dias", "tardes", "noches", "thanks", "thank", "gracias", "muchas", "very", "much", "lot",
        "now", "great", "perfect", "perfecto", "vale", "sorry", "perdona", "perdone", "cheers", "alright",
    ]

    static func withoutFillers(_ words: [String]) -> [String] {
        var rest = words[...]
        while let first = rest.first, fillers.contains(first) { rest = rest.dropFirst() }
        while let last = rest.last, fillers.contains(last) { rest = rest.dropLast() }
        return Array(rest)
    }

    private var phrases: Set<[String]> { Self.phrases[self] ?? [] }

    private static let phrases: [SmallTalk: Set<[String]>] = table.mapValues { text in
        Set(text.split(separator: "/").map { words(of: String($0)) })
    }
}
