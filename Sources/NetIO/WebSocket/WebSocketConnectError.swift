public import HTTP

/// Why no WebSocket was opened.
public enum WebSocketConnectError: Error, Sendable, Equatable {
    /// Not `ws://host[:port]/path` or `wss://…`.
    case badURL(String)
    case cannotResolve(host: String, reason: String)
    case cannotConnect(SocketAddress, reason: String)
    case tlsFailed(host: String, reason: String)
    /// It took longer than `connectTimeout`.
    case timedOut(host: String)
    /// The connection ended before the server had answered.
    case connectionLost(host: String, reason: String)
    /// What came is no HTTP.
    case badResponse(HTTPViolation)
    /// The server answered with something else, of whose body the beginning is here.
    case refused(ResponseHead, body: [UInt8])
    /// The answer looks like a WebSocket's and is none.
    case badAnswer(WebSocketRequest.Refusal)
    /// The request's headers cannot be written.
    case badRequest(HTTPWriteError)
    case cancelled
}

extension WebSocketConnectError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .badURL(let url): "'\(url)' is no address of a WebSocket: it begins with ws:// or wss://."
        case .cannotResolve(let host, let reason): "No address is known of '\(host)': \(reason)."
        case .cannotConnect(let address, let reason): "Cannot connect to \(address): \(reason)."
        case .tlsFailed(let host, let reason): "No TLS with '\(host)': \(reason)."
        case .timedOut(let host): "'\(host)' took too long to open a WebSocket."
        case .connectionLost(let host, let reason): "'\(host)' opened no WebSocket: \(reason)."
        case .badResponse(let violation): violation.description
        case .refused(let head, _): "The server answered with status \(head.status) where 101 opens a WebSocket."
        case .badAnswer(let refusal): refusal.description
        case .badRequest(let error): error.description
        case .cancelled: "The connecting was cancelled."
        }
    }
}
