// A table: data, exempt from the size rule.

public import Bytes

public struct ErrorEvent: WireObject {
    public struct Details: WireObject {
        public var type = ErrorType.invalidRequest
        public var code = Nullable<String>.absent
        public var message = ""
        public var param = Nullable<String>.absent
        public var eventID = Nullable<String>.absent
        public var unknown: [JSONObject.Member] = []
        public init() {}

        public static let fields: [WireField<Self>] = [
            .required("type", \.type),
            .nullable("code", \.code),
            .required("message", \.message),
            .nullable("param", \.param),
            .nullable("event_id", \.eventID),
        ]
    }

    public var error = Details()
    /// See `APIError`; it is not on the wire.
    var namesClientsField = false
    public var unknown: [JSONObject.Member] = []
    public init() {}
    public static let fields: [WireField<Self>] = [.required("error", \.error)]

    /// `eventID`: of the client event that caused it.
    public init(_ error: APIError, eventID: String?) {
        self.error = Details {
            $0.type = error.type
            $0.code = Nullable(error.code)
            $0.message = error.message
            $0.param = Nullable(error.param)
            $0.eventID = Nullable(eventID)
        }
        namesClientsField = error.namesClientsField
    }
}

/// `session.created`, `session.updated`
public struct SessionEvent: WireObject {
    public var session = SessionObject.realtime(RealtimeSession())
    public var unknown: [JSONObject.Member] = []
    public init() {}
    public static let fields: [WireField<Self>] = [.required("session", \.session)]
}

/// `conversation.created`: GA never sends it, Preview does.
public struct ConversationCreated: WireObject {
    public struct Conversation: WireObject {
        public var id: String?
        public var object: String?
        public var unknown: [JSONObject.Member] = []
        public init() {}
        public static let fields: [WireField<Self>] = [.optional("id", \.id), .optional("object", \.object)]
    }

    public var conversation = Conversation()
    public var unknown: [JSONObject.Member] = []
    public init() {}
    public static let fields: [WireField<Self>] = [.required("conversation", \.conversation)]
}

/// `conversation.item.added`, `.done`, `.created`: an item in its place.
public struct PlacedItem: WireObject {
    public var previousItemID = Nullable<ItemID>.absent
    public var item = Item.message(Message())
    public var unknown: [JSONObject.Member] = []
    public init() {}

    public static let fields: [WireField<Self>] = [
        .nullable("previous_item_id", \.previousItemID),
        .required("item", \.item),
    ]
}

/// `conversation.item.retrieved`
public struct ItemEvent: WireObject {
    public var item = Item.message(Message())
    public var unknown: [JSONObject.Member] = []
    public init() {}
    public static let fields: [WireField<Self>] = [.required("item", \.item)]
}

/// `conversation.item.truncated`
public struct ItemTruncated: WireObject {
    public var itemID: ItemID = ""
    public var contentIndex = 0
    public var audioEndMilliseconds = 0
    public var unknown: [JSONObject.Member] = []
    public init() {}

    public static let fields: [WireField<Self>] = [
        .required("item_id", \.itemID),
        .required("content_index", \.contentIndex),
        .required("audio_end_ms", \.audioEndMilliseconds),
    ]
}

public struct LogProbability: WireObject {
    public var token = ""
    public var logprob = 0.0
    public var bytes: [Int] = []
    public var unknown: [JSONObject.Member] = []
    public init() {}

    public static let fields: [WireField<Self>] = [
        .required("token", \.token),
        .required("logprob", \.logprob),
        .required("bytes", \.bytes),
    ]
}

public struct TranscriptionDelta: WireObject {
    public var itemID: ItemID = ""
    public var contentIndex: Int?
    public var delta: String?
    public var logprobs = Nullable<[LogProbability]>.absent
    public var obfuscation: String?
    public var unknown: [JSONObject.Member] = []
    public init() {}

    public static let fields: [WireField<Self>] = [
        .required("item_id", \.itemID),
        .optional("content_index", \.contentIndex),
        .optional("delta", \.delta),
        .nullable("logprobs", \.logprobs),
        .optional("obfuscation", \.obfuscation),
    ]
}

