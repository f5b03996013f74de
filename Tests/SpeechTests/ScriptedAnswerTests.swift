import Bytes
import RealtimeAPI
import RealtimeEngine
import Speech
import Testing

@Suite("What the scripted engine answers without a script")
struct ScriptedAnswerTests {
    @Test("It repeats what the user wrote, whatever was said before")
    func repeatsText() {
        let context = [Stand.said("One."), Stand.answered("One."), Stand.said("Two.")]
        #expect(Stand.steps(context) == [.say("Two."), .end(.completed)])
    }

    @Test("Speech has a fixed answer, whether it was understood or not")
    func speech() {
        for hearing in [Hearing.heard("Hello"), .nothing, .failed(why: "noise")] {
            let steps = Stand.steps([Stand.spoke(hearing)])
            #expect(steps == [.say(ScriptedAnswer.acknowledgement), .end(.completed)])
        }
    }

    @Test("An empty context has an answer, and so has an empty text")
    func nothing() {
        #expect(Stand.steps([]) == [.say(ScriptedAnswer.greeting), .end(.completed)])
        #expect(Stand.steps([Stand.said("")]) == [.say(ScriptedAnswer.greeting), .end(.completed)])
    }

    @Test("Images are counted in the answer")
    func images() {
        #expect(Stand.steps([Stand.images(1, saying: "Look.")]).first == .say("Look. There is an image."))
        #expect(Stand.steps([Stand.images(2, saying: nil)]).first == .say("There are 2 images."))
    }

    @Test("A function's output is repeated, and those of parallel calls in their order")
    func outputs() {
        let one = Stand.called("weather", "sunny")
        let both = one + Stand.called("time", "noon", id: "call_2")
        let question = [Stand.said("Well?")]
        #expect(Stand.steps(question + one).first == .say("The tool weather answered: sunny"))
        #expect(
            Stand.steps(question + both).first
                == .say("The tool weather answered: sunny The tool time answered: noon")
        )
        let later = question + one + [Stand.answered("Sunny.")] + Stand.called("time", "noon", id: "call_2")
        #expect(Stand.steps(later).first == .say("The tool time answered: noon"))
        #expect(Stand.steps(both + [Stand.said("Thanks.")]).first == .say("Thanks."))
    }

    @Test(
        "Of many outputs the newest are looked at, and their call is found wherever it stands",
        .timeLimit(.minutes(1))
    )
    func manyOutputs() {
        let call = Stand.called("weather", "")
        let outputs = (0..<50_000).flatMap { Stand.called("", "\($0)").suffix(1) }
        guard case .say(let text)? = Stand.steps(outputs + call.prefix(1)).first else {
            Issue.record("nothing was said")
            return
        }
        let told = (50_000 - 256..<50_000).map { "The tool weather answered: \($0)" }
        #expect(text == told.joined(separator: " "))
    }

    @Test("A long text is repeated up to a limit")
    func longText() {
        guard case .say(let text)? = Stand.steps([Stand.said(String(repeating: "é", count: 1_000_000))]).first else {
            Issue.record("nothing was said")
            return
        }
        #expect(text == String(repeating: "é", count: 16_384))
    }

    @Test("'required' calls the first tool, a forced choice calls its own, 'auto' and 'none' talk")
    func toolChoice() {
        let tools = [Stand.tool("look"), Stand.tool("listen")]
        func steps(_ choice: ToolChoice) -> [AnswerStep] {
            Stand.steps([Stand.said("Hi")]) {
                $0.functions = tools
                $0.toolChoice = choice
            }
        }
        #expect(steps(.required) == [.call(name: "look", arguments: "{}"), .end(.completed)])
        let forced = ToolChoice.function(FunctionChoice { $0.name = "listen" })
        #expect(steps(forced) == [.call(name: "listen", arguments: "{}"), .end(.completed)])
        #expect(steps(.auto) == [.say("Hi"), .end(.completed)])
        #expect(steps(.none) == [.say("Hi"), .end(.completed)])
    }

    /// Two tools of an MCP server `house`.
    private static let house = MCPServerTools(
        serverLabel: "house",
        tools: [MCPToolListing { $0.name = "look" }, MCPToolListing { $0.name = "light" }]
    )

    @Test("Tools of MCP servers are called when a choice names them, or when nothing else is there")
    func mcpToolChoice() {
        func steps(_ choice: ToolChoice, functions: [FunctionTool] = []) -> [AnswerStep] {
            Stand.steps([Stand.said("Hi")]) {
                $0.functions = functions
                $0.mcpTools = [Self.house]
                $0.toolChoice = choice
            }
        }
        func choice(_ label: String, _ name: String? = nil) -> ToolChoice {
            .mcp(
                MCPChoice {
                    $0.serverLabel = label
                    if let name { $0.name = .value(name) }
                }
            )
        }
        let look = AnswerStep.callServer(label: "house", name: "look", arguments: "{}")
        let light = AnswerStep.callServer(label: "house", name: "light", arguments: "{}")
        #expect(steps(.required) == [look, .end(.completed)])
        #expect(steps(choice("house")) == [look, .end(.completed)])
        #expect(steps(choice("house", "light")) == [light, .end(.completed)])
        #expect(steps(.auto) == [.say("Hi"), .end(.completed)])
        let function = AnswerStep.call(name: "look", arguments: "{}")
        #expect(steps(.required, functions: [Stand.tool("look")]) == [function, .end(.completed)])
        let named = ToolChoice.function(FunctionChoice { $0.name = "light" })
        for misfit in [steps(choice("garden")), steps(choice("house", "door")), steps(named)] {
            guard case .end(.failed) = misfit.first else {
                Issue.record("\(misfit)")
                continue
            }
        }
    }

    @Test("A script calls tools of MCP servers by their names, and hears what they gave")
    func mcpScript() throws {
        let script = try Script(
            yaml: Array("rules:\n  - when: {says: dark}\n    calls: [{tool: light, arguments: {on: true}}]\n".utf8)
        )
        let steps = Stand.steps([Stand.said("It is dark.")], script) { $0.mcpTools = [Self.house] }
        let call = AnswerStep.callServer(label: "house", name: "light", arguments: #"{"on":true}"#)
        #expect(steps == [call, .end(.completed)])
        func called(_ change: (inout MCPCall) -> Void) -> ContextItem {
            var call = MCPCall { $0.name = "light" }
            change(&call)
            return ContextItem(item: .mcpCall(call))
        }
        let given = called { $0.output = .value("on") }
        let failed = called { $0.error = .value(.toolFailed("no bulb")) }
        let open = called { _ in }
        let text = "The tool light answered: on The tool light answered: no bulb"
        #expect(Stand.steps([Stand.said("Hi"), given, failed, open]).first == .say(text))
        #expect(Stand.steps([Stand.said("Hi"), open]).first == .say("Hi"))
    }

    @Test("A tool that cannot be called fails the response with the reason")
    func misfit() {
        let unfillable: JSONObject = ["type": "object", "required": ["at"], "properties": ["at": ["$ref": "http://x"]]]
        let steps = Stand.steps([Stand.said("Hi")]) {
            $0.functions = [Stand.tool("look", unfillable)]
            $0.toolChoice = .required
        }
        #expect(
            steps == [
                .end(
                    .failed(
                        .modelFailed(
                            "The arguments of 'look' cannot be made up: 'at' refers to what is not in the schema."
                        )
                    )
                )
            ]
        )
    }
}

extension Stand {
    static func steps(
        _ context: [ContextItem],
        _ change: (inout ResponseRequest) -> Void
    ) -> [AnswerStep] { steps(context, Script(), change) }
}
