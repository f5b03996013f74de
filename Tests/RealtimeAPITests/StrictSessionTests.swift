import RealtimeAPI
import Testing

/// What `session.update` may say, down to the last field.
@Suite("Strict reading of session.update")
struct StrictSessionTests {
    private static func update(_ fields: String) -> String {
        #"{"type":"session.update","session":{"type":"realtime",\#(fields)}}"#
    }

    private static func input(_ fields: String) -> String { update(#""audio":{"input":{\#(fields)}}"#) }
    private static func output(_ fields: String) -> String { update(#""audio":{"output":{\#(fields)}}"#) }
    private static func tool(_ fields: String) -> String {
        update(#""tools":[{"type":"function","name":"a"},{\#(fields)}]"#)
    }
    private static func mcp(_ fields: String) -> String { tool(#""type":"mcp","server_label":"l",\#(fields)"#) }

    private static func unknown(_ path: String, _ event: String) -> Refusal {
        Refusal("unknown \(path)", event, .unknownParameter, path, "Unknown parameter: '\(path)'.")
    }

    private static func missing(_ path: String, _ event: String) -> Refusal {
        Refusal("missing \(path)", event, .missingRequiredParameter, path, "Missing required parameter: '\(path)'.")
    }

    private static func wrongType(_ path: String, _ expected: String, _ found: String, _ event: String) -> Refusal {
        Refusal(
            "type of \(path), \(found)",
            event,
            .invalidType,
            path,
            "Invalid type for '\(path)': expected \(expected), but got \(found) instead."
        )
    }

    private static func invalid(_ path: String, _ expected: String, _ found: String, _ event: String) -> Refusal {
        Refusal(
            "\(path), \(found)",
            event,
            .invalidValue,
            path,
            "Invalid '\(path)': expected \(expected), but got \(found) instead."
        )
    }

    private static func notInSet(_ path: String, _ found: String, _ allowed: String, _ event: String) -> Refusal {
        Refusal(
            "\(path) \(found)",
            event,
            .invalidValue,
            path,
            "Invalid value: '\(found)'. Supported values are: \(allowed)."
        )
    }

    private static func unsupported(_ path: String, _ why: String, _ event: String) -> Refusal {
        Refusal(path, event, .unsupportedParameter, path, "Unsupported parameter: '\(path)'. \(why)")
    }

    static let unknownFields = [
        unknown("sesion", #"{"type":"session.update","session":{"type":"realtime"},"sesion":{}}"#),
        unknown("session.voice", update(#""voice":"alloy""#)),
        unknown("session.temperature", update(#""temperature":0.8"#)),
        unknown("session.id", update(#""id":"sess_1""#)),
        unknown("session.object", update(#""object":"realtime.session""#)),
        unknown("session.expires_at", update(#""expires_at":1"#)),
        unknown("session.audio.inptu", update(#""audio":{"inptu":{}}"#)),
        unknown(
            "session.audio.input.turn_detection.silence_ms",
            input(#""turn_detection":{"type":"server_vad","silence_ms":500}"#)
        ),
        unknown(
            "session.audio.input.turn_detection.idle_timeout_ms",
            input(#""turn_detection":{"type":"semantic_vad","idle_timeout_ms":6000}"#)
        ),
        unknown("session.tools[1].nmae", tool(#""type":"function","name":"b","nmae":"c""#)),
        unknown("session.tools[1].function", tool(#""type":"function","name":"b","function":{"name":"c"}"#)),
        unknown("session.tools[1].server_url2", mcp(#""server_url2":"https://x""#)),
    ]

    static let missingFields = [
        missing("session", #"{"type":"session.update"}"#),
        missing("session.type", #"{"type":"session.update","session":{"instructions":"x"}}"#),
        missing("session.audio.input.format.type", input(#""format":{"rate":24000}"#)),
        missing("session.audio.input.format.rate", input(#""format":{"type":"audio/pcm"}"#)),
        missing("session.audio.input.turn_detection.type", input(#""turn_detection":{"threshold":0.5}"#)),
        missing("session.tools[1].name", tool(#""type":"function""#)),
        missing("session.tools[1].type", tool(#""name":"b""#)),
        missing("session.tools[1].server_label", tool(#""type":"mcp""#)),
        missing("session.tool_choice.name", update(#""tool_choice":{"type":"function"}"#)),
        missing("session.tool_choice.type", update(#""tool_choice":{"name":"a"}"#)),
        missing("session.prompt.id", update(#""prompt":{"version":"2"}"#)),
        missing("session.truncation.retention_ratio", update(#""truncation":{"type":"retention_ratio"}"#)),
    ]

    static let wrongTypes = [
        wrongType("session", "an object", "null", #"{"type":"session.update","session":null}"#),
        wrongType("session", "an object", "an array", #"{"type":"session.update","session":[]}"#),
        wrongType("session.type", "a string", "an integer", #"{"type":"session.update","session":{"type":1}}"#),
        wrongType("session.instructions", "a string", "null", update(#""instructions":null"#)),
        wrongType("session.output_modalities", "an array", "a string", update(#""output_modalities":"audio""#)),
        wrongType(
            "session.output_modalities[1]",
            "a string",
            "an integer",
            update(#""output_modalities":["audio",1]"#)
        ),
        wrongType("session.audio", "an object", "null", update(#""audio":null"#)),
        wrongType("session.audio.input.format", "an object", "a string", input(#""format":"pcm16""#)),
        wrongType(
            "session.audio.input.format.rate",
            "an integer",
            "a string",
            input(#""format":{"type":"audio/pcm","rate":"24000"}"#)
        ),
        wrongType(
            "session.audio.input.turn_detection",
            "an object",
            "a string",
            input(#""turn_detection":"server_vad""#)
        ),
        wrongType(
            "session.audio.input.turn_detection.create_response",
            "a boolean",
            "a string",
            input(#""turn_detection":{"type":"server_vad","create_response":"yes"}"#)
        ),
        wrongType(
            "session.audio.input.turn_detection.prefix_padding_ms",
            "an integer",
            "a number",
            input(#""turn_detection":{"type":"server_vad","prefix_padding_ms":300.5}"#)
        ),
        wrongType(
            "session.audio.input.turn_detection.threshold",
            "a number",
            "null",
            input(#""turn_detection":{"type":"server_vad","threshold":null}"#)
        ),
        wrongType(
            "session.audio.input.transcription.languages[1]",
            "a string",
            "null",
            input(#""transcription":{"languages":["en",null]}"#)
        ),
        wrongType("session.audio.output.voice", "a string or an object", "an integer", output(#""voice":3"#)),
        wrongType("session.audio.output.speed", "a number", "a string", output(#""speed":"1.0""#)),
        wrongType("session.tools", "an array", "an object", update(#""tools":{}"#)),
        wrongType("session.tools[0]", "an object", "a string", update(#""tools":["a"]"#)),
        wrongType("session.tools[1].name", "a string", "a boolean", tool(#""type":"function","name":true"#)),
        wrongType(
            "session.tools[1].parameters",
            "an object",
            "a string",
            tool(#""type":"function","name":"b","parameters":"{}""#)
        ),
        wrongType("session.tool_choice", "a string or an object", "an integer", update(#""tool_choice":1"#)),
        wrongType("session.tool_choice", "a string or an object", "null", update(#""tool_choice":null"#)),
        wrongType("session.tracing", "'auto' or an object", "a boolean", update(#""tracing":true"#)),
        wrongType("session.truncation", "a string or an object", "null", update(#""truncation":null"#)),
        wrongType(
            "session.max_output_tokens",
            "an integer or 'inf'",
            "a string",
            update(#""max_output_tokens":"infinite""#)
        ),
        wrongType("session.max_output_tokens", "an integer or 'inf'", "a number", update(#""max_output_tokens":1e30"#)),
        wrongType("session.max_output_tokens", "an integer or 'inf'", "null", update(#""max_output_tokens":null"#)),
    ]

    static let outOfRange = [
        invalid(
            "session.max_output_tokens",
            "an integer from 1 to 4096, or 'inf'",
            "0",
            update(#""max_output_tokens":0"#)
        ),
        invalid(
            "session.max_output_tokens",
            "an integer from 1 to 4096, or 'inf'",
            "4097",
            update(#""max_output_tokens":4097"#)
        ),
        invalid("session.audio.output.speed", "a value from 0.25 to 1.5", "0.2", output(#""speed":0.2"#)),
        invalid("session.audio.output.speed", "a number that a double can hold", "1e999", output(#""speed":1e999"#)),
        invalid("session.audio.output.speed", "a value from 0.25 to 1.5", "1.6", output(#""speed":1.6"#)),
        invalid(
            "session.audio.input.format.rate",
            "24000",
            "16000",
            input(#""format":{"type":"audio/pcm","rate":16000}"#)
        ),
        invalid(
            "session.audio.input.format.rate",
            "24000",
            "null",
            input(#""format":{"type":"audio/pcm","rate":null}"#)
        ),
        invalid(
            "session.audio.input.format.rate",
            "no rate, or 8000, for audio/pcmu",
            "16000",
            input(#""format":{"type":"audio/pcmu","rate":16000}"#)
        ),
        invalid(
            "session.audio.input.turn_detection.idle_timeout_ms",
            "a value from 5000 to 30000",
            "4999",
            input(#""turn_detection":{"type":"server_vad","idle_timeout_ms":4999}"#)
        ),
        invalid(
            "session.audio.input.turn_detection.idle_timeout_ms",
            "a value from 5000 to 30000",
            "30001",
            input(#""turn_detection":{"type":"server_vad","idle_timeout_ms":30001}"#)
        ),
        invalid(
            "session.audio.input.turn_detection.threshold",
            "a value from 0.0 to 1.0",
            "1.5",
            input(#""turn_detection":{"type":"server_vad","threshold":1.5}"#)
        ),
        invalid(
            "session.audio.input.noise_reduction.strength",
            "a value from 0.0 to 1.0",
            "-0.1",
            input(#""noise_reduction":{"strength":-0.1}"#)
        ),
        invalid(
            "session.audio.input.transcription.languages",
            "at least one language",
            "[]",
            input(#""transcription":{"languages":[]}"#)
        ),
        invalid(
            "session.truncation.retention_ratio",
            "a value from 0.0 to 1.0",
            "1.1",
            update(#""truncation":{"type":"retention_ratio","retention_ratio":1.1}"#)
        ),
        invalid("session.tools[1].name", "a name", #""""#, tool(#""type":"function","name":"""#)),
        invalid("session.tools[1].headers", "texts only", #"{"a":1}"#, mcp(#""headers":{"a":1}"#)),
    ]

    static let outsideSets = [
        notInSet(
            "session.type",
            "live",
            "'realtime' and 'transcription'",
            #"{"type":"session.update","session":{"type":"live"}}"#
        ),
        notInSet(
            "session.type",
            "translation",
            "'realtime' and 'transcription'",
            #"{"type":"session.update","session":{"type":"translation"}}"#
        ),
        notInSet(
            "session.output_modalities[0]",
            "video",
            "'text' and 'audio'",
            update(#""output_modalities":["video"]"#)
        ),
        notInSet(
            "session.audio.input.format.type",
            "audio/opus",
            "'audio/pcm', 'audio/pcmu', and 'audio/pcma'",
            input(#""format":{"type":"audio/opus"}"#)
        ),
        notInSet(
            "session.audio.input.turn_detection.type",
            "none",
            "'server_vad' and 'semantic_vad'",
            input(#""turn_detection":{"type":"none"}"#)
        ),
        notInSet(
            "session.audio.input.turn_detection.eagerness",
            "keen",
            "'low', 'medium', 'high', and 'auto'",
            input(#""turn_detection":{"type":"semantic_vad","eagerness":"keen"}"#)
        ),
        notInSet("session.tool_choice", "any", "'none', 'auto', and 'required'", update(#""tool_choice":"any""#)),
        notInSet("session.tool_choice.type", "tool", "'function' and 'mcp'", update(#""tool_choice":{"type":"tool"}"#)),
        notInSet("session.tools[1].type", "web_search", "'function' and 'mcp'", tool(#""type":"web_search""#)),
        notInSet("session.tools[1].require_approval", "ask", "'always' and 'never'", mcp(#""require_approval":"ask""#)),
        notInSet("session.tracing", "on", "'auto'", update(#""tracing":"on""#)),
        notInSet("session.truncation", "none", "'auto' and 'disabled'", update(#""truncation":"none""#)),
        notInSet(
            "session.truncation.type",
            "oldest",
            "'retention_ratio'",
            update(#""truncation":{"type":"oldest","retention_ratio":1}"#)
        ),
        notInSet(
            "session.include[0]",
            "all",
            "'item.input_audio_transcription.logprobs'",
            update(#""include":["all"]"#)
        ),
        Refusal(
            "both modalities",
            update(#""output_modalities":["audio","text"]"#),
            .invalidValue,
            "session.output_modalities",
            "Invalid modalities: ['audio', 'text']. Supported combinations are: ['text'] and ['audio']."
        ),
        Refusal(
            "no modality",
            update(#""output_modalities":[]"#),
            .invalidValue,
            "session.output_modalities",
            "Invalid modalities: []. Supported combinations are: ['text'] and ['audio']."
        ),
    ]

    static let refusedByName = [
        unsupported(
            "session.tools[1].connector_id",
            "Service connectors live at OpenAI; give the server's own 'server_url'.",
            mcp(#""connector_id":"connector_gmail""#)
        ),
        unsupported(
            "session.tools[1].tunnel_id",
            "Tunnels live at OpenAI; give the server's own 'server_url'.",
            mcp(#""tunnel_id":"tunnel_1""#)
        ),
        unsupported(
            "session.tools[1].defer_loading",
            "There is no tool search here; tools are listed when they are declared.",
            mcp(#""defer_loading":false"#)
        ),
        unsupported(
            "session.tools[1].allowed_callers",
            "Programmatic callers do not exist here; every call is the model's own.",
            mcp(#""allowed_callers":["direct"]"#)
        ),
        Refusal(
            "two credentials for one server",
            mcp(#""authorization":"t","headers":{"authorization":"Bearer t"}"#),
            .invalidValue,
            "session.tools[1].headers",
            "'authorization' and an Authorization header exclude each other."
        ),
    ]

    static let refusals = unknownFields + missingFields + wrongTypes + outOfRange + outsideSets + refusedByName

    @Test("An update is refused as a whole, and told why", arguments: refusals)
    func refuses(_ row: Refusal) throws { try row.hold() }

    static let acceptances = [
        Acceptance("only the type", #"{"type":"session.update","session":{"type":"realtime"}}"#),
        Acceptance(
            "a transcription's update; the engine refuses it",
            #"{"type":"session.update","session":{"type":"transcription"}}"#
        ),
        Acceptance("3.0 is an integer", update(#""max_output_tokens":3.0"#)),
        Acceptance("1", update(#""max_output_tokens":1"#)),
        Acceptance("4096", update(#""max_output_tokens":4096"#)),
        Acceptance("inf", update(#""max_output_tokens":"inf""#)),
        Acceptance("slowest", output(#""speed":0.25"#)),
        Acceptance("fastest", output(#""speed":1.5"#)),
        Acceptance("G.711 without rate", input(#""format":{"type":"audio/pcmu"}"#)),
        Acceptance("G.711 with its rate", input(#""format":{"type":"audio/pcma","rate":8000}"#)),
        Acceptance("G.711 with rate null", input(#""format":{"type":"audio/pcma","rate":null}"#)),
        Acceptance("no idle timeout", input(#""turn_detection":{"type":"server_vad","idle_timeout_ms":null}"#)),
        Acceptance("5000", input(#""turn_detection":{"type":"server_vad","idle_timeout_ms":5000}"#)),
        Acceptance("30000", input(#""turn_detection":{"type":"server_vad","idle_timeout_ms":30000}"#)),
        Acceptance("a custom voice", output(#""voice":{"id":"voice_1"}"#)),
        Acceptance("a choice of none", update(#""tool_choice":"none""#)),
        Acceptance("a choice of one function", update(#""tool_choice":{"type":"function","name":"a"}"#)),
        Acceptance("a choice of one server", update(#""tool_choice":{"type":"mcp","server_label":"l","name":null}"#)),
        Acceptance("a header that is no credential", mcp(#""authorization":"t","headers":{"X-Team":"a"}"#)),
        Acceptance(
            "approval by tool",
            mcp(#""require_approval":{"always":{"tool_names":["a"]},"never":{"read_only":true}}"#)
        ),
        Acceptance("names of tools", mcp(#""allowed_tools":["a"],"require_approval":"never""#)),
        Acceptance("a trace by name", update(#""tracing":{"workflow_name":"w","group_id":"g","metadata":{"a":1}}"#)),
    ]

    @Test("What the contract allows is read", arguments: acceptances)
    func accepts(_ row: Acceptance) throws { try row.hold() }

    @Test("A translation session's update names no type")
    func translation() throws {
        try Acceptance("no type", #"{"type":"session.update","session":{"audio":{"output":{"language":"es"}}}}"#)
            .hold(in: .translation)
        try Self.unknown("session.type", #"{"type":"session.update","session":{"type":"translation"}}"#)
            .hold(in: .translation)
        try Self.unknown("session.instructions", #"{"type":"session.update","session":{"instructions":"x"}}"#)
            .hold(in: .translation)
    }
}
