import Bytes
import NetIO
import RealtimeEngine
import Speech
import TestSupport
import Testing

/// Whole sessions whose language model is a server that fails: the response says why, and the session lives.
@Suite("Language models over HTTP that fail", .timeLimit(.minutes(1)))
struct ModelServerTests {
    private static let head = StubServer.Step.eventHead
    private static let words = #"{"choices":[{"index":0,"delta":{"content":"Hello"},"finish_reason":null}]}"#
    private static let stop = #"{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"#
    private static let hello: [StubServer.Step] = [head, .events(words, stop, "[DONE]")]

    /// Calls a server whose first answers are these and whose next is a right one.
    private func call(
        _ scripts: [[StubServer.Step]],
        patience: Duration = .seconds(30),
        _ body: (Caller, StubServer) async throws -> Void
    ) async throws {
        let stub = StubServer(scripts + [Self.hello])
        let clients = HTTPClients()
        var options = ChatOptions(address: BackEndAddress(url: stub.url), model: "tiny")
        options.patience.first = patience
        options.patience.between = patience
        options.patience.retriesMax = 0
        options.eventBytesMax = 100_000
        try await Running.with(speech: ThinkingEngine(ChatCompletions(options, through: clients))) { running in
            do {
                let caller = try await running.call()
                caller.send(Say.update(["output_modalities": ["text"]]))
                try await body(caller, stub)
                caller.close()
                _ = await caller.end()
                await clients.close()
            } catch {
                await clients.close()
                throw error
            }
        }
        await stub.until { $0.ended == $0.connections }
    }

    private func respond(_ caller: Caller) async throws -> JSON? {
        caller.send(Say.message("Hi"))
        caller.send(Say.respond)
        return try await caller.event("response.done")["response"]
    }

    @Test(
        "Each failure is told once, and the next response is a right one",
        arguments: [
            ([.json(#"{"error":{"message":"no such model"}}"#, status: "404 Not Found")], "404: no such model"),
            ([.json("{}", status: "429 Too Many Requests")], "answered 429."),
            ([.reset], "ended the connection"),
            ([.stall], "did not begin to answer"),
            ([head, .events(words), .stall], "stopped in its answer"),
            ([head, .events(words), .send("data: {")], "in the middle"),
            ([head, .events("nonsense")], "no JSON object"),
            ([head, .send("data: "), .flood(String(repeating: "x", count: 20_000))], "more than 100000 bytes"),
            ([.json("{}")], "instead of an event stream"),
        ] as [([StubServer.Step], String)]
    )
    func failures(_ script: [StubServer.Step], _ expected: String) async throws {
        let isSilent = expected.hasPrefix("did not begin") || expected.hasPrefix("stopped")
        try await call([script], patience: isSilent ? .milliseconds(300) : .seconds(30)) { caller, _ in
            let failed = try await respond(caller)
            #expect(failed?["status"]?.string == "failed")
            let message = failed?["status_details"]?["error"]?["message"]?.string ?? ""
            #expect(message.contains(expected), "\(message)")
            let whole = try await respond(caller)
            #expect(whole?["status"]?.string == "completed")
            #expect(whole?["output"]?.array?.first?["content"]?.array?.first?["text"]?.string == "Hello")
        }
    }

    @Test("A response that is cancelled closes its request, and the next one is answered")
    func cancelled() async throws {
        try await call([[Self.head, .events(Self.words), .stall]]) { caller, stub in
            caller.send(Say.message("Hi"))
            caller.send(Say.respond)
            _ = try await caller.event("response.output_text.delta")
            caller.send(["type": "response.cancel"])
            #expect(try await caller.event("response.done")["response"]?["status"]?.string == "cancelled")
            await stub.until { $0.ended == 1 }
            #expect(try await respond(caller)?["status"]?.string == "completed")
        }
    }

    @Test("Who hangs up in the middle of an answer leaves no request behind")
    func vanished() async throws {
        try await call([[Self.head, .events(Self.words), .stall]]) { caller, stub in
            caller.send(Say.message("Hi"))
            caller.send(Say.respond)
            _ = try await caller.event("response.output_text.delta")
            caller.abort()
            await stub.until { $0.ended == 1 }
        }
    }
}

/// Thinks over HTTP, and is scripted in all else.
private struct ThinkingEngine: SpeechEngine {
    private let scripted = ScriptedEngine()
    private let thinker: ChatCompletions

    init(_ thinker: ChatCompletions) { self.thinker = thinker }

    func offer(model: String) -> Offer { scripted.offer(model: model) }

    func session(model: String, on loop: EventLoop) -> any SpeechSession {
        ThinkingSession(scripted.session(model: model, on: loop), thinker, loop)
    }
}

private final class ThinkingSession: SpeechSession {
    private let scripted: any SpeechSession
    private let thinker: ChatCompletions
    private let loop: EventLoop

    init(_ scripted: any SpeechSession, _ thinker: ChatCompletions, _ loop: EventLoop) {
        self.scripted = scripted
        self.thinker = thinker
        self.loop = loop
    }

    func detector() -> any SpeechDetector { scripted.detector() }

    func listen(
        _ assignment: ListeningAssignment,
        report: @escaping @Sendable (ListenerReport) -> Void
    ) -> any Listener {
        scripted.listen(assignment, report: report)
    }

    func answer(_ request: ResponseRequest, report: @escaping @Sendable (AnswerPart) -> Void) -> any Answerer {
        thinker.think(request, on: loop, report: report)
    }

    func translate(
        _ assignment: TranslationAssignment,
        report: @escaping @Sendable (TranslationPart) -> Void
    ) -> any Translator {
        scripted.translate(assignment, report: report)
    }
}
