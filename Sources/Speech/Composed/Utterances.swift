package import RealtimeEngine

/// Cuts a stream of audio into what was said at a time: a value, driven by what a detector says of it.
///
/// A translator has no client that says where a turn ends, so it ends at a pause; the longer it is, the shorter a pause
/// will do, as a listener abroad cannot wait for the end of a speech.
package struct Utterances: Sendable, Equatable {
    package enum Event: Sendable, Equatable {
        case begin
        case audio(Samples)
        case end
    }

    private enum State: Sendable, Equatable {
        case idle
        case open(length: Ticks, silence: Ticks)
        /// One was cut in the middle of speech, which goes on.
        case cut
    }

    static let threshold: Float = 0.5
    /// What goes on is speech down to this.
    static let lowThreshold: Float = 0.35
    static let pause = Ticks.milliseconds(500)
    /// From here on a short pause ends it.
    static let long = Ticks.milliseconds(8_000)
    static let shortPause = Ticks.milliseconds(200)
    static let longest = Ticks.milliseconds(20_000)
    /// What comes before the first sound that was recognised as speech belongs to it.
    static let lead = Ticks.milliseconds(300)

    private var before: Samples = []
    private var state = State.idle

    package init() {}

    /// Audio, and what the detector says of the frames that end in it.
    package mutating func hear(_ samples: Samples, _ frames: [SpeechFrame]) -> [Event] {
        let threshold = state == .idle ? Self.threshold : Self.lowThreshold
        let isSpeech = frames.contains { $0.probability >= threshold }
        switch state {
        case .idle, .cut:
            before += samples
            guard isSpeech else {
                before = before.suffix(Self.lead.count)
                state = .idle
                return []
            }
            defer { before = [] }
            state = .open(length: Ticks(before.count), silence: .zero)
            return [.begin, .audio(before)]
        case .open(let length, let silence):
            let count = Ticks(samples.count)
            return [.audio(samples)] + goOn(length + count, silent: isSpeech ? .zero : silence + count)
        }
    }

    /// There is no more: what is open ends.
    package mutating func end() -> [Event] {
        defer { self = Utterances() }
        if case .open = state { return [.end] }
        return []
    }

    private mutating func goOn(_ length: Ticks, silent silence: Ticks) -> [Event] {
        if silence >= (length < Self.long ? Self.pause : Self.shortPause) {
            state = .idle
        } else if length >= Self.longest {
            state = .cut
        } else {
            state = .open(length: length, silence: silence)
            return []
        }
        return [.end]
    }
}
