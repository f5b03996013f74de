import Bytes
import RealtimeAPI
import RealtimeEngine
import Speech
import TestSupport
import Testing

@Suite("The stream of a chat completion")
struct ChatStreamTests {
    /// What comes of these events, and of the stream's end.
    private func parts(
        _ events: [String],
        _ change: (inout ResponseRequest) -> Void = { _ in },
        textBytesMax: Int = 1 << 20
    ) throws -> [AnswerPart] {
        let request = Stand.request([], change)
        var stream = ChatStream(request, ToolNames(request), textBytesMax: textBytesMax)
        var parts: [AnswerPart] = []
        for event in events { try stream.read(event, into: &parts) }
        try stream.close(into: &parts)
        return parts
    }

    private func delta(_ delta: String, finish: String = "null") -> String {
        let choice = #"{"index":0,"delta":\#(delta),"finish_reason":\#(finish)}"#
        return #"{"id":"c","object":"chat.completion.chunk","choices":[\#(choice)]}"#
    }

    private func call(_ index: Int?, id: String? = nil, name: String? = nil, _ arguments: String = "") -> String {
        var function: JSONObject = ["arguments": .string(arguments)]
        if let name { function["name"] = .string(name) }
        var call: JSONObject = ["function": .object(function), "type": "function"]
        if let index { call["index"] = .number(JSONNumber(index)) }
        if let id { call["id"] = .string(id) }
        return delta(JSON.object(["tool_calls": .array([.object(call)])]).text)
    }

