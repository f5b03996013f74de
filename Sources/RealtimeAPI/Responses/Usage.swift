public import Bytes

/// What a response cost. The parts add up to the totals; what was cached is part of the input.
public struct Usage: WireObject {
    public struct InputDetails: WireObject {
        public var textTokens: Int?
        public var audioTokens: Int?
        public var imageTokens: Int?
        public var cachedTokens: Int?
        public var cachedTokensDetails: CachedDetails?
        public var unknown: [JSONObject.Member] = []
        public init() {}

        public static let fields: [WireField<Self>] = [
            .optional("text_tokens", \.textTokens),
            .optional("audio_tokens", \.audioTokens),
            .optional("image_tokens", \.imageTokens),
            .optional("cached_tokens", \.cachedTokens),
            .optional("cached_tokens_details", \.cachedTokensDetails),
        ]
    }

    public struct CachedDetails: WireObject {
        public var textTokens: Int?
        public var audioTokens: Int?
        public var imageTokens: Int?
        public var unknown: [JSONObject.Member] = []
        public init() {}

        public static let fields: [WireField<Self>] = [
            .optional("text_tokens", \.textTokens),
            .optional("audio_tokens", \.audioTokens),
            .optional("image_tokens", \.imageTokens),
        ]
    }

    public struct OutputDetails: WireObject {
        public var textTokens: Int?
        public var audioTokens: Int?
        public var unknown: [JSONObject.Member] = []
        public init() {}

        public static let fields: [WireField<Self>] = [
            .optional("text_tokens", \.textTokens),
            .optional("audio_tokens", \.audioTokens),
        ]
    }

    public var totalTokens: Int?
    public var inputTokens: Int?
    public var outputTokens: Int?
    public var inputDetails: InputDetails?
    public var outputDetails: OutputDetails?
    public var unknown: [JSONObject.Member] = []
    public init() {}

    public static let fields: [WireField<Self>] = [
        .optional("total_tokens", \.totalTokens),
        .optional("input_tokens", \.inputTokens),
        .optional("output_tokens", \.outputTokens),
        .optional("input_token_details", \.inputDetails),
        .optional("output_token_details", \.outputDetails),
    ]
}

/// What a transcription cost: tokens, or the seconds that were listened to.
public struct TranscriptionUsage: WireObject {
    public struct Kind: OpenEnum {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }

        public static let tokens: Self = "tokens"
        public static let duration: Self = "duration"
        public static var known: [Self] { [.tokens, .duration] }
    }

    public struct InputDetails: WireObject {
        public var textTokens: Int?
        public var audioTokens: Int?
        public var unknown: [JSONObject.Member] = []
        public init() {}
        public static let fields: [WireField<Self>] = [
            .optional("text_tokens", \.textTokens), .optional("audio_tokens", \.audioTokens),
        ]
    }

    public var type = Kind.tokens
    public var totalTokens: Int?
    public var inputTokens: Int?
    public var inputDetails: InputDetails?
    public var outputTokens: Int?
    public var seconds: Double?
    public var unknown: [JSONObject.Member] = []
    public init() {}

    public static let fields: [WireField<Self>] = [
        .required("type", \.type),
        .optional("total_tokens", \.totalTokens),
        .optional("input_tokens", \.inputTokens),
        .optional("input_token_details", \.inputDetails),
        .optional("output_tokens", \.outputTokens),
        .optional("seconds", \.seconds),
    ]
}
