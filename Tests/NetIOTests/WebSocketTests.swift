import HTTP
import NetIO
import TestSupport
import Testing

@Suite("WebSockets over sockets")
struct WebSocketTests {
    @Test("What is sent comes back, text and binary", .timeLimit(.minutes(1)), arguments: [false, true])
    func echo(_ tls: Bool) async throws {
        try await Stand.run(tls: tls, loops: 2) { stand in
            let party = try await stand.connect(subprotocols: ["realtime", "other"])
            #expect(party.channel.subprotocol == "realtime")
            #expect(party.channel.isSecure == tls)
            #expect(party.channel.peer == stand.server.address)
            for number in 0..<20 {
                await party.send("hello \(number)")
                #expect(await party.text() == "hello \(number)")
            }
            await party.perform { $0.send(binary: [0, 255, 1]) }
            #expect(await party.next() == .message(WebSocketMessage(.binary, [0, 255, 1])))
            await party.perform { $0.close(code: 4_001, reason: "enough") }
            #expect(await party.end() == .closedByUs(WebSocketCloseCode(4_001), reason: ""))
        }
    }

    @Test("A message of 15 MiB goes there and back", .timeLimit(.minutes(1)), arguments: [false, true])
    func large(_ tls: Bool) async throws {
        try await Stand.run(tls: tls) { stand in
            let party = try await stand.connect()
            var bytes = [UInt8](repeating: 0x20, count: 15 * 1_024 * 1_024)
            for place in stride(from: 0, to: bytes.count, by: 997) { bytes[place] = UInt8(0x21 + place % 90) }
            await party.send(bytes)
            guard case .message(let message) = await party.next() else {
                Issue.record("no message")
                return
            }
            #expect(message.bytes == bytes)
        }
    }

    @Test("Frames of one turn arrive in their order", .timeLimit(.minutes(1)), arguments: [false, true])
    func order(_ tls: Bool) async throws {
        try await Stand.run(tls: tls) { stand in
            let party = try await stand.connect()
            await party.perform { channel in
                for number in 0..<20_000 { channel.send(textWith: { $0.append(contentsOf: "\(number)".utf8) }) }
            }
            for number in 0..<20_000 {
                let text = await party.text()
                guard text == "\(number)" else {
                    Issue.record("\(text ?? "nothing") where \(number) was sent")
                    return
                }
            }
        }
    }

    @Test("A text that is made in the buffer arrives whole, whatever its length", .timeLimit(.minutes(1)))
    func rendered() async throws {
        let sent = Promise<WebSocketChannel>()
        var handler = TestHandler()
        handler.opened = { channel in
            channel.delegate = Echo()
            sent.keep(channel)
        }
        try await Stand.run(handler) { stand in
            let party = try await stand.connect()
            let server = try #require(await sent.value())
            for count in [0, 1, 125, 126, 127, 65_535, 65_536, 70_000, 5] {
                let text = String(repeating: "x", count: count)
                await stand.loop.run {
                    server.send(text: Array("before".utf8))
                    server.send(textWith: { $0.append(contentsOf: text.utf8) })
                    server.send(text: Array("after".utf8))
                }
                #expect(await party.text() == "before")
                #expect(await party.text() == text)
                #expect(await party.text() == "after")
            }
        }
    }

    @Test("A message in fragments, with a ping between, is one message", .timeLimit(.minutes(1)))
    func fragments() async throws {
        try await Stand.run { stand in
            let client = try await RawClient.webSocket(port: stand.port)
            await client.send(RawClient.frame(0x01, Array("Hel".utf8)))
            await client.send(RawClient.frame(0x89, Array("are you there".utf8)))
            await client.send(RawClient.frame(0x80, Array("lo".utf8)))
            let pong = await client.receiveShortFrame()
            #expect(pong?.first == 0x8A)
            #expect(pong?.payload == Array("are you there".utf8))
            let message = await client.receiveShortFrame()
            #expect(message?.first == 0x81)
            #expect(message?.payload == Array("Hello".utf8))
        }
    }

    @Test("A close by the server is answered, told once, and ends the connection", .timeLimit(.minutes(1)))
    func closeByServer() async throws {
        let server = Party()
        var handler = TestHandler()
        handler.opened = { channel in
            server.adopt(channel)
            channel.send(text: Array("bye".utf8))
            channel.close(code: 1_001, reason: "going")
            channel.close(code: 1_000, reason: "twice")
            channel.send(text: Array("too late".utf8))
        }
        try await Stand.run(handler) { stand in
            let party = try await stand.connect()
            #expect(await party.text() == "bye")
            #expect(await party.end() == .closedByPeer(.goingAway, reason: "going"))
            #expect(await server.end() == .closedByUs(.goingAway, reason: ""))
            #expect(await server.next() == nil)
        }
    }

    @Test("A peer that does not answer a close is cut", .timeLimit(.minutes(1)))
    func closeUnanswered() async throws {
        let server = Party()
        var handler = TestHandler()
        handler.opened = { channel in
            server.adopt(channel)
            channel.close(code: 1_000, reason: "")
        }
        var options = HTTPServerOptions()
        options.closeTimeout = .milliseconds(50)
        try await Stand.run(handler, options: options) { stand in
            let client = try await RawClient.webSocket(port: stand.port)
            #expect(await server.end() == .lost)
            #expect(await client.receiveAll() == [0x88, 2, 0x03, 0xE8])
        }
    }

    @Test("A peer that vanishes is noticed", .timeLimit(.minutes(1)), arguments: [false, true])
    func vanished(_ isReset: Bool) async throws {
        let server = Party()
        var handler = TestHandler()
        handler.opened = { server.adopt($0) }
        try await Stand.run(handler) { stand in
            let client = try await RawClient.webSocket(port: stand.port)
            await client.send([0x81, 0xFF, 0])
            if isReset { await client.reset() } else { await client.close() }
            #expect(await server.end() == .lost)
        }
    }

    @Test("A cut is told, later and once", .timeLimit(.minutes(1)))
    func abort() async throws {
        let server = Party()
        let isInTurn = Lock(true)
        var handler = TestHandler()
        handler.opened = { channel in
            server.adopt(channel)
            server.onEvent = { event in if case .ended = event { #expect(!isInTurn.withLock { $0 }) } }
            channel.abort()
            channel.abort()
            channel.send(text: [])
            isInTurn.withLock { $0 = false }
        }
        try await Stand.run(handler) { stand in
            let client = try RawClient(port: stand.port)
            await client.send(RawClient.handshake)
            #expect(await server.end() == .lost)
            #expect(await server.next() == nil)
        }
    }

    @Test("Who sends what a client must not is told why, and can read it", .timeLimit(.minutes(1)))
    func violations() async throws {
        var options = HTTPServerOptions()
        options.webSocketLimits.messageBytesMax = 1_000
        try await Stand.run(options: options) { stand in
            let unmasked = try await RawClient.webSocket(port: stand.port)
            await unmasked.send(RawClient.frame(0x81, Array("hello".utf8), isMasked: false))
            #expect(await unmasked.receiveAll()?.dropFirst(2).prefix(2) == [0x03, 0xEA])
            let long = try await RawClient.webSocket(port: stand.port)
            // More than the kernels' buffers hold: the server must read on for its answer to be read.
            let frame = RawClient.frame(0x82, [UInt8](repeating: 7, count: 16 * 1_024 * 1_024))
            #expect(await long.send(frame) == frame.count)
            #expect(await long.receiveShortFrame()?.payload.prefix(2) == [0x03, 0xF1])
        }
    }
}
