public import HTTP

/// A whole request.
public struct HTTPRequest: Sendable {
    public var head: RequestHead
    public var body: [UInt8]
    /// Who sent it: the other end of the connection, whatever its headers say.
    public var peer: SocketAddress
    /// Whether it came over TLS.
    public var isSecure: Bool

    public init(head: RequestHead, body: [UInt8], peer: SocketAddress, isSecure: Bool) {
        self.head = head
        self.body = body
        self.peer = peer
        self.isSecure = isSecure
    }
}

/// What a request is answered with.
public enum HTTPAnswer: Sendable {
    case response(ResponseHead, body: [UInt8])
    /// The connection becomes a WebSocket. `opened` is called on the loop, before any message is delivered, and must
    /// set the channel's delegate. A request that asks for none is refused instead (RFC 6455 §4.2.2).
    case webSocket(subprotocol: String?, headers: HeaderFields, opened: @Sendable (WebSocketChannel) -> Void)
}

/// What answers the requests of an HTTP server.
public protocol HTTPHandler: Sendable {
    /// Called on the connection's loop, as a task of its executor. One request of a connection is answered at a time.
    /// The task is cancelled when the connection ends; to close the server is to wait for it.
    func answer(_ request: HTTPRequest, on loop: EventLoop) async -> HTTPAnswer

    /// How long the body of this request may be, so that long ones are only taken where they are expected.
    func bodyBytesMax(for head: RequestHead) -> Int

    /// What a request is answered with that broke the rules of HTTP or a limit. It is the connection's last.
    func refusal(of violation: HTTPViolation) -> (ResponseHead, body: [UInt8])
}

extension HTTPHandler {
    public func refusal(of violation: HTTPViolation) -> (ResponseHead, body: [UInt8]) {
        let head = ResponseHead(status: violation.status, headers: ["Content-Type": "text/plain; charset=utf-8"])
        return (head, Array("\(violation.description)\n".utf8))
    }
}
