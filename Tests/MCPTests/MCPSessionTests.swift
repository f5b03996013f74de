import Bytes
import HTTP
import MCP
import Testing

@Suite("A dialogue with an MCP server")
struct MCPSessionTests {
    @Test("The server is greeted, told so, and asked", arguments: ["2025-11-25", "2025-06-18", "2025-03-26"])
    func opening(_ version: String) {
        var stand = MCPStand()
        stand.begin(7, .list)
        #expect(stand.newest?.headers["Accept"] == "application/json, text/event-stream")
        #expect(stand.newest?.headers["MCP-Protocol-Version"] == nil)
        let greeting = stand.newestBody
        #expect(greeting["method"]?.string == "initialize")
        #expect(greeting["params"]?["protocolVersion"]?.string == "2025-11-25")
        #expect(greeting["params"]?["clientInfo"] == ["name": "antiphon", "version": "1.2.3"])
        stand.answer(["result": ["protocolVersion": .string(version)]], ["mcp-session-id": "abc"])
        #expect(stand.newestBody == ["jsonrpc": "2.0", "method": "notifications/initialized"])
        #expect(stand.newest?.headers["Mcp-Session-Id"] == "abc")
        #expect(stand.methods == ["notifications/initialized"], "nothing is asked before the server has heard it")
        stand.reply(202, "")
        #expect(stand.methods == ["tools/list"])
        #expect(stand.newest?.headers["Mcp-Session-Id"] == "abc")
        #expect(stand.newest?.headers["MCP-Protocol-Version"] == version)
        #expect(stand.newest?.headers["Mcp-Method"] == nil)
        stand.answer(["result": ["tools": [["name": "light", "inputSchema": ["type": "object", "x": 1]]]]])
        guard case .listed(let tools)? = stand.answers.last?.answer else {
            Issue.record("\(stand.answers)")
            return
        }
        #expect(stand.answers.map(\.order) == [7])
        #expect(tools.map(\.name) == ["light"])
        #expect(tools.first?.inputSchema == ["type": "object", "x": 1])
        #expect(stand.session.isIdle && stand.sent.isEmpty)
    }

    @Test("A server that answers the news of its greeting by a stream without end is not waited for")
    func streamWithoutEnd() {
        var stand = MCPStand()
        stand.call(1)
        stand.answer(["result": ["protocolVersion": "2025-06-18"]])
        let news = stand.sent[0].exchange
        stand.stream()
        #expect(stand.methods == ["notifications/initialized", "tools/call"])
        stand.answer(MCPStand.text("Done."))
        stand.end(.unreachable("cut"), on: news)
        #expect(stand.answers.map(\.answer) == [.called("Done.")])
        stand.call(2)
        #expect(stand.methods == ["tools/call"])
    }

    @Test("Orders that come meanwhile wait for one greeting")
    func waiting() {
        var stand = MCPStand()
        stand.begin(1, .list)
        stand.call(2)
        #expect(stand.methods == ["initialize"])
        stand.greet()
        #expect(stand.methods == ["tools/list", "tools/call"])
    }

    @Test("A call says what it calls, and its words come back")
    func calling() {
        var stand = MCPStand.open()
        stand.call(1, "light", ["on": true])
        #expect(stand.newestBody["params"] == ["name": "light", "arguments": ["on": true]])
        stand.answer(MCPStand.text("It is on."))
        #expect(stand.answers.map(\.answer) == [.called("It is on.")])
    }

    @Test("A list comes in pages, and a tool that is in two of them is one")
    func pages() {
        var stand = MCPStand.open()
        stand.begin(1, .list)
        stand.answer(["result": ["tools": [["name": "a"], ["name": ""], 3, ["name": "b"]], "nextCursor": "p2"]])
        #expect(stand.newestBody["params"] == ["cursor": "p2"])
        stand.answer(["result": ["tools": [["name": "b", "description": "again"], ["name": "c"]], "nextCursor": ""]])
        guard case .listed(let tools)? = stand.answers.last?.answer else {
            Issue.record("\(stand.answers)")
            return
        }
        #expect(tools.map(\.name) == ["a", "b", "c"])
        #expect(tools.map(\.description) == [nil, nil, nil])
        #expect(tools.first?.inputSchema == ["type": "object"])
    }

