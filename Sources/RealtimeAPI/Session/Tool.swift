public import Bytes

/// What the model may call.
public enum Tool: WireValue {
    case function(FunctionTool)
    case mcp(MCPTool)
    case unknown(JSON)

    public var json: JSON {
        switch self {
        case .function(let tool): tool.json
        case .mcp(let tool): tool.json
        case .unknown(let json): json
        }
    }

    public static var shape: WireShape { .choice([FunctionTool.shape, MCPTool.shape]) }

    public static func read(_ json: JSON, _ reading: Reading) throws(WireFault) -> Tool {
        switch try json.discriminator("type") {
        case FunctionTool.type: return .function(try FunctionTool.read(json, reading))
        case MCPTool.type: return .mcp(try MCPTool.read(json, reading))
        case let other:
            guard reading == .strict else { return .unknown(json) }
            throw WireFault(.notInSet(found: other, allowed: [FunctionTool.type, MCPTool.type])).under("type")
        }
    }
}

public struct FunctionTool: WireObject {
    static let type = "function"

    public var name = ""
    public var description: String?
    public var parameters: JSONObject?
    public var strict = Nullable<Bool>.absent
    public var unknown: [JSONObject.Member] = []
    public init() {}

    public static let fields: [WireField<Self>] = [
        .constant("type", type),
        .required("name", \.name, .must("a name") { !$0.isEmpty }),
        .optional("description", \.description),
        .optional("parameters", \.parameters),
        .nullable("strict", \.strict),
    ]
}

public struct MCPTool: WireObject {
    static let type = "mcp"

    public var serverLabel = ""
    public var serverURL: String?
    public var authorization: String?
    public var serverDescription: String?
    public var headers = Nullable<JSONObject>.absent
    public var allowedTools = Nullable<AllowedTools>.absent
    public var requireApproval = Nullable<ApprovalPolicy>.absent
    public var unknown: [JSONObject.Member] = []
    public init() {}

    public static let fields: [WireField<Self>] = [
        .constant("type", type),
        .required("server_label", \.serverLabel, .must("a label") { !$0.isEmpty }),
        .optional("server_url", \.serverURL),
        .refused("connector_id", "Service connectors live at OpenAI; give the server's own 'server_url'."),
        .refused("tunnel_id", "Tunnels live at OpenAI; give the server's own 'server_url'."),
        .optional("authorization", \.authorization),
        .optional("server_description", \.serverDescription),
        .nullable("headers", \.headers, .must("texts only") { $0.members.allSatisfy { $0.value.string != nil } }),
        .nullable("allowed_tools", \.allowedTools),
        .refused("allowed_callers", "Programmatic callers do not exist here; every call is the model's own."),
        .nullable("require_approval", \.requireApproval),
        .refused("defer_loading", "There is no tool search here; tools are listed when they are declared."),
    ]

    public func check() throws(WireFault) {
        let named = headers.value?.members.contains { $0.name.lowercased() == "authorization" } ?? false
        if named, authorization != nil {
            throw WireFault(.said("'authorization' and an Authorization header exclude each other.")).under("headers")
        }
    }

    /// What may be shown to everyone who is attached to the session: without what opens the server's door.
    public var withoutSecrets: MCPTool {
        var shown = self
        shown.authorization = nil
        shown.headers = .absent
        return shown
    }
}

/// Which of a server's tools the model may see.
public enum AllowedTools: WireValue {
    case names([String])
    case filter(ToolFilter)

    public var json: JSON {
        switch self {
        case .names(let names): names.json
        case .filter(let filter): filter.json
        }
    }

    public static var shape: WireShape { .choice([.array(.scalar), ToolFilter.shape]) }

    public static func read(_ json: JSON, _ reading: Reading) throws(WireFault) -> AllowedTools {
        switch json {
        case .array: return .names(try [String].read(json, reading))
        case .object: return .filter(try ToolFilter.read(json, reading))
        default: throw .wrongType("an array or an object", json)
        }
    }
}

public struct ToolFilter: WireObject {
    public var toolNames: [String]?
    public var readOnly: Bool?
    public var unknown: [JSONObject.Member] = []
    public init() {}

    public static let fields: [WireField<Self>] = [
        .optional("tool_names", \.toolNames),
        .optional("read_only", \.readOnly),
    ]
}

/// Which calls wait for a person.
public enum ApprovalPolicy: WireValue {
    case always
    case never
    case filters(ApprovalFilters)

    public var json: JSON {
        switch self {
        case .always: "always"
        case .never: "never"
        case .filters(let filters): filters.json
        }
    }

    public static var shape: WireShape { .choice([.scalar, ApprovalFilters.shape]) }

    public static func read(_ json: JSON, _ reading: Reading) throws(WireFault) -> ApprovalPolicy {
        switch json {
        case .string("always"): return .always
        case .string("never"): return .never
        case .string(let other): throw WireFault(.notInSet(found: other, allowed: ["always", "never"]))
        case .object: return .filters(try ApprovalFilters.read(json, reading))
        default: throw .wrongType("a string or an object", json)
        }
    }
}

public struct ApprovalFilters: WireObject {
    public var always: ToolFilter?
    public var never: ToolFilter?
    public var unknown: [JSONObject.Member] = []
    public init() {}

    public static let fields: [WireField<Self>] = [
        .optional("always", \.always),
        .optional("never", \.never),
    ]
}
