internal import Audio
public import NetIO
internal import RealtimeEngine

/// A recogniser behind `/audio/transcriptions`: it hears an utterance when it is over.
public final class Transcriptions: Recognizer {
    private let options: TranscriptionOptions
    private let clients: HTTPClients

    public init(_ options: TranscriptionOptions, through clients: HTTPClients) {
        self.options = options
        self.clients = clients
    }

    public var abilities: RecognizerAbilities {
        var abilities = RecognizerAbilities()
        if let languages = options.languages { abilities.languages = .only(languages) }
        abilities.hasLogprobs = options.hasLogprobs
        return abilities
    }

    public func session(on loop: EventLoop) -> any RecognizerSession {
        TranscriptionsSession(options, clients, loop)
    }
}

/// It remembers nothing: each utterance is asked for by itself.
private final class TranscriptionsSession: RecognizerSession {
    private let options: TranscriptionOptions
    private let clients: HTTPClients
    private let loop: EventLoop

    init(_ options: TranscriptionOptions, _ clients: HTTPClients, _ loop: EventLoop) {
        self.options = options
        self.clients = clients
        self.loop = loop
    }

    func listen(
        _ assignment: ListeningAssignment,
        report: @escaping @Sendable (ListenerReport) -> Void
    ) -> any Listener {
        UtteranceListener(assignment, options, clients, loop, report)
    }
}

/// Collects an utterance, and asks what was said in it when it is over.
private final class UtteranceListener: Listener, @unchecked Sendable {
    private enum State {
        case listening
        case asking(BackEndCall<TranscriptReader>)
        case over
    }

    private let assignment: ListeningAssignment
    private let options: TranscriptionOptions
    private let clients: HTTPClients
    private let loop: EventLoop
    private let report: @Sendable (ListenerReport) -> Void
    private let resampler: Resampler?
    private var samples: Samples = []
    private var isTooLong = false
    private var state = State.listening

    init(
        _ assignment: ListeningAssignment,
        _ options: TranscriptionOptions,
        _ clients: HTTPClients,
        _ loop: EventLoop,
        _ report: @escaping @Sendable (ListenerReport) -> Void
    ) {
        self.assignment = assignment
        self.options = options
        self.clients = clients
        self.loop = loop
        self.report = report
        switch options.sampleRate {
        case .hertz16000: resampler = Resampler(from: .hertz24000, to: .hertz16000)
        case .hertz24000: resampler = nil
        }
    }

    func feed(_ new: Samples) {
        guard case .listening = state, !isTooLong else { return }
        if let resampler { resampler.resample(new, appendingTo: &samples) } else { samples += new }
        let seconds = Double(samples.count) / Double(options.sampleRate.rawValue)
        isTooLong = .seconds(seconds) > options.utteranceMax
        if isTooLong { samples = [] }
    }

    func finish() {
        guard case .listening = state else { return }
        resampler?.flush(appendingTo: &samples)
        let samples = samples
        self.samples = []
        if isTooLong { return end(.failed(why: "The utterance is longer than \(options.utteranceMax).")) }
        if samples.isEmpty { return end(.final(HeardText(""))) }
        let (body, type) = TranscriptionRequest.form(samples, for: assignment, options).written()
        let question = BackEndQuestion(
            "audio/transcriptions",
            at: options.address,
            type: type,
            accept: options.streams ? "text/event-stream, application/json" : "application/json, text/plain",
            body: body,
            patience: options.patience
        )
        let reader = TranscriptReader(secrets: question.secrets)
        state = .asking(BackEndCall(question, through: clients, on: loop, reader: reader, report: report))
    }

    func cancel() {
        if case .asking(let call) = state { call.cancel() }
        state = .over
        samples = []
    }

    /// Later, and not if it is cancelled until then.
    private func end(_ last: ListenerReport) {
        loop.post { [self] in
            guard case .listening = state else { return }
            state = .over
            report(last)
        }
    }
}
