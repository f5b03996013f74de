import Foundation
import HTTP
import NetIO
import TestSupport
import Testing

@Suite("The life of a server")
struct ServerLifeTests {
    @Test("A port that is taken is refused, and so is a name", .timeLimit(.minutes(1)), arguments: [1, 2])
    func taken(_ loops: Int) async throws {
        try await Stand.run(loops: loops) { stand in
            await #expect(throws: NetError.self) {
                try await HTTPListener.start(on: stand.loops, address: stand.server.address, handler: TestHandler())
            }
            let name = SocketAddress(host: "example.invalid", port: 0)
            await #expect(throws: NetError.notNumeric(host: "example.invalid")) {
                try await HTTPListener.start(on: stand.loops, address: name, handler: TestHandler())
            }
        }
        await #expect(throws: NetError.noLoops) {
            try await HTTPListener.start(on: [], address: SocketAddress(host: "::1", port: 0), handler: TestHandler())
        }
    }

    @Test("A connection beyond the limit is closed at once and counted", .timeLimit(.minutes(1)))
    func connectionsMax() async throws {
        var options = HTTPServerOptions()
        options.connectionsMax = 2
        try await Stand.run(options: options) { stand in
            let clients = [try await stand.connect(), try await stand.connect()]
            let third = try RawClient(port: stand.port)
            #expect(await third.receiveAll() == [])
            await eventually { stand.server.connectionCount == 2 }
            #expect(stand.server.counters.accepted == 3)
            #expect(stand.server.counters.refused == 1)
            await clients[0].perform { $0.close() }
            _ = await clients[0].end()
            await eventually { stand.server.connectionCount < 2 }
            let fourth = try await stand.connect()
            await fourth.send("room again")
            #expect(await fourth.text() == "room again")
        }
    }

    @Test("Beyond the limit of beginnings a connection waits for its turn", .timeLimit(.minutes(1)))
    func handshakesMax() async throws {
        var options = HTTPServerOptions()
        options.handshakesMax = 1
        options.headTimeout = .seconds(60)
        options.crowdedTimeout = .seconds(60)
        try await Stand.run(options: options) { stand in
            let silent = try RawClient(port: stand.port)
            await eventually { stand.server.counters.accepted > 0 }
            let second = try RawClient(port: stand.port)
            let third = try RawClient(port: stand.port)
            let request = HTTPServerTests.get("/", HTTPServerTests.last)
            await second.send(request)
            await third.send(request)
            #expect(stand.server.counters.accepted == 1)
            await silent.close()
            #expect(await second.receiveText()?.hasPrefix("HTTP/1.1 200") == true)
            #expect(await third.receiveText()?.hasPrefix("HTTP/1.1 200") == true)
        }
    }

    @Test("A connection that does not begin loses its place to one that waits", .timeLimit(.minutes(1)))
    func crowded() async throws {
        var options = HTTPServerOptions()
        options.handshakesMax = 1
        options.headTimeout = .seconds(3_600)
        options.crowdedTimeout = .milliseconds(20)
        try await Stand.run(options: options) { stand in
            let silent = [try RawClient(port: stand.port), try RawClient(port: stand.port)]
            let honest = try RawClient(port: stand.port)
            await honest.send(HTTPServerTests.get("/", HTTPServerTests.last))
            #expect(await honest.receiveText()?.hasPrefix("HTTP/1.1 200") == true)
            for client in silent { #expect(await client.receiveAll() == []) }
        }
    }

    @Test("A server that closes lets the busy finish, and cuts the rest in the end", .timeLimit(.minutes(1)))
    func close() async throws {
        let asked = Promise<Bool>()
        let (goOn, tell) = AsyncStream<Void>.makeStream()
        let party = Party()
        var handler = TestHandler()
        handler.opened = { party.adopt($0) }
        handler.answering = { request in
            guard request.head.target == "/busy" else { return nil }
            asked.keep(true)
            for await _ in goOn { break }
            return nil
        }
        try await Stand.run(handler) { stand in
            let idle = try RawClient(port: stand.port)
            await idle.send(HTTPServerTests.get("/"))
            _ = await idle.receive(until: "true")
            let socket = try await stand.connect()
            let busy = try RawClient(port: stand.port)
            await busy.send(HTTPServerTests.get("/busy"))
            _ = await asked.value()
            async let closing: Void = stand.server.close(within: .milliseconds(500))
            #expect(await idle.receiveAll() == [])
            #expect(throws: POSIXError.self) { try RawClient(port: stand.port) }
            tell.yield()
            let answer = await busy.receiveText()
            #expect(answer?.contains("Connection: close") == true)
            #expect(answer?.hasSuffix("GET /busy 0 true") == true)
            await closing
            #expect(await party.end() == .lost)
            #expect(await socket.end() == .lost)
            #expect(stand.server.connectionCount == 0)
        }
    }

    @Test("A handler whose client is gone is cancelled", .timeLimit(.minutes(1)))
    func cancelled() async throws {
        let asked = Promise<Bool>()
        let ended = Promise<Bool>()
        var handler = TestHandler()
        handler.answering = { _ in
            asked.keep(true)
            let (never, _) = AsyncStream<Void>.makeStream()
            for await _ in never {}
            ended.keep(Task.isCancelled)
            return nil
        }
        try await Stand.run(handler) { stand in
            let client = try RawClient(port: stand.port)
            await client.send(HTTPServerTests.get("/"))
            _ = await asked.value()
            await client.reset()
            #expect(await ended.value() == true)
        }
    }

    @Test("A server is closed once its handler is done, also for clients that are gone", .timeLimit(.minutes(1)))
    func closingWaits() async throws {
        let asked = Promise<Void>()
        let (gate, isDone) = (Lock<CheckedContinuation<Void, Never>?>(nil), Lock(false))
        var handler = TestHandler()
        handler.answering = { _ in
            await withCheckedContinuation { waiter in
                gate.withLock { $0 = waiter }
                asked.keep(())
            }
            isDone.withLock { $0 = true }
            return nil
        }
        try await Stand.run(handler) { stand in
            let client = try RawClient(port: stand.port)
            await client.send(HTTPServerTests.get("/"))
            await asked.value()
            await client.reset()
            await eventually { stand.server.connectionCount == 0 }
            let hasBegun = Promise<Void>()
            async let wasDone = {
                hasBegun.keep(())
                await stand.server.close(within: .zero)
                return isDone.withLock { $0 }
            }()
            await hasBegun.value()
            // Time enough for a server that does not wait.
            for _ in 0..<1_000 { await stand.loop.run {} }
            gate.withLock { $0 }?.resume()
            #expect(await wasDone)
        }
    }

    @Test("Two thousand connections leave nothing behind", .timeLimit(.minutes(1)), arguments: [false, true])
    func leftovers(_ tls: Bool) async throws {
        try await Stand.run(tls: tls, loops: 2) { stand in
            for round in 0..<(tls ? 200 : 2_000) {
                switch round % 4 {
                case 0:
                    let client = try RawClient(port: stand.port)
                    await client.close()
                case 1:
                    let client = try RawClient(port: stand.port)
                    await client.send("GET / HTTP/1.1\r\n")
                    await client.reset()
                case 2 where !tls:
                    let client = try await RawClient.webSocket(port: stand.port)
                    await client.send([0x81, 0xFF, 0, 0, 0, 0])
                    await client.reset()
                default:
                    let party = try await stand.connect()
                    await party.perform { $0.abort() }
                    #expect(await party.end() == .lost)
                }
            }
            await eventually { stand.server.connectionCount == 0 }
            await eventually { stand.openSockets <= 2 }
        }
    }

    @Test("Whatever is sent, the server goes on", .timeLimit(.minutes(1)), arguments: Seed.some(8))
    func fuzz(_ seed: Seed) async throws {
        var random = seed.generator
        try await Stand.run { stand in
            let frames = RawClient.frame(0x81, Array("hello".utf8)) + RawClient.frame(0x88, [])
            let samples = [
                Array(HTTPServerTests.get("/a").utf8) + Array(HTTPServerTests.get("/b").utf8),
                Array("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n".utf8),
                Array(RawClient.handshake.utf8) + frames,
            ]
            for _ in 0..<60 {
                var bytes = samples[Int.random(in: 0..<3, using: &random)]
                bytes.mutate(using: &random, alphabet: Array("\r\n :0aZ".utf8))
                let client = try RawClient(port: stand.port)
                await client.send(bytes)
                await client.endSending()
                _ = await client.receiveAll()
                await client.close()
            }
            let party = try await stand.connect()
            await party.send("still here")
            #expect(await party.text() == "still here")
        }
    }
}

extension ServerLifeTests {
    @Test("Without descriptors the loop goes on, and serves again when there are some", .timeLimit(.minutes(1)))
    func noDescriptors() async {
        await #expect(processExitsWith: .success) {
            var limit = rlimit(rlim_cur: 64, rlim_max: 64)
            let status = setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
            try #require(status == 0)
            try await Stand.run { stand in
                var clients: [RawClient] = []
                while let client = try? RawClient(port: stand.port) { clients.append(client) }
                #expect(clients.count > 10)
                for _ in 0..<1_000 { await stand.loop.run {} }
                for client in clients { await client.close() }
                clients = []
                var answer: String?
                while answer?.hasPrefix("HTTP/1.1 200") != true {
                    guard let client = try? RawClient(port: stand.port) else { continue }
                    await client.send(HTTPServerTests.get("/", HTTPServerTests.last))
                    answer = await client.receiveText()
                }
            }
        }
    }
}
