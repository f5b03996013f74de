public import RealtimeAPI

/// What a client says will be said: the hints of a transcription, and the tools that the talk is likely to be about.
public struct ExpectedWords: Sendable, Equatable {
    /// The transcription model that is to expect them.
    public var model: String?
    public var prompt: String
    public var keywords: [String]
    public var functions: [FunctionTool]

    public init(
        model: String? = nil,
        prompt: String = "",
        keywords: [String] = [],
        functions: [FunctionTool] = []
    ) {
        self.model = model
        self.prompt = prompt
        self.keywords = keywords
        self.functions = functions
    }
}

/// Whether a recogniser expects what it was asked to.
public enum ExpectationAnswer: Sendable, Equatable {
    case granted
    /// As before: what it expected till then, it still does.
    case refused(why: String)
}
