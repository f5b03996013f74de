import Bytes
import HTTP
import NetIO
import RealtimeServer
import Testing

@Suite("A conversation over a socket", .timeLimit(.minutes(1)))
struct ConversationTests {
    @Test("A client is greeted, says something, and is answered")
    func answers() async throws {
        try await Running.with { running in
            let caller = try await running.call()
            let created = try await caller.event("session.created")
            #expect(created["session"]?["model"]?.string == "gpt-realtime")
            caller.send(["type": "session.update", "session": ["type": "realtime", "output_modalities": ["text"]]])
            _ = try await caller.event("session.updated")
            caller.send([
                "type": "conversation.item.create",
                "item": [
                    "type": "message", "role": "user", "content": [["type": "input_text", "text": "Hello there"]],
                ],
            ])
            caller.send(["type": "response.create"])
            let done = try await caller.event("response.output_text.done")
            #expect(done["text"]?.string?.contains("Hello there") == true)
            let response = try await caller.event("response.done")
            #expect(response["response"]?["status"]?.string == "completed")
            #expect(running.server.sessionCount == 1)
            caller.close()
            guard case .closedByUs = await caller.end() else {
                Issue.record("the server did not answer the close")
                return
            }
        }
    }
}
