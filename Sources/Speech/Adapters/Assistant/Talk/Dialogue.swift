internal import RealtimeAPI
internal import RealtimeEngine

/// What was said and done so far, as far as an answer depends on it.
struct Dialogue: Sendable, Equatable {
    enum Turn: Sendable, Equatable {
        case user(String)
        /// What was heard of it, where it was cut.
        case assistant(String)
        case result(Result)
    }

    struct Result: Sendable, Equatable {
        var tool: String
        var text: String
        var hasFailed = false
    }

    /// So many of the newest turns are looked at, and so much of each.
    static let turnsMax = 48

    /// The newest last.
    private(set) var turns: [Turn] = []
    /// What the conversation's own system messages say; it counts as instructions.
    private(set) var instructions: [String] = []

    init(_ context: [ContextItem]) {
        var newest: [Turn] = []
        var outputs: [CallID: Int] = [:]
        for entry in context.reversed() {
            switch entry.item {
            case .message(let message) where newest.count < Self.turnsMax:
                take(message, entry, &newest)
            case .message(let message) where message.role == .system:
                instructions.append(entry.words(of: message).shortened)
            case .functionCallOutput(let output) where newest.count < Self.turnsMax:
                outputs[output.callID] = newest.count
                newest.append(.result(Result(tool: "", text: output.output.shortened)))
            case .functionCall(let call):
                guard let id = call.callID, let place = outputs.removeValue(forKey: id) else { continue }
                name(&newest[place], call.name)
            case .mcpCall(let call) where newest.count < Self.turnsMax:
                if let result = Self.result(of: call) { newest.append(.result(result)) }
            default: continue
            }
        }
        turns = newest.reversed()
        instructions.reverse()
    }

    private mutating func take(_ message: Message, _ entry: ContextItem, _ newest: inout [Turn]) {
        let words = entry.words(of: message).shortened
        switch message.role {
        case .user: newest.append(.user(words))
        case .assistant: newest.append(.assistant(words))
        case .system: instructions.append(words)
        default: break
        }
    }

    private func name(_ turn: inout Turn, _ tool: String) {
        guard case .result(var result) = turn else { return }
        result.tool = tool
        turn = .result(result)
    }

    /// nil: the call is not over.
    private static func result(of call: MCPCall) -> Result? {
        if let error = call.error.value {
            return Result(tool: call.name, text: error.message.shortened, hasFailed: true)
        }
        return call.output.value.map { Result(tool: call.name, text: $0.shortened) }
    }

    // MARK: What it ends with

    /// The results that nobody has spoken of yet, in their order.
    var results: [Result] {
        let newest = turns.reversed().prefix { if case .result = $0 { true } else { false } }
        return newest.reversed().compactMap { if case .result(let result) = $0 { result } else { nil } }
    }

    /// The user spoke last.
    var question: String? { if case .user(let text)? = turns.last { text } else { nil } }

    /// What the user said, the newest first.
    var questions: [String] { turns.reversed().compactMap { if case .user(let text) = $0 { text } else { nil } } }

    /// The last thing that the assistant said and the user heard.
    var lastSaid: String? {
        for case .assistant(let text) in turns.reversed() where !text.isEmpty { return text }
        return nil
    }

    /// What the assistant said right before the user's newest turn.
    var saidBefore: String? {
        guard question != nil, case .assistant(let text)? = turns.dropLast().last else { return nil }
        return text
    }

    /// In which language to answer: that of the newest words that tell.
    func language(else other: Language) -> Language {
        for text in questions { if let language = Language.evidence(in: text) { return language } }
        return other
    }
}
