internal import HTTP
internal import Migration
internal import NetIO

/// A WebSocket as a doctor has it: one message after the other, as it came.
final class DoctorLine: WebSocketDelegate, Sendable {
    private let channel: WebSocketChannel
    private let news: AsyncStream<DoctorObservation>
    private let tell: AsyncStream<DoctorObservation>.Continuation
    private let end: AsyncStream<Never>
    private let hasEnded: AsyncStream<Never>.Continuation

    init(_ channel: WebSocketChannel) {
        self.channel = channel
        (news, tell) = AsyncStream.makeStream()
        (end, hasEnded) = AsyncStream.makeStream()
    }

    /// Reads from here on. The next message is read once `take` has this one, so nothing piles up.
    func relay(to take: (DoctorObservation) async -> Void) async {
        channel.loop.post { [self] in channel.delegate = self }
        for await observation in news {
            await take(observation)
            channel.loop.post { [self] in channel.resumeReading() }
        }
    }

    func send(_ text: String) { channel.loop.post { [self] in channel.send(text: Array(text.utf8)) } }

    /// Says goodbye, and waits for the other side's: a server that allows one session must see this one go.
    func close(atMost limit: Duration) async {
        channel.loop.post { [self] in
            channel.delegate = self
            channel.discardMessages()
            channel.close()
            channel.resumeReading()
        }
        let patience = Task {
            if (try? await Task.sleep(for: limit)) != nil { channel.loop.post { [self] in channel.abort() } }
        }
        for await _ in end {}
        patience.cancel()
    }

    func received(_ message: WebSocketMessage, on channel: WebSocketChannel) {
        channel.pauseReading()
        switch message.kind {
        case .text: tell.yield(.text(message.bytes))
        case .binary: tell.yield(.binary(count: message.bytes.count))
        }
    }

    func drained(_ channel: WebSocketChannel) {}

    func ended(_ end: WebSocketEnd, on channel: WebSocketChannel) {
        switch end {
        case .closedByPeer(let code, let reason):
            tell.yield(.closed(code: code.map { Int($0.rawValue) }, reason: reason))
        case .closedByUs: tell.yield(.lost("we closed it"))
        case .violation(let violation): tell.yield(.lost("it broke the rules of WebSockets: \(violation)"))
        case .lost: tell.yield(.lost("without a word"))
        }
        tell.finish()
        hasEnded.finish()
    }
}
