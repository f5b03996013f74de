internal import HTTP
internal import NetIO

/// A WebSocket channel as a transport. Confined to its loop.
final class NetIOTransport: RealtimeTransport, WebSocketDelegate, @unchecked Sendable {
    private let channel: WebSocketChannel
    private var receiver: (any RealtimeTransportReceiver)?

    init(_ channel: WebSocketChannel) { self.channel = channel }

    var executor: any SerialExecutor { channel.loop }
    var queuedBytes: Int { channel.queuedBytes }

    func begin(_ receiver: any RealtimeTransportReceiver) {
        self.receiver = receiver
        channel.delegate = self
    }

    func send(_ write: (inout [UInt8]) -> Void) { channel.send(textWith: write) }
    func pauseReading() { channel.pauseReading() }
    func resumeReading() { channel.resumeReading() }
    func close(code: UInt16, reason: String) { channel.close(code: code, reason: reason) }

    func received(_ message: WebSocketMessage, on channel: WebSocketChannel) {
        switch message.kind {
        case .text: receiver?.received(message.bytes)
        case .binary: receiver?.receivedBinary(message.bytes)
        }
    }

    func drained(_ channel: WebSocketChannel) { receiver?.drained() }

    func ended(_ end: WebSocketEnd, on channel: WebSocketChannel) {
        let receiver = receiver
        self.receiver = nil
        receiver?.ended(ConnectionEnd(end))
    }
}

extension ConnectionEnd {
    init(_ end: WebSocketEnd) {
        switch end {
        case .closedByPeer(let code, let reason): self = .closedByServer(code: code?.rawValue, reason: reason)
        case .closedByUs: self = .closed
        case .violation(let violation): self = .violation("\(violation)")
        case .lost: self = .lost
        }
    }
}
