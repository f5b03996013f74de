import Bytes
import HTTP
import NetIO
import RealtimeServer
import TestSupport
import Testing

@Suite("Clients that do not read", .timeLimit(.minutes(1)))
struct PressureTests {
    /// Enough for the kernel's buffers on both sides, several times over.
    static let pieces = 1_500

    private func answered(_ caller: Caller) async throws -> Duration {
        let start = EventLoop.now
        caller.send(Say.clear)
        _ = try await caller.event("input_audio_buffer.cleared")
        return EventLoop.now - start
    }

    /// How long the callers wait for an answer: the slowest but a twentieth.
    private func latency(_ callers: [Caller], rounds: Int) async throws -> Duration {
        var all: [Duration] = []
        for _ in 0..<rounds { for caller in callers { all.append(try await answered(caller)) } }
        return all.sorted()[all.count * 19 / 20]
    }

    @Test("One holds its own back end and no neighbour, and gets everything in order once it reads")
    func one() async throws {
        let engine = StageEngine(answering: .makes(Self.pieces))
        try await Running.with(speech: engine) { settings in
            settings.listen.loops = 1
            settings.sessions.outputLead = nil
            settings.sessions.queueHighBytes = 64 * 1_024
        } _: { running in
            var neighbours: [Caller] = []
            for _ in 0..<50 { neighbours.append(try await running.call()) }
            for neighbour in neighbours { _ = try await neighbour.event("session.created") }
            let bad = try await running.call()
            _ = try await bad.event("session.created")
            let usual = try await latency(neighbours, rounds: 2)
            bad.pauseReading()
            bad.send(Say.respond)
            // The kernel takes some megabytes; then nothing more is made.
            var made = -1
            while engine.counts.value.made != made {
                made = engine.counts.value.made
                _ = try await latency(neighbours, rounds: 1)
            }
            let now = try await latency(neighbours, rounds: 4)
            #expect(now < max(usual * 20, .seconds(1)), "\(now), where \(usual) is usual")
            #expect(engine.counts.value.made == made)
            #expect(engine.counts.value.held > engine.counts.value.proceeded)
            #expect((1..<Self.pieces).contains(made))
            bad.resumeReading()
            try await check(bad)
            #expect(engine.counts.value.made == Self.pieces)
        }
    }

    /// Every piece came once and in order, with its words, and every event has an id of its own.
    private func check(_ caller: Caller) async throws {
        var ids: Set<String> = []
        var (samples, count, words) = (0, 0, "")
        while true {
            guard case .event(let event) = await caller.next() else {
                Issue.record("the connection ended")
                return
            }
            count += 1
            ids.insert(event["event_id"]?.string ?? "")
            switch event["type"]?.string {
            case "response.output_audio.delta":
                let bytes = try Base64.decode(event["delta"]?.string ?? "")
                for index in stride(from: 0, to: bytes.count, by: 2) {
                    let sample = Int(bytes[index]) | Int(bytes[index + 1]) << 8
                    try #require(sample == samples / 4_800 + 1, "audio is out of order")
                    samples += 1
                }
            case "response.output_audio_transcript.delta": words += event["delta"]?.string ?? ""
            case "response.done":
                #expect(event["response"]?["status"]?.string == "completed")
                #expect(samples == Self.pieces * 4_800)
                #expect(words == (1...Self.pieces).map { "w\($0) " }.joined())
                #expect(ids.count == count)
                return
            default: break
            }
        }
    }

    @Test("One that asks and asks and never reads is closed, and told why if it reads at last")
    func tooSlow() async throws {
        let engine = StageEngine()
        try await Running.with(speech: engine) { settings in
            settings.sessions.queueHighBytes = 64 * 1_024
            settings.sessions.queueMaxBytes = 512 * 1_024
        } _: { running in
            let caller = try await running.call()
            let long = String(repeating: "long ", count: 20_000)
            caller.send(Say.message(long))
            let item = try await caller.event("conversation.item.added")["item"]?["id"]
            caller.pauseReading()
            let retrieve: JSON = ["type": "conversation.item.retrieve", "item_id": item ?? .null]
            for _ in 0..<300 { caller.send(retrieve) }
            try await running.eventually("the session ends") { running.server.sessionCount == 0 }
            caller.resumeReading()
            let error = try await caller.event("error")
            #expect(error["error"]?["code"]?.string == "client_too_slow")
            guard case .closedByPeer(let code, _) = await caller.end() else {
                Issue.record("the server did not close")
                return
            }
            #expect(code?.rawValue == 1_008)
        }
    }

    @Test("One that speaks ten thousand times before it reads is not dead-locked, and is answered in order")
    func burst() async throws {
        try await Running.with { running in
            let client = try await Stranger.call(running)
            _ = try await client.event("session.created")
            let events = (0..<10_000).map { index -> [UInt8] in
                Stranger.frame(["type": "no.such.event", "event_id": .string("mine_\(index)")])
            }
            #expect(await client.raw.send(Array(events.joined())) == events.reduce(0) { $0 + $1.count })
            for index in 0..<10_000 {
                let error = try await client.event("error")
                try #require(error["error"]?["event_id"]?.string == "mine_\(index)")
            }
            await client.raw.close()
        }
    }

    @Test("Two messages in one segment are two messages")
    func together() async throws {
        try await Running.with { running in
            let client = try await Stranger.call(running)
            _ = try await client.event("session.created")
            await client.raw.send(Stranger.frame(Say.clear) + Stranger.frame(Say.noDetection))
            #expect(await client.next()?["type"]?.string == "input_audio_buffer.cleared")
            #expect(await client.next()?["type"]?.string == "session.updated")
            await client.raw.close()
        }
    }
}
