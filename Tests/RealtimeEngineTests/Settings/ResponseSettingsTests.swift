import Bytes
import RealtimeAPI
import RealtimeEngine
import Testing

@Suite("SessionSettings, for one response")
struct ResponseSettingsTests {
    typealias Row = (response: String, change: @Sendable (inout SessionSettings) -> Void)

    static let table: [Row] = [
        (#""output_modalities":["text"]"#, { $0.modality = .text }),
        (#""instructions":"Sing.""#, { $0.instructions = "Sing." }),
        (#""instructions":"""#, { $0.instructions = "" }),
        (#""instructions":null"#, { _ in }),
        (#""prompt":null"#, { _ in }),
        (#""prompt":{"id":"p"}"#, { $0.instructions = "Stored." }),
        (#""prompt":{"id":"p"},"instructions":"Said.""#, { $0.instructions = "Said." }),
        (#""prompt":{"id":"p"},"instructions":null"#, { $0.instructions = "Stored." }),
        (#""tool_choice":"none""#, { $0.toolChoice = ToolChoice.none }),
        (#""parallel_tool_calls":false"#, { $0.parallelToolCalls = false }),
        (#""reasoning":{"effort":"low"}"#, { $0.reasoning = Reasoning { $0.effort = "low" } }),
        (#""max_output_tokens":7"#, { $0.maxOutputTokens = .tokens(7) }),
        (#""audio":{"output":{"voice":"echo"}}"#, { $0.voice = .named("echo") }),
        (#""audio":{"output":{"format":{"type":"audio/pcmu","rate":8000}}}"#, { $0.outputFormat = .pcmu }),
        // The session's choice holds, unless it asks for a tool that this response does not have.
        (
            #""tools":[{"type":"function","name":"f","strict":true}]"#,
            {
                $0.tools = [
                    .function(
                        FunctionTool {
                            $0.name = "f"; $0.strict = .value(true)
                        }
                    )
                ]
            }
        ),
        (
            #""tools":[{"type":"function","name":"g"}]"#,
            {
                $0.tools = [.function(FunctionTool { $0.name = "g" })]
                $0.toolChoice = .auto
            }
        ),
        (
            #""tools":[]"#,
            {
                $0.tools = []
                $0.toolChoice = .auto
            }
        ),
        ("", { _ in }), (#""audio":{}"#, { _ in }), (#""audio":{"output":{}}"#, { _ in }),
        // What is not about how to answer is no matter of the settings.
        (#""conversation":"none","input":[],"metadata":{"a":"b"}"#, { _ in }),
    ]

    private func stand() throws -> UpdateStand {
        var stand = UpdateStand()
        stand.offer.hasReasoning = true
        stand.offer.prompts["p"] = StoredPrompt(instructions: "Stored.")
        try stand.update(
            #"""
            "tools":[{"type":"function","name":"f"}],"tool_choice":{"type":"function","name":"f"},
            "max_output_tokens":9
            """#
        )
        return stand
    }

    /// Why a response is refused; nil: it is not.
    private func refusal(_ stand: UpdateStand, _ response: String) -> APIError? {
        do {
            _ = try stand.overridden(response)
            return nil
        } catch {
            return error as? APIError
        }
    }

    @Test("A response differs from its session in what it says, and in nothing else", arguments: table)
    func one(_ row: Row) throws {
        let stand = try stand()
        var wanted = stand.settings
        row.change(&wanted)
        #expect(try stand.overridden(row.response) == wanted)
    }

    typealias Refusal = (response: String, param: String)

    static let refusals: [Refusal] = [
        (#""tool_choice":{"type":"function","name":"g"}"#, "response.tool_choice.name"),
        (#""tools":[],"tool_choice":"required""#, "response.tool_choice"),
        (#""tools":[{"type":"function","name":"f"},{"type":"function","name":"f"}]"#, "response.tools[1].name"),
        (#""tools":[{"type":"mcp","server_label":"new"}]"#, "response.tools[0].server_url"),
        (#""prompt":{"id":"q"}"#, "response.prompt.id"),
        (#""prompt":{"id":"p","version":"9"}"#, "response.prompt.version"),
        (#""audio":{"output":{"voice":"nobody"}}"#, "response.audio.output.voice"),
        (#""reasoning":{"effort":"low"}"#, "response.reasoning"),
        (#""instructions":"\#(String(repeating: "a", count: 1_000))""#, "response.instructions"),
    ]

    @Test("What a response may not say is refused by its place in the response", arguments: refusals)
    func refused(_ row: Refusal) throws {
        var stand = try stand()
        stand.offer.hasReasoning = false
        stand.offer.voices = .only(["alloy"])
        stand.limits.instructionTokensMax = 200
        #expect(refusal(stand, row.response)?.param == row.param)
    }

    @Test("The session's voice is a response's too, also where it would be refused now")
    func sameVoice() throws {
        var stand = try stand()
        stand.offer.voices = .only(["echo"])
        #expect(refusal(stand, #""audio":{"output":{"voice":"alloy"}}"#) == nil)
    }
}
