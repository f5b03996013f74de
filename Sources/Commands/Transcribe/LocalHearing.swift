internal import NetIO
internal import RealtimeAPI
internal import RealtimeEngine
package import Speech

/// The program's own ears: a recogniser, and a detector for each file.
package struct LocalHearing: Sendable {
    package var recognizer: any Recognizer
    package var detector: @Sendable () -> any SpeechDetector

    package init(_ recognizer: any Recognizer, detector: @escaping @Sendable () -> any SpeechDetector) {
        self.recognizer = recognizer
        self.detector = detector
    }
}

extension LocalHearing {
    /// What the program brings: PocketSphinx with its English model, and Silero's detector. One file at a time needs
    /// one decoder.
    package static var embedded: LocalHearing {
        LocalHearing(PocketSphinxRecognizer(limits: .init(decoders: 1))) { SileroDetector() }
    }
}

/// Writes down what a file says, with a recogniser in this process, turn after turn: the next begins when the last is
/// written, so that what waits is never more than a turn. It lives on the recogniser's loop.
actor LocalTranscriber: LoopActor {
    nonisolated let loop: EventLoop
    private let hearing: LocalHearing
    private let session: any RecognizerSession
    private let settings: TranscriptionSettings
    private var turn = 0
    private var listener: (any Listener)?
    private var segments: [Transcript.Segment] = []
    private var start = 0
    private var report: TurnReport?

    /// How long a recogniser may be silent over one turn.
    static let patience = Duration.seconds(120)

    init(_ hearing: LocalHearing, language: String?, on loop: EventLoop) async {
        self.hearing = hearing
        self.loop = loop
        settings = TranscriptionSettings { if let language { $0.language = .value(language) } }
        session = hearing.recognizer.session(on: loop)
    }

    func transcribe(
        _ file: SoundFile,
        progress: @Sendable (SoundFile) -> Void
    ) async throws(CommandFailure) -> Transcript {
        var cutter = TurnCutter(hearing.detector())
        segments = []
        while let samples = try file.next() {
            try Self.checkInterrupted()
            try await take(cutter.hear(samples))
            progress(file)
        }
        try await take(cutter.finish())
        return Transcript(segments)
    }

    private static func checkInterrupted() throws(CommandFailure) {
        if Task.isCancelled { throw .failed("Interrupted.") }
    }

    private func take(_ pieces: [TurnCutter.Piece]) async throws(CommandFailure) {
        for piece in pieces {
            switch piece {
            case .begin(let milliseconds): begin(at: milliseconds)
            case .feed(let samples): listener?.feed(samples)
            case .end(let milliseconds): try await end(at: milliseconds)
            }
        }
    }

    private func begin(at milliseconds: Int) {
        turn += 1
        start = milliseconds
        let report = TurnReport()
        self.report = report
        let assignment = ListeningAssignment(.transcribe, settings: settings, wantsLogprobs: false, turn: turn)
        listener = session.listen(assignment) { report.take($0) }
    }

    private func end(at milliseconds: Int) async throws(CommandFailure) {
        guard let listener, let report else { return }
        listener.finish()
        let result = await report.end(within: Self.patience)
        self.listener = nil
        self.report = nil
        switch result {
        case .success(let text): segments.append(Transcript.Segment(start: start, end: milliseconds, text: text))
        case .failure(let failure):
            listener.cancel()
            throw failure
        }
    }
}

/// What becomes of one turn. It is told on the recogniser's loop, and asked from there.
private final class TurnReport: Sendable {
    private struct State {
        var result: Result<String, CommandFailure>?
        var waiter: CheckedContinuation<Result<String, CommandFailure>, Never>?
    }

    private let state = Lock(State())

    func take(_ report: ListenerReport) {
        switch report {
        case .final(let heard): settle(.success(heard.text))
        case .failed(let why): settle(.failure(.failed("The recogniser failed: \(why)")))
        case .delta, .segment, .endOfTurn: break
        }
    }

    /// The first report counts.
    private func settle(_ result: Result<String, CommandFailure>) {
        let waiter = state.withLock { state in
            guard state.result == nil else { return nil as CheckedContinuation<Result<String, CommandFailure>, Never>? }
            state.result = result
            defer { state.waiter = nil }
            return state.waiter
        }
        waiter?.resume(returning: result)
    }

    func end(within limit: Duration) async -> Result<String, CommandFailure> {
        let guardian = Task {
            try? await Task.sleep(for: limit)
            let why =
                Task.isCancelled
                ? "Interrupted." : "The recogniser said nothing for \(limit.components.seconds) seconds."
            settle(.failure(.failed(why)))
        }
        defer { guardian.cancel() }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { waiter in
                let known = state.withLock { state in
                    if state.result == nil { state.waiter = waiter }
                    return state.result
                }
                if let known { waiter.resume(returning: known) }
            }
        } onCancel: {
            settle(.failure(.failed("Interrupted.")))
        }
    }
}
