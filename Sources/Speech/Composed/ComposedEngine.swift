public import NetIO
public import RealtimeEngine

/// An engine put together of parts. Which of them a session has depends on the model that it names.
public struct ComposedEngine: SpeechEngine {
    /// What hears, thinks and speaks for one model.
    public struct Stack: Sendable {
        public var recognizer: any Recognizer
        public var thinker: any Thinker
        public var speaker: any Speaker

        public init(recognizer: any Recognizer, thinker: any Thinker, speaker: any Speaker) {
            self.recognizer = recognizer
            self.thinker = thinker
            self.speaker = speaker
        }
    }

    /// For every model that has no stack of its own.
    public var stack: Stack
    /// By the model that a session names.
    public var stacks: [String: Stack]
    /// By the transcription model that a client names; others are transcribed by their session's stack.
    public var recognizers: [String: any Recognizer]
    /// Judges what is speech, for one session.
    public var detector: @Sendable () -> any SpeechDetector

    private let clients: HTTPClients?

    /// `clients`: those of the parts that are servers; the engine's from here on.
    public init(
        stack: Stack,
        stacks: [String: Stack] = [:],
        recognizers: [String: any Recognizer] = [:],
        clients: HTTPClients? = nil,
        detector: @escaping @Sendable () -> any SpeechDetector = { SileroDetector() }
    ) {
        self.stack = stack
        self.stacks = stacks
        self.recognizers = recognizers
        self.clients = clients
        self.detector = detector
    }

    /// Begins to make what takes long, so that the first session need not wait for it.
    public func prepare() { for recognizer in allRecognizers { recognizer.prepare() } }

    public func close() async {
        await clients?.close()
        for recognizer in allRecognizers { await recognizer.close() }
    }

    /// Each once.
    private var allRecognizers: [any Recognizer] {
        let all = [stack.recognizer] + stacks.values.map(\.recognizer) + recognizers.values
        return Array(Dictionary(all.map { (ObjectIdentifier($0), $0) }) { first, _ in first }.values)
    }

    public func stack(of model: String) -> Stack { stacks[model] ?? stack }

    /// In a transcription session the model is one of transcription.
    public func recognizer(of model: String, transcribing transcription: String?) -> any Recognizer {
        transcription.flatMap { recognizers[$0] } ?? stack(of: model).recognizer
    }

    public func offer(model: String) -> Offer {
        let stack = stack(of: model)
        let (heard, thought) = (stack.recognizer.abilities, stack.thinker.abilities)
        var offer = Offer()
        offer.voices = stack.speaker.voices
        offer.customVoices = stack.speaker.customVoices
        offer.languages = heard.languages
        offer.hasLogprobs = heard.hasLogprobs
        offer.hints = heard.hints
        offer.transcription = recognizers.mapValues { TranscriptionOffer($0.abilities) }
        offer.hasImages = thought.hasImages
        offer.hasReasoning = thought.hasReasoning
        offer.hearsForModel = !thought.listens
        offer.translationLanguages = thought.translates ? stack.speaker.languages : .only([])
        return offer
    }

    public func session(model: String, on loop: EventLoop) -> any SpeechSession {
        ComposedSession(self, model: model, on: loop)
    }
}

extension TranscriptionOffer {
    fileprivate init(_ abilities: RecognizerAbilities) {
        self.init(
            languages: abilities.languages,
            hasLogprobs: abilities.hasLogprobs,
            hints: abilities.hints
        )
    }
}
