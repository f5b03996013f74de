import Audio
import NetIO
import RealtimeAPI
import RealtimeEngine

/// A text that is spoken by a program: a clause at a time, each by a run of its own. Lives on its loop.
///
/// The program is done with a clause long before it could be heard, so the clause is reported when all of it is there:
/// then it is known which share of it a word is.
final class EspeakSpeech: Speaking, @unchecked Sendable {
    private enum State {
        case idle
        /// A turn is asked for.
        case waiting
        case running(ChildProcess?)
        case over
    }

    private static let piece = Ticks.milliseconds(200)
    private static let clauseMax = Ticks.milliseconds(180_000)

    private let command: ChildCommand
    private let turns: Turns
    private let loop: EventLoop
    private let report: @Sendable (SpeakingReport) -> Void
    private var state = State.idle
    private var feed: ClauseFeed
    private var clause = ""
    private var wave = WAVReader()
    private var samples = Samples()
    private var fault: APIError?
    /// What is made and not reported yet.
    private var ready: ArraySlice<SpeakingReport> = []
    private var isHeld = false

    init(
        _ text: String,
        _ command: ChildCommand,
        _ turns: Turns,
        on loop: EventLoop,
        report: @escaping @Sendable (SpeakingReport) -> Void
    ) {
        feed = ClauseFeed(text)
        self.command = command
        self.turns = turns
        self.loop = loop
        self.report = report
    }

    func begin() { goOn() }

    func hold() { isHeld = true }

    func proceed() {
        isHeld = false
        goOn()
    }

    func cancel() {
        if case .running(let child) = state { child?.kill() }
        state = .over
        ready = []
    }

    private func goOn() { loop.post { [self] in act() } }

    private var isOver: Bool { if case .over = state { true } else { false } }

    private func act() {
        while !isHeld, !isOver, let next = ready.popFirst() { tell(next) }
        guard !isHeld, case .idle = state else { return }
        guard let next = feed.next() else { return tell(.finished) }
        clause = next
        guard SpokenForm(clause).isSpeakable else {
            ready = [.audio([], saying: clause)]
            return act()
        }
        state = .waiting
        if !turns.wait(on: loop, begin: { [self] in run() }) {
            tell(.failed(.modelFailed("Too many answers wait to be spoken.")))
        }
    }

    private func tell(_ told: SpeakingReport) {
        if case .audio = told {} else { state = .over }
        report(told)
    }

    private func run() {
        guard case .waiting = state else { return turns.end() }
        var command = command
        command.input = Array(SpokenForm(clause).spoken.utf8)
        wave = WAVReader()
        samples = []
        state = .running(nil)
        let child = ChildProcess.start(command, on: loop) { [self] event in
            switch event {
            case .output(let bytes): take(bytes)
            case .ended(let exit): ended(exit)
            }
        }
        state = .running(child)
    }

    private func take(_ bytes: [UInt8]) {
        guard case .running(let child) = state, fault == nil else { return }
        do throws(WAVError) {
            try wave.append(bytes, to: &samples)
            if samples.count > Self.clauseMax.count { fail("It speaks without an end.", child) }
        } catch {
            fail(error.description, child)
        }
    }

    private func fail(_ why: String, _ child: ChildProcess?) {
        fault = .modelFailed("espeak-ng answered with what is no speech. \(why)")
        child?.kill()
    }

    private func ended(_ exit: ChildProcess.Exit) {
        turns.end()
        guard case .running = state else { return }
        state = .idle
        if let fault {
            ready = [.failed(fault)]
        } else if exit != .status(0) {
            ready = [.failed(.modelFailed("espeak-ng could not speak a text: \(exit)."))]
        } else {
            // Without a sound there was nothing to say in the text.
            try? wave.finish(to: &samples)
            ready = Self.pieces(samples, saying: clause)[...]
        }
        samples = []
        act()
    }

    /// Speech in pieces, each with the words that lie in it, if all are equally long.
    static func pieces(_ samples: Samples, saying text: String) -> [SpeakingReport] {
        guard !samples.isEmpty else { return [.audio([], saying: text)] }
        var start = text.startIndex
        return stride(from: 0, to: samples.count, by: piece.count).map { position in
            let end = min(position + piece.count, samples.count)
            let boundary = max(start, text.wordBoundary(atMost: end, of: samples.count))
            defer { start = boundary }
            return .audio(Samples(samples[position..<end]), saying: String(text[start..<boundary]))
        }
    }
}
