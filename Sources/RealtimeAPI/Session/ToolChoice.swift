public import Bytes

/// How the model chooses among its tools.
public enum ToolChoice: WireValue {
    case auto
    case none
    case required
    case function(FunctionChoice)
    case mcp(MCPChoice)
    case unknown(JSON)

    public var json: JSON {
        switch self {
        case .auto: "auto"
        case .none: "none"
        case .required: "required"
        case .function(let choice): choice.json
        case .mcp(let choice): choice.json
        case .unknown(let json): json
        }
    }

    public static var shape: WireShape { .choice([.scalar, FunctionChoice.shape, MCPChoice.shape]) }

    public static func read(_ json: JSON, _ reading: Reading) throws(WireFault) -> ToolChoice {
        switch json {
        case .string("auto"): return .auto
        case .string("none"): return ToolChoice.none
        case .string("required"): return .required
        case .object: return try readObject(json, reading)
        case .string(let other) where reading == .strict:
            throw WireFault(.notInSet(found: other, allowed: ["none", "auto", "required"]))
        case _ where reading == .strict: throw .wrongType("a string or an object", json)
        default: return .unknown(json)
        }
    }

    private static func readObject(_ json: JSON, _ reading: Reading) throws(WireFault) -> ToolChoice {
        switch try json.discriminator("type") {
        case "function": return .function(try FunctionChoice.read(json, reading))
        case "mcp": return .mcp(try MCPChoice.read(json, reading))
        case let other:
            guard reading == .strict else { return .unknown(json) }
            throw WireFault(.notInSet(found: other, allowed: ["function", "mcp"])).under("type")
        }
    }
}

public struct FunctionChoice: WireObject {
    public var name = ""
    public var unknown: [JSONObject.Member] = []
    public init() {}
    public static let fields: [WireField<Self>] = [.constant("type", "function"), .required("name", \.name)]
}

public struct MCPChoice: WireObject {
    public var serverLabel = ""
    public var name = Nullable<String>.absent
    public var unknown: [JSONObject.Member] = []
    public init() {}

    public static let fields: [WireField<Self>] = [
        .constant("type", "mcp"),
        .required("server_label", \.serverLabel),
        .nullable("name", \.name),
    ]
}
