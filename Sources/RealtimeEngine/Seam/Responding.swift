public import RealtimeAPI

/// What a model's back end is told.
public enum ResponseOrder: Sendable, Equatable {
    case start(ResponseRequest)
    /// Enough is waiting to be sent: make no more for now.
    case hold
    case proceed
    case cancel
}

/// All that a back end needs to answer. Settings are those the response began with.
public struct ResponseRequest: Sendable, Equatable {
    public var model: String
    public var instructions: String
    public var context: [ContextItem]
    public var functions: [FunctionTool]
    public var mcpTools: [MCPServerTools]
    public var toolChoice: ToolChoice
    public var parallelToolCalls: Bool
    public var reasoning: Reasoning?
    public var maxOutputTokens: OutputTokenLimit
    public var modality: Modality
    public var voice: Voice
    public var speed: Double

    public init(
        model: String,
        instructions: String = "",
        context: [ContextItem] = [],
        functions: [FunctionTool] = [],
        mcpTools: [MCPServerTools] = [],
        toolChoice: ToolChoice = .auto,
        parallelToolCalls: Bool = true,
        reasoning: Reasoning? = nil,
        maxOutputTokens: OutputTokenLimit = .unlimited,
        modality: Modality = .audio,
        voice: Voice = .named("alloy"),
        speed: Double = 1
    ) {
        self.model = model
        self.instructions = instructions
        self.context = context
        self.functions = functions
        self.mcpTools = mcpTools
        self.toolChoice = toolChoice
        self.parallelToolCalls = parallelToolCalls
        self.reasoning = reasoning
        self.maxOutputTokens = maxOutputTokens
        self.modality = modality
        self.voice = voice
        self.speed = speed
    }
}

/// The tools of one MCP server that this response may use.
public struct MCPServerTools: Sendable, Equatable {
    public var serverLabel: String
    public var serverDescription: String?
    public var tools: [MCPToolListing]

    public init(serverLabel: String, serverDescription: String? = nil, tools: [MCPToolListing]) {
        self.serverLabel = serverLabel
        self.serverDescription = serverDescription
        self.tools = tools
    }
}

/// An item as the model gets it: its audio parts with what was heard in them, and their samples for those who listen
/// for themselves.
public struct ContextItem: Sendable, Equatable {
    public var item: Item
    /// By content index. Absent where the audio was forgotten or there is none.
    public var audio: [Int: Sound]
    public var hearing: Hearing?

    public init(item: Item, audio: [Int: Sound] = [:], hearing: Hearing? = nil) {
        self.item = item
        self.audio = audio
        self.hearing = hearing
    }
}

/// What a back end says, piece by piece. Pieces of one kind that follow each other belong together.
public enum AnswerPart: Sendable, Equatable {
    /// A message begins; only back ends that tell commentary from answer need to say so.
    case message(phase: Phase?)
    case text(String)
    /// Audio, and the words that are spoken in it.
    case speech(Samples, saying: String)
    /// A call begins. Its arguments follow.
    case functionCall(CallID?, name: String)
    case arguments(String)
    case mcpCall(serverLabel: String, name: String, arguments: String)
    case usage(ReportedUsage)
    case end(AnswerEnd)
}

public enum AnswerEnd: Sendable, Equatable {
    case completed
    case maxOutputTokens
    case contentFilter
    case failed(APIError)
}

/// What a back end counted. Audio is always counted by its length.
public struct ReportedUsage: Sendable, Equatable {
    public var inputTextTokens: Int?
    public var inputImageTokens: Int?
    public var cachedTextTokens: Int?
    public var cachedAudioTokens: Int?
    public var outputTextTokens: Int?

    public init(
        inputTextTokens: Int? = nil,
        inputImageTokens: Int? = nil,
        cachedTextTokens: Int? = nil,
        cachedAudioTokens: Int? = nil,
        outputTextTokens: Int? = nil
    ) {
        self.inputTextTokens = inputTextTokens
        self.inputImageTokens = inputImageTokens
        self.cachedTextTokens = cachedTextTokens
        self.cachedAudioTokens = cachedAudioTokens
        self.outputTextTokens = outputTextTokens
    }
}

/// The two moments at which a limiter is asked, and rate limits are told.
public enum LimitMoment: Sendable, Equatable {
    /// Before the model is asked: may it be, for so many tokens of input?
    case began(ResponseID, inputTokens: Int)
    /// After the response: this is what it took.
    case ended(ResponseID, totalTokens: Int)

    public var response: ResponseID {
        switch self {
        case .began(let id, _), .ended(let id, _): id
        }
    }
}

public enum LimitAnswer: Sendable, Equatable {
    case granted([RateLimit])
    case refused(APIError, [RateLimit])
    /// The limiter did not answer: the response goes on, and no limits are told.
    case unknown
}

public enum MCPOrder: Sendable, Equatable {
    case list(MCPTool)
    case call(MCPTool, name: String, arguments: String)
    case cancel
}

public enum MCPReport: Sendable, Equatable {
    case listed([MCPToolListing])
    case called(output: String)
    case failed(MCPError)
}

/// What a translator is told: audio as it comes, and when there is no more.
public enum TranslationOrder: Sendable, Equatable {
    /// `transcription`: the model that writes what was said for the client; nil: the client is not shown it.
    case open(model: String, language: String, transcription: String?)
    case retarget(language: String, transcription: String?)
    case feed(Samples)
    /// The client does not keep up: say nothing for now.
    case hold
    case proceed
    case finish
    case cancel
}

public enum TranslationPart: Sendable, Equatable {
    case heard(String)
    case said(String)
    case audio(Samples)
    /// Something that was said cannot be translated; what is said next may be.
    case missed(why: String)
    /// Nothing more will come.
    case failed(why: String)
    /// All that was fed has been said.
    case finished
}
