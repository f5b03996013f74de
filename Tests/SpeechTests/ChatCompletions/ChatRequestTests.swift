import Bytes
import RealtimeAPI
import RealtimeEngine
import Speech
import TestSupport
import Testing

@Suite("The request of a chat completion")
struct ChatRequestTests {
    private func body(
        _ request: ResponseRequest,
        _ change: (inout ChatOptions) -> Void = { _ in }
    ) -> JSONObject {
        var options = ChatOptions(address: BackEndAddress(url: "http://localhost/v1"), model: "tiny")
        change(&options)
        return ChatRequest.body(request, ToolNames(request), options)
    }

    private func messages(_ context: [ContextItem], instructions: String = "") -> [JSON] {
        body(Stand.request(context) { $0.instructions = instructions })["messages"]?.array ?? []
    }

    private func message(_ role: Message.Role, _ parts: [ContentPart], _ hearing: Hearing? = nil) -> ContextItem {
        let message = Message {
            $0.role = role
            $0.content = parts
        }
        return ContextItem(item: .message(message), hearing: hearing)
    }

    private func part(_ kind: ContentPart.Kind, _ text: String? = nil, transcript: String? = nil) -> ContentPart {
        ContentPart {
            $0.type = kind
            $0.text = text
            if let transcript { $0.transcript = .value(transcript) }
        }
    }

    private func call(_ name: String, _ id: CallID, _ status: ItemStatus = .completed) -> ContextItem {
        let call = FunctionCall {
            $0.callID = id
            $0.name = name
            $0.arguments = "{}"
            $0.status = status
        }
        return ContextItem(item: .functionCall(call))
    }

    private func output(_ text: String, _ id: CallID) -> ContextItem {
        let output = FunctionCallOutput {
            $0.callID = id
            $0.output = text
        }
        return ContextItem(item: .functionCallOutput(output))
    }

    private func calls(_ ids: String..., text: JSON = nil) -> JSON {
        let calls = ids.map { id -> JSON in
            ["id": .string(id), "type": "function", "function": ["name": "weather", "arguments": "{}"]]
        }
        return ["role": "assistant", "content": text, "tool_calls": .array(calls)]
    }

    private func tool(_ id: String, _ text: String) -> JSON {
        ["role": "tool", "tool_call_id": .string(id), "content": .string(text)]
    }

    @Test("The least: a model, messages, a stream with what was counted")
    func least() {
        let expected: JSONObject = [
            "model": "tiny", "messages": [["role": "user", "content": "Hello"]], "stream": true,
            "stream_options": ["include_usage": true],
        ]
        #expect(body(Stand.request([Stand.said("Hello")])) == expected)
    }

