internal import Bytes
internal import RealtimeAPI
internal import RealtimeEngine

/// One decision: what to say and to call, from all that was said so far.
struct AssistantAnswer {
    let request: ResponseRequest
    let options: AssistantOptions
    let knowledge: Knowledge
    let dialogue: Dialogue
    let language: Language
    let phrases: Phrases
    let tools: [Callable]
    let words: [ToolWords]
    let now: AssistantTime?
    private let stated: Statements

    init(_ request: ResponseRequest, _ options: AssistantOptions, _ knowledge: Knowledge) {
        self.request = request
        self.options = options
        self.knowledge = knowledge
        dialogue = Dialogue(request.context)
        let told = Language.evidence(in: request.instructions)
        language = dialogue.language(else: told ?? (options.prefersSpanish ? .spanish : .english))
        phrases = Phrases(language)
        tools = Callable.all(of: request)
        words = tools.map { ToolWords($0) }
        now = options.now()
        let texts = options.quotesInstructions ? [request.instructions] + dialogue.instructions : []
        stated = Statements(texts, title: phrases.ownInstructions)
    }

    var steps: [AnswerStep] {
        do {
            if let forced = try forced() { return forced }
            return answered() + [.end(.completed)]
        } catch {
            return [.end(.failed(.modelFailed(error.message)))]
        }
    }

    /// The request cannot be answered as it demands.
    struct Misfit: Error {
        let message: String
    }

    private func answered() -> [AnswerStep] {
        let results = dialogue.results
        guard results.isEmpty else { return [.say(told(results))] }
        guard let text = dialogue.question else {
            return [.say(dialogue.lastSaid == nil ? greeting : phrases.areYouThere)]
        }
        guard !text.allSatisfy(\.isWhitespace) else { return [.say(phrases.heardNothing)] }
        return continued(text) ?? conversational(text) ?? called(text) ?? [.say(quoted(text))]
    }

    var greeting: String { options.greeting ?? phrases.greeting }

    /// A tool may be called at all.
    var mayCall: Bool { request.toolChoice != .none && !tools.isEmpty }

    // MARK: Results

    private func told(_ results: [Dialogue.Result]) -> String {
        let speech = SpokenResult(phrases)
        let sentences = results.suffix(8).map { result in
            let isHandOver = options.handOverTools.contains(result.tool)
            let sentence = speech.sentence(result)
            return isHandOver && sentence == phrases.done ? phrases.connected : sentence
        }
        return sentences.joined(separator: " ")
    }

    // MARK: What was being talked about

    /// The user's words answer a question of the assistant's.
    private func continued(_ text: String) -> [AnswerStep]? {
        guard let said = dialogue.saidBefore, !said.isEmpty else { return nil }
        if asked(phrases.offerPerson, in: said) || asked(Phrases(language.other).offerPerson, in: said),
            let answer = YesOrNo(Spoken(text))
        {
            return answer == .yes ? person() : [.say(phrases.allRightElse)]
        }
        return mayCall ? drafted(text) : nil
    }

    /// A question was the last of what was heard, as far as it was heard.
    private func asked(_ question: String, in said: String) -> Bool {
        if said.hasSuffix(question) { return true }
        // It was cut off somewhere within the question.
        let words = question.split(separator: " ").count
        return (2..<max(words, 3)).contains { count in
            said.hasSuffix(question.split(separator: " ").prefix(count).joined(separator: " "))
        }
    }

    // MARK: About the conversation

    private func conversational(_ text: String) -> [AnswerStep]? {
        guard let kind = SmallTalk(text) else {
            guard YesOrNo(Spoken(text)) != nil, SmallTalk.isShort(text) else { return nil }
            return [.say(phrases.anythingElse)]
        }
        switch kind {
        case .person: return person()
        case .time, .date:
            if let steps = called(text) { return steps }
            guard let now, now.isPlausible else { return [.say(phrases.noClock)] }
            return [.say(kind == .time ? phrases.time(now) : phrases.date(now))]
        default: return [.say(reply(to: kind))]
        }
    }

    private func reply(to kind: SmallTalk) -> String {
        switch kind {
        case .repetition: dialogue.lastSaid ?? phrases.nothingSaid
        case .stop: phrases.stopped
        case .help: capabilities
        case .whoAreYou: phrases.whoIAm
        case .howAreYou: phrases.howAreYou
        case .thanks: phrases.thanks
        case .goodbye: phrases.goodbye
        case .greeting, .person, .time, .date: greeting
        }
    }

    private var capabilities: String {
        let actions = mayCall ? tools.prefix(6).map { Naming.phrase(of: $0.name) } : []
        return phrases.capabilities(topics: topics, actions: actions)
    }

    private var topics: [String] {
        let approved = knowledge.topics(in: language)
        guard approved.isEmpty else { return approved }
        return Knowledge.topics(of: instructions.passages, in: language).filter { $0 != phrases.ownInstructions }
    }

    // MARK: A person

    private var handOver: Int? {
        guard request.toolChoice != .none else { return nil }
        return options.handOverTools.lazy.compactMap { name in tools.firstIndex { $0.name == name } }.first
    }

    private func person() -> [AnswerStep] {
        guard let place = handOver else {
            return [.say([phrases.noPerson, contact].compactMap { $0 }.joined(separator: " "))]
        }
        var draft = CallDraft(tools[place], words[place], now: now)
        let reasons: Set<String> = [
            "reason", "summary", "topic", "message", "context", "question", "issue", "problem", "description",
            "motivo", "resumen", "asunto", "mensaje", "pregunta", "problema",
        ]
        if let reason { draft.explain(reason, as: reasons) }
        for text in dialogue.questions.prefix(2) { draft.absorb(text, language) }
        return step(draft, saying: phrases.connecting)
    }

    /// What the user wanted before there was talk of a person.
    private var reason: String? {
        if let newest = dialogue.questions.first, SmallTalk.givesReason(newest) { return newest }
        return dialogue.questions.first { text in
            SmallTalk(text) == nil && YesOrNo(Spoken(text)) == nil && !text.allSatisfy(\.isWhitespace)
        } ?? dialogue.questions.first
    }

    // MARK: Content

    var instructions: PassageIndex { stated.index }

    func answer(_ text: String) -> Knowledge.Quote? {
        let instructions = instructions
        let question = Question(text, language)
        // "And on sunday?" goes on with what was asked before.
        if SmallTalk.goesOn(text), let before = dialogue.questions.dropFirst().first {
            var together = question
            together.add(context: Question(before, language), importance: 0.5)
            if let quote = knowledge.answer(together, beside: instructions) { return quote }
        }
        return knowledge.answer(question, beside: instructions)
    }

    /// How else a person can be reached, if the content has a number or an address for it.
    private var contact: String? {
        let question = Question(language == .spanish ? "teléfono" : "phone", language)
        guard let quote = knowledge.answer(question, beside: instructions) else { return nil }
        let spoken = Spoken(quote.text)
        guard NumberReading.digits(in: spoken, least: 3) != nil || EmailReading.first(in: spoken) != nil else {
            return nil
        }
        return phrases.quote(quote.text, from: quote.source)
    }

    private func quoted(_ text: String) -> String {
        if let quote = answer(text) { return phrases.quote(quote.text, from: quote.source) }
        if handOver != nil { return phrases.notKnown + " " + phrases.offerPerson }
        let topics = topics
        guard !topics.isEmpty else { return phrases.notKnown }
        return phrases.notKnown + " " + phrases.capabilities(topics: topics, actions: [])
    }
}
