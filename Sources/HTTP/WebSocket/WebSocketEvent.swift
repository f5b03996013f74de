/// What came over a WebSocket.
public enum WebSocketEvent: Sendable, Equatable {
    case message(WebSocketMessage)
    /// Answered already, while the connection is open.
    case ping([UInt8])
    case pong([UInt8])
    /// The last event.
    case ended(WebSocketEnd)
}

public struct WebSocketMessage: Sendable, Equatable {
    public enum Kind: Sendable, Equatable {
        /// Valid UTF-8.
        case text
        case binary
    }

    public let kind: Kind
    public let bytes: [UInt8]

    public init(_ kind: Kind, _ bytes: [UInt8]) {
        self.kind = kind
        self.bytes = bytes
    }
}

/// How a WebSocket ended.
public enum WebSocketEnd: Sendable, Equatable {
    /// The peer closed, and was answered. Without a code: 1005.
    case closedByPeer(WebSocketCloseCode?, reason: String)
    /// The peer has answered our close.
    case closedByUs(WebSocketCloseCode?, reason: String)
    /// The peer broke the protocol, and was told with the violation's code.
    case violation(WebSocketViolation)
    /// The connection ended without a word: 1006.
    case lost
}
