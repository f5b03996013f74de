public import Bytes
public import HTTP

/// What somebody wants of a server.
public enum ToolOrder: Sendable, Equatable {
    case list
    case call(name: String, arguments: JSONObject)
}

/// What came of it.
public enum ToolAnswer: Sendable, Equatable {
    case listed([ListedTool])
    /// What the tool gave, as text.
    case called(String)
    case failed(MCPFailure)
}

/// What a session with a server wants done.
public enum MCPAction: Sendable, Equatable {
    /// To the server's URL; its own headers come with those of the protocol.
    case send(MCPRequest, exchange: Int)
    /// Nothing more is to come of an exchange: close its connection.
    case abort(exchange: Int)
    case answer(ToolAnswer, order: Int)
}

/// One HTTP request.
public struct MCPRequest: Sendable, Equatable {
    public enum Method: String, Sendable {
        case get = "GET"
        case post = "POST"
        case delete = "DELETE"
    }

    public var method: Method
    public var headers: HeaderFields
    public var body: [UInt8]?
    /// How long to wait before it is sent.
    public var delay: Duration = .zero
    /// Nobody waits for what comes of it.
    public var isErrand = false
}
