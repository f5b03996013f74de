import RealtimeAPI

/// Why a turn ended.
public enum TurnEnd: String, Sendable, Equatable {
    case silence
    /// What was said sounded finished.
    case score
    /// `semantic_vad` waited as long as it may, or nobody could tell whether it was finished.
    case patience
    /// The input buffer was full.
    case bufferFull
}

/// Finds where the user's turns begin and end.
///
/// Pure: time is the position in the audio. "Speech is heard" and "a turn is open" are one state, so they cannot
/// disagree.
package struct TurnDetector: Sendable, Equatable {
    package enum Event: Sendable, Equatable {
        /// A frame that ends at `end` was judged.
        case frame(speech: Bool, end: Ticks)
        /// How finished the turn sounds so far.
        case score(Double, at: Ticks)
        /// The buffer can hold no more of this turn.
        case full(at: Ticks)
        /// The client committed or cleared the buffer, or took turns into its own hands.
        case taken
    }

    package enum Action: Sendable, Equatable {
        case open(at: Ticks)
        case close(at: Ticks, by: TurnEnd)
    }

    package enum State: Sendable, Equatable {
        case idle
        case speaking(lastSpeech: Ticks, score: Double?)
    }

    package private(set) var state: State

    package init(state: State = .idle) { self.state = state }

    /// The whole machine: a row for each state and event.
    package mutating func handle(_ event: Event, _ rules: TurnRules) -> Action? {
        switch (state, event) {
        case (.idle, .frame(speech: false, _)), (.idle, .score), (.idle, .full), (.idle, .taken):
            return nil

        case (.idle, .frame(speech: true, let end)):
            state = .speaking(lastSpeech: end, score: nil)
            return .open(at: end - SpeechFrame.length - rules.prefixPadding)

        case (.speaking, .frame(speech: true, let end)):
            // A score is about the words so far; new words make it stale.
            state = .speaking(lastSpeech: end, score: nil)
            return nil

        case (.speaking(let lastSpeech, let score), .frame(speech: false, let end)):
            return closeIfDue(lastSpeech, score, end, rules)

        case (.speaking(let lastSpeech, _), .score(let score, let end)):
            state = .speaking(lastSpeech: lastSpeech, score: score)
            return closeIfDue(lastSpeech, score, end, rules)

        case (.speaking, .full(let end)):
            state = .idle
            return .close(at: end, by: .bufferFull)

        case (.speaking, .taken):
            state = .idle
            return nil
        }
    }

    private mutating func closeIfDue(_ lastSpeech: Ticks, _ score: Double?, _ end: Ticks, _ rules: TurnRules) -> Action?
    {
        guard end > lastSpeech, end - lastSpeech >= rules.patience(score: score) else { return nil }
        state = .idle
        return .close(at: end, by: rules.reason(score))
    }
}

extension TurnRules {
    fileprivate func reason(_ score: Double?) -> TurnEnd {
        switch end {
        case .silence: .silence
        // As in `patience`: what is not finite is no score.
        case .semantic: score.map { $0.isFinite && $0 >= 0.5 } == true ? .score : .patience
        }
    }
}
