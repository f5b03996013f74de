import HTTP
import NetIO
import TestSupport
import Testing

@Suite("The HTTP server")
struct HTTPServerTests {
    static func get(_ path: String, _ more: String = "") -> String { "GET \(path) HTTP/1.1\r\nHost: a\r\n\(more)\r\n" }
    static let last = "Connection: close\r\n"

    @Test("A request is answered on its loop, and the connection stays open for the next", .timeLimit(.minutes(1)))
    func keepAlive() async throws {
        try await Stand.run(loops: 2) { stand in
            let client = try RawClient(port: stand.port)
            await client.send(Self.get("/one"))
            #expect(await client.receive(until: "true").contains("GET /one 0 true"))
            await client.send("POST /two HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\(Self.last)\r\nhello")
            let second = try #require(await client.receiveText())
            #expect(second.hasPrefix("HTTP/1.1 200 OK\r\n"))
            #expect(second.contains("\r\nConnection: close\r\n"))
            #expect(second.contains(" GMT\r\n"))
            #expect(second.hasSuffix("POST /two 5 true"))
        }
    }

    @Test("Requests that come at once are answered in their order", .timeLimit(.minutes(1)))
    func pipelined() async throws {
        try await Stand.run { stand in
            let client = try RawClient(port: stand.port)
            let requests = (0..<200).map { Self.get("/\($0)") }.joined() + Self.get("/last", Self.last)
            await client.send(requests)
            let text = try #require(await client.receiveText())
            let answers = text.matches(of: /GET \/(\w+) 0 true/).map { String($0.1) }
            #expect(answers == (0..<200).map(String.init) + ["last"])
        }
    }

    @Test("A client that has ended its side still gets its answer", .timeLimit(.minutes(1)))
    func halfClosed() async throws {
        try await Stand.run { stand in
            let client = try RawClient(port: stand.port)
            await client.send(Self.get("/half"))
            await client.endSending()
            #expect(await client.receiveText()?.hasSuffix("GET /half 0 true") == true)
        }
    }

    @Test("A client that waits with its body is told to go on", .timeLimit(.minutes(1)))
    func continues() async throws {
        try await Stand.run { stand in
            let client = try RawClient(port: stand.port)
            await client.send(
                "PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\(Self.last)\r\n"
            )
            #expect(await client.receive(until: "\r\n\r\n") == "HTTP/1.1 100 Continue\r\n\r\n")
            await client.send("ok")
            #expect(await client.receiveText()?.hasSuffix("PUT / 2 true") == true)
        }
    }

    @Test("What breaks the rules is refused, and the refusal can be read", .timeLimit(.minutes(1)))
    func refused() async throws {
        let long = String(repeating: "x", count: 4 * 1_024 * 1_024)
        let requests: [(String, Int)] = [
            ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
            ("GET / HTTP/1.1\r\n\r\n", 400),
            ("GET / HTTP/1.1\r\nHost: a\r\nX: \(long)\r\n\r\n", 431),
            ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: \(long.utf8.count)\r\n\r\n\(long)", 413),
            ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n400000\r\n\(long)\r\n0\r\n\r\n", 413),
            ("GET / HTTP/3.0\r\nHost: a\r\n\r\n", 505),
            ("\u{16}\u{3}\u{1}\r\n\r\n", 400),
            (Self.get("/echo"), 426),
        ]
        try await Stand.run { stand in
            for (request, status) in requests {
                let client = try RawClient(port: stand.port)
                // A server that closed at once would reset the connection, and could take its answer back.
                #expect(await client.send(Array(request.utf8)) == request.utf8.count)
                await client.endSending()
                let answer = await client.receiveText()
                #expect(answer?.hasPrefix("HTTP/1.1 \(status) ") == true, "\(request.prefix(60))")
            }
        }
    }

    @Test("A body that is too long is refused before it is sent", .timeLimit(.minutes(1)))
    func early() async throws {
        var handler = TestHandler()
        handler.bodyMax = 10
        try await Stand.run(handler) { stand in
            let client = try RawClient(port: stand.port)
            await client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\nExpect: 100-continue\r\n\r\n")
            #expect(await client.receive(until: "\r\n\r\n").hasPrefix("HTTP/1.1 413 "))
        }
    }

