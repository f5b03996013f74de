internal import NetIO
internal import RealtimeEngine

/// The recogniser's side of one session: what it knows of the caller's voice, and the turns that are being recognised.
final class RecognitionSession: RecognizerSession {
    private let pool: DecoderPool
    private let limits: PocketSphinxRecognizer.Limits
    private let rule: PocketSphinxRecognizer.TurnRule?
    private let loop: EventLoop
    /// Of the last turn that had words in it.
    private var mean: CepstralMean?
    private var running: [Int: Recognition] = [:]

    init(
        pool: DecoderPool,
        limits: PocketSphinxRecognizer.Limits,
        rule: PocketSphinxRecognizer.TurnRule?,
        on loop: EventLoop
    ) {
        self.pool = pool
        self.limits = limits
        self.rule = rule
        self.loop = loop
    }

    func listen(
        _ assignment: ListeningAssignment,
        report: @escaping @Sendable (ListenerReport) -> Void
    ) -> any Listener {
        let recognition = running[assignment.turn] ?? begin(turn: assignment.turn)
        let listener = RecognitionListener(assignment, of: recognition, report: report)
        recognition.join(listener)
        return listener
    }

    private func begin(turn: Int) -> Recognition {
        let recognition = Recognition(pool: pool, limits: limits, on: loop) { [weak self] mean in
            self?.running[turn] = nil
            if let mean { self?.mean = mean }
        }
        recognition.begin(Utterance(knownMean: mean, rule: rule))
        running[turn] = recognition
        return recognition
    }
}
