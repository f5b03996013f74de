import Bytes
import HTTP
import NetIO
import RealtimeServer
import TestSupport
import Testing

@Suite("The end of a server", .timeLimit(.minutes(1)))
struct ShutdownTests {
    private func isTold(_ caller: Caller) async throws {
        let error = try await caller.event("error")
        #expect(error["error"]?["code"]?.string == "server_shutting_down")
        guard case .closedByPeer(let code, _) = await caller.end() else {
            Issue.record("the server did not close")
            return
        }
        #expect(code?.rawValue == 1_012)
    }

    @Test("A session that goes on beyond the drain is told why, and closed with 1012", .timeLimit(.minutes(1)))
    func cuts() async throws {
        let engine = StageEngine(answering: .makes(.max))
        try await Running.with(speech: engine) { running in
            let caller = try await running.call()
            caller.send(Say.respond)
            _ = try await caller.event("response.output_audio.delta")
            async let end: Void = running.server.shutDown()
            try await isTold(caller)
            await end
            #expect(running.server.sessionCount == 0)
            try await engine.counts.until { $0.nothingLives }
        }
    }

    @Test("A session may finish within the drain, no other comes in, and the end does not wait for the rest of it")
    func drains() async throws {
        let engine = StageEngine(answering: .makes(2))
        try await Running.with(speech: engine) { settings in
            settings.shutdown.drain = .seconds(600)
        } _: { running in
            let caller = try await running.call()
            _ = try await caller.event("session.created")
            let end = Task { await running.server.shutDown() }
            // The first answer of a server that drains is a refusal.
            while true {
                let other = try await running.call()
                guard case .event(let event) = await other.next() else { continue }
                if event["type"]?.string == "error" {
                    #expect(event["error"]?["code"]?.string == "server_shutting_down")
                    break
                }
                other.close()
                _ = await other.end()
            }
            caller.send(Say.respond)
            let done = try await caller.event("response.done")
            #expect(done["response"]?["status"]?.string == "completed")
            caller.close()
            _ = await caller.end()
            await end.value
        }
    }

    @Test("A client that reads nothing and answers no Close does not hold it up")
    func deaf() async throws {
        let engine = StageEngine(answering: .floods(500))
        try await Running.with(speech: engine) { settings in
            settings.sessions.outputLead = nil
            settings.shutdown.drain = .zero
        } _: { running in
            let client = try await Stranger.call(running)
            await client.say(Say.respond)
            try await engine.counts.until { $0.made > 0 }
            let start = EventLoop.now
            await running.server.shutDown()
            #expect(EventLoop.now - start < .seconds(15))
            #expect(running.server.connectionCount == 0)
            await client.raw.close()
        }
    }

    @Test("Two hundred sessions are told, each")
    func many() async throws {
        try await Running.with { running in
            var callers: [Caller] = []
            for _ in 0..<200 { callers.append(try await running.call()) }
            for caller in callers { _ = try await caller.event("session.created") }
            #expect(running.server.sessionCount == 200)
            async let end: Void = running.server.shutDown()
            for caller in callers { try await isTold(caller) }
            await end
            #expect(running.server.placesTaken == 0)
        }
    }

    @Test("Whoever asks for the end again waits for the same one")
    func twice() async throws {
        try await Running.with { running in
            async let one: Void = running.server.shutDown()
            async let other: Void = running.server.shutDown()
            _ = await (one, other)
            await running.server.shutDown()
        }
    }

    @Test("In the middle of a long append, the client's answer to the Close is read")
    func duringLongAppend() async throws {
        let engine = StageEngine()
        try await Running.with(speech: engine) { settings in
            settings.sessions.analysisSlice = .milliseconds(1)
            settings.shutdown.drain = .zero
        } _: { running in
            let caller = try await running.call()
            caller.send(Say.append([UInt8](repeating: 0, count: 6_000_000)))
            try await engine.counts.until { $0.judged > 3 }
            let start = EventLoop.now
            async let end: Void = running.server.shutDown()
            try await isTold(caller)
            await end
            #expect(EventLoop.now - start < .seconds(4), "the server waited for its limit")
        }
    }
}
