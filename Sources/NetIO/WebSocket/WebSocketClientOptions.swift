public import HTTP

/// What a client allows the server of a WebSocket.
public struct WebSocketClientOptions: Sendable {
    public var webSocketLimits = WebSocketConnection.Limits()
    /// From the name to the open WebSocket.
    public var connectTimeout = Duration.seconds(10)
    public var pingInterval = Duration.seconds(20)
    public var pongTimeout = Duration.seconds(40)
    public var closeTimeout = Duration.seconds(5)
    /// What is kept of the body of an answer that opens no WebSocket.
    public var refusalBytesMax = 64 * 1_024
    /// Is told the head of the answer that opens the WebSocket, on the loop, before anything else comes.
    public var accepted: (@Sendable (ResponseHead) -> Void)?

    public init() {}

    var keepAlive: KeepAlive {
        KeepAlive(pingInterval: pingInterval, pongTimeout: pongTimeout, closeTimeout: closeTimeout)
    }
}
