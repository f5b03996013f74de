internal import NetIO
internal import RealtimeAPI
internal import RealtimeEngine

/// One session's part of a composed engine.
final class ComposedSession: SpeechSession {
    private let engine: ComposedEngine
    private let model: String
    private let loop: EventLoop
    /// What the session's listeners remember of its caller, by the name under which a recogniser was asked for.
    private var recognizers: [String?: any RecognizerSession] = [:]

    init(_ engine: ComposedEngine, model: String, on loop: EventLoop) {
        self.engine = engine
        self.model = model
        self.loop = loop
    }

    func detector() -> any SpeechDetector { engine.detector() }

    func expect(_ words: ExpectedWords?) -> ExpectationAnswer {
        let chosen = words.map { recognizer(for: $0.model) }
        let answer = chosen?.expect(words) ?? .granted
        // Whoever expected something before gives its room back, unless all stays as it is.
        guard answer == .granted else { return answer }
        for other in recognizers.values where other !== chosen { _ = other.expect(nil) }
        return .granted
    }

    func listen(
        _ assignment: ListeningAssignment,
        report: @escaping @Sendable (ListenerReport) -> Void
    ) -> any Listener {
        recognizer(for: assignment.settings?.model).listen(assignment, report: report)
    }

    func answer(
        _ request: ResponseRequest,
        report: @escaping @Sendable (AnswerPart) -> Void
    ) -> any Answerer {
        let stack = engine.stack(of: request.model)
        return SpokenAnswer.begin(request, thinker: stack.thinker, speaker: stack.speaker, on: loop, report: report)
    }

    func translate(
        _ assignment: TranslationAssignment,
        report: @escaping @Sendable (TranslationPart) -> Void
    ) -> any Translator {
        ComposedTranslator(
            assignment,
            stack: engine.stack(of: assignment.model),
            detector: engine.detector(),
            on: loop,
            report: report
        )
    }

    /// The model's own listener and the client's are one where they are the same recogniser: what it learns of a voice
    /// is learnt once.
    private func recognizer(for transcription: String?) -> any RecognizerSession {
        let name = transcription.flatMap { engine.recognizers[$0] == nil ? nil : $0 }
        if let known = recognizers[name] { return known }
        let session = engine.recognizer(of: model, transcribing: name).session(on: loop)
        recognizers[name] = session
        return session
    }
}
