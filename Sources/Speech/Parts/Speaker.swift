public import NetIO
public import RealtimeAPI
public import RealtimeEngine

/// Gives text a voice. It is handed a clause or a sentence at a time, while the rest is still being thought.
public protocol Speaker: Sendable {
    /// The API's names of the voices that it has.
    var voices: Offer.Names { get }
    var customVoices: Bool { get }
    /// ISO 639-1.
    var languages: Offer.Names { get }

    /// Begins to speak. Called on the loop of a session; reports there, later, and `.finished` or `.failed` last,
    /// unless it is cancelled before.
    func speak(
        _ text: String,
        manner: SpeakingManner,
        on loop: EventLoop,
        report: @escaping @Sendable (SpeakingReport) -> Void
    ) -> any Speaking
}

public struct SpeakingManner: Sendable, Equatable {
    public var voice: Voice
    /// 0.25 to 1.5; 1 is the voice's own.
    public var speed: Double
    /// ISO 639-1, where it is known. Nil: the speaker judges by the text.
    public var language: String?
    /// What the session says about how to speak; few can follow it.
    public var instructions: String

    public init(voice: Voice, speed: Double = 1, language: String? = nil, instructions: String = "") {
        self.voice = voice
        self.speed = speed
        self.language = language
        self.instructions = instructions
    }
}

public enum SpeakingReport: Sendable, Equatable {
    /// Samples at 24 kHz and the text that is spoken in them. Together, the texts are the text that was handed over,
    /// letter for letter.
    case audio(Samples, saying: String)
    case finished
    case failed(APIError)
}

/// Speech that is being made.
public protocol Speaking: AnyObject {
    /// Enough waits to be sent: make no more for now.
    func hold()
    func proceed()
    func cancel()
}
