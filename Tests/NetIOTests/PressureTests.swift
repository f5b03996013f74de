import HTTP
import NetIO
import Synchronization
import TestSupport
import Testing

@Suite("Slow and silent peers")
struct PressureTests {
    @Test(
        "A reader that stops is seen in the queue, loses nothing and harms nobody",
        .timeLimit(.minutes(1)),
        arguments: [false, true]
    )
    func slowReader(_ tls: Bool) async throws {
        let piece = [UInt8](repeating: 0x61, count: 100_000)
        let opened = Promise<Party>()
        var handler = TestHandler()
        handler.answering = { request in
            guard request.head.target == "/flood" else { return nil }
            return .webSocket(subprotocol: nil, headers: HeaderFields()) { channel in
                let party = Party(tellsDrained: true)
                party.adopt(channel)
                opened.keep(party)
            }
        }
        try await Stand.run(handler, tls: tls) { stand in
            let reader = try await stand.connect("/flood")
            let writer = try #require(await opened.value())
            await reader.perform { $0.pauseReading() }
            // Until the kernel takes no more.
            var sent = 0
            while await writer.perform({ channel in
                channel.send(text: piece)
                return channel.queuedBytes
            }) < 3_000_000 {
                sent += 1
            }
            sent += 1
            let other = try await stand.connect()
            await other.send("unharmed")
            #expect(await other.text() == "unharmed")
            #expect(await writer.perform { $0.queuedBytes } >= 2_000_000)
            await reader.perform { $0.resumeReading() }
            for _ in 0..<sent {
                guard case .message(let message) = await reader.next() else {
                    Issue.record("a message is missing")
                    return
                }
                #expect(message.bytes.count == piece.count)
            }
            while await writer.perform({ $0.queuedBytes }) > 0 { #expect(await writer.next() == .drained) }
        }
    }

    @Test("After a cut nothing is queued", .timeLimit(.minutes(1)))
    func cut() async throws {
        let opened = Promise<WebSocketChannel>()
        var handler = TestHandler()
        handler.opened = { opened.keep($0) }
        try await Stand.run(handler) { stand in
            let reader = try await RawClient.webSocket(port: stand.port)
            let channel = try #require(await opened.value())
            let left = await stand.loop.run {
                for _ in 0..<100 { channel.send(text: [UInt8](repeating: 0x61, count: 100_000)) }
                return channel.queuedBytes
            }
            #expect(left == 100 * 100_010)
            while await stand.loop.run({ channel.queuedBytes }) == left {}
            await stand.loop.run { channel.abort() }
            #expect(await stand.loop.run { channel.queuedBytes } == 0)
            await reader.close()
        }
    }

    @Test("While reading is paused nothing is delivered, and afterwards everything", .timeLimit(.minutes(1)))
    func pause() async throws {
        let isResuming = Lock(false)
        let opened = Promise<Party>()
        var handler = TestHandler()
        handler.opened = { channel in
            let party = Party()
            let count = Lock(0)
            party.onEvent = { event in
                guard case .message = event else { return }
                #expect(!isResuming.withLock { $0 })
                // A pause within a delivery holds back what came in the same read.
                if count.withLock({
                    $0 += 1; return $0
                }) % 3 == 0 {
                    channel.pauseReading()
                }
            }
            party.adopt(channel)
            opened.keep(party)
        }
        try await Stand.run(handler) { stand in
            let client = try await stand.connect()
            await client.perform { channel in for number in 0..<9 { channel.send(text: Array("\(number)".utf8)) } }
            let server = try #require(await opened.value())
            for number in 0..<9 {
                #expect(await server.text() == "\(number)")
                if number % 3 == 2 {
                    await server.perform { channel in
                        isResuming.withLock { $0 = true }
                        channel.resumeReading()
                        isResuming.withLock { $0 = false }
                    }
                }
            }
            await client.perform { $0.close(code: 1_000, reason: "") }
            #expect(await server.end() == .closedByPeer(.normal, reason: ""))
        }
    }

    @Test("Many small messages are delivered in their order, over many turns", .timeLimit(.minutes(1)))
    func manyMessages() async throws {
        let count = 20_000
        let most = Lock(0)
        let opened = Promise<Party>()
        var handler = TestHandler()
        handler.opened = { channel in
            let party = Party()
            let inTurn = Lock(0)
            party.onEvent = { event in
                guard case .message = event else { return }
                let before = inTurn.withLock { count in
                    count += 1
                    return count - 1
                }
                guard before == 0 else { return }
                channel.loop.soon {
                    let inTurn = inTurn.withLock { count in
                        defer { count = 0 }
                        return count
                    }
                    most.withLock { $0 = max($0, inTurn) }
                }
            }
            party.adopt(channel)
            opened.keep(party)
        }
        try await Stand.run(handler) { stand in
            let client = try await RawClient.webSocket(port: stand.port)
            let server = try #require(await opened.value())
            let frames = (0..<count).map { RawClient.frame(0x81, Array("\($0)".utf8)) }
            await client.send(frames.flatMap { $0 } + RawClient.frame(0x89, [7]))
            for number in 0..<count {
                let text = await server.text()
                guard text == "\(number)" else {
                    Issue.record("\(text ?? "nothing") instead of \(number)")
                    break
                }
            }
            let pong = await client.receiveShortFrame()
            #expect(pong?.first == 0x8A)
            #expect(pong?.payload == [7])
            // Those of two turns, where the first began before this was asked for.
            #expect(1...128 ~= most.withLock { $0 })
            await client.close()
        }
    }

    @Test("A peer that answers no ping is lost; one that answers is not", .timeLimit(.minutes(1)))
    func pings() async throws {
        let opened = Promise<Party>()
        var handler = TestHandler()
        handler.opened = { channel in
            let party = Party()
            party.adopt(channel)
            opened.keep(party)
        }
        var options = HTTPServerOptions()
        options.pingInterval = .milliseconds(40)
        options.pongTimeout = .seconds(4)
        try await Stand.run(handler, options: options) { stand in
            // Ours answers pings by itself, and sends nothing else.
            let polite = try await stand.connect()
            _ = await opened.value()
            let silent = try await RawClient.webSocket(port: stand.port)
            let silentParty = try #require(await opened.value())
            #expect(await silent.receiveShortFrame()?.first == 0x89)
            #expect(await silentParty.end() == .lost)
            #expect(stand.server.counters.timeouts == 1)
            #expect(await polite.perform { $0.isOpen })
            await silent.close()
        }
    }

    @Test("A reader is alive for as long as it reads, and lost once it has stopped", .timeLimit(.minutes(1)))
    func steadyReader() async throws {
        let ended = Promise<WebSocketEnd>()
        var handler = TestHandler()
        handler.opened = { channel in
            let party = Party(tellsDrained: true)
            let piece = [UInt8](repeating: 0x61, count: 1_024 * 1_024)
            party.onEvent = { event in
                switch event {
                case .drained: while channel.queuedBytes < 8 * piece.count { channel.send(binary: piece) }
                case .ended(let end): ended.keep(end)
                case .message: break
                }
            }
            party.adopt(channel)
            for _ in 0..<8 { channel.send(binary: piece) }
        }
        var options = HTTPServerOptions()
        options.pingInterval = .milliseconds(500)
        options.pongTimeout = .seconds(2)
        try await Stand.run(handler, options: options) { stand in
            // It answers no ping, as one that has not come to it yet.
            let client = try await RawClient.webSocket(port: stand.port)
            // So that there is always something that it has not taken.
            client.shrinkReceiveBuffer()
            #expect(await client.discard(for: .seconds(5)), "it was cut while it read")
            #expect(stand.server.counters.timeouts == 0)
            #expect(await ended.value() == .lost)
            #expect(stand.server.counters.timeouts == 1)
            await client.close()
        }
    }

    @Test("Who pings and reads no answers does not fill the memory", .timeLimit(.minutes(1)))
    func pingFlood() async throws {
        let opened = Promise<WebSocketChannel>()
        var handler = TestHandler()
        handler.opened = { channel in
            channel.delegate = Echo()
            opened.keep(channel)
        }
        try await Stand.run(handler) { stand in
            let client = try await RawClient.webSocket(port: stand.port)
            let channel = try #require(await opened.value())
            let pings = Array(
                [[UInt8]](repeating: RawClient.frame(0x89, [UInt8](repeating: 1, count: 125)), count: 8_000).joined()
            )
            for _ in 0..<8 { await client.send(pings) }
            #expect(await stand.loop.run { channel.queuedBytes } < 200_000)
        }
    }
}
