internal import RealtimeEngine

/// Which words of a text sound in which of its audio: speech is taken to run evenly, and words are told whole.
///
/// The last samples are kept back until there are no more, so that what is left of the text always has audio to go
/// with.
struct SpokenText: Sendable, Equatable {
    /// A character of speech, where nobody says how long it all will be.
    static let perCharacter = Ticks.milliseconds(65)
    static let keptBack = Ticks.milliseconds(10)

    private let text: String
    private var told: String.Index
    private let estimate: Ticks
    /// Of the audio, where it is known.
    var length: Ticks?
    private var heard = Ticks.zero
    private var kept: Samples = []

    init(_ text: String, speed: Double) {
        self.text = text
        told = text.startIndex
        let speed = speed.isFinite ? min(max(speed, 0.25), 4) : 1
        estimate = Ticks(Int(Double(text.count * Self.perCharacter.count) / speed))
    }

    /// What can be told of these samples, if anything.
    mutating func take(_ samples: Samples) -> SpeakingReport? {
        kept += samples
        let count = kept.count - Self.keptBack.count
        guard count > 0 else { return nil }
        let ready = Samples(kept.prefix(count))
        kept.removeFirst(count)
        heard += Ticks(count)
        let whole = length ?? estimate
        // All of it is for the last one.
        let share = min(heard.count, whole.count - 1)
        let end = max(told, text.wordBoundary(atMost: share, of: whole.count))
        defer { told = end }
        return .audio(ready, saying: String(text[told..<end]))
    }

    mutating func end() -> SpeakingReport? {
        defer {
            kept = []
            told = text.endIndex
        }
        guard !kept.isEmpty || told < text.endIndex else { return nil }
        return .audio(kept, saying: String(text[told...]))
    }
}
