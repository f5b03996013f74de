internal import NetIO
internal import RealtimeAPI
internal import RealtimeEngine

/// One turn that is being recognised, for all who listen to it.
///
/// What the model hears and what the client is shown are two listeners of the same audio, and one decoder does for
/// both: each is fed the turn from its beginning, and what another had before it is not decoded again.
///
/// Everything of it happens on the session's loop; that is why it may be captured by what the loop runs.
final class Recognition: @unchecked Sendable {
    enum Ending {
        case done(Utterance.Outcome)
        case failed(why: String)
    }

    private let pool: DecoderPool
    private let limits: PocketSphinxRecognizer.Limits
    private let loop: EventLoop
    /// Gone once it was called, with what it holds for so long.
    private var isOver: ((CepstralMean?) -> Void)?
    private var job: RecognitionJob?
    private var ticket: DecoderQueue.Ticket?
    private var patience: LoopTimer?
    private var listeners: [RecognitionListener] = []
    private var fed = Ticks.zero
    private var isFinished = false
    private var ending: Ending?
    /// The deltas so far: who joins late is told them all.
    private(set) var told: [RecognizedDelta] = []

    /// - Parameter isOver: called once, on the loop, with what is to be remembered of the voice.
    init(
        pool: DecoderPool,
        limits: PocketSphinxRecognizer.Limits,
        on loop: EventLoop,
        isOver: @escaping (CepstralMean?) -> Void
    ) {
        self.pool = pool
        self.limits = limits
        self.loop = loop
        self.isOver = isOver
    }

    // MARK: Those who listen

    func begin(_ utterance: sending Utterance) {
        job = RecognitionJob(utterance) { [weak self, loop] report in
            loop.post { [weak self] in self?.received(report) }
        }
    }

    func join(_ listener: RecognitionListener) {
        listeners.append(listener)
        var manner = Utterance.Manner()
        for listener in listeners { listener.assignment.adapt(&manner) }
        job?.adopt(manner)
    }

    func feed(_ samples: Samples, from listener: RecognitionListener) {
        listener.fed += Ticks(samples.count)
        guard listener.fed > fed, ending == nil, !isFinished, let job else { return }
        let new = Samples(samples.suffix((listener.fed - fed).count))
        fed = listener.fed
        guard fed <= Ticks(limits.turn) else {
            fail("The recogniser listens to \(limits.turn) of a turn, and this one is longer.")
            return
        }
        job.feed(new)
        if ticket == nil { seekDecoder(job) }
    }

    func finish(_ listener: RecognitionListener) {
        listener.isFinished = true
        if let ending { post(ending, to: listener) }
        finishIfDue()
    }

    func leave(_ listener: RecognitionListener) {
        listeners.removeAll { $0 === listener }
        if listeners.isEmpty { end(remembering: nil) } else { finishIfDue() }
    }

    private func finishIfDue() {
        guard !isFinished, ending == nil, listeners.allSatisfy(\.isFinished), let job else { return }
        isFinished = true
        // Without any audio there is nothing to wait for a decoder for.
        guard fed > .zero else { return settle(.done(Utterance.Outcome(text: "", words: [], mean: nil))) }
        job.finish()
    }

    // MARK: A decoder

    private func seekDecoder(_ job: RecognitionJob) {
        let place = pool.admit(job)
        ticket = place.ticket
        switch place.admission {
        case .decoder: break
        case .full: fail("Too many speak at once: \(pool.crowd)")
        case .waits:
            let timer = LoopTimer(on: loop) { [weak self] in self?.waited() }
            patience = timer
            timer.start(after: limits.wait)
        }
    }

    private func waited() {
        guard ending == nil, let job, !job.hasPlace else { return }
        fail("Too many speak at once: no decoder became free in \(limits.wait); \(pool.crowd)")
    }

    // MARK: What becomes of it

    private func received(_ report: RecognitionJob.Report) {
        guard ending == nil else { return }
        switch report {
        case .found(let findings): for finding in findings { tell(finding) }
        case .done(let outcome): settle(.done(outcome), remembering: outcome.mean)
        case .failed(let why): fail(why)
        }
    }

    private func tell(_ finding: Utterance.Finding) {
        switch finding {
        case .delta(let text, let words):
            told.append(RecognizedDelta(text: text, logprobs: words?.logprobs))
            for listener in listeners { listener.tellWhatIsNew() }
        // One will do, and the model's is the first.
        case .score(let score): listeners.first?.report(.endOfTurn(score: score))
        }
    }

    private func fail(_ why: String) { settle(.failed(why: why)) }

    private func settle(_ ending: Ending, remembering mean: CepstralMean? = nil) {
        guard self.ending == nil else { return }
        self.ending = ending
        for listener in listeners {
            switch ending {
            // It is told when it has had everything.
            case .done where !listener.isFinished: break
            default: post(ending, to: listener)
            }
        }
        end(remembering: mean)
    }

    /// Later, as nothing is reported from within a call.
    private func post(_ ending: Ending, to listener: RecognitionListener) {
        loop.post { [self] in
            guard listeners.contains(where: { $0 === listener }) else { return }
            listeners.removeAll { $0 === listener }
            listener.tellWhatIsNew()
            listener.end(ending)
        }
    }

    private func end(remembering mean: CepstralMean?) {
        patience = nil
        guard let job else { return }
        self.job = nil
        job.cancel()
        if let ticket { pool.giveBack(ticket) }
        isOver?(mean)
        isOver = nil
    }
}
