public import NetIO
internal import RealtimeAPI
public import RealtimeEngine

/// A thought with a voice: a `Thinker`'s text, spoken by a `Speaker` clause by clause while the rest is still written.
///
/// Lives on its loop. It decides nothing; `SpokenAnswerPlan` does.
public final class SpokenAnswer: Answerer, @unchecked Sendable {
    private let loop: EventLoop
    private let speaker: any Speaker
    private let manner: SpeakingManner
    private let report: @Sendable (AnswerPart) -> Void
    private var plan: SpokenAnswerPlan
    private var thinking: (any Answerer)?
    private var speaking: [Int: any Speaking] = [:]
    private var isActing = false

    /// Begins an answer: aloud where the response wants it so, else the thinker's own.
    ///
    /// `manner`: how it is spoken, if not as the response says; a language in it is the answer's, whatever it looks
    /// like.
    public static func begin(
        _ request: ResponseRequest,
        manner: SpeakingManner? = nil,
        thinker: any Thinker,
        speaker: any Speaker,
        on loop: EventLoop,
        report: @escaping @Sendable (AnswerPart) -> Void
    ) -> any Answerer {
        guard request.modality == .audio else { return thinker.think(request, on: loop, report: report) }
        let answer = SpokenAnswer(request, manner, speaker, loop, report)
        answer.thinking = thinker.think(request, on: loop) { [weak answer] in answer?.happened(.thought($0)) }
        return answer
    }

    private init(
        _ request: ResponseRequest,
        _ manner: SpeakingManner?,
        _ speaker: any Speaker,
        _ loop: EventLoop,
        _ report: @escaping @Sendable (AnswerPart) -> Void
    ) {
        self.loop = loop
        self.speaker = speaker
        self.report = report
        self.manner =
            manner
            ?? SpeakingManner(voice: request.voice, speed: request.speed, instructions: request.instructions)
        plan = SpokenAnswerPlan(
            language: manner?.language ?? request.spokenLanguage,
            isCertain: manner?.language != nil
        )
    }

    public func hold() { told(.hold) }

    public func proceed() {
        told(.proceed)
        // What waits is reported later, never from within a call.
        loop.post { [weak self] in self?.act() }
    }

    public func cancel() { told(.cancel) }

    private func told(_ input: SpokenAnswerPlan.Input) {
        plan.handle(input)
        while let order = plan.nextOrder() { follow(order) }
    }

    private func happened(_ input: SpokenAnswerPlan.Input) {
        plan.handle(input)
        act()
    }

    /// A report may lead to a call of ours, which changes what comes next: one action at a time.
    private func act() {
        guard !isActing else { return }
        isActing = true
        defer { isActing = false }
        while let action = plan.next() {
            switch action {
            case .report(let part): report(part)
            case .order(let order): follow(order)
            }
        }
        if plan.isOver {
            thinking = nil
            speaking = [:]
        }
    }

    private func follow(_ order: SpokenAnswerPlan.Order) {
        switch order {
        case .speak(let id, let text, let language): speak(id, text, language)
        case .holdSpeaking(let id): speaking[id]?.hold()
        case .proceedSpeaking(let id): speaking[id]?.proceed()
        case .cancelSpeaking(let id): speaking.removeValue(forKey: id)?.cancel()
        case .holdThinking: thinking?.hold()
        case .proceedThinking: thinking?.proceed()
        case .cancelThinking:
            thinking?.cancel()
            thinking = nil
        }
    }

    private func speak(_ id: Int, _ text: String, _ language: String?) {
        var manner = manner
        manner.language = language
        speaking[id] = speaker.speak(text, manner: manner, on: loop) { [weak self] report in
            self?.spoke(id, report)
        }
    }

    private func spoke(_ id: Int, _ report: SpeakingReport) {
        switch report {
        case .audio: break
        case .finished, .failed: speaking[id] = nil
        }
        happened(.spoken(id, report))
    }
}

extension ResponseRequest {
    /// What the user spoke or wrote last; an answer is most likely in the same language.
    fileprivate var spokenLanguage: String? {
        for entry in context.reversed() {
            guard case .message(let message) = entry.item, message.role == .user else { continue }
            var texts = message.content.compactMap(\.text)
            if case .heard(let text) = entry.hearing { texts.append(text) }
            return LanguageGuess.guess(texts.joined(separator: " "))
        }
        return nil
    }
}
