import Bytes
import HTTP
import NetIO
import RealtimeServer
import Testing

/// What the log of a server says, and what it never says.
@Suite("Correlation in the log", .timeLimit(.minutes(1)))
struct CorrelationWireTests {
    static let trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"

    @Test(
        "Every line of a session tells where it comes from",
        arguments: ["X-Client-Request-Id", "x-ms-client-request-id"]
    )
    func lines(_ header: String) async throws {
        let book = Logbook()
        try await Running.with(log: book.log) { running in
            let caller = try await running.call(
                headers: [
                    "Authorization": "Bearer \(Running.key)", header: "req-of-the-client", "traceparent": Self.trace,
                    "OpenAI-Safety-Identifier": "hashed-user",
                ]
            )
            _ = try await caller.event("session.created")
            caller.send(["type": "session.update"])
            _ = try await caller.event("error")
            caller.close()
            _ = await caller.end()
        }
        let lines = book.lines(with: " session=sess_")
        for name in ["session.started", "event.refused", "session.ended"] {
            #expect(lines.contains { $0.contains(" \(name) ") })
        }
        for line in lines {
            for field in [
                "client_request=req-of-the-client", "trace=\(Self.trace)", "user=hashed-user", "key=default",
                "flavour=openai", "address=127.0.0.1", "request=req_",
            ] {
                #expect(line.contains(" \(field)"), "\(line)")
            }
        }
    }

    @Test("The id that an answer carries is in the log, of whoever was refused too")
    func requestIDs() async throws {
        let book = Logbook()
        var answers: [Answer] = []
        try await Running.with(log: book.log) { running in
            answers = [
                try await running.ask("GET", "/v1/models"),
                try await running.upgrade("/v1/realtime?model=gpt-realtime", headers: [:]),
                try await PlainClient.ask(raw: "GET\r\n\r\n", at: running.server.address),
            ]
        }
        for answer in answers {
            let id = try #require(answer["x-request-id"])
            #expect(book.lines.contains { $0.hasSuffix(" request=\(id)") || $0.contains(" request=\(id) ") })
        }
        #expect(book.lines(with: "session.refused").count == 1)
        #expect(book.lines(with: "session.refused")[0].contains("code=invalid_api_key"))
    }

    @Test("An identifier that is too long for every line is on none")
    func longIdentifiers() async throws {
        let book = Logbook()
        let long = String(repeating: "x", count: 600)
        try await Running.with(log: book.log) { running in
            let caller = try await running.call(
                headers: ["api-key": Running.key, "X-Client-Request-Id": long, "OpenAI-Safety-Identifier": long]
            )
            _ = try await caller.event("session.created")
        }
        #expect(book.lines(with: long).isEmpty)
    }

    /// Everywhere somebody may say it: no line holds it.
    @Test("No key, no secret and nothing that anybody said is ever in the log")
    func secrets() async throws {
        let book = Logbook()
        var told: [String] = [Running.key, "sk-wrong-key-of-somebody", "kept-instructions", "the-user-said-this"]
        try await Running.with(log: book.log) { running in
            let body: JSON = ["session": ["type": "realtime", "instructions": "kept-instructions"]]
            let secret = try await ClientSecretTests.secret(running, body)
            told.append(secret)
            for target in ["/v1/realtime?api-key=", "/openai/v1/realtime?model=p&api-key=", "/nowhere?api-key="] {
                _ = try await running.ask("GET", target + "sk-wrong-key-of-somebody", key: nil)
                _ = try? await running.knock(target + "sk-wrong-key-of-somebody")
            }
            let caller = try await running.call(
                "/v1/realtime",
                headers: [:],
                subprotocols: ["realtime", "openai-insecure-api-key.\(secret)"]
            )
            caller.send(Say.message("the-user-said-this"))
            caller.send(["type": "the-user-said-this"])
            caller.send("the-user-said-this")
            caller.send(["type": "response.create", "response": ["output_modalities": ["text"]]])
            let done = try await caller.event("response.output_text.done")
            #expect(done["text"]?.string?.contains("the-user-said-this") == true)
            caller.channel.loop.post { caller.channel.close(code: 4_001, reason: "the-user-said-this") }
            _ = await caller.end()
        }
        #expect(book.lines(with: "session.ended").count == 1)
        for text in told {
            // Also not a part that would be enough to guess the rest.
            #expect(book.lines(with: String(text.prefix(14))) == [], "\(text)")
        }
    }
}
