public import RealtimeAPI

/// Bounds of a session. Each is a setting of the server's, with the default that a laptop can bear.
public struct EngineLimits: Sendable, Equatable {
    public var duration: Duration = .seconds(3_600)
    /// Uncommitted audio, as PCM at 24 kHz. The default holds one whole append of 15 MiB in any format (G.711 grows
    /// six times when it becomes PCM).
    public var bufferBytesMax = 96 * 1_024 * 1_024
    /// Committed and spoken audio, kept for `conversation.item.retrieve` and for models that listen themselves.
    public var keptAudioBytesMax = 32 * 1_024 * 1_024
    public var itemsMax = 4_096
    /// Text, images, arguments and outputs of the conversation.
    public var contentBytesMax = 64 * 1_024 * 1_024
    /// Items whose audio a client sent in them and that the model's listener has not made out yet.
    public var pendingHearingsMax = 64
    /// MCP servers that a session may ever name.
    public var toolServersMax = 32
    public var outOfBandMax = 16
    /// Calls of MCP tools that wait for a person.
    public var approvalsMax = 64
    /// How far audio may be sent ahead of what was heard; nil: as fast as it comes.
    public var outputLead: Duration? = .seconds(3)
    /// A back end is told to wait when so much of its audio waits to be sent.
    public var outputQueueHold: Duration = .seconds(10)
    /// One that does not wait fails its response when it fills this.
    /// A response whose text is longer ends as one that reached its tokens.
    public var outputTextBytesMax = 4 * 1_024 * 1_024
    public var outputQueueBytesMax = 16 * 1_024 * 1_024
    /// CONTRACT 14: of gpt-realtime.
    public var instructionTokensMax = 16_384
    /// CONTRACT 23: of models with 32k of context.
    public var inputTokensMax = 28_224
    public var toolsMax = 128

    public init() {}
}

/// What the server's engines can do. What a session asks beyond it is refused by name.
public struct Offer: Sendable, Equatable {
    public enum Names: Sendable, Equatable {
        case any
        case only([String])

        func has(_ name: String) -> Bool {
            switch self {
            case .any: true
            case .only(let names): names.contains(name)
            }
        }
    }

    /// What a recogniser does with a transcription's `prompt` and `keywords`.
    public enum Hints: Sendable, Equatable {
        case refused
        case taken
        /// It is asked for room first (`SessionAction.expect`).
        case onRequest
    }

    /// The voice to take where nobody chose one.
    public static func usualVoice(of voices: Names) -> Voice {
        if case .only(let names) = voices, !names.contains("alloy"), let first = names.first { return .named(first) }
        return .named("alloy")
    }

    /// On Azure paths SDKs send the model family's name, and the deployment stays in force.
    public var acceptsAnyModelName = false
    public var voices = Names.any
    public var customVoices = false
    public var transcriptionModels = Names.any
    public var languages = Names.any
    public var translationLanguages = Names.any
    public var hasReasoning = false
    public var hasLogprobs = false
    public var hints = Hints.taken
    public var hasImages = true
    public var hasMCP = true
    public var hasNoiseReduction = true
    public var prompts: [String: StoredPrompt] = [:]
    /// The model is told what the user said; one that listens itself is not.
    public var hearsForModel = true

    /// Transcription models that differ from what is said above.
    public var transcription: [String: TranscriptionOffer] = [:]

    public init() {}

    /// What is in force for transcription by a model.
    func transcribing(by model: String?) -> Offer {
        guard let own = model.flatMap({ transcription[$0] }) else { return self }
        var offer = self
        offer.languages = own.languages
        offer.hasLogprobs = own.hasLogprobs
        offer.hints = own.hints
        return offer
    }
}

/// What one transcription model can do.
public struct TranscriptionOffer: Sendable, Equatable {
    public var languages: Offer.Names
    public var hasLogprobs: Bool
    public var hints: Offer.Hints

    public init(languages: Offer.Names, hasLogprobs: Bool, hints: Offer.Hints) {
        self.languages = languages
        self.hasLogprobs = hasLogprobs
        self.hints = hints
    }
}

/// A prompt that the operator keeps under an id.
public struct StoredPrompt: Sendable, Equatable {
    public var version: String?
    /// `{{name}}` stands for a variable.
    public var instructions: String

    public init(version: String? = nil, instructions: String) {
        self.version = version
        self.instructions = instructions
    }

    /// The text with its variables filled in, in one pass: a value is text, not a template. What has no value stays.
    func text(with values: [String: String]) -> String {
        var text = ""
        var rest = instructions[...]
        while let open = rest.firstRange(of: "{{"), let close = rest[open.upperBound...].firstRange(of: "}}") {
            let name = String(rest[open.upperBound..<close.lowerBound])
            text += rest[..<open.lowerBound]
            text += values[name] ?? String(rest[open.lowerBound..<close.upperBound])
            rest = rest[close.upperBound...]
        }
        return text + rest
    }
}

/// What a session is made of: fixed for its life.
public struct SessionConfiguration: Sendable, Equatable {
    public var id: String
    public var model: String
    public var transport: Transport
    /// Seconds since 1970, for `expires_at`.
    public var startedAt: Int
    public var limits = EngineLimits()
    public var offer = Offer()
    /// In force from the first moment: what a secret pins, what `accept` says.
    public var initial: SessionObject?

    public init(id: String, model: String, transport: Transport = .webSocket, startedAt: Int) {
        self.id = id
        self.model = model
        self.transport = transport
        self.startedAt = startedAt
    }

    var expiresAt: Int { startedAt + Int(limits.duration.components.seconds) }
}