public struct TranscriptionCompleted: WireObject {
    public struct Language: WireObject {
        public var code = ""
        public var unknown: [JSONObject.Member] = []
        public init() {}
        public static let fields: [WireField<Self>] = [.required("code", \.code)]
    }

    public var itemID: ItemID = ""
    public var contentIndex = 0
    public var transcript = ""
    public var languages: [Language]?
    public var logprobs = Nullable<[LogProbability]>.absent
    public var usage = TranscriptionUsage()
    public var unknown: [JSONObject.Member] = []
    public init() {}

    public static let fields: [WireField<Self>] = [
        .required("item_id", \.itemID),
        .required("content_index", \.contentIndex),
        .required("transcript", \.transcript),
        .optional("languages", \.languages),
        .nullable("logprobs", \.logprobs),
        .required("usage", \.usage),
    ]
}

public struct TranscriptionFailed: WireObject {
    public struct Failure: WireObject {
        public var type: String?
        public var code = Nullable<String>.absent
        public var message: String?
        public var param = Nullable<String>.absent
        public var unknown: [JSONObject.Member] = []
        public init() {}

        public static let fields: [WireField<Self>] = [
            .optional("type", \.type),
            .nullable("code", \.code),
            .optional("message", \.message),
            .nullable("param", \.param),
        ]
    }

    public var itemID: ItemID = ""
    public var contentIndex = 0
    public var error = Failure()
    public var unknown: [JSONObject.Member] = []
    public init() {}

    public static let fields: [WireField<Self>] = [
        .required("item_id", \.itemID),
        .required("content_index", \.contentIndex),
        .required("error", \.error),
    ]
}

public struct TranscriptionSegment: WireObject {
    public var itemID: ItemID = ""
    public var contentIndex = 0
    public var text = ""
    public var id = ""
    public var speaker = ""
    public var start = 0.0
    public var end = 0.0
    public var unknown: [JSONObject.Member] = []
    public init() {}

    public static let fields: [WireField<Self>] = [
        .required("item_id", \.itemID),
        .required("content_index", \.contentIndex),
        .required("text", \.text),
        .required("id", \.id),
        .required("speaker", \.speaker),
        .required("start", \.start),
        .required("end", \.end),
    ]
}

public struct BufferCommitted: WireObject {
    public var previousItemID = Nullable<ItemID>.absent
    public var itemID: ItemID = ""
    public var unknown: [JSONObject.Member] = []
    public init() {}

    public static let fields: [WireField<Self>] = [
        .nullable("previous_item_id", \.previousItemID),
        .required("item_id", \.itemID),
    ]
}

public struct DTMFReceived: WireObject {
    public var event = ""
    public var receivedAt = 0
    public var unknown: [JSONObject.Member] = []
    public init() {}

    public static let fields: [WireField<Self>] = [
        .required("event", \.event),
        .required("received_at", \.receivedAt),
    ]
}

public struct SpeechStarted: WireObject {
    public var audioStartMilliseconds = 0
    public var itemID: ItemID = ""
    public var unknown: [JSONObject.Member] = []
    public init() {}

    public static let fields: [WireField<Self>] = [
        .required("audio_start_ms", \.audioStartMilliseconds),
        .required("item_id", \.itemID),
    ]
}

public struct SpeechStopped: WireObject {
    public var audioEndMilliseconds = 0
    public var itemID: ItemID = ""
    public var unknown: [JSONObject.Member] = []
    public init() {}

    public static let fields: [WireField<Self>] = [
        .required("audio_end_ms", \.audioEndMilliseconds),
        .required("item_id", \.itemID),
    ]
}

public struct IdleTimeoutTriggered: WireObject {
    public var audioStartMilliseconds = 0
    public var audioEndMilliseconds = 0
    public var itemID: ItemID = ""
    public var unknown: [JSONObject.Member] = []
    public init() {}

