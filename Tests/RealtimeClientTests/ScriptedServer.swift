import HTTP
import NetIO
import Testing

/// A WebSocket server that does what a test says. `opened` and `received` run on the server's loop.
struct ScriptedServer: Sendable {
    let server: HTTPServer
    let loop: EventLoop
    let handler: Handler

    var base: String { "http://\(server.address)" }

    /// Runs `body` with a server, on a loop of its own, that is gone afterwards.
    @discardableResult
    static func run<Result: Sendable>(
        refusal: (ResponseHead, [UInt8])? = nil,
        opened: @escaping @Sendable (WebSocketChannel) -> Void = { _ in },
        received: @escaping @Sendable (String, WebSocketChannel) -> Void = { _, _ in },
        _ body: (ScriptedServer) async throws -> Result
    ) async throws -> Result {
        let loop = EventLoop.start()
        let handler = Handler(refusal: refusal, opened: opened, received: received)
        let server = try await HTTPListener.start(
            on: [loop],
            address: SocketAddress(host: "127.0.0.1", port: 0),
            handler: handler
        )
        do {
            let result = try await body(ScriptedServer(server: server, loop: loop, handler: handler))
            await server.close(within: .zero)
            await loop.stop()
            return result
        } catch {
            await server.close(within: .zero)
            await loop.stop()
            throw error
        }
    }

    final class Handler: HTTPHandler {
        /// The heads of the requests that came.
        let requests = Lock<[RequestHead]>([])
        /// How each connection ended.
        let ends: AsyncStream<WebSocketEnd>
        private let end: AsyncStream<WebSocketEnd>.Continuation
        private let refusal: (ResponseHead, [UInt8])?
        private let opened: @Sendable (WebSocketChannel) -> Void
        private let received: @Sendable (String, WebSocketChannel) -> Void

        init(
            refusal: (ResponseHead, [UInt8])?,
            opened: @escaping @Sendable (WebSocketChannel) -> Void,
            received: @escaping @Sendable (String, WebSocketChannel) -> Void
        ) {
            self.refusal = refusal
            self.opened = opened
            self.received = received
            (ends, end) = AsyncStream.makeStream()
        }

        func bodyBytesMax(for head: RequestHead) -> Int { 0 }

        func answer(_ request: HTTPRequest, on loop: EventLoop) async -> HTTPAnswer {
            requests.withLock { $0.append(request.head) }
            if let refusal { return .response(refusal.0, body: refusal.1) }
            return .webSocket(subprotocol: nil, headers: HeaderFields()) { [opened, received, end] channel in
                channel.delegate = Delegate(received, end)
                opened(channel)
            }
        }
    }

    private final class Delegate: WebSocketDelegate {
        private let said: @Sendable (String, WebSocketChannel) -> Void
        private let end: AsyncStream<WebSocketEnd>.Continuation

        init(
            _ said: @escaping @Sendable (String, WebSocketChannel) -> Void,
            _ end: AsyncStream<WebSocketEnd>.Continuation
        ) {
            self.said = said
            self.end = end
        }

        func received(_ message: WebSocketMessage, on channel: WebSocketChannel) {
            said(String(decoding: message.bytes, as: UTF8.self), channel)
        }

        func drained(_ channel: WebSocketChannel) {}
        func ended(_ end: WebSocketEnd, on channel: WebSocketChannel) { self.end.yield(end) }
    }
}

extension WebSocketChannel {
    func send(_ text: String) { send(text: Array(text.utf8)) }
}

/// Waits until a value does not change any more, although both sides have had many turns to do something.
func settled(on loop: EventLoop, and other: EventLoop, _ value: @escaping @Sendable () -> Int) async -> Int {
    var (last, turns) = (-1, 0)
    while turns < 1_000 {
        await other.run {}
        let now = await loop.run(value)
        (last, turns) = now == last ? (last, turns + 1) : (now, 0)
    }
    return last
}
