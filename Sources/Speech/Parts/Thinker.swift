public import NetIO
public import RealtimeEngine

/// Decides what is answered, in text and calls: a language model, or the assistant that does without one.
///
/// It is asked for text whatever the response's modality is; a `Speaker` gives it a voice.
public protocol Thinker: Sendable {
    var abilities: ThinkerAbilities { get }

    /// Begins one answer. Called on the loop of a session; reports there, later, and never `.speech`. One `.end` is the
    /// last report, unless it is cancelled before.
    func think(
        _ request: ResponseRequest,
        on loop: EventLoop,
        report: @escaping @Sendable (AnswerPart) -> Void
    ) -> any Answerer
}

public struct ThinkerAbilities: Sendable, Equatable {
    public var hasImages = false
    public var hasReasoning = false
    /// It hears the audio of the items itself, so that nobody needs to write down what was said.
    public var listens = false
    /// It can be told to translate. What cannot refuses translation sessions by name.
    public var translates = false

    public init() {}
}
