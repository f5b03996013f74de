package import NetIO
package import RealtimeEngine

/// What comes next of something that is played.
package enum Beat<Part: Sendable>: Sendable {
    case part(Part)
    case wait(Duration)
}

extension Beat: Equatable where Part: Equatable {}

/// Says beat by beat what is to be reported, and makes each only when it is asked for. nil: nothing, for now.
package protocol BeatSource: Sendable {
    associatedtype Part: Sendable
    mutating func next() -> Beat<Part>?
}

/// Plays a source on a loop: each beat in a turn of its own, so that no call is ever answered from within and sessions
/// take turns.
///
/// Everything of it happens on its loop; that is why it may be captured by what the loop runs.
package final class Player<Source: BeatSource>: @unchecked Sendable {
    private enum State {
        case idle
        /// A turn of the loop is asked for.
        case due
        case waiting
        case over
    }

    private let loop: EventLoop
    private let report: @Sendable (Source.Part) -> Void
    private var source: Source
    private var state = State.idle
    private var isHeld = false
    private var timer: LoopTimer?

    package init(_ source: Source, on loop: EventLoop, report: @escaping @Sendable (Source.Part) -> Void) {
        self.source = source
        self.loop = loop
        self.report = report
        wake()
    }

    /// Tells the source something, upon which it may have more to say.
    package func change(_ change: (inout Source) -> Void) {
        guard state != .over else { return }
        change(&source)
        wake()
    }

    package func hold() { isHeld = true }

    package func proceed() {
        isHeld = false
        wake()
    }

    package func cancel() {
        state = .over
        timer = nil
    }

    private func wake() {
        guard state == .idle, !isHeld else { return }
        state = .due
        loop.post { [self] in play() }
    }

    private func play() {
        guard state == .due else { return }
        state = .idle
        guard !isHeld, let beat = source.next() else { return }
        switch beat {
        case .part(let part):
            report(part)
            wake()
        case .wait(let duration): wait(duration)
        }
    }

    private func wait(_ duration: Duration) {
        let timer = timer ?? LoopTimer(on: loop) { [weak self] in self?.waited() }
        self.timer = timer
        state = .waiting
        timer.start(after: duration)
    }

    private func waited() {
        guard state == .waiting else { return }
        state = .idle
        wake()
    }
}

extension Player: Answerer where Source == AnswerBeats {}

extension Player: Listener where Source == HearingBeats {
    package func feed(_ samples: Samples) { change { $0.feed(samples) } }
    package func finish() { change { $0.finish() } }
}

extension Player: Translator where Source == TranslationBeats {
    package func feed(_ samples: Samples) { change { $0.feed(samples) } }
    package func finish() { change { $0.finish() } }
    package func retarget(language: String, transcription: String?) {
        change { $0.retarget(language: language, wantsInputTranscript: transcription != nil) }
    }
}
