internal import Bytes
internal import RealtimeAPI
internal import RealtimeEngine

/// Which tool is called, and with what.
extension AssistantAnswer {
    /// So many calls of one turn.
    private static let callsMax = 4
    /// So often one value is asked for.
    private static let askedMax = 2

    // MARK: By demand

    /// `tool_choice` leaves no other answer than a call.
    func forced() throws(Misfit) -> [AnswerStep]? {
        guard let place = try demanded() else { return nil }
        var draft = CallDraft(tools[place], words[place], now: now)
        let turns = dialogue.questions.prefix(4).reversed()
        for text in turns { draft.absorb(text, language) }
        do {
            return [draft.tool.step(try draft.filled().arguments), .end(.completed)]
        } catch {
            throw Misfit(message: "The arguments of '\(draft.tool.name)' cannot be made up: \(error.message)")
        }
    }

    private func demanded() throws(Misfit) -> Int? {
        switch request.toolChoice {
        case .auto, .none, .unknown: return nil
        case .required:
            return tools.isEmpty ? nil : best(for: dialogue.questions.first ?? "", among: { _ in true }).place
        case .function(let choice):
            let place = tools.firstIndex { $0.server == nil && $0.name == choice.name }
            guard let place else {
                throw Misfit(message: "This response must call '\(choice.name)' and has no such tool.")
            }
            return place
        case .mcp(let choice):
            let name = choice.name.value
            let isMeant = { (tool: Callable) in tool.server == choice.serverLabel && (name == nil || tool.name == name)
            }
            guard tools.contains(where: isMeant) else {
                let tool = name.map { "'\($0)'" } ?? "a tool"
                throw Misfit(
                    message: "This response must call \(tool) of '\(choice.serverLabel)' and has no such tool."
                )
            }
            return best(for: dialogue.questions.first ?? "", among: isMeant).place
        }
    }

    // MARK: By what was said

    private struct Choice {
        var place = 0
        var match = ToolWords.Match()
    }

    /// The tool that most of the words are for; of equal ones the first.
    private func best(for text: String, among isMeant: (Callable) -> Bool) -> Choice {
        let spoken = Spoken(text)
        var best: Choice?
        for place in tools.indices where isMeant(tools[place]) {
            let match = words[place].match(spoken, language)
            if match.score > best?.match.score ?? -1 { best = Choice(place: place, match: match) }
        }
        return best ?? Choice()
    }

    /// The user's words are for a tool.
    func called(_ text: String) -> [AnswerStep]? {
        guard mayCall else { return nil }
        if request.parallelToolCalls, let steps = calledTogether(text) { return steps }
        guard let choice = chosen(for: text) else { return nil }
        var draft = CallDraft(tools[choice.place], words[choice.place], now: now)
        draft.absorb(text, language)
        return step(draft)
    }

    private func chosen(for text: String) -> Choice? {
        let choice = best(for: text) { !options.handOverTools.contains($0.name) }
        guard !tools.isEmpty, choice.match.score >= ToolWords.scoreMin else { return nil }
        guard !options.handOverTools.contains(tools[choice.place].name) else { return nil }
        // A question about something is answered by the content, if that can, and a request by a tool.
        let isTold = words[choice.place].isTelling && choice.match.named == 1
        if !isTold, SmallTalk.isQuestion(text), answer(text) != nil { return nil }
        return choice
    }

    /// "… in paris and … in rome": each part names a tool, and nothing is missing.
    private func calledTogether(_ text: String) -> [AnswerStep]? {
        let parts = JoinedWishes.split(text)
        guard (2...Self.callsMax).contains(parts.count) else { return nil }
        var steps: [AnswerStep] = []
        for part in parts {
            guard let choice = chosen(for: part) else { return nil }
            var draft = CallDraft(tools[choice.place], words[choice.place], now: now)
            draft.absorb(part, language)
            guard let filled = try? draft.filled(), filled.missing.isEmpty else { return nil }
            steps.append(draft.tool.step(filled.arguments))
        }
        return steps
    }

    /// The call, or the question for what is missing.
    func step(_ draft: CallDraft, saying words: String? = nil, unless isAskedTooOften: Bool = false) -> [AnswerStep] {
        guard let filled = try? draft.filled() else {
            return [.say(phrases.cannotCall(Naming.phrase(of: draft.tool.name)))]
        }
        guard let leaf = filled.missing.first else {
            return (words.map { [.say($0)] } ?? []) + [draft.tool.step(filled.arguments)]
        }
        guard !isAskedTooOften else { return [.say(givingUp)] }
        return [.say(question(for: leaf, of: draft.tool))]
    }

    private var givingUp: String {
        let canHandOver = options.handOverTools.contains { name in tools.contains { $0.name == name } }
        return phrases.notUnderstood + " " + (canHandOver ? phrases.offerPerson : phrases.anythingElse)
    }

    // MARK: What is missing

    private func question(for leaf: SchemaFilling.Leaf, of tool: Callable) -> String {
        let lead = phrases.missing(thing(leaf), for: action(tool))
        switch SlotKind(leaf) {
        case .choice(let options) where options.count <= 8:
            return lead + " " + phrases.choose(options.map { $0.string.map { Naming.phrase(of: $0) } ?? $0.text })
        case .boolean: return lead + " " + phrases.yesOrNo
        default: return lead + " " + phrases.whatIsIt
        }
    }

    /// A tool's name, where it can be said in the user's language.
    private func action(_ tool: Callable) -> String? {
        let isSpoken = (Language.evidence(in: tool.description) ?? .english) == language
        return isSpoken ? Naming.phrase(of: tool.name) : nil
    }

    /// As the schema describes it, if that is short and in the user's language; else its name.
    private func thing(_ leaf: SchemaFilling.Leaf) -> String {
        let name = phrases.thing(Naming.words(of: leaf.name)) ?? Naming.phrase(of: leaf.name)
        guard let description = leaf.schema["description"]?.string, !description.isEmpty else { return name }
        let clause = Callable.withoutExamples(description).prefix { !".,;:(\n".contains($0) }.trimmed
        guard (2...60).contains(clause.count), Language.evidence(in: String(clause)) ?? language == language else {
            return name
        }
        return clause.prefix(1).lowercased() + clause.dropFirst()
    }

    /// The turns since the user asked for something of which a value was missing.
    func drafted(_ text: String) -> [AnswerStep]? {
        guard let exchange = Exchange(dialogue, tools.map { Naming.phrase(of: $0.name) }) else { return nil }
        guard SmallTalk(text) == nil else { return nil }
        guard let tool = exchange.tool ?? exchange.request.flatMap({ chosen(for: $0)?.place }) else { return nil }
        var draft = CallDraft(tools[tool], words[tool], now: now)
        if let request = exchange.request { draft.absorb(request, language) }
        var asked: [String: Int] = [:]
        for (number, reply) in exchange.replies.enumerated() {
            guard let filled = try? draft.filled(), let leaf = filled.missing.first else { break }
            asked[leaf.path, default: 0] += 1
            // The newest may be about something else altogether.
            if number == exchange.replies.count - 1, isElsewhere(reply, leaf) { return nil }
            draft.absorb(reply, language, asked: leaf.path)
        }
        let missing = (try? draft.filled())?.missing.first
        let isTooOften = missing.map { asked[$0.path, default: 0] >= Self.askedMax } ?? false
        return step(draft, unless: isTooOften)
    }

    /// A question that the content answers is no value.
    private func isElsewhere(_ reply: String, _ leaf: SchemaFilling.Leaf) -> Bool {
        SmallTalk.isQuestion(reply) && answer(reply) != nil
    }
}
