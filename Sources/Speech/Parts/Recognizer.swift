public import NetIO
public import RealtimeEngine

/// Makes words of audio. One for the whole server, whoever speaks.
public protocol Recognizer: AnyObject, Sendable {
    var abilities: RecognizerAbilities { get }

    /// Its side of one session: it may remember the caller's voice.
    func session(on loop: EventLoop) -> any RecognizerSession

    /// Somebody will use it: what takes long to make is made now, in the background.
    func prepare()
    /// No session will use it any more.
    func close() async
}

extension Recognizer {
    public func prepare() {}
    public func close() async {}
}

public struct RecognizerAbilities: Sendable, Equatable {
    /// ISO 639-1. What is asked for beyond them is refused by name.
    public var languages = Offer.Names.any
    public var hasLogprobs = false
    /// What it does with a `prompt` and `keywords`.
    public var hints = Offer.Hints.taken

    public init() {}
}

/// The contract is `SpeechSession`'s: called on the session's loop, reports there, later.
public protocol RecognizerSession: AnyObject {
    /// What the session is going to hear, nil: nobody knows. Asked where the recogniser's hints are `.onRequest`.
    func expect(_ words: ExpectedWords?) -> ExpectationAnswer

    func listen(
        _ assignment: ListeningAssignment,
        report: @escaping @Sendable (ListenerReport) -> Void
    ) -> any Listener
}

extension RecognizerSession {
    public func expect(_ words: ExpectedWords?) -> ExpectationAnswer { .granted }
}
