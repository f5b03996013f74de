/// How a sentence is built, as far as a few words tell.
enum JoinedWishes {
    /// The parts that "and" joins.
    static func split(_ text: String) -> [String] {
        let words = Spoken(text).words
        var parts: [String] = []
        var part: [String] = []
        for word in words {
            if ["and", "y", "then", "also", "tambien", "luego"].contains(word.folded) {
                parts.append(part.joined(separator: " "))
                part = []
            } else {
                part.append(word.text)
            }
        }
        parts.append(part.joined(separator: " "))
        return parts.filter { !$0.isEmpty }
    }
}

extension SmallTalk {
    private static let openers: Set<String> = [
        "what", "whats", "when", "where", "wheres", "who", "which", "how", "why", "do", "does", "did", "is", "are",
        "am", "can", "may", "could", "would", "will", "should", "has", "have", "que", "cual", "cuales", "cuando",
        "donde", "quien", "como", "cuanto", "cuanta", "cuantos", "cuantas", "hay", "tienen", "tiene", "teneis", "puedo",
        "se", "es", "son", "a", "hasta", "desde", "aceptan", "hacen", "ofrecen", "admiten", "debo", "necesito",
    ]
    /// "Can you book …" is a request.
    private static let requests = [
        "can you", "could you", "would you", "will you", "can i have", "puedes", "podrias", "puede",
    ]
    .map { $0.split(separator: " ").map(String.init) }

    /// It asks for information, and not for something to be done.
    static func isQuestion(_ text: String) -> Bool {
        let words = withoutFillers(FoldedWords.all(in: text, max: 64))
        guard let first = words.first, openers.contains(first) else { return text.trimmed.hasSuffix("?") }
        return !requests.contains { words.starts(with: $0) }
    }

    /// It goes on with what was talked about: "and on sunday", "¿y el domingo?".
    static func goesOn(_ text: String) -> Bool {
        let words = FoldedWords.all(in: text, max: 8)
        let starts = ["and", "what about", "how about", "y", "que tal", "and what about", "y que tal"]
        return starts.contains { words.starts(with: $0.split(separator: " ").map(String.init)) }
    }
}
