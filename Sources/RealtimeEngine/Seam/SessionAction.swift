public import RealtimeAPI

/// Everything a session wants done. The driver does it in order, and decides nothing.
public enum SessionAction: Sendable, Equatable {
    case send(ServerEvent, eventID: String, to: Recipient)
    /// Audio is not an event here: WebSocket makes one of it, RTP makes packets.
    case audio(OutgoingAudio)
    /// RTP: drop what has not been played.
    case dropAudio
    /// How to listen from now on.
    case condition(Conditioning)
    /// What may be kept with the session's record, and under which names; nil: nothing of what is said.
    case trace(Tracing?)
    /// What the recogniser is to expect from now on, nil: nothing. Words are answered by `.expected`, before any other
    /// input.
    case expect(ExpectedWords?)
    case listen(ListenerID, ListenerOrder)
    case respond(ResponseID, ResponseOrder)
    case translate(TranslationOrder)
    case mcp(ItemID, MCPOrder)
    case limit(LimitMoment)
    /// For the log and the metrics; never for a client.
    case note(Note)
    /// The last action of all.
    case close(EndReason)
}

public enum Recipient: Sendable, Equatable {
    case all
    case one(AttachmentID)
}

/// A piece of the answer's audio, in the right place of its response.
public struct OutgoingAudio: Sendable, Equatable {
    public var samples: Samples
    public var place: PartPlace
    public var format: AudioFormat
    public var eventID: String
    public var obfuscation: String
}

/// How the driver turns a client's audio into the engine's: decode the format, reduce noise, judge speech.
///
/// A commit flushes what the driver's filters hold back and a clear resets them, before the engine hears of either.
/// An odd byte at the end of an append is the driver's to keep.
public struct Conditioning: Sendable, Equatable {
    public var format: AudioFormat
    public var noiseReduction: NoiseReduction?
    /// Whether speech must be judged at all.
    public var detectsSpeech: Bool

    public init(format: AudioFormat, noiseReduction: NoiseReduction?, detectsSpeech: Bool) {
        self.format = format
        self.noiseReduction = noiseReduction
        self.detectsSpeech = detectsSpeech
    }
}

/// What is worth a line in the log or a count in the metrics.
public enum Note: Sendable, Equatable {
    case turnEnded(ItemID, by: TurnEnd)
    /// Kept audio reached its limit; this item is retrieved without it from now on.
    case audioForgotten(ItemID)
    case contextTruncated(items: Int)
}

/// One conversation, transcription or translation as a value: the seam on which every front stands.
///
/// Contract: call `handle`, perform every action that it returns in order, then wait until `deadline` or the next
/// input. An effect never answers synchronously; it answers later, as an input.
///
/// Every effect is answered: a driver gives each a time limit of its own, and when that has passed it reports the end
/// (`.failed`, `.end(.failed)`, `.unknown`). A response waits for its limiter, its listeners and its tools.
public protocol SessionEngine: Sendable {
    mutating func handle(_ input: SessionInput, at now: Moment) -> [SessionAction]
    /// When `.timeout` is due, unless other input comes first. It is read off the state, so no timer goes stale.
    var deadline: Moment? { get }
    var vitals: Vitals { get }
}
