public import Bytes

/// One entry of a conversation, or of a response's output.
public enum Item: WireValue {
    case message(Message)
    case functionCall(FunctionCall)
    case functionCallOutput(FunctionCallOutput)
    case mcpListTools(MCPListTools)
    case mcpCall(MCPCall)
    case mcpApprovalRequest(MCPApprovalRequest)
    case mcpApprovalResponse(MCPApprovalResponse)
    case unknown(JSON)

    public var json: JSON {
        switch self {
        case .unknown(let json): json
        default: body?.json ?? .null
        }
    }

    private var body: (any ItemBody)? {
        switch self {
        case .message(let body): body
        case .functionCall(let body): body
        case .functionCallOutput(let body): body
        case .mcpListTools(let body): body
        case .mcpCall(let body): body
        case .mcpApprovalRequest(let body): body
        case .mcpApprovalResponse(let body): body
        case .unknown: nil
        }
    }

    public var id: ItemID? { body?.id }
    public var status: ItemStatus? { body?.status }

    public static var shape: WireShape {
        let why = "Only the server makes such an item."
        return .choice([
            Message.shape, FunctionCall.shape, FunctionCallOutput.shape, MCPApprovalResponse.shape,
            .refused(why, MCPListTools.shape), .refused(why, MCPCall.shape), .refused(why, MCPApprovalRequest.shape),
        ])
    }

    /// What a client may create. The rest is made by the server alone.
    static let clientTypes = [
        Message.type, FunctionCall.type, FunctionCallOutput.type, MCPApprovalResponse.type,
    ]

    public static func read(_ json: JSON, _ reading: Reading) throws(WireFault) -> Item {
        let type = try json.discriminator("type")
        if reading == .strict, !clientTypes.contains(type) {
            throw WireFault(.notInSet(found: type, allowed: clientTypes)).under("type")
        }
        switch type {
        case Message.type: return .message(try Message.read(json, reading))
        case FunctionCall.type: return .functionCall(try FunctionCall.read(json, reading))
        case FunctionCallOutput.type: return .functionCallOutput(try FunctionCallOutput.read(json, reading))
        case MCPListTools.type: return .mcpListTools(try MCPListTools.read(json, reading))
        case MCPCall.type: return .mcpCall(try MCPCall.read(json, reading))
        case MCPApprovalRequest.type: return .mcpApprovalRequest(try MCPApprovalRequest.read(json, reading))
        case MCPApprovalResponse.type: return .mcpApprovalResponse(try MCPApprovalResponse.read(json, reading))
        default: return .unknown(json)
        }
    }
}

/// What every kind of item has.
public protocol ItemBody: WireObject {
    var id: ItemID? { get set }
    var object: String? { get set }
    var status: ItemStatus? { get set }
}

public struct ItemStatus: OpenEnum {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    public static let completed: Self = "completed"
    public static let incomplete: Self = "incomplete"
    public static let inProgress: Self = "in_progress"
    public static var known: [Self] { [.completed, .incomplete, .inProgress] }
}

/// `realtime.item`: promised by the documentation, often absent on the live wire, always there on ours.
public let itemObject = "realtime.item"

extension WireRule<String> {
    static var itemObject: Self { .must("'\(RealtimeAPI.itemObject)'") { $0 == RealtimeAPI.itemObject } }
}

/// What the item is to the turn it belongs to; models of the 2.x family tell commentary from answer.
public struct Phase: OpenEnum {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    public static let commentary: Self = "commentary"
    public static let finalAnswer: Self = "final_answer"
    public static var known: [Self] { [.commentary, .finalAnswer] }
}

extension ItemBody {
    /// As the server tells of it: named, and with its state.
    public func stamped(_ id: ItemID, _ status: ItemStatus) -> Self {
        var stamped = self
        stamped.id = id
        stamped.object = itemObject
        stamped.status = status
        return stamped
    }
}
