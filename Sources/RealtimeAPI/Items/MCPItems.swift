public import Bytes

/// The tools that an MCP server offers.
public struct MCPListTools: ItemBody {
    static let type = "mcp_list_tools"

    public var id: ItemID?
    public var object: String?
    public var status: ItemStatus?
    public var serverLabel = ""
    public var tools: [MCPToolListing] = []
    public var unknown: [JSONObject.Member] = []
    public init() {}

    public static let fields: [WireField<Self>] = [
        .optional("id", \.id),
        .optional("object", \.object),
        .constant("type", type),
        .optional("status", \.status),
        .required("server_label", \.serverLabel),
        .required("tools", \.tools),
    ]
}

public struct MCPToolListing: WireObject {
    public var name = ""
    public var description = Nullable<String>.absent
    public var inputSchema = JSONObject()
    public var annotations = Nullable<JSONObject>.absent
    public var unknown: [JSONObject.Member] = []
    public init() {}

    public static let fields: [WireField<Self>] = [
        .required("name", \.name),
        .nullable("description", \.description),
        .required("input_schema", \.inputSchema),
        .nullable("annotations", \.annotations),
    ]
}

/// A tool of an MCP server that the server calls itself.
public struct MCPCall: ItemBody {
    static let type = "mcp_call"

    public var id: ItemID?
    public var object: String?
    public var status: ItemStatus?
    public var serverLabel = ""
    public var name = ""
    public var arguments = ""
    public var approvalRequestID = Nullable<ItemID>.absent
    public var output = Nullable<String>.absent
    public var error = Nullable<MCPError>.absent
    public var unknown: [JSONObject.Member] = []
    public init() {}

    public static let fields: [WireField<Self>] = [
        .optional("id", \.id),
        .optional("object", \.object),
        .constant("type", type),
        .optional("status", \.status),
        .required("server_label", \.serverLabel),
        .required("name", \.name),
        .required("arguments", \.arguments),
        .nullable("approval_request_id", \.approvalRequestID),
        .nullable("output", \.output),
        .nullable("error", \.error),
    ]
}

/// Why a call failed: `protocol_error`, `tool_execution_error` or `http_error`.
public struct MCPError: WireObject {
    public var type = ""
    public var code: Int?
    public var message = ""
    public var unknown: [JSONObject.Member] = []
    public init() {}

    public static let fields: [WireField<Self>] = [
        .required("type", \.type),
        .optional("code", \.code),
        .required("message", \.message),
    ]

    public static func protocolError(code: Int, _ message: String) -> Self {
        Self {
            $0.type = "protocol_error"
            $0.code = code
            $0.message = message
        }
    }

    public static func httpError(code: Int, _ message: String) -> Self {
        Self {
            $0.type = "http_error"
            $0.code = code
            $0.message = message
        }
    }

    public static func toolFailed(_ message: String) -> Self {
        Self {
            $0.type = "tool_execution_error"
            $0.message = message
        }
    }
}

/// A call that waits for a person.
public struct MCPApprovalRequest: ItemBody {
    static let type = "mcp_approval_request"

    public var id: ItemID?
    public var object: String?
    public var status: ItemStatus?
    public var serverLabel = ""
    public var name = ""
    public var arguments = ""
    public var unknown: [JSONObject.Member] = []
    public init() {}

    public static let fields: [WireField<Self>] = [
        .optional("id", \.id),
        .optional("object", \.object),
        .constant("type", type),
        .optional("status", \.status),
        .required("server_label", \.serverLabel),
        .required("name", \.name),
        .required("arguments", \.arguments),
    ]
}

/// The person's answer.
public struct MCPApprovalResponse: ItemBody {
    static let type = "mcp_approval_response"

    public var id: ItemID?
    public var object: String?
    public var status: ItemStatus?
    public var approvalRequestID: ItemID = ""
    public var approve = false
    public var reason = Nullable<String>.absent
    public var unknown: [JSONObject.Member] = []
    public init() {}

    public static let fields: [WireField<Self>] = [
        .optional("id", \.id, .itemID),
        .optional("object", \.object, .itemObject),
        .constant("type", type),
        .optional("status", \.status),
        .required("approval_request_id", \.approvalRequestID),
        .required("approve", \.approve),
        .nullable("reason", \.reason),
    ]
}
