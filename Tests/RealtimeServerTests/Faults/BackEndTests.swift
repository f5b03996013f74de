import Bytes
import HTTP
import NetIO
import RealtimeEngine
import RealtimeServer
import Speech
import Testing

@Suite("Back ends that misbehave", .timeLimit(.minutes(1)))
struct BackEndTests {
    private func impatient(_ settings: inout Settings) { settings.sessions.effectTimeout = .milliseconds(100) }

    private func lives(_ caller: Caller) async throws {
        caller.send(Say.clear)
        _ = try await caller.event("input_audio_buffer.cleared")
    }

    @Test("A model that never answers fails its response, by name")
    func silentModel() async throws {
        let engine = StageEngine(answering: .silent)
        try await Running.with(speech: engine, impatient) { running in
            let caller = try await running.call()
            caller.send(Say.respond)
            let response = try await caller.event("response.done")["response"]
            #expect(response?["status"]?.string == "failed")
            let message = response?["status_details"]?["error"]
            #expect(message?["type"]?.string == "server_error", "\(response?.text ?? "")")
            try await engine.counts.until { $0.cancelled == 1 && $0.answers == 0 }
            try await lives(caller)
        }
    }

    @Test("A listener that never answers fails its transcription, by name, and the response goes on without")
    func silentListener() async throws {
        let engine = StageEngine(hearing: .silent)
        try await Running.with(speech: engine, impatient) { running in
            let caller = try await running.call()
            caller.send(
                Say.update(["audio": ["input": ["turn_detection": nil, "transcription": ["model": "whisper-1"]]]])
            )
            caller.send(Say.append(Say.loud(milliseconds: 300)))
            caller.send(Say.commit)
            let failed = try await caller.event("conversation.item.input_audio_transcription.failed")
            #expect(failed["error"]?["message"]?.string?.contains("said nothing") == true, "\(failed.text)")
            caller.send(Say.respond)
            _ = try await caller.event("response.done")
            try await engine.counts.until { $0.listeners == 0 }
            try await lives(caller)
        }
    }

    @Test("A translator that never finishes ends the session, by name")
    func silentTranslator() async throws {
        let engine = StageEngine(answering: .silent)
        try await Running.with(speech: engine, impatient) { running in
            let caller = try await running.call("/v1/realtime/translations?model=gpt-realtime-translate")
            caller.send(["type": "session.close"])
            let error = try await caller.event("error")
            #expect(error["error"]?["message"]?.string?.contains("said nothing") == true, "\(error.text)")
            guard case .closedByPeer(let code, _) = await caller.end() else {
                Issue.record("the server did not close")
                return
            }
            #expect(code?.rawValue == 1_011)
            try await engine.counts.until { $0.nothingLives }
        }
    }

    @Test("What a model says after it was cancelled is nobody's")
    func late() async throws {
        let engine = StageEngine(answering: .floods(60))
        try await Running.with(speech: engine) { running in
            let caller = try await running.call()
            caller.send(Say.respond)
            _ = try await caller.event("response.output_audio.delta")
            caller.send(["type": "response.cancel"])
            let done = try await caller.event("response.done")
            #expect(done["response"]?["status"]?.string == "cancelled")
            try await engine.counts.until { $0.spent == 1 }
            caller.send(Say.clear)
            guard case .event(let next) = await caller.next() else {
                Issue.record("the connection ended")
                return
            }
            #expect(next["type"]?.string == "input_audio_buffer.cleared")
        }
    }

    @Test("A model that makes more than is taken, though told to wait, fails its response at the limit")
    func floods() async throws {
        let engine = StageEngine(answering: .floods(2_000))
        try await Running.with(speech: engine) { running in
            let caller = try await running.call()
            caller.send(Say.respond)
            let response = try await caller.event("response.done")["response"]
            #expect(response?["status"]?.string == "failed")
            #expect(engine.counts.value.held > 0)
            #expect(engine.counts.value.cancelled == 1)
            try await engine.counts.until { $0.spent == 1 && $0.answers == 0 }
            try await lives(caller)
        }
    }

    @Test("A model that reports after the session has ended reports to nobody")
    func afterTheEnd() async throws {
        let engine = StageEngine(answering: .silent)
        try await Running.with(speech: engine) { running in
            let caller = try await running.call()
            caller.send(Say.respond)
            let report = try #require(try await engine.reports.until { $0.count == 1 }.first)
            caller.close()
            try await engine.counts.until { $0.nothingLives }
            await running.loop.run {
                report(.text("late"))
                report(.end(.completed))
            }
        }
    }

    @Test("A model that reports from within a call, which it must not, takes nothing down")
    func fromWithin() async throws {
        let engine = StageEngine(answering: .answersFromWithin)
        try await Running.with(speech: engine) { running in
            let caller = try await running.call()
            for held in 1...3 {
                caller.send(Say.respond)
                try await engine.counts.until { $0.held == held }
                caller.send(["type": "response.cancel"])
                _ = try await caller.event("response.done")
            }
            try await lives(caller)
            caller.send(Say.respond)
            _ = try await caller.event("response.created")
            caller.abort()
            try await engine.counts.until { $0.nothingLives }
        }
    }
}