    public static let fields: [WireField<Self>] = [
        .required("audio_start_ms", \.audioStartMilliseconds),
        .required("audio_end_ms", \.audioEndMilliseconds),
        .required("item_id", \.itemID),
    ]
}

public struct RateLimitsUpdated: WireObject {
    /// When it is said: GA tells limits after a response, Preview at its beginning. The dialect picks (CONTRACT 23).
    public enum Moment: Sendable, Equatable {
        case responseCreated
        case responseDone
    }

    public var rateLimits: [RateLimit] = []
    public var moment = Moment.responseDone
    public var unknown: [JSONObject.Member] = []
    public init() {}
    public static let fields: [WireField<Self>] = [.required("rate_limits", \.rateLimits)]
}

public struct RateLimit: WireObject {
    public var name: String?
    public var limit: Int?
    public var remaining: Int?
    public var resetSeconds: Double?
    public var unknown: [JSONObject.Member] = []
    public init() {}

    public static let fields: [WireField<Self>] = [
        .optional("name", \.name),
        .optional("limit", \.limit),
        .optional("remaining", \.remaining),
        .optional("reset_seconds", \.resetSeconds),
    ]
}

/// Where in a response a piece of content stands.
public struct PartPlace: WireObject {
    public var responseID: ResponseID = ""
    public var itemID: ItemID = ""
    public var outputIndex = 0
    public var contentIndex = 0
    public var unknown: [JSONObject.Member] = []
    public init() {}

    public static let fields: [WireField<Self>] = [
        .required("response_id", \.responseID),
        .required("item_id", \.itemID),
        .required("output_index", \.outputIndex),
        .required("content_index", \.contentIndex),
    ]
}

/// `response.output_text.delta`, `response.output_audio_transcript.delta`, `response.output_audio.delta`
public struct PartDelta: WireObject {
    public var place = PartPlace()
    public var delta = ""
    public var obfuscation: String?
    public var unknown: [JSONObject.Member] = []
    public init() {}

    public static let fields: [WireField<Self>] =
        PartPlace.fields.map { $0.within(\.place) } + [
            .required("delta", \.delta),
            .optional("obfuscation", \.obfuscation),
        ]
}

/// `response.output_text.done`
public struct TextDone: WireObject {
    public var place = PartPlace()
    public var text = ""
    public var unknown: [JSONObject.Member] = []
    public init() {}

    public static let fields: [WireField<Self>] =
        PartPlace.fields.map { $0.within(\.place) } + [.required("text", \.text)]
}

/// `response.output_audio_transcript.done`
public struct TranscriptDone: WireObject {
    public var place = PartPlace()
    public var transcript = ""
    public var unknown: [JSONObject.Member] = []
    public init() {}

    public static let fields: [WireField<Self>] =
        PartPlace.fields.map { $0.within(\.place) } + [.required("transcript", \.transcript)]
}

/// `response.content_part.added`, `.done`
public struct PartEvent: WireObject {
    public var place = PartPlace()
    public var part = ContentPart()
    public var unknown: [JSONObject.Member] = []
    public init() {}

    public static let fields: [WireField<Self>] =
        PartPlace.fields.map { $0.within(\.place) } + [.required("part", \.part)]
}

/// `response.created`, `response.done`
public struct ResponseEvent: WireObject {
    public var response = ResponseObject()
    public var unknown: [JSONObject.Member] = []
    public init() {}
    public static let fields: [WireField<Self>] = [.required("response", \.response)]
}

/// `response.output_item.added`, `.done`
public struct OutputItemEvent: WireObject {
    public var responseID: ResponseID = ""
    public var outputIndex = 0
    public var item = Item.message(Message())
    public var unknown: [JSONObject.Member] = []
    public init() {}

    public static let fields: [WireField<Self>] = [
        .required("response_id", \.responseID),
        .required("output_index", \.outputIndex),
        .required("item", \.item),
    ]
}

public struct FunctionArgumentsDelta: WireObject {
    public var responseID: ResponseID = ""
    public var itemID: ItemID = ""
    public var outputIndex = 0
    public var callID: CallID = ""
    public var delta = ""
    public var obfuscation: String?
    public var unknown: [JSONObject.Member] = []
    public init() {}

