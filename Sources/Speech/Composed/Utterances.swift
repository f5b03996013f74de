package import RealtimeEngine

/// Cuts a stream of audio into what was said at a time: a value, driven by what a detector says of it.
///
/// A translator has no client that says where a turn ends, so it ends at a pause, or when it is long: a listener abroad
/// cannot wait for the end of a speech.
package struct Utterances: Sendable {
    package enum Event: Sendable, Equatable {
        case begin
        case audio(Samples)
        case end
    }

    static let threshold: Float = 0.5
    /// What goes on is speech down to this.
    static let lowThreshold: Float = 0.35
    static let pause = Ticks.milliseconds(500)
    static let longest = Ticks.milliseconds(20_000)
    /// What comes before the first sound that was recognised as speech belongs to it.
    static let lead = Ticks.milliseconds(300)

    private var before: Samples = []
    private var length = Ticks.zero
    private var silence = Ticks.zero
    private var isOpen = false

    package init() {}

    /// Audio, and what the detector says of the frames that end in it.
    package mutating func hear(_ samples: Samples, _ frames: [SpeechFrame]) -> [Event] {
        var events: [Event] = []
        let isSpeech = frames.contains { $0.probability >= (isOpen ? Self.lowThreshold : Self.threshold) }
        if !isOpen, isSpeech {
            isOpen = true
            length = .zero
            events.append(.begin)
            if !before.isEmpty { events.append(.audio(before)) }
            before = []
        }
        guard isOpen else {
            before = Samples((before + samples).suffix(Self.lead.count))
            return events
        }
        events.append(.audio(samples))
        length += Ticks(samples.count)
        silence = isSpeech ? .zero : silence + Ticks(samples.count)
        if silence >= Self.pause || length >= Self.longest { events += end() }
        return events
    }

    /// There is no more: what is open ends.
    package mutating func end() -> [Event] {
        guard isOpen else { return [] }
        isOpen = false
        silence = .zero
        before = []
        return [.end]
    }
}
