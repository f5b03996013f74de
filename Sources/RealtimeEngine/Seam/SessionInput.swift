public import RealtimeAPI

/// One party that is connected to a session. The first to attach is the primary: the session ends with it.
public struct AttachmentID: Sendable, Hashable {
    public let number: Int
    public init(_ number: Int) { self.number = number }
}

/// Who sent an event, and which one: an answer that is an error goes back to them.
public struct Sender: Sendable, Equatable {
    public var attachment: AttachmentID
    public var eventID: String?

    public init(_ attachment: AttachmentID, eventID: String? = nil) {
        self.attachment = attachment
        self.eventID = eventID
    }
}

/// PCM at 24 kHz: a sample a tick.
public typealias Samples = [Int16]

/// Everything that can happen to a session. The driver gives one input at a time, with the time.
public enum SessionInput: Sendable, Equatable {
    case attached(AttachmentID)
    case detached(AttachmentID)
    /// A client's event. `audio` holds, conditioned and in order, what its `input_audio` parts brought.
    case event(ClientEvent, from: Sender, audio: [Samples] = [])
    /// A client's event that could not be read; it is answered to its sender.
    case refused(APIError, from: Sender)
    /// Audio from the client, conditioned by the driver, all of an append at once.
    case audio(IncomingAudio, from: Sender)
    case expected(ExpectationAnswer)
    case listened(ListenerID, ListenerReport)
    case responded(ResponseID, AnswerPart)
    case translated(TranslationPart)
    case mcp(ItemID, MCPReport)
    case limited(LimitMoment, LimitAnswer)
    /// RTP: what the pacer has played of a part, since the part began.
    case played(PlayedAudio)
    case dtmf(key: String, receivedAt: Int)
    /// The primary attachment does not read as fast as it is written to, or does again.
    case outputStalled(Bool)
    /// Something outside ends the session: shutdown, a limit of its key.
    case end(EndReason)
    /// The engine's deadline has come.
    case timeout
}

public struct IncomingAudio: Sendable, Equatable {
    public var samples: Samples
    /// What the detector made of this and, at most one frame, of earlier audio.
    public var frames: [SpeechFrame]

    public init(samples: Samples, frames: [SpeechFrame] = []) {
        self.samples = samples
        self.frames = frames
    }
}

/// The detector's opinion of one 32 ms frame.
public struct SpeechFrame: Sendable, Equatable {
    public static let length = Ticks.milliseconds(32)

    public var probability: Float
    /// How much audio came after the frame's end, up to the end of this input's samples. Counted from there because
    /// only the engine knows which appends it took.
    public var age: Ticks

    public init(probability: Float, age: Ticks) {
        self.probability = probability
        self.age = age
    }
}

public struct PlayedAudio: Sendable, Equatable {
    public var item: ItemID
    public var contentIndex: Int
    public var upTo: Ticks

    public init(item: ItemID, contentIndex: Int, upTo: Ticks) {
        self.item = item
        self.contentIndex = contentIndex
        self.upTo = upTo
    }
}

/// Why a session ended. Log, metrics, close code and ledger are made from it.
public enum EndReason: Sendable, Equatable {
    case primaryLeft
    case expired
    case idle
    case quota
    case shutdown
    /// The primary attachment did not read what it was sent.
    case tooSlow
    /// A translation session that its client closed.
    case closedByClient
    case failed(APIError)

    /// What the client is told before the close; nil where nobody needs telling.
    ///
    /// - Parameter duration: the longest that the session might last.
    public func error(durationMax duration: Duration) -> APIError? {
        switch self {
        case .primaryLeft, .closedByClient: nil
        case .expired: .sessionExpired(after: duration)
        case .idle: .sessionIdle
        case .quota: .quota
        case .shutdown: .shuttingDown
        case .tooSlow: .clientTooSlow
        case .failed(let error): error
        }
    }

    /// For the close frame: the error's names, not its words.
    public var closeReason: String { error(durationMax: .zero)?.closeReason ?? "" }

    public var closeCode: UInt16 {
        switch self {
        case .primaryLeft, .closedByClient: 1000
        case .expired, .idle: 1001
        case .quota: 4000
        case .shutdown: 1012
        case .tooSlow: 1008
        case .failed: 1011
        }
    }
}
