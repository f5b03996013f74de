internal import Bytes
internal import HTTP
internal import NetIO
internal import RealtimeAPI
internal import RealtimeEngine

/// A WebSocket that was opened only to be told why it is not let in.
final class RefusedConnection: WebSocketDelegate, @unchecked Sendable {
    /// Tells the error and closes. What the client says meanwhile is nobody's.
    static func tell(_ refusal: APIError, closeCode: UInt16, eventID: String, on channel: WebSocketChannel) {
        channel.delegate = RefusedConnection()
        let event = ServerEvent.error(ErrorEvent(refusal, eventID: nil))
        channel.send(text: event.json(eventID: eventID).bytes)
        channel.close(code: closeCode, reason: refusal.closeReason)
        channel.discardMessages()
    }

    func received(_ message: WebSocketMessage, on channel: WebSocketChannel) {}
    func drained(_ channel: WebSocketChannel) {}
    func ended(_ end: WebSocketEnd, on channel: WebSocketChannel) {}
}
