internal import NetIO
package import RealtimeEngine

/// One turn's audio on its way from a session's loop to a decoder's thread, and what is found on its way back.
///
/// The session feeds it, also while it waits for a decoder; what waits then is bounded by whoever feeds it. Once it has
/// a thread, what has come is worked off there in slices, so that a cancelled one lets go of it within a step.
package final class RecognitionJob: @unchecked Sendable {
    package enum Report: Sendable, Equatable {
        case found([Utterance.Finding])
        case done(Utterance.Outcome)
        case failed(why: String)
    }

    private struct Inbox {
        var audio: [Samples] = []
        var manner = Utterance.Manner()
        var isFinished = false
        var isCancelled = false
        /// The thread was asked to look, and has not yet.
        var isDue = false
        var place: Place?
    }

    private struct Place {
        var thread: DecodingThread
        var giveBack: @Sendable () -> Void
    }

    private enum Work {
        case audio([Samples], isCurrent: Bool, isWhole: Bool)
        case finish
        case nothing
    }

    /// A second is worked off between two looks at the inbox.
    private static let slice = 24_000

    private let inbox = Lock(Inbox())
    /// Touched on the decoder's thread only.
    private let utterance: Utterance
    private let report: @Sendable (Report) -> Void

    /// - Parameter report: called on the decoder's thread.
    package init(_ utterance: sending Utterance, report: @escaping @Sendable (Report) -> Void) {
        self.utterance = utterance
        self.report = report
    }

    // MARK: From any thread

    /// It waits for a decoder no longer.
    package var hasPlace: Bool { inbox.withLock { $0.place != nil } }

    package func feed(_ samples: Samples) {
        change { inbox in
            for start in stride(from: 0, to: samples.count, by: Self.slice) {
                inbox.audio.append(Array(samples[start..<min(start + Self.slice, samples.count)]))
            }
        }
    }

    package func finish() { change { $0.isFinished = true } }
    package func adopt(_ manner: Utterance.Manner) { inbox.withLock { $0.manner = manner } }

    /// - Parameter giveBack: called when it needs the decoder no longer.
    package func begin(on thread: DecodingThread, giveBack: @escaping @Sendable () -> Void) {
        change { $0.place = Place(thread: thread, giveBack: giveBack) }
    }

    /// Nothing is reported any more, and its decoder is anybody's after the step that it is at.
    package func cancel() {
        change {
            $0.isCancelled = true
            $0.audio = []
        }
    }

    private func change(_ change: (inout Inbox) -> Void) {
        let thread = inbox.withLock { inbox -> DecodingThread? in
            change(&inbox)
            guard !inbox.isDue, !inbox.isCancelled, let thread = inbox.place?.thread else { return nil }
            inbox.isDue = true
            return thread
        }
        thread?.perform { [self] thread in workOff(on: thread) }
    }

    // MARK: On the decoder's thread

    private var isCancelled: Bool { inbox.withLock(\.isCancelled) }

    private func workOff(on thread: DecodingThread) {
        do throws(DecodingFailure) {
            let decoder = try thread.ready()
            while true {
                let (work, manner) = next()
                switch work {
                case .nothing: return
                case .audio(let audio, let isCurrent, let isWhole):
                    let samples = audio.count == 1 ? audio[0] : Array(audio.joined())
                    let findings = try utterance.take(
                        samples,
                        isCurrent: isCurrent,
                        isWhole: isWhole,
                        manner,
                        decoder,
                        isCancelled: { isCancelled }
                    )
                    tell(findings)
                case .finish:
                    try finish(manner, decoder)
                    return
                }
            }
        } catch {
            fail(error, on: thread)
        }
    }

    private func next() -> (Work, Utterance.Manner) {
        inbox.withLock { inbox in
            let work = Self.next(of: &inbox)
            if case .nothing = work { inbox.isDue = false }
            return (work, inbox.manner)
        }
    }

    private static func next(of inbox: inout Inbox) -> Work {
        guard !inbox.isCancelled else { return .nothing }
        guard !inbox.audio.isEmpty else { return inbox.isFinished ? .finish : .nothing }
        var count = 0
        let pieces = inbox.audio.prefix { piece in
            defer { count += piece.count }
            return count == 0 || count + piece.count <= slice
        }
        inbox.audio.removeFirst(pieces.count)
        return .audio(Array(pieces), isCurrent: inbox.audio.isEmpty, isWhole: inbox.isFinished)
    }

    private func giveBack() { inbox.withLock { $0.place?.giveBack }?() }

    private func tell(_ findings: [Utterance.Finding]) {
        if !findings.isEmpty, !isCancelled { report(.found(findings)) }
    }

    private func finish(_ manner: Utterance.Manner, _ decoder: any UtteranceDecoder) throws(DecodingFailure) {
        guard let end = try utterance.finish(manner, decoder, isCancelled: { isCancelled }) else { return }
        tell(end.findings)
        if !isCancelled { report(.done(end.outcome)) }
        giveBack()
    }

    /// The session is told at once; the next one waits until there is another decoder.
    private func fail(_ failure: DecodingFailure, on thread: DecodingThread) {
        if !isCancelled { report(.failed(why: failure.why)) }
        thread.throwAway()
        // Whoever comes next finds out, and is told, if it cannot be made.
        _ = try? thread.ready()
        giveBack()
    }
}
