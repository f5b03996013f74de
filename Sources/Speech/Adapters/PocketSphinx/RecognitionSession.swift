internal import NetIO
internal import RealtimeEngine

/// The recogniser's side of one session: what it knows of the caller's voice, and the turns that are being recognised.
final class RecognitionSession: RecognizerSession {
    private let pool: DecoderPool
    private let expecting: ExpectingDecoders
    private let limits: PocketSphinxRecognizer.Limits
    private let rule: PocketSphinxRecognizer.TurnRule?
    private let loop: EventLoop
    /// Of the last turn that had words in it.
    private var mean: CepstralMean?
    private var running: [Int: Recognition] = [:]
    /// Its own decoder, since it said what it is going to hear.
    private var place: ExpectingPlace?
    /// What the next turn is to be heard with: a decoder is not changed while it is at work.
    private var due: DomainModel?

    init(
        pool: DecoderPool,
        expecting: ExpectingDecoders,
        limits: PocketSphinxRecognizer.Limits,
        rule: PocketSphinxRecognizer.TurnRule?,
        on loop: EventLoop
    ) {
        self.pool = pool
        self.expecting = expecting
        self.limits = limits
        self.rule = rule
        self.loop = loop
    }

    func expect(_ words: ExpectedWords?) -> ExpectationAnswer {
        guard let words else {
            (place, due) = (nil, nil)
            return .granted
        }
        do throws(ExpectedSentences.Mistake) {
            let expected = try ExpectedSentences(words)
            guard let place = place ?? expecting.take() else { return .refused(why: crowd) }
            self.place = place
            due = DomainModel(expected.sentences)
            followExpectation()
            return .granted
        } catch {
            return .refused(why: "The recogniser cannot expect this. \(error.why)")
        }
    }

    private var crowd: String {
        "\(expecting.count) sessions at a time may tell the recogniser what to expect, and so many do. Try again "
            + "later, or go on without."
    }

    private func followExpectation() {
        guard running.isEmpty, let due, let place else { return }
        self.due = nil
        place.expect(due)
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
        let place = place
        let recognition = Recognition(pool: place?.pool ?? pool, limits: limits, on: loop) { [weak self] mean in
            // Not given back before its end.
            _ = place
            self?.running[turn] = nil
            if let mean { self?.mean = mean }
            self?.followExpectation()
        }
        recognition.begin(Utterance(knownMean: mean, rule: rule))
        running[turn] = recognition
        return recognition
    }
}
