internal import NetIO
internal import RealtimeAPI
internal import RealtimeEngine

/// One session's part of a composed engine.
final class ComposedSession: SpeechSession {
    private let engine: ComposedEngine
    private let model: String
    private let loop: EventLoop
    /// What the session's recognisers remember of its caller.
    private var recognizers: [ObjectIdentifier: any RecognizerSession] = [:]

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
        let stack = engine.stack(of: assignment.model)
        let parts = ComposedTranslator.Parts(
            recognizer: recognizer,
            thinker: stack.thinker,
            speaker: stack.speaker,
            detector: engine.detector()
        )
        return ComposedTranslator(assignment, parts, on: loop, report: report)
    }

    /// The model's own listener and the client's are one where they are the same recogniser: what it learns of a voice
    /// is learnt once.
    private func recognizer(for transcription: String?) -> any RecognizerSession {
        let recognizer = engine.recognizer(of: model, transcribing: transcription)
        if let known = recognizers[ObjectIdentifier(recognizer)] { return known }
        let session = recognizer.session(on: loop)
        recognizers[ObjectIdentifier(recognizer)] = session
        return session
    }
}
