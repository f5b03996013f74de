public import NetIO
public import RealtimeAPI
public import RealtimeEngine

/// What hears, thinks and speaks for sessions: a local model, a service, a script. One for the whole server.
public protocol SpeechEngine: Sendable {
    /// What a session of this model may ask for. What is beyond it is refused by name.
    func offer(model: String) -> Offer

    /// The engine's side of one session, for the session's life.
    func session(model: String, on loop: EventLoop) -> any SpeechSession

    /// No session will ask any more: lets go of what loops must not end with, as connections to servers.
    func close() async
}

extension SpeechEngine {
    public func close() async {}
}

/// What one session has of its engine; it may remember, as a recogniser remembers a caller's voice.
///
/// Contract: everything is called on the loop of the session, and reports on that loop, later: never from within a
/// call. A report after `cancel` is harmless, as the engine knows it by its name. An engine that works on other threads
/// posts its reports to the loop. Whoever reports nothing in time is cancelled by the session's driver.
public protocol SpeechSession: AnyObject {
    /// For the audio of this session.
    func detector() -> any SpeechDetector

    /// What the session is going to hear, nil: nobody knows. Answered at once, as it is only whether there is room.
    func expect(_ words: ExpectedWords?) -> ExpectationAnswer

    func listen(
        _ assignment: ListeningAssignment,
        report: @escaping @Sendable (ListenerReport) -> Void
    ) -> any Listener

    func answer(
        _ request: ResponseRequest,
        report: @escaping @Sendable (AnswerPart) -> Void
    ) -> any Answerer

    func translate(
        _ assignment: TranslationAssignment,
        report: @escaping @Sendable (TranslationPart) -> Void
    ) -> any Translator
}

extension SpeechSession {
    public func expect(_ words: ExpectedWords?) -> ExpectationAnswer { .granted }
}

/// What a listener is for.
public struct ListeningAssignment: Sendable, Equatable {
    public var purpose: ListenerID.Purpose
    /// The client's; without any, the listener is the model's own.
    public var settings: TranscriptionSettings?
    public var wantsLogprobs: Bool
    /// Which of the session's items this is, from 1 (`ListenedItems`). Both listeners of an item have the same.
    public var turn: Int

    public init(_ purpose: ListenerID.Purpose, settings: TranscriptionSettings?, wantsLogprobs: Bool, turn: Int = 1) {
        self.purpose = purpose
        self.settings = settings
        self.wantsLogprobs = wantsLogprobs
        self.turn = turn
    }
}

public struct TranslationAssignment: Sendable, Equatable {
    public var model: String
    public var language: String
    /// The model that writes what was said for the client; nil: the client is not shown it.
    public var transcription: String?

    public init(model: String, language: String, transcription: String? = nil) {
        self.model = model
        self.language = language
        self.transcription = transcription
    }
}

/// Listens to one item's audio. Reports deltas, and one end: `.final` or `.failed`.
public protocol Listener: AnyObject {
    func feed(_ samples: Samples)
    /// All has been fed: the end is due.
    func finish()
    func cancel()
}

/// Makes one answer. Reports parts, and one end.
public protocol Answerer: AnyObject {
    /// Enough waits to be sent: make no more for now.
    func hold()
    func proceed()
    func cancel()
}

/// Translates what it is fed, for as long as the session lives. Reports `.finished` after `finish`.
public protocol Translator: AnyObject {
    /// From what is said next on.
    func retarget(language: String, transcription: String?)
    func feed(_ samples: Samples)
    func hold()
    func proceed()
    func finish()
    func cancel()
}

/// Judges audio, 24 kHz samples in and an opinion of each whole 32 ms frame out. A value, so that a driver can go back
/// to what was before an append that turned out to be damaged.
public protocol SpeechDetector: Sendable {
    /// The frames that these samples complete; their age counts from the end of the samples.
    mutating func judge(_ samples: Samples) -> [SpeechFrame]
    /// Forgets what was heard: the client cleared its buffer.
    mutating func reset()
}