    public static let fields: [WireField<Self>] = [
        .required("response_id", \.responseID),
        .required("item_id", \.itemID),
        .required("output_index", \.outputIndex),
        .required("call_id", \.callID),
        .required("delta", \.delta),
        .optional("obfuscation", \.obfuscation),
    ]
}

public struct FunctionArgumentsDone: WireObject {
    public var responseID: ResponseID = ""
    public var itemID: ItemID = ""
    public var outputIndex = 0
    public var callID: CallID = ""
    public var name = ""
    public var arguments = ""
    public var unknown: [JSONObject.Member] = []
    public init() {}

    public static let fields: [WireField<Self>] = [
        .required("response_id", \.responseID),
        .required("item_id", \.itemID),
        .required("output_index", \.outputIndex),
        .required("call_id", \.callID),
        .required("name", \.name),
        .required("arguments", \.arguments),
    ]
}

/// `output_audio_buffer.started`, `.stopped`, `.cleared`
public struct OutputAudioEvent: WireObject {
    public var responseID: ResponseID = ""
    public var unknown: [JSONObject.Member] = []
    public init() {}
    public static let fields: [WireField<Self>] = [.required("response_id", \.responseID)]
}

/// `response.mcp_call.in_progress`, `.completed`, `.failed`
public struct MCPCallEvent: WireObject {
    public var outputIndex = 0
    public var itemID: ItemID = ""
    public var unknown: [JSONObject.Member] = []
    public init() {}

    public static let fields: [WireField<Self>] = [
        .required("output_index", \.outputIndex),
        .required("item_id", \.itemID),
    ]
}

public struct MCPArgumentsDelta: WireObject {
    public var responseID: ResponseID = ""
    public var itemID: ItemID = ""
    public var outputIndex = 0
    public var delta = ""
    public var obfuscation = Nullable<String>.absent
    public var unknown: [JSONObject.Member] = []
    public init() {}

    public static let fields: [WireField<Self>] = [
        .required("response_id", \.responseID),
        .required("item_id", \.itemID),
        .required("output_index", \.outputIndex),
        .required("delta", \.delta),
        .nullable("obfuscation", \.obfuscation),
    ]
}

public struct MCPArgumentsDone: WireObject {
    public var responseID: ResponseID = ""
    public var itemID: ItemID = ""
    public var outputIndex = 0
    public var arguments = ""
    public var unknown: [JSONObject.Member] = []
    public init() {}

    public static let fields: [WireField<Self>] = [
        .required("response_id", \.responseID),
        .required("item_id", \.itemID),
        .required("output_index", \.outputIndex),
        .required("arguments", \.arguments),
    ]
}

/// `session.created`, `session.updated` of a translation session.
public struct TranslationSessionEvent: WireObject {
    public var session = TranslationSession()
    public var unknown: [JSONObject.Member] = []
    public init() {}
    public static let fields: [WireField<Self>] = [.required("session", \.session)]
}

/// `session.input_transcript.delta`, `session.output_transcript.delta`
public struct TranslationTextDelta: WireObject {
    public var delta = ""
    public var elapsedMilliseconds = Nullable<Int>.absent
    public var unknown: [JSONObject.Member] = []
    public init() {}

    public static let fields: [WireField<Self>] = [
        .required("delta", \.delta),
        .nullable("elapsed_ms", \.elapsedMilliseconds),
    ]
}

/// `session.output_audio.delta`
public struct TranslationAudioDelta: WireObject {
    public var delta = ""
    public var sampleRate: Int?
    public var channels: Int?
    public var format: String?
    public var elapsedMilliseconds = Nullable<Int>.absent
    public var unknown: [JSONObject.Member] = []
    public init() {}

    public static let fields: [WireField<Self>] = [
        .required("delta", \.delta),
        .optional("sample_rate", \.sampleRate),
        .optional("channels", \.channels),
        .optional("format", \.format),
        .nullable("elapsed_ms", \.elapsedMilliseconds),
    ]
}
