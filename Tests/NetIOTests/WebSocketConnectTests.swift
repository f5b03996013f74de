import HTTP
import NetIO
import Testing

@Suite("Connecting a WebSocket")
struct WebSocketConnectTests {
    @Test(
        "What is no address of a WebSocket is refused",
        arguments: [
            "", "http://localhost/", "ws:/localhost/", "ws://", "ws:///path", "ws://local host/",
            "ws://localhost/#part",
            "ws://localhost:99999/", "ws://user@localhost/", "ws://[::1/", "wss://[nothing]/",
        ]
    )
    func badURL(_ url: String) async throws {
        let loop = EventLoop.start()
        await #expect(throws: WebSocketConnectError.badURL(url)) {
            try await WebSocketChannel.connect(to: url, on: loop)
        }
        await loop.stop()
    }

    @Test("A port where nobody listens is refused, and a name that is none is told", .timeLimit(.minutes(1)))
    func nobody() async throws {
        let server = EventLoop.start()
        let listener = try await HTTPListener.start(
            on: [server],
            address: SocketAddress(host: "127.0.0.1", port: 0),
            handler: TestHandler()
        )
        let address = listener.address
        await listener.close(within: .zero)
        await #expect {
            try await WebSocketChannel.connect(to: "ws://\(address)/", on: server)
        } throws: { error in
            guard case .cannotConnect(address, let reason) = error as? WebSocketConnectError else { return false }
            return reason.contains("refused")
        }
        await #expect {
            try await WebSocketChannel.connect(to: "ws://-not-a-name-.invalid/", on: server)
        } throws: { error in
            guard case .cannotResolve("-not-a-name-.invalid", _) = error as? WebSocketConnectError else { return false }
            return true
        }
        await server.stop()
    }

    @Test("A refusal brings status, headers and the body's beginning", .timeLimit(.minutes(1)))
    func refused() async throws {
        var handler = TestHandler()
        handler.answering = { request in
            let count = request.head.target == "/long" ? 1_000_000 : 4
            let head = ResponseHead(status: 403, headers: ["X-Reason": request.head.headers["Authorization"] ?? ""])
            return .response(head, body: [UInt8](repeating: 0x6E, count: count))
        }
        try await Stand.run(handler) { stand in
            for path in ["/short", "/long"] {
                await #expect {
                    try await stand.connect(path, headers: ["Authorization": "Bearer x"])
                } throws: { error in
                    guard case .refused(let head, let body) = error as? WebSocketConnectError else { return false }
                    return head.status == 403 && head.headers["X-Reason"] == "Bearer x"
                        && (path == "/long" ? body.count <= 64 * 1_024 : body == Array("nnnn".utf8))
                }
            }
            await #expect(throws: WebSocketConnectError.badRequest(.invalidHeaderValue(name: "X"))) {
                try await stand.connect(headers: ["X": "a\r\nb"])
            }
        }
    }

    @Test("A server that says nothing is given up, and one that ends is told", .timeLimit(.minutes(1)))
    func silent() async throws {
        var options = WebSocketClientOptions()
        options.connectTimeout = .milliseconds(50)
        let asked = Promise<Bool>()
        var handler = TestHandler()
        handler.answering = { _ in
            asked.keep(true)
            let (never, _) = AsyncStream<Void>.makeStream()
            for await _ in never {}
            return nil
        }
        try await Stand.run(handler) { stand in
            await #expect(throws: WebSocketConnectError.timedOut(host: "localhost")) {
                try await stand.connect(options: options)
            }
            _ = await asked.value()
            let connecting = Task { try await stand.connect() }
            _ = await asked.value()
            connecting.cancel()
            await #expect(throws: WebSocketConnectError.cancelled) { try await connecting.value }
            let lost = Task { try await stand.connect() }
            _ = await asked.value()
            await stand.server.close(within: .zero)
            await #expect(throws: WebSocketConnectError.badResponse(.truncated)) {
                _ = try await lost.value
            }
        }
    }
}
