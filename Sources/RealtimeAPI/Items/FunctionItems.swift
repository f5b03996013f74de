public import Bytes

/// The model calls a function of the client's.
public struct FunctionCall: ItemBody {
    static let type = "function_call"

    public var id: ItemID?
    public var object: String?
    public var status: ItemStatus?
    public var callID: CallID?
    public var name = ""
    public var arguments = ""
    public var phase = Nullable<Phase>.absent
    public var unknown: [JSONObject.Member] = []
    public init() {}

    public static let fields: [WireField<Self>] = [
        .optional("id", \.id, .itemID),
        .optional("object", \.object, .itemObject),
        .constant("type", type),
        .optional("status", \.status),
        .optional("call_id", \.callID, .callID),
        .required("name", \.name, .must("a name") { !$0.isEmpty }),
        .required("arguments", \.arguments),
        .nullable("phase", \.phase),
    ]
}

/// The client answers a call.
public struct FunctionCallOutput: ItemBody {
    static let type = "function_call_output"

    public var id: ItemID?
    public var object: String?
    public var status: ItemStatus?
    public var callID: CallID = ""
    public var output = ""
    public var unknown: [JSONObject.Member] = []
    public init() {}

    public static let fields: [WireField<Self>] = [
        .optional("id", \.id, .itemID),
        .optional("object", \.object, .itemObject),
        .constant("type", type),
        .optional("status", \.status),
        .required("call_id", \.callID, .callID),
        .required("output", \.output),
    ]
}
