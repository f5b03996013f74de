public import Bytes

/// `response.create`'s `response`: what differs from the session for this one response.
public struct ResponseParameters: WireObject {
    public struct Audio: WireObject {
        public struct Output: WireObject {
            public var format: AudioFormat?
            public var voice: Voice?
            public var unknown: [JSONObject.Member] = []
            public init() {}
            public static let fields: [WireField<Self>] = [.optional("format", \.format), .optional("voice", \.voice)]
        }

        public var output: Output?
        public var unknown: [JSONObject.Member] = []
        public init() {}
        public static let fields: [WireField<Self>] = [.optional("output", \.output)]
    }

    public var outputModalities: [Modality]?
    public var instructions = Nullable<String>.absent
    public var audio: Audio?
    public var tools: [Tool]?
    public var toolChoice: ToolChoice?
    public var parallelToolCalls: Bool?
    public var reasoning: Reasoning?
    public var maxOutputTokens: OutputTokenLimit?
    public var conversation: ConversationChoice?
    public var metadata = Nullable<Metadata>.absent
    public var prompt = Nullable<PromptReference>.absent
    public var input: [ResponseInput]?
    public var unknown: [JSONObject.Member] = []
    public init() {}

    public static let fields: [WireField<Self>] = [
        .optional("output_modalities", \.outputModalities, .outputModalities),
        .nullable("instructions", \.instructions),
        .optional("audio", \.audio),
        .optional("tools", \.tools),
        .optional("tool_choice", \.toolChoice),
        .optional("parallel_tool_calls", \.parallelToolCalls),
        .optional("reasoning", \.reasoning),
        .optional("max_output_tokens", \.maxOutputTokens),
        .optional("conversation", \.conversation),
        .nullable("metadata", \.metadata),
        .nullable("prompt", \.prompt),
        .optional("input", \.input),
    ]
}

/// Whether a response writes to the conversation.
public struct ConversationChoice: OpenEnum {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    public static let auto: Self = "auto"
    public static let none: Self = "none"
    public static var known: [Self] { [.auto, .none] }
}

/// A piece of a response's own context: an item, or the name of one of the conversation's.
public enum ResponseInput: WireValue {
    case item(Item)
    case reference(ItemReference)

    public var json: JSON {
        switch self {
        case .item(let item): item.json
        case .reference(let reference): reference.json
        }
    }

    public static var shape: WireShape { .choice([Item.shape, ItemReference.shape]) }

    public static func read(_ json: JSON, _ reading: Reading) throws(WireFault) -> ResponseInput {
        let type = try json.discriminator("type")
        if type == ItemReference.type { return .reference(try ItemReference.read(json, reading)) }
        let allowed = Item.clientTypes + [ItemReference.type]
        if reading == .strict, !allowed.contains(type) {
            throw WireFault(.notInSet(found: type, allowed: allowed)).under("type")
        }
        return .item(try Item.read(json, reading))
    }
}

public struct ItemReference: WireObject {
    static let type = "item_reference"

    public var id: ItemID = ""
    public var unknown: [JSONObject.Member] = []
    public init() {}
    public static let fields: [WireField<Self>] = [.constant("type", type), .required("id", \.id)]
}
