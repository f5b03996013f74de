public import Bytes

/// `max_output_tokens`: a number, or `"inf"`.
public enum OutputTokenLimit: WireValue {
    case tokens(Int)
    case unlimited

    public static let range = 1...4_096

    public var json: JSON {
        switch self {
        case .tokens(let count): count.json
        case .unlimited: "inf"
        }
    }

    public static var shape: WireShape { .scalar }

    public static func read(_ json: JSON, _ reading: Reading) throws(WireFault) -> OutputTokenLimit {
        if json == "inf" { return .unlimited }
        guard let count = json.int else { throw .wrongType("an integer or 'inf'", json) }
        guard reading == .open || range.contains(count) else {
            let expected = "an integer from \(range.lowerBound) to \(range.upperBound), or 'inf'"
            throw WireFault(.breaksRule(expected: expected, found: "\(count)"))
        }
        return .tokens(count)
    }
}

/// What happens when the conversation outgrows the model's input.
public enum Truncation: WireValue {
    case auto
    case disabled
    case retention(RetentionRatio)
    case unknown(JSON)

    public var json: JSON {
        switch self {
        case .auto: "auto"
        case .disabled: "disabled"
        case .retention(let ratio): ratio.json
        case .unknown(let json): json
        }
    }

    public static var shape: WireShape { .choice([.scalar, RetentionRatio.shape]) }

    public static func read(_ json: JSON, _ reading: Reading) throws(WireFault) -> Truncation {
        switch json {
        case .string("auto"): return .auto
        case .string("disabled"): return .disabled
        case .object where json["type"]?.string == RetentionRatio.type || reading == .strict:
            return .retention(try RetentionRatio.read(json, reading))
        case .string(let other) where reading == .strict:
            throw WireFault(.notInSet(found: other, allowed: ["auto", "disabled"]))
        case _ where reading == .strict: throw .wrongType("a string or an object", json)
        default: return .unknown(json)
        }
    }
}

public struct RetentionRatio: WireObject {
    static let type = "retention_ratio"

    public struct TokenLimits: WireObject {
        public var postInstructions: Int?
        public var unknown: [JSONObject.Member] = []
        public init() {}
        public static let fields: [WireField<Self>] = [
            .optional("post_instructions", \.postInstructions, .must("0 or more") { $0 >= 0 })
        ]
    }

    public var ratio = 1.0
    public var tokenLimits: TokenLimits?
    public var unknown: [JSONObject.Member] = []
    public init() {}

    public static let fields: [WireField<Self>] = [
        .constant("type", type),
        .required("retention_ratio", \.ratio, .within(0...1)),
        .optional("token_limits", \.tokenLimits),
    ]
}

/// Whether what is said may be kept with the session's record, and under which names.
public enum Tracing: WireValue {
    case auto
    case named(TraceNames)
    case unknown(JSON)

    public var json: JSON {
        switch self {
        case .auto: "auto"
        case .named(let names): names.json
        case .unknown(let json): json
        }
    }

    public static var shape: WireShape { .choice([.scalar, TraceNames.shape]) }

    public static func read(_ json: JSON, _ reading: Reading) throws(WireFault) -> Tracing {
        switch json {
        case .string("auto"): return .auto
        case .object: return .named(try TraceNames.read(json, reading))
        case .string(let other) where reading == .strict:
            throw WireFault(.notInSet(found: other, allowed: ["auto"]))
        case _ where reading == .strict: throw .wrongType("'auto' or an object", json)
        default: return .unknown(json)
        }
    }
}

public struct TraceNames: WireObject {
    public var workflowName: String?
    public var groupID: String?
    public var metadata: JSONObject?
    public var unknown: [JSONObject.Member] = []
    public init() {}

    public static let fields: [WireField<Self>] = [
        .optional("workflow_name", \.workflowName),
        .optional("group_id", \.groupID),
        .optional("metadata", \.metadata),
    ]
}

/// A stored prompt by its id, with values for its variables.
public struct PromptReference: WireObject {
    public var id = ""
    public var version = Nullable<String>.absent
    public var variables = Nullable<JSONObject>.absent
    public var unknown: [JSONObject.Member] = []
    public init() {}

    public static let fields: [WireField<Self>] = [
        .required("id", \.id),
        .nullable("version", \.version),
        .nullable("variables", \.variables),
    ]
}
