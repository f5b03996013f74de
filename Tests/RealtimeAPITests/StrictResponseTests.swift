import RealtimeAPI
import Testing

/// What `response.create` and `response.cancel` may say.
@Suite("Strict reading of response.create")
struct StrictResponseTests {
    private static func create(_ fields: String) -> String { #"{"type":"response.create","response":{\#(fields)}}"# }

    private static func metadata(pairs: Int) -> String {
        create(#""metadata":{\#((0..<pairs).map { #""k\#($0)":"v""# }.joined(separator: ","))}"#)
    }

    private static func unknown(_ path: String, _ event: String) -> Refusal {
        Refusal("unknown \(path)", event, .unknownParameter, path, "Unknown parameter: '\(path)'.")
    }

    private static func tooLong(_ path: String, _ limit: Int, _ event: String) -> Refusal {
        Refusal(
            "\(path), \(limit + 1)",
            event,
            .stringAboveMaxLength,
            path,
            "Invalid '\(path)': string too long. Expected a string with maximum length \(limit), "
                + "but got a string with length \(limit + 1) instead."
        )
    }

    private static let k65 = String(repeating: "k", count: 65)
    private static let v513 = String(repeating: "v", count: 513)

    static let refusals = [
        unknown("response.temperature", create(#""temperature":0.8"#)),
        unknown("response.modalities", create(#""modalities":["text"]"#)),
        unknown("response.voice", create(#""voice":"alloy""#)),
        unknown("response.audio.input", create(#""audio":{"input":{}}"#)),
        unknown("response.audio.output.speed", create(#""audio":{"output":{"speed":1}}"#)),
        unknown(
            "response.input[0].content[0].txt",
            create(#""input":[{"type":"message","role":"user","content":[{"txt":"x"}]}]"#)
        ),
        unknown("response.input[0].role", create(#""input":[{"type":"item_reference","id":"i","role":"user"}]"#)),
        unknown("respones", #"{"type":"response.create","respones":{}}"#),
        Refusal(
            "a response that is no object",
            #"{"type":"response.create","response":"text"}"#,
            .invalidType,
            "response",
            "Invalid type for 'response': expected an object, but got a string instead."
        ),
        Refusal(
            "17 pairs",
            metadata(pairs: 17),
            .invalidValue,
            "response.metadata",
            "Invalid 'response.metadata': expected at most 16 pairs, but got 17 instead."
        ),
        tooLong("response.metadata", 64, create(#""metadata":{"\#(k65)":"v"}"#)),
        tooLong("response.metadata.k", 512, create(#""metadata":{"k":"\#(v513)"}"#)),
        Refusal(
            "a value that is no text",
            create(#""metadata":{"k":1}"#),
            .invalidType,
            "response.metadata.k",
            "Invalid type for 'response.metadata.k': expected a string, but got an integer instead."
        ),
        Refusal(
            "another conversation",
            create(#""conversation":"conv_1""#),
            .invalidValue,
            "response.conversation",
            "Invalid value: 'conv_1'. Supported values are: 'auto' and 'none'."
        ),
        Refusal(
            "both modalities",
            create(#""output_modalities":["text","audio"]"#),
            .invalidValue,
            "response.output_modalities",
            "Invalid modalities: ['text', 'audio']. Supported combinations are: ['text'] and ['audio']."
        ),
        Refusal(
            "a connector",
            create(#""tools":[{"type":"mcp","server_label":"l","connector_id":"connector_gmail"}]"#),
            .unsupportedParameter,
            "response.tools[0].connector_id",
            "Unsupported parameter: 'response.tools[0].connector_id'. "
                + "Service connectors live at OpenAI; give the server's own 'server_url'."
        ),
        Refusal(
            "an input without type",
            create(#""input":[{"id":"i"}]"#),
            .missingRequiredParameter,
            "response.input[0].type",
            "Missing required parameter: 'response.input[0].type'."
        ),
        Refusal(
            "a call of a server's in the input",
            create(#""input":[{"type":"mcp_call"}]"#),
            .invalidValue,
            "response.input[0].type",
            "Invalid value: 'mcp_call'. Supported values are: "
                + "'message', 'function_call', 'function_call_output', 'mcp_approval_response', and 'item_reference'."
        ),
        Refusal(
            "an id that is no text",
            #"{"type":"response.cancel","response_id":null}"#,
            .invalidType,
            "response_id",
            "Invalid type for 'response_id': expected a string, but got null instead."
        ),
    ]

    @Test("A response is refused, and told why", arguments: refusals)
    func refuses(_ row: Refusal) throws { try row.hold() }

    static let acceptances = [
        Acceptance("nothing", #"{"type":"response.create"}"#),
        Acceptance("a null response", #"{"type":"response.create","response":null}"#),
        Acceptance("null instructions", create(#""instructions":null"#)),
        Acceptance("null metadata and prompt", create(#""metadata":null,"prompt":null"#)),
        Acceptance("16 pairs", metadata(pairs: 16)),
        Acceptance("the longest pair", create(#""metadata":{"\#(k65.dropLast())":"\#(v513.dropLast())"}"#)),
        Acceptance("an empty context", create(#""input":[],"conversation":"none""#)),
        Acceptance("a reference", create(#""input":[{"type":"item_reference","id":"item_1"}]"#)),
        Acceptance("any one response", #"{"type":"response.cancel"}"#),
        Acceptance("one response", #"{"type":"response.cancel","response_id":"resp_1"}"#),
    ]

    @Test("What the contract allows is read", arguments: acceptances)
    func accepts(_ row: Acceptance) throws { try row.hold() }
}
