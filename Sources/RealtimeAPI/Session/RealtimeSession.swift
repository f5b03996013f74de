public import Bytes

/// The session object of a conversation: in `session.update` the fields to change, in `session.created` and
/// `session.updated` all that are in force. Key order as the live service writes it.
public struct RealtimeSession: WireObject {
    public var object: String?
    public var id: String?
    public var model: String?
    public var outputModalities: [Modality]?
    public var instructions: String?
    public var tools: [Tool]?
    public var toolChoice: ToolChoice?
    public var parallelToolCalls: Bool?
    public var reasoning: Reasoning?
    public var maxOutputTokens: OutputTokenLimit?
    public var tracing = Nullable<Tracing>.absent
    public var truncation: Truncation?
    public var prompt = Nullable<PromptReference>.absent
    public var expiresAt: Int?
    public var audio: SessionAudio?
    public var include = Nullable<[Inclusion]>.absent
    public var unknown: [JSONObject.Member] = []
    public init() {}

    public static let fields: [WireField<Self>] = [
        .constant("type", SessionKind.realtime.rawValue),
        .optional("object", \.object, support: .serverOnly),
        .optional("id", \.id, support: .serverOnly),
        .optional("model", \.model),
        .optional("output_modalities", \.outputModalities, .outputModalities),
        .optional("instructions", \.instructions),
        .optional("tools", \.tools),
        .optional("tool_choice", \.toolChoice),
        .optional("parallel_tool_calls", \.parallelToolCalls),
        .optional("reasoning", \.reasoning),
        .optional("max_output_tokens", \.maxOutputTokens),
        .nullable("tracing", \.tracing),
        .optional("truncation", \.truncation),
        .nullable("prompt", \.prompt),
        .optional("expires_at", \.expiresAt, support: .serverOnly),
        .optional("audio", \.audio),
        .nullable("include", \.include),
    ]
}

/// The session object of a transcription session.
public struct TranscriptionSession: WireObject {
    public struct Audio: WireObject {
        public var input: AudioInput?
        public var unknown: [JSONObject.Member] = []
        public init() {}
        public static let fields: [WireField<Self>] = [.optional("input", \.input)]
    }

    public var object: String?
    public var id: String?
    public var expiresAt: Int?
    public var audio: Audio?
    public var include = Nullable<[Inclusion]>.absent
    public var unknown: [JSONObject.Member] = []
    public init() {}

    public static let fields: [WireField<Self>] = [
        .constant("type", SessionKind.transcription.rawValue),
        .optional("object", \.object, support: .serverOnly),
        .optional("id", \.id, support: .serverOnly),
        .optional("expires_at", \.expiresAt, support: .serverOnly),
        .optional("audio", \.audio),
        .nullable("include", \.include),
    ]
}

/// The session object of a translation session. Made by a secret or a URL it names its model; updates do not.
public struct TranslationSession: WireObject {
    public struct Audio: WireObject {
        public var input: Input?
        public var output: Output?
        public var unknown: [JSONObject.Member] = []
        public init() {}
        public static let fields: [WireField<Self>] = [.optional("input", \.input), .optional("output", \.output)]
    }

    public struct Input: WireObject {
        public var transcription = Nullable<Transcription>.absent
        public var noiseReduction = Nullable<NoiseReduction>.absent
        public var unknown: [JSONObject.Member] = []
        public init() {}
        public static let fields: [WireField<Self>] = [
            .nullable("transcription", \.transcription),
            .nullable("noise_reduction", \.noiseReduction),
        ]
    }

    public struct NoiseReduction: WireObject {
        public var type: RealtimeAPI.NoiseReduction.Kind = .nearField
        public var unknown: [JSONObject.Member] = []
        public init() {}
        public static let fields: [WireField<Self>] = [.required("type", \.type)]
    }

    public struct Transcription: WireObject {
        public var model = ""
        public var language = Nullable<String>.absent
        public var unknown: [JSONObject.Member] = []
        public init() {}
        public static let fields: [WireField<Self>] = [
            .required("model", \.model),
            .nullable("language", \.language, support: .serverOnly),
        ]
    }

    public struct Output: WireObject {
        public var language: String?
        public var unknown: [JSONObject.Member] = []
        public init() {}
        public static let fields: [WireField<Self>] = [
            .optional("language", \.language, .must("a language code") { !$0.isEmpty })
        ]
    }

    public var id: String?
    /// Absent where a client makes the session, `translation` where we tell of it.
    public var type: SessionKind?
    public var expiresAt: Int?
    public var model: String?
    public var audio: Audio?
    public var unknown: [JSONObject.Member] = []
    public init() {}

    public static let fields: [WireField<Self>] = [
        .optional("id", \.id, support: .serverOnly),
        .optional("type", \.type, support: .serverOnly),
        .optional("expires_at", \.expiresAt, support: .serverOnly),
        .optional("model", \.model),
        .optional("audio", \.audio),
    ]
}

/// A session object of any kind, told apart by its `type`.
public enum SessionObject: WireValue {
    case realtime(RealtimeSession)
    case transcription(TranscriptionSession)
    case translation(TranslationSession)
    case unknown(JSON)

    public var json: JSON {
        switch self {
        case .realtime(let session): session.json
        case .transcription(let session): session.json
        case .translation(let session): session.json
        case .unknown(let json): json
        }
    }

    public static var shape: WireShape { .choice([RealtimeSession.shape, TranscriptionSession.shape]) }

    public static func read(_ json: JSON, _ reading: Reading) throws(WireFault) -> SessionObject {
        switch SessionKind(rawValue: try json.discriminator("type")) {
        case .realtime: return .realtime(try RealtimeSession.read(json, reading))
        case .transcription: return .transcription(try TranscriptionSession.read(json, reading))
        case .translation where reading == .open: return .translation(try TranslationSession.read(json, reading))
        case let other:
            guard reading == .strict else { return .unknown(json) }
            let allowed = [SessionKind.realtime.rawValue, SessionKind.transcription.rawValue]
            throw WireFault(.notInSet(found: other.rawValue, allowed: allowed)).under("type")
        }
    }
}
