import Bytes
import HTTP
import NetIO
import RealtimeServer
import Testing

/// The end of a server, as its clients see it.
@Suite("Draining", .timeLimit(.minutes(1)))
struct DrainTests {
    private static let target = "/v1/realtime?model=gpt-realtime"

    @Test("A server that drains takes nobody in, says so, and lets those who are there go on")
    func draining() async throws {
        try await Running.with({ $0.shutdown.drain = .seconds(3_600) }) { running in
            let caller = try await running.call()
            _ = try await caller.event("session.created")
            #expect(try await running.ask("GET", "/readyz", key: nil).status == 200)
            async let ended: Void = running.server.shutDown()
            while try await running.ask("GET", "/readyz", key: nil).status == 200 {}
            let ready = try await running.ask("GET", "/readyz", key: nil)
            #expect(ready.status == 503)
            #expect(ready.code == "server_shutting_down")
            #expect(ready["Retry-After"] != nil)
            #expect(try await running.ask("GET", "/healthz", key: nil).status == 200)
            let key: HeaderFields = ["api-key": Running.key]
            guard case .inBand(let error, let code, _) = try await running.knock(Self.target, headers: key) else {
                Issue.record("OpenAI's clients are told in band")
                return
            }
            #expect(error["code"]?.string == "server_shutting_down")
            #expect(code == 1012)
            guard case .http(let answer) = try await running.knock("/openai/v1/realtime?model=prod", headers: key)
            else {
                Issue.record("Azure's clients are told by a status")
                return
            }
            #expect(answer.status == 503)
            #expect(answer["Retry-After"] != nil)
            caller.send(Say.clear)
            _ = try await caller.event("input_audio_buffer.cleared")
            caller.close()
            await ended
        }
    }
}