    @Test("A stream may say other things first: they are heard, answered, and not taken for the answer")
    func stream() {
        var stand = MCPStand.open()
        stand.call(1)
        let call = stand.sent[0].exchange
        stand.stream()
        stand.event(#"{"jsonrpc":"2.0","method":"notifications/progress","params":{"progress":1}}"#, on: call)
        stand.event(#"{"jsonrpc":"2.0","id":"p","method":"ping"}"#, on: call)
        #expect(stand.newestBody == ["jsonrpc": "2.0", "id": "p", "result": [:]])
        #expect(stand.newest?.isErrand == true)
        #expect(stand.newest?.headers["Mcp-Session-Id"] == "s1")
        stand.event(#"{"jsonrpc":"2.0","id":5,"method":"sampling/createMessage","params":{}}"#, on: call)
        #expect(stand.newestBody["id"] == 5)
        #expect(stand.newestBody["error"]?["code"] == -32601)
        stand.event(#"{"jsonrpc":"2.0","id":999,"result":{"content":[]}}"#, on: call)
        #expect(stand.answers.isEmpty)
        let (first, second) = MCPStand.message(stand.sent[0].request, MCPStand.text("Done.")).halves
        stand.bytes("data: \(first)", on: call)
        stand.bytes("\(second)\r\n\r\n", on: call)
        #expect(stand.answers.map(\.answer) == [.called("Done.")])
        #expect(stand.session.isIdle)
        stand.end(on: call)
        #expect(stand.answers.count == 1)
    }

    @Test("A list of messages in one answer, as 2025-03-26 has it")
    func batch() {
        var stand = MCPStand.open(version: "2025-03-26")
        stand.call(1)
        let result = MCPStand.message(stand.newest, MCPStand.text("Done."))
        stand.reply(200, #"[{"jsonrpc":"2.0","method":"notifications/message"},\#(result)]"#)
        #expect(stand.answers.map(\.answer) == [.called("Done.")])
    }

    @Test("A server that forgot the session is greeted again, once for an order")
    func forgotten() {
        var stand = MCPStand.open()
        stand.call(1)
        stand.call(2)
        let second = stand.sent[1].exchange
        stand.reply(404, "", on: stand.sent[0].exchange)
        #expect(stand.methods == ["tools/call", "initialize"])
        stand.reply(404, "", on: second)
        #expect(stand.methods == ["initialize"], "one greeting for both")
        stand.greet(session: "s2")
        #expect(stand.methods == ["tools/call", "tools/call"])
        #expect(stand.newest?.headers["Mcp-Session-Id"] == "s2")
        let third = stand.sent[0].exchange
        stand.answer(MCPStand.text("Done."))
        stand.reply(404, "", on: third)
        #expect(stand.answers.map(\.order) == [2, 1])
        #expect(stand.answers.last?.answer == .failed(.status(404, saying: nil)))
    }

    @Test("A server without sessions has nothing to forget")
    func noSession() {
        var stand = MCPStand.open(session: nil)
        stand.call(1)
        #expect(stand.newest?.headers["Mcp-Session-Id"] == nil)
        stand.reply(404, "")
        #expect(stand.answers.map(\.answer) == [.failed(.status(404, saying: nil))])
        stand.close()
        #expect(stand.sent.isEmpty)
    }

    @Test("What is cancelled is closed, and the server told")
    func cancelling() {
        var stand = MCPStand.open()
        stand.call(1)
        let (call, id) = (stand.sent[0].exchange, stand.newestBody["id"])
        stand.cancel(1)
        #expect(stand.aborted == [call])
        #expect(stand.newestBody["method"]?.string == "notifications/cancelled")
        #expect(stand.newestBody["params"]?["requestId"] == id)
        stand.end(on: call)
        stand.reply(202, "")
        #expect(stand.answers.isEmpty && stand.session.isIdle)
        stand.cancel(1)
        #expect(stand.sent.isEmpty)
    }

    @Test("The end closes what is open, and a server with a session may forget it")
    func closing() {
        var stand = MCPStand.open()
        stand.call(1)
        let call = stand.sent[0].exchange
        stand.close()
        #expect(stand.aborted == [call])
        #expect(stand.newest?.method == .delete)
        #expect(stand.newest?.headers["Mcp-Session-Id"] == "s1")
        #expect(stand.newest?.isErrand == true)
        stand.call(2)
        stand.close()
        #expect(stand.sent.count == 1 && stand.answers.isEmpty)
    }

    @Test("A stream that broke off goes on after the last event that came")
    func resuming() {
        var stand = MCPStand.open(version: "2025-11-25")
        stand.call(1)
        let call = stand.newest
        stand.stream()
        stand.bytes("id: e1\nretry: 250\ndata:\n\n")
        stand.end()
        #expect(stand.newest?.method == .get)
        #expect(stand.newest?.headers["Last-Event-ID"] == "e1")
        #expect(stand.newest?.headers["Accept"] == "text/event-stream")
        #expect(stand.newest?.delay == .milliseconds(250))
        stand.stream()
        stand.event(#"{"jsonrpc":"2.0","method":"notifications/message"}"#, id: "e2")
        stand.end(.unreachable("cut"))
        #expect(stand.newest?.headers["Last-Event-ID"] == "e2")
        stand.stream()
        stand.event(MCPStand.message(call, MCPStand.text("Done.")))
        #expect(stand.answers.map(\.answer) == [.called("Done.")])
    }

    @Test("A stream is asked to go on so often, no call twice, and one without names never")
    func notResuming() {
        var stand = MCPStand.open()
        stand.call(1)
        for _ in 0..<4 {
            stand.stream()
            stand.event("", id: "e")
            stand.end()
        }
        #expect(stand.answers.count == 1 && stand.sent.isEmpty)
        stand.call(2)
        stand.stream()
        stand.end(.unreachable("cut"))
        #expect(stand.answers.last?.answer == .failed(.unreachable("cut")))
        stand.call(3)
        stand.stream()
        stand.event("", id: "e")
        stand.end()
        stand.reply(404, "")
        #expect(stand.answers.last?.answer == .failed(.status(404, saying: nil)))
        #expect(stand.sent.isEmpty)
    }

    @Test("Streams that have answered and do not end are closed one after the other")
    func lingering() {
        var limits = MCPLimits()
        limits.lingeringMax = 2
        var stand = MCPStand.open(limits: limits)
        for order in 1...5 {
            stand.call(order)
            stand.stream()
            stand.event(MCPStand.message(stand.newest, MCPStand.text("\(order)")))
        }
        #expect(stand.answers.count == 5)
        #expect(stand.sent.count == 2 && stand.aborted.count == 3)
    }

    @Test(
        "A server of 2026-07-28 is asked without a greeting",
        arguments: [
            #"{"jsonrpc":"2.0","id":null,"error":{"code":-32602,"message":"params._meta must be an object"}}"#,
            #"{"jsonrpc":"2.0","id":1,"error":{"code":-32022,"message":"no","data":{"supported":["2026-07-28"]}}}"#,
            #"{"jsonrpc":"2.0","id":1,"error":{"code":-32601,"message":"Method not found"}}"#,
        ]
    )
    func stateless(_ refusal: String) {
        for status in [400, 200] {
            var stand = MCPStand()
            stand.call(1, "Licht ä", ["on": true])
            stand.reply(status, refusal)
            #expect(stand.methods == ["tools/call"])
            #expect(stand.newest?.headers["MCP-Protocol-Version"] == "2026-07-28")
            #expect(stand.newest?.headers["Mcp-Method"] == "tools/call")
            #expect(stand.newest?.headers["Mcp-Name"] == "=?base64?TGljaHQgw6Q=?=")
            let meta = stand.newestBody["params"]?["_meta"]
            #expect(meta?["io.modelcontextprotocol/protocolVersion"]?.string == "2026-07-28")
            #expect(meta?["io.modelcontextprotocol/clientCapabilities"] == [:])
            stand.answer(MCPStand.text("Done."))
            #expect(stand.answers.map(\.answer) == [.called("Done.")])
            stand.call(2)
            #expect(stand.newest?.headers["Mcp-Name"] == "light")
            stand.cancel(2)
            stand.close()
            #expect(stand.sent.isEmpty, "the closed stream says it")
        }
    }
}

extension String {
    fileprivate var halves: (String, String) {
        let middle = index(startIndex, offsetBy: count / 2)
        return (String(self[..<middle]), String(self[middle...]))
    }
}
