import Bytes
import NetIO
import RealtimeAPI
import RealtimeEngine
import Speech
import TestSupport
import Testing

/// Whatever a server does: one end, soon, and nothing left behind (`BackEndStand` hangs where a connection or a timer
/// is).
@Suite("Language models that misbehave", .timeLimit(.minutes(1)))
struct ChatFaultTests {
    private static func text(_ text: String) -> String {
        #"{"choices":[{"index":0,"delta":{"content":"\#(text)"},"finish_reason":null}]}"#
    }

    private static let stop = #"{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"#
    private static let hello: [StubServer.Step] = [.eventHead, .events(text("Hello"), stop, "[DONE]")]

    private func answer(
        _ scripts: [[StubServer.Step]],
        _ change: (inout ChatOptions) -> Void = { _ in }
    ) async throws -> (parts: [AnswerPart], seen: StubServer.Seen) {
        let stub = StubServer(scripts)
        let parts = try await BackEndStand.run { await $0.answer(stub, change: change) }
        await stub.until { $0.ended == $0.connections }
        #expect(parts.endCount == 1)
        return (parts, stub.now)
    }

    /// The request that the operator's options make, and the plain answer.
    @Test("A server that answers")
    func answers() async throws {
        let (parts, seen) = try await answer([Self.hello]) {
            $0.address.key = BackEndKey("secret")
            $0.address.headers = ["X-Tenant": BackEndKey("me")]
        }
        #expect(parts == [.text("Hello"), .end(.completed)])
        let request = try #require(seen.requests.first)
        #expect(request.target == "/v1/chat/completions")
        #expect(request.header("Authorization") == "Bearer secret")
        #expect(request.header("X-Tenant") == "me")
        #expect(request.header("Accept") == "text/event-stream")
        #expect(try JSON(parsing: request.body)["messages"]?.array?.count == 1)
    }

    @Test("Azure's deployments")
    func azure() async throws {
        let stub = StubServer([Self.hello])
        let parts = try await BackEndStand.run { stand in
            await stand.answer(stub) {
                $0.address.url = "http://127.0.0.1:\(stub.port)/openai/deployments/mine?api-version=2024-10-21"
                $0.address.key = BackEndKey("secret")
            }
        }
        #expect(parts.text == "Hello")
        #expect(stub.requests.first?.target == "/openai/deployments/mine/chat/completions?api-version=2024-10-21")
        #expect(stub.requests.first?.header("api-key") == "secret")
    }

    @Test("A connection is kept from one answer to the next")
    func keepAlive() async throws {
        let script: [StubServer.Step] = [.chunkedEvents(Self.text("Hello"), Self.stop, "[DONE]"), .keepAlive]
        let stub = StubServer([script])
        try await BackEndStand.run { stand in
            for _ in 0..<3 {
                #expect(await stand.answer(stub).text == "Hello")
                // The end of the body may come after the end of the answer.
                await stand.onLoop {}
                await stand.onLoop {}
            }
        }
        await stub.until { $0.ended == $0.connections }
        #expect(stub.now.connections < 3 && stub.requests.count == 3)
    }

