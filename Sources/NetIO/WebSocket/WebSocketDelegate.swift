public import HTTP

/// What a WebSocket tells, on its loop. None of it is called from within a call of the channel.
public protocol WebSocketDelegate: AnyObject {
    func received(_ message: WebSocketMessage, on channel: WebSocketChannel)
    /// `queuedBytes` fell.
    func drained(_ channel: WebSocketChannel)
    /// Once, the last call; the channel lets go of its delegate.
    func ended(_ end: WebSocketEnd, on channel: WebSocketChannel)
}
