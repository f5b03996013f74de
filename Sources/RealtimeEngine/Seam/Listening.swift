public import RealtimeAPI

/// What listens to an item's audio. What the model hears and what the client is shown are two things: the client's
/// transcript may be off, late or made by another model, and the conversation works all the same.
public struct ListenerID: Sendable, Hashable {
    public enum Purpose: Sendable, Hashable {
        case hear
        case transcribe
    }

    public var item: ItemID
    public var purpose: Purpose

    public init(_ item: ItemID, _ purpose: Purpose) {
        self.item = item
        self.purpose = purpose
    }
}

/// What a listener is told. It is opened once, fed any number of times, and ends by one of the last two.
public enum ListenerOrder: Sendable, Equatable {
    /// `settings` are the client's; without any, the listener is the model's own.
    case open(TranscriptionSettings?, wantsLogprobs: Bool)
    case feed(Samples)
    /// All has been fed: report the final text.
    case finish
    case cancel
}

public enum ListenerReport: Sendable, Equatable {
    /// What will not change any more, after what was reported before.
    case delta(String, logprobs: [LogProbability]? = nil)
    case segment(TranscriptionSegment)
    /// 0: the speaker will go on. 1: the turn is over. For `semantic_vad`, from whichever listener can tell.
    case endOfTurn(score: Double)
    case final(HeardText)
    case failed(why: String)
}

public struct HeardText: Sendable, Equatable {
    public var text: String
    public var languages: [String]?
    public var logprobs: [LogProbability]?
    /// What the recogniser says it cost; without it the engine estimates.
    public var usage: TranscriptionUsage?

    public init(
        _ text: String,
        languages: [String]? = nil,
        logprobs: [LogProbability]? = nil,
        usage: TranscriptionUsage? = nil
    ) {
        self.text = text
        self.languages = languages
        self.logprobs = logprobs
        self.usage = usage
    }
}

/// What became of the user's words. Empty and failed are outcomes with names, not an empty string.
public enum Hearing: Sendable, Equatable {
    case pending
    case heard(String)
    /// There was sound, and no words in it.
    case nothing
    case failed(why: String)
}