    @Test(
        "Statuses are told with the server's own words, and not asked for again in vain",
        arguments: [
            ("401 Unauthorized", #"{"error":{"message":"Incorrect API key provided: secret"}}"#, "401: Incorrect API"),
            ("404 Not Found", #"{"error":"model 'tiny' not found"}"#, "404: model 'tiny' not found"),
            ("400 Bad Request", #"{"detail":[{"msg":"bad tools"}]}"#, "400: bad tools"),
            ("403 Forbidden", "<html>no</html>", "answered 403."),
            (
                "429 Too Many Requests", #"{"error":{"message":"Pay first","code":"insufficient_quota"}}"#,
                "429: Pay first"
            ),
        ]
    )
    func statuses(_ status: String, _ body: String, _ expected: String) async throws {
        let (parts, seen) = try await answer([[.json(body, status: status)]]) { $0.address.key = BackEndKey("secret") }
        #expect(parts.count == 1)
        #expect(parts.failure?.contains(expected) == true, "\(parts)")
        #expect(parts.failure?.contains("secret") == false)
        #expect(seen.requests.count == 1)
    }

    @Test("429 and 500 are asked for again, and then it answers", arguments: ["Retry-After: 0\r\n", ""])
    func retried(_ headers: String) async throws {
        let busy = StubServer.Step.json("{}", status: "429 Too Many Requests", headers: headers)
        let (parts, seen) = try await answer([[busy], [.json("{}", status: "500 Oops")], Self.hello])
        #expect(parts == [.text("Hello"), .end(.completed)])
        #expect(seen.requests.count == 3)
        #expect(Set(seen.requests.map(\.text)).count == 1, "the same is asked for each time")
    }

    @Test("Who is always busy is given up, and so is who wants to be waited for too long")
    func givenUp() async throws {
        let (parts, seen) = try await answer([[.json(#"{"error":"busy"}"#, status: "503 Busy")]])
        #expect(parts.failure == "The server of the language model answered 503: busy")
        #expect(seen.requests.count == 3)
        let later = StubServer.Step.json("{}", status: "429 Too Many Requests", headers: "Retry-After: 3600\r\n")
        let (others, once) = try await answer([[later]])
        #expect(others.failure == "The server of the language model answered 429.")
        #expect(once.requests.count == 1)
    }

    @Test("Nobody listens, and the connection breaks before an answer")
    func refused() async throws {
        let (parts, _) = try await withClosedPort { port in
            try await answer([[]]) { $0.address.url = "http://127.0.0.1:\(port)/v1" }
        }
        #expect(parts.failure == "The server of the language model refused the connection.")
        let (lost, seen) = try await answer([[.reset], [], Self.hello])
        #expect(lost.text == "Hello")
        #expect(seen.requests.count == 3)
    }

    @Test("A stall before the head, and one in the middle")
    func stalls() async throws {
        let (parts, _) = try await answer([[.stall]]) { $0.patience.first = .milliseconds(30) }
        #expect(parts.failure?.contains("did not begin to answer within") == true)
        let (others, seen) = try await answer([[.eventHead, .events(Self.text("Hel")), .stall]]) {
            $0.patience.between = .milliseconds(30)
        }
        #expect(others.first == .text("Hel"))
        #expect(others.failure?.contains("stopped in its answer for") == true)
        #expect(seen.requests.count == 1, "what was said is not asked for again")
    }

    @Test("What drips without saying anything is no progress; what drips words has its time")
    func drips() async throws {
        let comments = Array(repeating: ": still here\n\n", count: 10_000)
        let (parts, _) = try await answer([[.eventHead, .drip(comments, milliseconds: 3)]]) {
            $0.patience.first = .milliseconds(50)
        }
        #expect(parts.failure?.contains("did not begin") == true)
        let words = "data: \(Self.text("Hello "))\n\n".map(String.init)
        let (slow, _) = try await answer([[.eventHead, .drip(words, milliseconds: 1), .events(Self.stop)]])
        #expect(slow == [.text("Hello "), .end(.completed)])
        let endless = Array(repeating: "data: \(Self.text("la "))\n\n", count: 10_000)
        let (others, _) = try await answer([[.eventHead, .drip(endless, milliseconds: 3)]]) {
            $0.patience.total = .milliseconds(60)
        }
        #expect(others.failure?.contains("did not finish its answer within") == true)
    }

    @Test("A last word without an end has ended")
    func noEnd() async throws {
        let (parts, _) = try await answer([[.eventHead, .events(Self.text("Hello"), Self.stop), .stall]]) {
            $0.patience.between = .milliseconds(30)
        }
        #expect(parts == [.text("Hello"), .end(.completed)])
    }

    @Test(
        "What is no answer",
        arguments: [
            ([.eventHead, .events("{\"choices\":")], "no JSON object"),
            ([.eventHead, .send("data: {\"choices\":[{\"delta\":{\"con")], "in the middle"),
            ([.eventHead], "in the middle"),
            ([.eventHead, .events(#"{"error":{"message":"out of memory"}}"#)], "failed: out of memory"),
            ([.json(#"{"choices":[]}"#)], "application/json instead of an event stream"),
            ([.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK")], "no content type"),
            ([.send("HTTP/1.1 204 No Content\r\n\r\n")], "no content type"),
            ([.send("SSH-2.0-OpenSSH_9.2\r\n")], "not HTTP"),
            (
                [.send("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1/?key=abc\r\nContent-Length: 0\r\n\r\n")],
                "points elsewhere (302)"
            ),
            (
                [
                    .send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Encoding: gzip\r\n\r\n"),
                    .bytes([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3]),
                ], "compressed its answer (gzip)"
            ),
            (
                [.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: 99\r\n\r\n: x\n")],
                "ended the connection within its answer"
            ),
        ] as [([StubServer.Step], String)]
    )
    func nonsense(_ script: [StubServer.Step], _ expected: String) async throws {
        let (parts, seen) = try await answer([script])
        #expect(parts.failure?.contains(expected) == true, "\(parts)")
        #expect(parts.failure?.contains("key=abc") == false)
        #expect(seen.requests.count == 1)
    }

    @Test("A connection that breaks in the middle of a word ends what was said")
    func cut() async throws {
        let event = "data: \(Self.text("Hel"))\n\ndata: {\"cho"
        let head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
        let (parts, seen) = try await answer([[.send("\(head)\(String(event.utf8.count + 9, radix: 16))\r\n\(event)")]])
        #expect(parts.first == .text("Hel"))
        #expect(parts.failure == "The server of the language model ended the connection within its answer.")
        #expect(seen.requests.count == 1)
    }

    @Test("A line for ever, events for ever, and thoughts for ever")
    func endless() async throws {
        let (line, _) = try await answer([[.eventHead, .send("data: "), .flood("0123456789abcdef")]]) {
            $0.eventBytesMax = 10_000
        }
        #expect(line.failure?.contains("more than 10000 bytes") == true)
        let (words, _) = try await answer([[.eventHead, .flood("data: \(Self.text("la la la "))\n\n")]]) {
            $0.textBytesMax = 20_000
        }
        #expect(words.end == .maxOutputTokens)
        #expect(20_000..<40_000 ~= words.text.utf8.count)
        let thought = #"data: {"choices":[{"delta":{"reasoning_content":"hm"}}]}"# + "\n\n"
        let (thoughts, _) = try await answer([[.eventHead, .flood(thought)]]) {
            $0.patience.answerBytesMax = 100_000
        }
        #expect(thoughts.failure?.contains("more than 100000 bytes") == true)
        let (refusal, _) = try await answer([
            [.send("HTTP/1.1 400 Bad\r\nContent-Type: text/plain\r\n\r\n"), .flood("no ")]
        ])
        #expect(refusal.failure?.hasPrefix("The server of the language model answered 400: no no") == true)
    }

    @Test("Who cancels is told nothing more, and the server sees the connection close", arguments: [false, true])
    func cancelled(_ hasBegun: Bool) async throws {
        let script: [StubServer.Step] = hasBegun ? [.eventHead, .events(Self.text("Hel")), .stall] : [.stall]
        let stub = StubServer([script])
        let telling = Telling<AnswerPart>()
        try await BackEndStand.run { stand in
            await stand.think(stub, telling: telling)
            await stub.until { $0.requests.count == 1 }
            if hasBegun { _ = await telling.until { !$0.isEmpty } }
            await stand.onLoop { telling.answerer?.cancel() }
            await stub.until { $0.ended == 1 }
            await stand.onLoop { telling.answerer?.cancel() }
        }
        #expect(telling.parts == (hasBegun ? [.text("Hel")] : []))
    }

    @Test("Who cancels within a report, or while it is to be asked again, is told nothing more")
    func cancelledWithin() async throws {
        let stub = StubServer([[.eventHead, .events(Self.text("a"), Self.text("b"), Self.stop, "[DONE]")]])
        let telling = Telling<AnswerPart>()
        telling.whenTold = { _ in telling.answerer?.cancel() }
        let busy = StubServer([[.json("{}", status: "503 Busy")]])
        let waiting = Telling<AnswerPart>()
        try await BackEndStand.run { stand in
            await stand.think(stub, telling: telling)
            await stub.until { $0.ended == 1 }
            await stand.think(busy, telling: waiting) { $0.patience.retryWait = .seconds(4) }
            await busy.until { $0.ended == 1 }
            await stand.onLoop { waiting.answerer?.cancel() }
        }
        #expect(telling.parts == [.text("a")])
        #expect(waiting.parts.isEmpty && busy.requests.count == 1)
    }

    @Test("On hold nothing is told or read, and then everything is")
    func held() async throws {
        // More than the kernel keeps of a connection.
        let comment = StubServer.Step.send(": \(String(repeating: "x", count: 65_000))\n\n")
        let rest = [.events(Self.text("b"), Self.stop, "[DONE]")] as [StubServer.Step]
        let stub = StubServer([[.eventHead, .events(Self.text("a"))] + Array(repeating: comment, count: 200) + rest])
        let telling = Telling<AnswerPart>()
        telling.whenTold = { _ in if telling.parts.count == 1 { telling.answerer?.hold() } }
        try await BackEndStand.run { stand in
            await stand.think(stub, telling: telling)
            _ = await telling.until { $0.count == 1 }
            for _ in 0..<200 { await stand.onLoop {} }
            #expect(telling.parts == [.text("a")])
            #expect(stub.now.ended == 0, "the server is held back")
            await stand.onLoop { telling.answerer?.proceed() }
            #expect(await telling.all() == [.text("a"), .text("b"), .end(.completed)])
        }
    }

    @Test("The time on hold is not the server's")
    func heldForLong() async throws {
        let stub = StubServer([[.eventHead, .events(Self.text("a")), .waitForTest, .events(Self.stop, "[DONE]")]])
        let telling = Telling<AnswerPart>()
        telling.whenTold = { _ in if telling.parts.count == 1 { telling.answerer?.hold() } }
        try await BackEndStand.run { stand in
            await stand.think(stub, telling: telling) { $0.patience.between = .milliseconds(500) }
            _ = await telling.until { $0.count == 1 }
            await stand.wait(.milliseconds(700))
            stub.release()
            await stand.onLoop { telling.answerer?.proceed() }
            #expect(await telling.all().end == .completed)
        }
    }

    @Test("Connections that are closed end what is being answered")
    func closed() async throws {
        let stub = StubServer([[.eventHead, .events(Self.text("Hel")), .stall]])
        let telling = Telling<AnswerPart>()
        try await BackEndStand.run { stand in
            await stand.think(stub, telling: telling)
            _ = await telling.until { !$0.isEmpty }
            await stand.clients.close()
            #expect(await telling.all().failure == "The server of the language model is not asked any more.")
            let late = Telling<AnswerPart>()
            await stand.think(stub, telling: late)
            #expect(await late.all().failure != nil)
        }
    }

    @Test("Nothing is left of a call that has ended")
    func released() async throws {
        for script in [Self.hello, [.eventHead, .stall], [.json("{}", status: "500 Oops")]] {
            let stub = StubServer([script])
            let telling = Telling<AnswerPart>()
            try await BackEndStand.run { stand in
                await stand.think(stub, telling: telling) { $0.patience.first = .milliseconds(20) }
                _ = await telling.all()
                let reference = Weak()
                await stand.onLoop {
                    reference.object = telling.answerer
                    telling.answerer = nil
                }
                await stub.until { $0.ended == $0.connections }
                await stand.clients.close()
                await stand.onLoop { #expect(reference.object == nil) }
            }
        }
    }

    private final class Weak: @unchecked Sendable {
        weak var object: (any Answerer)?
    }
}
