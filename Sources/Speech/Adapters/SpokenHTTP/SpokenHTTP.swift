internal import Bytes
public import NetIO
public import RealtimeEngine

/// A voice behind `/audio/speech`: OpenAI, Azure, Kokoro-FastAPI, speaches and whoever speaks as they do.
public struct SpokenHTTP: Speaker {
    private let options: SpeechOptions
    private let clients: HTTPClients

    public init(_ options: SpeechOptions, through clients: HTTPClients) {
        self.options = options
        self.clients = clients
    }

    public var voices: Offer.Names { options.names }
    public var customVoices: Bool { options.customVoices }
    public var languages: Offer.Names { .any }

    public func speak(
        _ text: String,
        manner: SpeakingManner,
        on loop: EventLoop,
        report: @escaping @Sendable (SpeakingReport) -> Void
    ) -> any Speaking {
        // Nothing to say takes no server.
        guard text.contains(where: { !$0.isWhitespace }) else { return Silence(text, on: loop, report) }
        let question = BackEndQuestion(
            "audio/speech",
            at: options.address,
            type: "application/json",
            accept: options.format == .wav ? "audio/wav" : "audio/pcm, application/octet-stream",
            body: JSON.object(SpeechRequest.body(text, manner, options)).bytes,
            patience: options.patience
        )
        let reader = SpokenReader(text, speed: manner.speed, options)
        return BackEndCall(question, through: clients, on: loop, reader: reader, report: report)
    }
}

extension BackEndCall: Speaking where Reader == SpokenReader {}

/// White space, spoken. On its loop.
private final class Silence: Speaking, @unchecked Sendable {
    private var isHeld = false
    private var isOver = false
    private let text: String
    private let loop: EventLoop
    private let report: @Sendable (SpeakingReport) -> Void

    init(_ text: String, on loop: EventLoop, _ report: @escaping @Sendable (SpeakingReport) -> Void) {
        self.text = text
        self.loop = loop
        self.report = report
        loop.post { [self] in speak() }
    }

    func hold() { isHeld = true }

    func proceed() {
        isHeld = false
        loop.post { [self] in speak() }
    }

    func cancel() { isOver = true }

    private func speak() {
        guard !isHeld, !isOver else { return }
        isOver = true
        if !text.isEmpty { report(.audio([], saying: text)) }
        report(.finished)
    }
}