    @Test("A head that does not come in time ends the connection; a body is answered with 408", .timeLimit(.minutes(1)))
    func slow() async throws {
        var options = HTTPServerOptions()
        options.headTimeout = .milliseconds(50)
        options.bodyTimeout = .milliseconds(50)
        try await Stand.run(options: options) { stand in
            let silent = try RawClient(port: stand.port)
            let slow = try RawClient(port: stand.port)
            await slow.send("GET / HTTP/1.1\r\nHo")
            let body = try RawClient(port: stand.port)
            await body.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhel")
            #expect(await silent.receiveAll() == [])
            #expect(await slow.receiveAll() == [])
            #expect(await body.receive(until: "\r\n\r\n").hasPrefix("HTTP/1.1 408 "))
            #expect(stand.server.counters.timeouts == 3)
            // A later head has its own time, from its first byte on.
            let second = try RawClient(port: stand.port)
            await second.send(Self.get("/first") + "GET /sec")
            #expect(await second.receiveText()?.hasSuffix("GET /first 0 true") == true)
            #expect(stand.server.counters.timeouts == 4)
        }
    }

    @Test("An idle connection is closed, which is no failure", .timeLimit(.minutes(1)))
    func idle() async throws {
        var options = HTTPServerOptions()
        options.idleTimeout = .milliseconds(50)
        try await Stand.run(options: options) { stand in
            let client = try RawClient(port: stand.port)
            await client.send(Self.get("/"))
            #expect(await client.receiveText()?.hasSuffix("GET / 0 true") == true)
            #expect(stand.server.counters.timeouts == 0)
        }
    }

    @Test("Who asks and does not read is asked no further and cut in the end", .timeLimit(.minutes(1)))
    func unread() async throws {
        let asked = Lock(0)
        var handler = TestHandler()
        handler.answering = { _ in
            asked.withLock { $0 += 1 }
            return .response(ResponseHead(status: 200), body: [UInt8](repeating: 0, count: 1_024 * 1_024))
        }
        var options = HTTPServerOptions()
        options.bodyTimeout = .milliseconds(200)
        try await Stand.run(handler, options: options) { stand in
            let client = try RawClient(port: stand.port)
            client.shrinkReceiveBuffer()
            await client.send(String(repeating: Self.get("/"), count: 2_000))
            await eventually { stand.server.counters.timeouts > 0 }
            #expect(asked.withLock { $0 } < 20)
            await eventually { stand.server.connectionCount == 0 }
        }
    }

    @Test("Who sends on and reads no answer is not listened to", .timeLimit(.minutes(1)))
    func sendingUnread() async throws {
        let asked = Promise<Void>()
        var handler = TestHandler()
        handler.answering = { _ in
            asked.keep(())
            // More than any kernel takes for a client that does not read.
            return .response(ResponseHead(status: 200), body: [UInt8](repeating: 0, count: 32 * 1_024 * 1_024))
        }
        var options = HTTPServerOptions()
        options.bodyTimeout = .seconds(1)
        try await Stand.run(handler, options: options) { stand in
            let client = try RawClient(port: stand.port)
            client.shrinkReceiveBuffer()
            await client.send(Self.get("/"))
            await asked.value()
            // Its task is over, so the answer is under way.
            await stand.loop.run {}
            let flood = [UInt8](repeating: 0x61, count: 128 * 1_024 * 1_024)
            #expect(await client.send(flood) < flood.count / 4)
        }
    }

    @Test("A handler's mistake is a 500 and no more", .timeLimit(.minutes(1)))
    func mistakes() async throws {
        var handler = TestHandler()
        handler.answering = { request in
            switch request.head.target {
            case "/split": .response(ResponseHead(status: 200, headers: ["X": "a\r\nb"]), body: [])
            case "/chooses": .webSocket(subprotocol: "never offered", headers: HeaderFields(), opened: { _ in })
            default: nil
            }
        }
        try await Stand.run(handler) { stand in
            let client = try RawClient(port: stand.port)
            await client.send(Self.get("/split") + Self.get("/fine", Self.last))
            let text = try #require(await client.receiveText())
            #expect(text.hasPrefix("HTTP/1.1 500 "))
            #expect(text.hasSuffix("GET /fine 0 true"))
            let other = try RawClient(port: stand.port)
            await other.send(RawClient.handshake.replacing("/echo", with: "/chooses"))
            await other.endSending()
            #expect(await other.receiveText()?.hasPrefix("HTTP/1.1 500 ") == true)
        }
    }

    @Test("Bytes that come with the handshake are the WebSocket's", .timeLimit(.minutes(1)))
    func frameAfterHandshake() async throws {
        try await Stand.run { stand in
            let client = try RawClient(port: stand.port)
            let handshake = Array(RawClient.handshake.utf8)
            await client.send(handshake + RawClient.frame(0x81, Array("early".utf8)))
            #expect(await client.receive(until: "early").contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo="))
        }
    }
}