    @Test("Text comes as it is said, and what was counted before the end")
    func text() throws {
        let usage = """
            {"choices":[],"usage":{"prompt_tokens":9,"completion_tokens":3,"total_tokens":12,\
            "prompt_tokens_details":{"cached_tokens":4}}}
            """
        let parts = try self.parts([
            delta(#"{"role":"assistant","content":""}"#), delta(#"{"content":"Hel"}"#), delta(#"{"content":"lo"}"#),
            delta("{}", finish: #""stop""#), usage, "[DONE]", delta(#"{"content":"more"}"#),
        ])
        let counted = ReportedUsage(inputTextTokens: 9, inputImageTokens: 0, cachedTextTokens: 4, outputTextTokens: 3)
        #expect(parts == [.text("Hel"), .text("lo"), .usage(counted), .end(.completed)])
    }

    @Test(
        "How an answer ends",
        arguments: [
            ("stop", AnswerEnd.completed), ("length", .maxOutputTokens), ("content_filter", .contentFilter),
            ("tool_calls", .completed), ("eos", .completed),
        ]
    )
    func ends(_ reason: String, _ end: AnswerEnd) throws {
        let parts = try self.parts([delta(#"{"content":"a"}"#, finish: "\"\(reason)\"")])
        #expect(parts == [.text("a"), .end(end)])
    }

    @Test("A refusal is said; what the model thinks is not")
    func refusal() throws {
        let parts = try self.parts([
            delta(#"{"reasoning_content":"Hm."}"#), delta(#"{"reasoning":"Hm.","content":null}"#),
            delta(#"{"refusal":"I cannot."}"#, finish: #""stop""#),
        ])
        #expect(parts == [.text("I cannot."), .end(.completed)])
    }

    @Test("The last event of some servers has null where choices would be")
    func nullChoices() throws {
        let parts = try self.parts([
            delta(#"{"content":"a"}"#, finish: #""stop""#), #"{"choices":null,"usage":{"prompt_tokens":1}}"#,
        ])
        #expect(parts.end == .completed)
        #expect(parts.contains(.usage(ReportedUsage(inputTextTokens: 1, inputImageTokens: 0))))
    }

    @Test("A call is told as it comes")
    func liveCall() throws {
        let request = Stand.request([])
        var stream = ChatStream(request, ToolNames(request))
        var parts: [AnswerPart] = []
        try stream.read(call(0, id: "call_1", name: "weather"), into: &parts)
        #expect(parts == [.functionCall("call_1", name: "weather")])
        try stream.read(call(0, #"{"city""#), into: &parts)
        try stream.read(call(0, #":"Rome"}"#), into: &parts)
        #expect(parts[1...] == [.arguments(#"{"city""#), .arguments(#":"Rome"}"#)])
        try stream.read(delta("{}", finish: #""tool_calls""#), into: &parts)
        try stream.read("[DONE]", into: &parts)
        #expect(parts.last == .end(.completed))
        #expect(parts.count == 4)
    }

    @Test("Calls that come mixed are told one after the other")
    func mixedCalls() throws {
        let parts = try self.parts([
            call(0, id: "a", name: "one"), call(1, id: "b", name: "two"), call(0, "{\"x\""), call(1, "{\"y\""),
            call(0, ":1}"), call(1, ":2}"), delta("{}", finish: #""tool_calls""#),
        ])
        #expect(
            parts == [
                .functionCall("a", name: "one"), .arguments("{\"x\""), .arguments(":1}"),
                .functionCall("b", name: "two"), .arguments("{\"y\":2}"), .end(.completed),
            ]
        )
    }

    @Test("Calls that all have the index 0, or none, are told apart")
    func sameIndex() throws {
        for index in [0, nil] {
            let parts = try self.parts([
                call(index, id: "a", name: "one", "{}"), call(index, id: "b", name: "two", "{}"),
                delta("{}", finish: #""tool_calls""#),
            ])
            #expect(
                parts == [
                    .functionCall("a", name: "one"), .arguments("{}"), .functionCall("b", name: "two"),
                    .arguments("{}"), .end(.completed),
                ]
            )
        }
        let nameless = try parts([
            call(0, name: "one", "{}"), call(0, name: "two", "{}"), delta("{}", finish: #""tool_calls""#),
        ])
        #expect(nameless.contains(.functionCall(nil, name: "two")))
    }

    @Test("Of calls beside each other only the first is told, where they are not wanted")
    func notParallel() throws {
        let events = [
            call(0, id: "a", name: "one", "{}"), call(1, id: "b", name: "two", "{}"),
            delta("{}", finish: #""tool_calls""#),
        ]
        let parts = try self.parts(events) { $0.parallelToolCalls = false }
        #expect(parts == [.functionCall("a", name: "one"), .arguments("{}"), .end(.completed)])
    }

    @Test("A call without arguments has an empty object of them; arguments may come as an object")
    func arguments() throws {
        #expect(
            try parts([call(0, id: "a", name: "one"), delta("{}", finish: #""tool_calls""#)])
                == [.functionCall("a", name: "one"), .arguments("{}"), .end(.completed)]
        )
        let object = #"{"tool_calls":[{"index":0,"id":"a","function":{"name":"one","arguments":{"x":1}}}]}"#
        #expect(try parts([delta(object), "[DONE]"]).arguments == #"{"x":1}"#)
    }

    @Test("Identifiers that are not ours to use, or used before, are left to the engine")
    func identifiers() throws {
        let long = String(repeating: "x", count: 33)
        for id in [long, "no spaces", "", "call_1"] {
            let request = Stand.request(Stand.called("one", "done", id: "call_1"))
            var stream = ChatStream(request, ToolNames(request))
            var parts: [AnswerPart] = []
            try stream.read(call(0, id: id, name: "one", "{}"), into: &parts)
            #expect(parts.first == .functionCall(nil, name: "one"))
        }
    }

    @Test("A tool of an MCP server is called by its own name")
    func mcpCall() throws {
        let listing = MCPToolListing { $0.name = "read file" }
        let server = MCPServerTools(serverLabel: "files", serverDescription: nil, tools: [listing])
        let events: [String] = [
            call(0, id: "a", name: "mcp__files__read_file", "{\"path\""), call(0, ":\"x\"}"),
            call(1, id: "b", name: "one", "{}"), delta("{}", finish: #""tool_calls""#),
        ]
        let parts = try self.parts(events) { $0.mcpTools = [server] }
        #expect(
            parts == [
                .mcpCall(serverLabel: "files", name: "read file", arguments: "{\"path\":\"x\"}"),
                .functionCall("b", name: "one"), .arguments("{}"), .end(.completed),
            ]
        )
    }

    @Test("What is said while a call is told comes after it")
    func textAfterCall() throws {
        let parts = try self.parts([
            delta(#"{"content":"One moment."}"#), call(0, id: "a", name: "one", "{"), delta(#"{"content":"So."}"#),
            call(0, "}"), delta("{}", finish: #""tool_calls""#),
        ])
        #expect(
            parts == [
                .text("One moment."), .functionCall("a", name: "one"), .arguments("{"), .arguments("}"), .text("So."),
                .end(.completed),
            ]
        )
    }

    @Test("What is too long ends at its limit")
    func tooLong() throws {
        let parts = try self.parts(Array(repeating: delta(#"{"content":"12345678"}"#), count: 10), textBytesMax: 20)
        #expect(parts.text.utf8.count == 24)
        #expect(parts.last == .end(.maxOutputTokens))
    }

    @Test("What cannot be understood is a fault, and what was said before stays said")
    func faults() throws {
        for event in ["", "{", "7", "[]", #"{"error":{"message":"out of memory"}}"#, call(0, id: "a")] {
            let request = Stand.request([])
            var stream = ChatStream(request, ToolNames(request))
            var parts: [AnswerPart] = []
            try stream.read(delta(#"{"content":"a"}"#), into: &parts)
            do throws(BackEndFault) {
                try stream.read(event, into: &parts)
                try stream.read(delta("{}", finish: #""stop""#), into: &parts)
                try stream.close(into: &parts)
                Issue.record("\(event) was understood")
            } catch {
                stream.fail(error, into: &parts)
                #expect(parts.first == .text("a"))
                #expect(parts.failure?.hasPrefix("The server of the language model ") == true)
                #expect(parts.endCount == 1)
            }
        }
    }

    @Test("A stream that ends before its answer does is a fault; after its last word it has ended well")
    func cut() throws {
        #expect(throws: BackEndFault.misunderstood("ended its answer in the middle")) {
            try self.parts([delta(#"{"content":"a"}"#)])
        }
        #expect(try self.parts([delta(#"{"content":"a"}"#), "[DONE]"]).end == .completed)
        let request = Stand.request([])
        var stream = ChatStream(request, ToolNames(request))
        var parts: [AnswerPart] = []
        try stream.read(delta(#"{"content":"a"}"#, finish: #""stop""#), into: &parts)
        #expect(stream.isComplete && !stream.isOver)
        stream.fail(.late(.between, after: .seconds(2)), into: &parts)
        #expect(parts == [.text("a"), .end(.completed)])
    }

    @Test("Damaged events end once, and nothing traps", arguments: Seed.some(5))
    func damaged(_ seed: Seed) {
        var random = seed.generator
        let whole = [
            delta(#"{"role":"assistant","content":"Hi \u00e9"}"#), call(0, id: "a", name: "one", #"{"x":[1,2]}"#),
            call(1, id: "b", name: "mcp__files__read", "{}"), call(1, "x"), delta("{}", finish: #""tool_calls""#),
            #"{"choices":[],"usage":{"prompt_tokens":9}}"#, "[DONE]",
        ]
        let alphabet = Array(#"{}[]":,0123456789nulltruefalse index id name"#.utf8)
        var faults = 0
        for _ in 0..<400 {
            let request = Stand.request([]) { $0.parallelToolCalls = Bool.random(using: &random) }
            var stream = ChatStream(request, ToolNames(request), textBytesMax: 100)
            var parts: [AnswerPart] = []
            do throws(BackEndFault) {
                for event in whole.shuffled(using: &random) + whole {
                    var bytes = Array(event.utf8)
                    if Int.random(in: 0..<3, using: &random) == 0 { bytes.mutate(using: &random, alphabet: alphabet) }
                    try stream.read(String(decoding: bytes, as: UTF8.self), into: &parts)
                }
                try stream.close(into: &parts)
            } catch {
                faults += 1
                stream.fail(error, into: &parts)
            }
            #expect(parts.endCount == 1)
            #expect(parts.last == parts.end.map { .end($0) })
            #expect(parts.argumentsHaveCalls)
        }
        #expect(faults > 50, "the mutations must reach the faults")
    }
}

extension [AnswerPart] {
    /// The engine takes arguments only for the call that was told last.
    fileprivate var argumentsHaveCalls: Bool {
        var hasCall = false
        for part in self {
            switch part {
            case .functionCall: hasCall = true
            case .arguments: if !hasCall { return false }
            case .text, .mcpCall, .message, .speech: hasCall = false
            case .usage, .end: break
            }
        }
        return true
    }
}
