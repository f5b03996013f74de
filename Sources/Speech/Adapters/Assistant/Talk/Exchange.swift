/// The assistant asked for a value, and the user answered: once, or several times in a row.
struct Exchange: Sendable, Equatable {
    private static let repliesMax = 16

    /// Which tool it is about; nil: the question did not say.
    let tool: Int?
    /// With what it began; nil: that is no longer known.
    let request: String?
    /// What the user answered, the oldest first.
    let replies: [String]

    /// `actions` are what the tools are called in questions.
    init?(_ dialogue: Dialogue, _ actions: [String]) {
        var rest = dialogue.turns[...]
        var replies: [String] = []
        var tool: Int?
        while replies.count < Self.repliesMax, case .user(let reply)? = rest.last,
            case .assistant(let said)? = rest.dropLast().last, !said.isEmpty
        {
            let asking = Self.tool(asking: said, actions)
            guard asking != nil || Self.asks(said, for: nil), asking == tool || replies.isEmpty else { break }
            tool = asking
            replies.append(reply)
            rest = rest.dropLast(2)
        }
        guard !replies.isEmpty else { return nil }
        self.tool = tool
        self.replies = replies.reversed()
        request = if case .user(let text)? = rest.last { text } else { nil }
    }

    /// Whose value a sentence asks for, also where little of it was heard.
    private static func tool(asking said: String, _ actions: [String]) -> Int? {
        actions.firstIndex { asks(said, for: $0) }
    }

    private static func asks(_ said: String, for action: String?) -> Bool {
        Language.allCases.contains { language in
            let lead = Phrases(language).needs(for: action)
            return said.contains(lead) || lead.hasPrefix(said)
        }
    }
}
