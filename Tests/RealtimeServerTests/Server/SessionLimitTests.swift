import Bytes
import HTTP
import NetIO
import RealtimeServer
import Testing

/// What a key may use up, and how long a session may last (CONTRACT 14, 23).
@Suite("Limits of sessions", .timeLimit(.minutes(1)))
struct SessionLimitTests {
    private static func limited(_ limits: KeyLimits) -> @Sendable (inout Settings) -> Void {
        { $0.access.keys = [ConfiguredKey(name: "limited", secret: .text(Private("sk-limited")), limits: limits)] }
    }

    private static let key: HeaderFields = ["Authorization": "Bearer sk-limited"]

    private static func answer(_ caller: Caller) async throws -> JSON? {
        caller.send(["type": "response.create", "response": ["output_modalities": ["text"]]])
        return try await caller.event("response.done")["response"]
    }

    // MARK: Per minute

    @Test("Beyond a key's requests a response fails, in all its sessions; what is left is told truly")
    func requests() async throws {
        try await Running.with(Self.limited(KeyLimits(requestsPerMinute: 2))) { running in
            let first = try await running.call(headers: Self.key)
            for left in [1, 0] {
                #expect(try await Self.answer(first)?["status"]?.string == "completed")
                let told = try await first.event("rate_limits.updated")["rate_limits"]?.array
                #expect(told?.count == 1)
                #expect(told?[0]["name"]?.string == "requests")
                #expect(told?[0]["limit"]?.int == 2)
                #expect(told?[0]["remaining"]?.int == left)
                let reset = try #require(told?[0]["reset_seconds"]?.double)
                #expect(reset > 55 && reset <= 61)
            }
            for caller in [first, try await running.call(headers: Self.key)] {
                let refused = try await Self.answer(caller)
                #expect(refused?["status"]?.string == "failed")
                let error = refused?["status_details"]?["error"]
                #expect(error?["type"]?.string == "requests")
                #expect(error?["code"]?.string == "rate_limit_exceeded")
            }
            // Another key has its own.
            #expect(try await Self.answer(try await running.call())?["status"]?.string == "completed")
        }
    }

    @Test("Beyond a key's tokens a response fails, and the session goes on")
    func tokens() async throws {
        try await Running.with(Self.limited(KeyLimits(tokensPerMinute: 1))) { running in
            let caller = try await running.call(headers: Self.key)
            let error = try await Self.answer(caller)?["status_details"]?["error"]
            #expect(error?["type"]?.string == "tokens")
            #expect(error?["code"]?.string == "rate_limit_exceeded")
            caller.send(Say.clear)
            _ = try await caller.event("input_audio_buffer.cleared")
        }
    }

    @Test("A key without limits is told of none")
    func unlimited() async throws {
        try await Running.with { running in
            let caller = try await running.call()
            _ = try await Self.answer(caller)
            caller.send(Say.clear)
            while true {
                guard case .event(let event) = await caller.next() else { break }
                #expect(event["type"]?.string != "rate_limits.updated")
                if event["type"]?.string == "input_audio_buffer.cleared" { break }
            }
        }
    }

    // MARK: At once

    @Test("A session's place is free again when it has ended, whoever ended it", arguments: [true, false])
    func places(_ isPolite: Bool) async throws {
        let change: @Sendable (inout Settings) -> Void = {
            Self.limited(KeyLimits(sessionsMax: 1))(&$0)
            $0.sessions.max = 1
        }
        try await Running.with(change) { running in
            let first = try await running.call(headers: Self.key)
            _ = try await first.event("session.created")
            #expect(
                try await running.knock("/v1/realtime?model=gpt-realtime", headers: Self.key).code
                    == "server_overloaded"
            )
            if isPolite { first.close() } else { first.abort() }
            _ = await first.end()
            // The server hears of it a moment later.
            while true {
                do {
                    _ = try await running.knock("/v1/realtime?model=gpt-realtime", headers: Self.key)
                } catch is Running.LetIn { break }
            }
        }
    }

    @Test("A key has no more sessions at once than it may, and others still come in")
    func concurrent() async throws {
        try await Running.with(Self.limited(KeyLimits(sessionsMax: 2))) { running in
            var callers: [Caller] = []
            for _ in 0..<2 { callers.append(try await running.call(headers: Self.key)) }
            for caller in callers { _ = try await caller.event("session.created") }
            let refusal = try await running.knock("/v1/realtime?model=gpt-realtime", headers: Self.key)
            #expect(refusal.code == "too_many_sessions")
            _ = try await running.call().event("session.created")
        }
    }

    // MARK: In length

    static let targets = [
        "/v1/realtime?model=gpt-realtime", "/v1/realtime?intent=transcription",
        "/v1/realtime/translations?model=gpt-realtime-translate",
    ]

    @Test("A session ends with its longest duration, of whichever kind", arguments: targets)
    func duration(_ target: String) async throws {
        try await Running.with({ $0.sessions.duration = .milliseconds(20) }) { running in
            let caller = try await running.call(target)
            let last = try await Running.lastWords(of: caller)
            #expect(last.error["code"]?.string == "session_expired")
            #expect(last.closeCode == 1001)
            #expect(last.reason == "invalid_request_error.session_expired")
        }
    }

    @Test("A key's duration is told as what it is, in the session and at its end")
    func keysDuration() async throws {
        try await Running.with(Self.limited(KeyLimits(sessionSeconds: 1))) { running in
            let caller = try await running.call(headers: Self.key)
            let expiresAt = try await caller.event("session.created")["session"]?["expires_at"]?.int
            #expect(try #require(expiresAt) - ClientSecretTests.now() <= 1)
            let last = try await Running.lastWords(of: caller)
            #expect(last.error["message"]?.string == "Your session hit the maximum duration of 1 second.")
            #expect(last.closeCode == 1001)
        }
    }

    @Test("A session in which nobody says anything ends, of whichever kind", arguments: targets)
    func idle(_ target: String) async throws {
        try await Running.with({ $0.sessions.idle = .milliseconds(20) }) { running in
            let last = try await Running.lastWords(of: try await running.call(target))
            #expect(last.error["code"]?.string == "session_idle_timeout")
            #expect(last.closeCode == 1001)
            #expect(last.reason == "invalid_request_error.session_idle_timeout")
        }
    }

    @Test("A key's idle limit holds where it is shorter than the server's")
    func keysIdle() async throws {
        let change: @Sendable (inout Settings) -> Void = {
            Self.limited(KeyLimits(idleSeconds: 1))(&$0)
            $0.sessions.idle = .seconds(3_600)
        }
        try await Running.with(change) { running in
            let caller = try await running.call(headers: Self.key)
            #expect(try await Running.lastWords(of: caller).error["code"]?.string == "session_idle_timeout")
        }
    }
}