    @Test("Instructions come first, and each role says what it said")
    func roles() {
        let context = [
            Stand.said("Hello"), message(.assistant, [part(.outputAudio, transcript: "Good")]),
            message(.system, [part(.inputText, "Be brief.")]), Stand.spoke(.heard("What now?")),
        ]
        #expect(
            messages(context, instructions: "You are kind.") == [
                ["role": "system", "content": "You are kind."], ["role": "user", "content": "Hello"],
                ["role": "assistant", "content": "Good"], ["role": "system", "content": "Be brief."],
                ["role": "user", "content": "What now?"],
            ]
        )
    }

    @Test("What was not heard is said to be so; an answer of which nothing was heard was none")
    func unheard() {
        for hearing in [Hearing.nothing, .failed(why: "noise"), .pending, .heard("")] {
            #expect(messages([Stand.spoke(hearing)]) == [["role": "user", "content": "[inaudible]"]])
        }
        let context = [
            Stand.said("Hello"), message(.assistant, [part(.outputAudio, transcript: "")]), Stand.said("Hm"),
        ]
        #expect(messages(context) == [["role": "user", "content": "Hello\nHm"]])
    }

    @Test("A part's own transcript is what was said in it; the hearing is of the others, once")
    func transcripts() {
        let parts = [
            part(.inputText, "Listen:"), part(.inputAudio, transcript: "one"), part(.inputAudio), part(.inputAudio),
        ]
        #expect(
            messages([message(.user, parts, .heard("two three"))])
                == [["role": "user", "content": "Listen:\none\ntwo three"]]
        )
    }

    @Test("Images are parts, with the texts beside them")
    func images() {
        let image = ContentPart {
            $0.type = .inputImage
            $0.imageURL = "data:image/png;base64,AAAA"
            $0.detail = .low
        }
        let expected: [JSON] = [
            [
                "role": "user",
                "content": [
                    ["type": "text", "text": "What is it?"],
                    ["type": "image_url", "image_url": ["url": "data:image/png;base64,AAAA", "detail": "low"]],
                ],
            ]
        ]
        #expect(messages([message(.user, [part(.inputText, "What is it?"), image])]) == expected)
    }

    @Test("Calls beside each other are one message's, and their answers follow it")
    func parallelCalls() {
        let context = [
            Stand.said("Hello"), message(.assistant, [part(.outputText, "I look.")]), call("weather", "a"),
            call("weather", "b"), output("rain", "b"), output("sun", "a"), Stand.said("Thanks"),
        ]
        #expect(
            messages(context) == [
                ["role": "user", "content": "Hello"], calls("a", "b", text: "I look."), tool("a", "sun"),
                tool("b", "rain"), ["role": "user", "content": "Thanks"],
            ]
        )
    }

    @Test("Calls after each other are a message each")
    func calls() {
        let context = [call("weather", "a"), output("sun", "a"), call("weather", "b"), output("rain", "b")]
        #expect(messages(context) == [calls("a"), tool("a", "sun"), calls("b"), tool("b", "rain")])
    }

    @Test("An answer that comes late stands at its call; one that has not come is said to be missing")
    func lateOutput() {
        let context = [call("weather", "a"), Stand.said("Well?"), output("sun", "a"), call("weather", "b")]
        #expect(
            messages(context) == [
                calls("a"), tool("a", "sun"), ["role": "user", "content": "Well?"], calls("b"),
                tool("b", "There is no result yet."),
            ]
        )
    }

    @Test("A call that was cut off is no call; an answer without its call is told as it is")
    func cutCall() {
        let context = [call("weather", "a", .incomplete), call("weather", "c", .inProgress), output("sun", "b")]
        #expect(messages(context) == [["role": "user", "content": "The result of the tool call b: sun"]])
    }

    @Test("A tool of an MCP server is a function of a name that functions may have")
    func mcp() {
        let listing = MCPToolListing {
            $0.name = "weather"
            $0.description = .value("Says it.")
            $0.inputSchema = ["type": "object"]
        }
        let server = MCPServerTools(serverLabel: "läb", serverDescription: nil, tools: [listing])
        let done = MCPCall {
            $0.id = "mcp_1"
            $0.serverLabel = "läb"
            $0.name = "weather"
            $0.arguments = "{}"
            $0.output = .value("sun")
        }
        let failed = MCPCall {
            $0.id = "mcp_2"
            $0.serverLabel = "gone"
            $0.name = "weather"
            $0.error = .value(.toolFailed("no"))
            $0.status = .incomplete
        }
        let open = MCPCall { $0.id = "mcp_3" }
        let context = [done, failed, open].map { ContextItem(item: .mcpCall($0)) }
        let body = body(Stand.request(context) { $0.mcpTools = [server] })
        let said = body["messages"]?.array ?? []
        #expect(said.count == 4)
        #expect(said.first?["tool_calls"]?.array?.first?["function"]?["name"] == "mcp__l_b__weather")
        #expect(said[1] == tool("mcp_1", "sun"))
        #expect(said[2]["tool_calls"]?.array?.first?["function"]?["arguments"] == "{}")
        #expect(said[3] == tool("mcp_2", "Error: no"))
        #expect(
            body["tools"] == [
                [
                    "type": "function",
                    "function": [
                        "name": "mcp__l_b__weather", "description": "Says it.", "parameters": ["type": "object"],
                    ],
                ]
            ]
        )
    }

    @Test("Names of MCP tools are short, of few characters, and none is given twice")
    func names() {
        let long = String(repeating: "x", count: 90)
        let tools = [long, long + "y", "a b", "a.b", "a_b"].map { name in MCPToolListing { $0.name = name } }
        let server = MCPServerTools(serverLabel: "s", serverDescription: nil, tools: tools)
        let request = Stand.request([]) {
            $0.mcpTools = [server]
            $0.functions = [Stand.tool("mcp__s__a_b")]
        }
        let names = ToolNames(request)
        let given = tools.map { names.name(of: $0.name, of: "s") }
        #expect(Set(given + ["mcp__s__a_b"]).count == 6)
        for (tool, name) in zip(tools, given) {
            #expect(name.utf8.count <= 64 && name.utf8.allSatisfy { $0 < 128 && $0 != 0x20 && $0 != 0x2E })
            #expect(names.tool(named: name)?.tool == tool.name)
        }
        #expect(names.tool(named: "mcp__s__a_b") == nil)
    }

    @Test("Tools and how to choose among them")
    func choices() {
        let listing = MCPToolListing { $0.name = "read" }
        let server = MCPServerTools(serverLabel: "files", serverDescription: nil, tools: [listing])
        let named: (String) -> JSON = { ["type": "function", "function": ["name": .string($0)]] }
        let choices: [(ToolChoice, JSON, Int)] = [
            (.auto, "auto", 2), (.none, "none", 2), (.required, "required", 2),
            (.function(FunctionChoice { $0.name = "weather" }), named("weather"), 2),
            (.mcp(MCPChoice { $0.serverLabel = "files" }), "required", 1),
            (
                .mcp(
                    MCPChoice {
                        $0.serverLabel = "files"
                        $0.name = .value("read")
                    }
                ), named("mcp__files__read"), 2
            ),
        ]
        for (choice, expected, count) in choices {
            let body = body(
                Stand.request([]) {
                    $0.functions = [Stand.tool("weather", ["type": "object"])]
                    $0.mcpTools = [server]
                    $0.toolChoice = choice
                    $0.parallelToolCalls = false
                }
            )
            #expect(body["tool_choice"] == expected)
            #expect(body["tools"]?.array?.count == count)
            #expect(body["parallel_tool_calls"] == false)
        }
        #expect(body(Stand.request([]) { $0.toolChoice = .required })["tool_choice"] == .none)
    }

    @Test("A function without parameters has a schema all the same; strictness is passed on")
    func schemas() {
        var strict = Stand.tool("one", ["type": "object"])
        strict.strict = .value(true)
        let tools = body(Stand.request([]) { $0.functions = [strict, Stand.tool("two")] })["tools"]?.array
        #expect(tools?.first?["function"]?["strict"] == true)
        #expect(tools?.last?["function"]?["parameters"] == ["type": "object", "properties": [:]])
    }

    @Test("The limit, the effort and the operator's own fields")
    func options() {
        let request = Stand.request([]) {
            $0.maxOutputTokens = .tokens(7)
            $0.reasoning = Reasoning { $0.effort = "low" }
        }
        #expect(body(request)["max_completion_tokens"] == 7)
        #expect(body(request)["reasoning_effort"] == .none)
        let changed = body(request) {
            $0.tokenLimit = .maxTokens
            $0.hasReasoning = true
            $0.temperature = 0.5
            $0.model = nil
            $0.extra = ["seed": 1, "stream_options": nil, "temperature": 2]
        }
        #expect(changed["max_tokens"] == 7 && changed["max_completion_tokens"] == .none)
        #expect(changed["reasoning_effort"] == "low")
        #expect(changed["seed"] == 1 && changed["temperature"] == 2)
        #expect(changed["stream_options"] == .none && changed["model"] == .none)
    }

    @Test("Every history is one that a chat may have", arguments: Seed.some(5))
    func anyHistory(_ seed: Seed) {
        var random = seed.generator
        let ids: [CallID] = ["a", "b", "c"]
        for _ in 0..<200 {
            let context = (0..<Int.random(in: 0...12, using: &random)).map { _ -> ContextItem in
                let id = ids[Int.random(in: 0..<3, using: &random)]
                return switch Int.random(in: 0..<7, using: &random) {
                case 0: call("weather", id)
                case 1: call("weather", id, .incomplete)
                case 2: output("sun", id)
                case 3: message(.assistant, [part(.outputText, "Well.")])
                case 4: message(.system, [part(.inputText, "Be kind.")])
                case 5: Stand.spoke(.nothing)
                default: Stand.said("Hello")
                }
            }
            check(messages(context))
        }
    }

    /// Answers of calls stand right after the message that calls, one for each, and neighbours have different roles.
    private func check(_ messages: [JSON]) {
        var awaited: [String] = []
        var before = ""
        for message in messages {
            let role = message["role"]?.string ?? ""
            if role == "tool" {
                #expect(message["tool_call_id"]?.string == awaited.first)
                awaited = Array(awaited.dropFirst())
            } else {
                #expect(awaited.isEmpty)
                #expect(role != before || role == "system" || role == "assistant" && message["tool_calls"] != nil)
                awaited = (message["tool_calls"]?.array ?? []).compactMap { $0["id"]?.string }
            }
            before = role
        }
        #expect(awaited.isEmpty)
    }
}
