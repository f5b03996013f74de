import Bytes
import HTTP
import MCP
import Testing

@Suite("MCP servers that misbehave")
struct MCPFailureTests {
    private func expectViolation(_ stand: MCPStand, _ words: String, _ location: SourceLocation = #_sourceLocation) {
        guard case .failed(.violation(let why))? = stand.answers.last?.answer else {
            Issue.record("\(stand.answers)", sourceLocation: location)
            return
        }
        #expect(why.contains(words), "\(why)", sourceLocation: location)
        #expect(stand.answers.count == 1 && stand.session.isIdle, sourceLocation: location)
    }

    private func called(_ serve: (inout MCPStand) -> Void, limits: MCPLimits = MCPLimits()) -> MCPStand {
        var stand = MCPStand.open(limits: limits)
        stand.call(1)
        serve(&stand)
        return stand
    }

    @Test("Statuses, with what is said besides if that is JSON-RPC")
    func statuses() {
        let cases: [(Int, String, MCPFailure)] = [
            (401, "", .status(401, saying: nil)),
            (500, "<html>", .status(500, saying: nil)),
            (503, "[[[[", .status(503, saying: nil)),
            (400, #"{"jsonrpc":"2.0","error":{"code":-32600,"message":"Bad"}}"#, .status(400, saying: "Bad")),
            (429, #"{"error":"slow down"}"#, .status(429, saying: nil)),
            (302, "", .status(302, saying: nil)),
        ]
        for (status, body, wanted) in cases {
            #expect(called { $0.reply(status, body) }.answers.map(\.answer) == [.failed(wanted)])
        }
    }

    @Test("Errors of the protocol and of the tool are told apart")
    func errors() {
        let unknown = called { $0.answer(["error": ["code": -32602, "message": "Unknown tool"]]) }
        #expect(unknown.answers.map(\.answer) == [.failed(.rpc(code: -32602, message: "Unknown tool"))])
        let broken = called { $0.answer(["error": "what?"]) }
        let wordless = MCPFailure.rpc(code: -32603, message: "It does not say what is wrong.")
        #expect(broken.answers.map(\.answer) == [.failed(wordless)])
        let failed = called {
            $0.answer(["result": ["isError": true, "content": [["type": "text", "text": "No bulb"]]]])
        }
        #expect(failed.answers.map(\.answer) == [.failed(.tool("No bulb"))])
        let silent = called { $0.answer(["result": ["isError": true, "content": []]]) }
        #expect(silent.answers.map(\.answer) == [.failed(.tool("The tool failed and does not say why."))])
    }

    @Test("What is no answer is said to be none")
    func violations() {
        expectViolation(called { $0.reply(200, "{") }, "no JSON")
        expectViolation(called { $0.reply(200, "") }, "no JSON")
        expectViolation(called { $0.reply(200, "[]") }, "before the result")
        expectViolation(called { $0.reply(200, "{}") }, "JSON-RPC")
        expectViolation(called { $0.reply(200, #"{"jsonrpc":"2.0","id":1}"#) }, "no result")
        expectViolation(called { $0.reply(200, #"{"jsonrpc":"2.0","id":77,"result":{}}"#) }, "before the result")
        expectViolation(called { $0.reply(202, "") }, "before the result")
        expectViolation(called { $0.reply(200, "<html>", ["Content-Type": "text/html"]) }, "text/html")
        expectViolation(called { $0.head(200) }, "no content type")
        expectViolation(called { $0.answer(["result": [:]]) }, "none of a tool's")
        expectViolation(
            called {
                $0.stream()
                $0.event("nonsense")
            },
            "no JSON"
        )
        expectViolation(
            called {
                $0.stream()
                $0.end()
            },
            "before the result"
        )
    }

    @Test("What is too large is not read to its end")
    func large() {
        var limits = MCPLimits()
        limits.responseBytesMax = 4_096
        let long = String(repeating: " ", count: 5_000)
        let json = called(
            {
                $0.head(200, ["Content-Type": "application/json"])
                $0.bytes(long)
            },
            limits: limits
        )
        expectViolation(json, "4096")
        #expect(json.aborted.count == 1 && json.sent.isEmpty)
        let stream = called(
            {
                $0.stream()
                for _ in 0..<60 { $0.bytes(": \(String(repeating: "x", count: 100))\n") }
            },
            limits: limits
        )
        expectViolation(stream, "4096")
        let refusal = called({ $0.reply(500, String(repeating: long, count: 10)) }, limits: limits)
        #expect(refusal.answers.map(\.answer) == [.failed(.status(500, saying: nil))])
    }

    @Test("A list that does not end, has too much in it, or is none")
    func lists() {
        var limits = MCPLimits()
        (limits.pagesMax, limits.toolsMax, limits.responseBytesMax, limits.tokenBytesMax) = (3, 4, 2_000, 1_000)
        func listed(_ serve: (inout MCPStand) -> Void) -> MCPStand {
            var stand = MCPStand.open(limits: limits)
            stand.begin(1, .list)
            serve(&stand)
            return stand
        }
        expectViolation(
            listed { stand in
                for _ in 0..<3 { stand.answer(["result": ["tools": [], "nextCursor": "again"]]) }
            },
            "3 pages"
        )
        expectViolation(
            listed { $0.answer(["result": ["tools": .array((0..<5).map { ["name": .string("t\($0)")] })]]) },
            "4 tools"
        )
        let description = JSON.string(String(repeating: "d", count: 900))
        expectViolation(
            listed { stand in
                for page in 0..<3 {
                    let tool: JSON = ["name": .string("t\(page)"), "description": description]
                    stand.answer(["result": ["tools": [tool], "nextCursor": "more"]])
                }
            },
            "bytes"
        )
        expectViolation(listed { $0.answer(["result": ["tools": "none"]]) }, "no tools")
        expectViolation(
            listed {
                $0.answer(["result": ["tools": [], "nextCursor": .string(String(repeating: "c", count: 1_500))]])
            },
            "more than"
        )
    }

    @Test("One that asks without end is left")
    func questions() {
        let stand = called { stand in
            let call = stand.sent[0].exchange
            stand.stream()
            for id in 0..<40 { stand.event(#"{"jsonrpc":"2.0","id":\#(id),"method":"ping"}"#, on: call) }
        }
        expectViolation(stand, "32")
        #expect(stand.sent.count == 32)
    }

    @Test("A greeting that fails fails what waits for it, and the next order greets again")
    func greetings() {
        let cases: [((inout MCPStand) -> Void, MCPFailure)] = [
            ({ $0.end(.unreachable("Nobody is there.")) }, .unreachable("Nobody is there.")),
            ({ $0.reply(401, "") }, .status(401, saying: nil)),
            ({ $0.answer(["error": ["code": -32603, "message": "Ill"]]) }, .rpc(code: -32603, message: "Ill")),
            (
                { $0.answer(["result": ["protocolVersion": "1999-01-01"]]) },
                .violation("The MCP server speaks version 1999-01-01 of the protocol, which is not known here.")
            ),
            (
                { $0.answer(["result": [:]]) },
                .violation("The MCP server speaks no version of the protocol, which is not known here.")
            ),
            (
                { stand in
                    stand.answer(["result": ["protocolVersion": "2025-06-18"]])
                    stand.reply(500, "")
                },
                .status(500, saying: nil)
            ),
            (
                { $0.answer(["result": ["protocolVersion": "2025-06-18"]], ["Mcp-Session-Id": "a b"]) },
                .violation("The MCP server's session has an identifier that cannot be sent again.")
            ),
        ]
        for (serve, wanted) in cases {
            var stand = MCPStand()
            stand.begin(1, .list)
            stand.call(2)
            serve(&stand)
            #expect(stand.answers.map(\.order) == [1, 2])
            #expect(stand.answers.allSatisfy { $0.answer == .failed(wanted) }, "\(stand.answers)")
            stand.call(3)
            #expect(stand.methods.last == "initialize")
            stand.greet()
            #expect(stand.methods == ["tools/call"])
        }
    }

    @Test("What a server says of its failure is cut")
    func words() {
        let long = JSON.string(String(repeating: "w", count: 9_000))
        let stand = called { $0.answer(["error": ["code": 1, "message": long]]) }
        guard case .failed(.rpc(_, let message))? = stand.answers.last?.answer else {
            Issue.record("\(stand.answers)")
            return
        }
        #expect(message.count == 2_000)
    }
}
