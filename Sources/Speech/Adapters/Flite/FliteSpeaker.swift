public import NetIO
internal import RealtimeAPI
public import RealtimeEngine

/// Speaks English with flite: in process, without a model, 5 to 40 ms to the first sound.
///
/// It speaks on threads of its own, an utterance at a time: whoever has more to say waits behind the others.
public struct FliteSpeaker: Speaker {
    /// So many clauses may wait for a thread.
    private static let waitingMax = 1_024

    private let pool: WorkerPool

    public init(threads: Int = 2) { pool = WorkerPool(threads: threads, waitingMax: Self.waitingMax) }

    public var voices: Offer.Names { .only(FliteVoice.all.map(\.name)) }
    public var customVoices: Bool { false }
    public var languages: Offer.Names { .only(["en"]) }

    public func speak(
        _ text: String,
        manner: SpeakingManner,
        on loop: EventLoop,
        report: @escaping @Sendable (SpeakingReport) -> Void
    ) -> any Speaking {
        guard case .named(let name) = manner.voice, let voice = FliteVoice.named(name) else {
            return RefusedSpeech(.modelFailed("The embedded speech has no such voice."), on: loop, report: report)
        }
        let speed = manner.speed.isFinite ? min(max(manner.speed, 0.25), 1.5) : 1
        let speech = FliteSpeech(text, voice: voice, speed: speed, pool: pool, on: loop, report: report)
        speech.begin()
        return speech
    }
}
