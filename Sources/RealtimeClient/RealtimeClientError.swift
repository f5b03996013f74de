public import RealtimeAPI

/// Why there is no connection, or no more of it. An `error` event of the server is none of these: the session goes on.
public enum RealtimeClientError: Error, Sendable, Equatable {
    /// The endpoint is none; the sentence says why.
    case invalidEndpoint(String)
    /// Nobody could be reached, in the transport's words.
    case cannotConnect(String)
    /// Somebody was reached, and no TLS with them: mostly a certificate that is not trusted.
    case tlsFailed(String)
    /// The server answered, and opened no session: a wrong key, a limit, an unknown path. What it said of that, if it
    /// was an error in the protocol's form.
    case refused(status: Int, APIError?)
    /// The connection has ended.
    case ended(ConnectionEnd)
    /// The task was cancelled.
    case cancelled
}

/// How a connection ended.
public enum ConnectionEnd: Sendable, Equatable {
    /// We closed it.
    case closed
    /// The server closed it. No code: it gave none (1005).
    case closedByServer(code: UInt16?, reason: String)
    /// It broke without a word (1006).
    case lost
    /// The server broke the rules of the transport.
    case violation(String)

    /// Whether it was an end as it should be, after which reading events just ends.
    public var isNormal: Bool {
        switch self {
        case .closed, .closedByServer(code: 1_000, _): true
        case .closedByServer, .lost, .violation: false
        }
    }
}

extension RealtimeClientError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .invalidEndpoint(let why): "The endpoint's address is none: \(why)"
        case .cannotConnect(let why), .tlsFailed(let why): "There is no connection: \(why)"
        case .refused(let status, let error?): "The server refused the session (\(status)): \(error.message)"
        case .refused(let status, nil): "The server refused the session with status \(status)."
        case .ended(let end): end.description
        case .cancelled: "The task was cancelled."
        }
    }
}

extension ConnectionEnd: CustomStringConvertible {
    public var description: String {
        switch self {
        case .closed: "The connection was closed."
        case .closedByServer(let code?, let reason) where !reason.isEmpty:
            "The server closed the connection (\(code)): \(reason)"
        case .closedByServer(let code?, _): "The server closed the connection (\(code))."
        case .closedByServer(nil, _): "The server closed the connection without a code."
        case .lost: "The connection was lost."
        case .violation(let what): "The server broke the rules of the connection: \(what)"
        }
    }
}
