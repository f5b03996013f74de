import Bytes
import NetIO
import RealtimeAPI
import RealtimeServer
import RealtimeTesting
import TestSupport
import Testing

@Suite("Random lives over sockets", .timeLimit(.minutes(2)))
struct RandomLivesTests {
    static let targets: [(kind: SessionKind, target: String)] = [
        (.realtime, "/v1/realtime?model=gpt-realtime"),
        (.realtime, "/v1/realtime?model=gpt-realtime"),
        (.realtime, "/v1/realtime?model=gpt-realtime"),
        (.transcription, "/v1/realtime?intent=transcription"),
        (.translation, "/v1/realtime/translations?model=gpt-realtime-translate"),
    ]

    /// `make sim` begins with ten others.
    @Test(
        "Fifty clients say whatever comes to their minds: the server lives, and every session ends",
        arguments: Seed.some(1)
    )
    func lives(_ seed: Seed) async throws {
        let engine = StageEngine()
        try await Running.with(speech: engine) { settings in
            settings.sessions.outputLead = nil
        } _: { running in
            try await withThrowingTaskGroup { group in
                for index in 0..<50 {
                    let seed = Seed(value: seed.value &+ UInt64(index))
                    group.addTask { try await live(seed, Self.targets[index % Self.targets.count], running) }
                }
                try await group.waitForAll()
            }
            try await engine.counts.until { $0.nothingLives }
            #expect(running.server.sessionCount == 0)
            #expect(running.server.placesTaken == 0)
            #expect(running.server.sessionsOpen(of: "default") == 0)
            let caller = try await running.call()
            _ = try await caller.event("session.created")
        }
    }

    private func live(_ seed: Seed, _ target: (kind: SessionKind, target: String), _ running: Running) async throws {
        var random = seed.generator
        var client = RandomClient(seed: seed.value, session: target.kind)
        let caller = try await running.call(target.target)
        var events = 0
        for _ in 0..<200 {
            caller.send(String(decoding: client.message(), as: UTF8.self))
            if Int.random(in: 0..<4, using: &random) == 0 { await running.loop.run {} }
            for case .event(let event) in caller.taken() {
                events += 1
                client.remember(event)
            }
        }
        if Bool.random(using: &random) { caller.abort() } else { caller.close() }
        while case .event = await caller.next() { events += 1 }
        #expect(events > 0, "\(seed)")
    }
}
