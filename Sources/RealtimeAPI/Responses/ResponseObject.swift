public import Bytes

/// The response resource, as `response.created` and `response.done` carry it.
public struct ResponseObject: WireObject {
    public struct Audio: WireObject {
        public var output: AudioOutput?
        public var unknown: [JSONObject.Member] = []
        public init() {}
        public static let fields: [WireField<Self>] = [.optional("output", \.output)]
    }

    public var id: ResponseID?
    public var object: String?
    public var status: ResponseStatus?
    public var statusDetails = Nullable<StatusDetails>.absent
    public var output: [Item]?
    public var conversationID = Nullable<String>.absent
    public var outputModalities: [Modality]?
    public var maxOutputTokens: OutputTokenLimit?
    public var audio: Audio?
    public var usage = Nullable<Usage>.absent
    public var metadata = Nullable<Metadata>.absent
    public var unknown: [JSONObject.Member] = []
    public init() {}

    public static let fields: [WireField<Self>] = [
        .optional("object", \.object),
        .optional("id", \.id),
        .optional("status", \.status),
        .nullable("status_details", \.statusDetails),
        .optional("output", \.output),
        .nullable("conversation_id", \.conversationID),
        .optional("output_modalities", \.outputModalities),
        .optional("max_output_tokens", \.maxOutputTokens),
        .optional("audio", \.audio),
        .nullable("usage", \.usage),
        .nullable("metadata", \.metadata),
    ]
}

public struct ResponseStatus: OpenEnum {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    public static let inProgress: Self = "in_progress"
    public static let completed: Self = "completed"
    public static let cancelled: Self = "cancelled"
    public static let incomplete: Self = "incomplete"
    public static let failed: Self = "failed"
    public static var known: [Self] { [.inProgress, .completed, .cancelled, .incomplete, .failed] }
}

/// Why a response did not simply complete.
public struct StatusDetails: WireObject {
    public struct Reason: OpenEnum {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }

        public static let turnDetected: Self = "turn_detected"
        public static let clientCancelled: Self = "client_cancelled"
        public static let maxOutputTokens: Self = "max_output_tokens"
        public static let contentFilter: Self = "content_filter"
        public static var known: [Self] { [.turnDetected, .clientCancelled, .maxOutputTokens, .contentFilter] }
    }

    public struct Failure: WireObject {
        public var type: String?
        public var code = Nullable<String>.absent
        public var message: String?
        public var unknown: [JSONObject.Member] = []
        public init() {}
        public static let fields: [WireField<Self>] = [
            .optional("type", \.type), .nullable("code", \.code), .optional("message", \.message),
        ]
    }

    public var type: ResponseStatus?
    public var reason: Reason?
    public var error: Failure?
    public var unknown: [JSONObject.Member] = []
    public init() {}

    public static let fields: [WireField<Self>] = [
        .optional("type", \.type),
        .optional("reason", \.reason),
        .optional("error", \.error),
    ]
}
