import NetIO
import RealtimeAPI
package import RealtimeEngine

/// A text that is being spoken. It lives on its loop; a thread of the pool makes one utterance after the other.
///
/// On hold the utterance that is being made is made to its end, and no other is begun. An utterance is a clause of
/// bounded length, so what waits is bounded and no thread ever does.
package final class FliteSpeech: Speaking, @unchecked Sendable {
    private let loop: EventLoop
    private let pool: WorkerPool
    private let voice: FliteVoice
    private let speed: Double
    private let report: @Sendable (SpeakingReport) -> Void
    /// What the threads and the loop share.
    private let shared = Lock((isCancelled: false, made: Ticks.zero))
    private var feed: ClauseFeed
    private var waiting: [SpeakingReport] = []
    private var isMaking = false
    private var isHeld = false
    private var isOver = false

    init(
        _ text: String,
        voice: FliteVoice,
        speed: Double,
        pool: WorkerPool,
        on loop: EventLoop,
        report: @escaping @Sendable (SpeakingReport) -> Void
    ) {
        feed = ClauseFeed(text)
        self.voice = voice
        self.speed = speed
        self.pool = pool
        self.loop = loop
        self.report = report
    }

    func begin() { goOn() }

    package func hold() { isHeld = true }

    package func proceed() {
        isHeld = false
        goOn()
    }

    package func cancel() {
        isOver = true
        waiting = []
        shared.withLock { $0.isCancelled = true }
    }

    private func goOn() { loop.post { [self] in act() } }

    private func act() {
        while !isHeld, !isOver, !waiting.isEmpty { tell(waiting.removeFirst()) }
        guard !isHeld, !isOver, !isMaking else { return }
        guard let clause = feed.next() else { return tell(.finished) }
        isMaking = true
        if !pool.run({ [self] in make(clause) }) {
            tell(.failed(.modelFailed("Too many answers wait to be spoken.")))
        }
    }

    private func tell(_ told: SpeakingReport) {
        if case .audio = told {} else { isOver = true }
        report(told)
    }

    /// On a thread of the pool.
    private func make(_ clause: String) {
        let end = isWanted ? speak(clause) : .stopped
        loop.post { [self] in
            isMaking = false
            if end == .failed { waiting.append(.failed(.modelFailed("flite could not speak a text."))) }
            act()
        }
    }

    private func speak(_ clause: String) -> FliteUtterance.End {
        FliteUtterance(FliteText(clause), voice: voice, speed: speed, deliver: deliver).speak()
    }

    private var isWanted: Bool { !shared.withLock { $0.isCancelled } }

    /// How much was computed so far, whoever heard it.
    package var made: Ticks { shared.withLock { $0.made } }

    private func deliver(_ samples: Samples, _ text: String) -> Bool {
        let isWanted = shared.withLock { shared in
            shared.made += Ticks(samples.count)
            return !shared.isCancelled
        }
        guard isWanted else { return false }
        guard !samples.isEmpty || !text.isEmpty else { return true }
        loop.post { [self] in
            waiting.append(.audio(samples, saying: text))
            act()
        }
        return true
    }
}
