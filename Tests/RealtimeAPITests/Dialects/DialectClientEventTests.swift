import Bytes
import RealtimeAPI
import Testing

/// CONTRACT 19.4, and what a client of the Preview is refused.
@Suite("Client events of the Preview")
struct DialectClientEventTests {
    static let audio = "AAAA"

    static let events: [Saying] = [
        same(["type": "input_audio_buffer.append", "event_id": "e", "audio": .string(audio)]),
        same(["type": "input_audio_buffer.commit"]),
        same(["type": "input_audio_buffer.clear", "event_id": nil]),
        same(["type": "output_audio_buffer.clear"]),
        same(["type": "conversation.item.truncate", "item_id": "i", "content_index": 0, "audio_end_ms": 5]),
        same(["type": "conversation.item.delete", "item_id": "i"]),
        same(["type": "conversation.item.retrieve", "item_id": "i"]),
        same(["type": "response.cancel", "response_id": "r"]),
        same(["type": "response.create"]),
        same(["type": "response.create", "response": nil]),
        item("user text", ["role": "user", "content": [["type": "input_text", "text": "x"]]]),
        item("user audio", ["role": "user", "content": [["type": "input_audio", "audio": .string(audio)]]]),
        item("system text", ["role": "system", "content": [["type": "input_text", "text": "x"]]]),
        item(
            "assistant text",
            ["role": "assistant", "content": [["type": "text", "text": "x"]]],
            ["role": "assistant", "content": [["type": "output_text", "text": "x"]]]
        ),
        Saying(
            "a call's output, in its place",
            ["type": "conversation.item.create", "previous_item_id": "root", "item": call],
            ["type": "conversation.item.create", "previous_item_id": "root", "item": call]
        ),
        response(["modalities": ["audio", "text"]], ["output_modalities": ["audio"]]),
        response(["modalities": ["text"]], ["output_modalities": ["text"]]),
        response(["voice": "sage"], ["audio": ["output": ["voice": "sage"]]]),
        response(["output_audio_format": "g711_alaw"], ["audio": ["output": ["format": ["type": "audio/pcma"]]]]),
        response(["max_output_tokens": 5], ["max_output_tokens": 5]),
        response(["conversation": "none", "metadata": ["a": "b"], "instructions": nil]),
        response(["tools": [DialectSessionTests.function], "tool_choice": ["type": "function", "name": "look"]]),
        response(
            ["input": [["type": "item_reference", "id": "i"], message("text")]],
            ["input": [["type": "item_reference", "id": "i"], message("output_text")]]
        ),
    ]

    static let call: JSON = ["type": "function_call_output", "call_id": "c", "output": "o"]

    private static func message(_ part: JSON) -> JSON {
        ["type": "message", "role": "assistant", "content": [["type": part, "text": "x"]]]
    }

    private static func same(_ event: JSON) -> Saying { Saying(event["type"]?.string ?? "", event, event) }

    private static func item(_ name: String, _ own: JSON, _ ga: JSON? = nil) -> Saying {
        func event(_ item: JSON) -> JSON { ["type": "conversation.item.create", "item": item.with("type", "message")] }
        return Saying(name, event(own), event(ga ?? own))
    }

    private static func response(_ own: JSON, _ ga: JSON? = nil) -> Saying {
        Saying(
            "a response's \(own.object?.members.first?.name ?? "")",
            ["type": "response.create", "response": own],
            ["type": "response.create", "response": ga ?? own]
        )
    }

    @Test("An event says the same in both", arguments: events)
    func translates(_ row: Saying) throws {
        var translation = try preview(.realtime, .openAI, .media)
        #expect(try translation.toGA(clientEvent: row.preview) == row.ga)
        #expect(translation.fromGA(clientEvent: row.ga) == [row.preview])
        #expect(translation.takeLosses() == [])
        _ = try ClientEvent.read(strictly: row.ga, in: .realtime, .media)
    }

    static let examples = ProtocolData.examples("preview/client")

    @Test("The official examples are understood by GA's reader", arguments: examples)
    func official(_ example: Example) throws {
        let kind: SessionKind = example.path.contains("transcription_session") ? .transcription : .realtime
        var dialect = Dialect(try preview(kind, .openAI, .media))
        let event = try dialect.read(example.json, in: kind, .media)
        #expect(event.eventID == example.json["event_id"]?.string)
    }

    @Test("The other name of a response's limit, and its temperature")
    func spellings() throws {
        var translation = try preview()
        let own: JSON = ["max_response_output_tokens": 5, "temperature": 0.7.json]
        let said = try translation.toGA(clientEvent: ["type": "response.create", "response": own])
        #expect(said["response"] == ["max_output_tokens": 5])
        #expect(translation.takeLosses() == [.temperature])
        _ = try translation.toGA(clientEvent: ["type": "response.create", "response": own])
        #expect(translation.takeLosses() == [], "each loss is told once")
    }

    @Test("Every client event of the contract has a row, and every row is in the contract")
    func complete() throws {
        for kind in [SessionKind.realtime, .transcription] {
            var translation = try preview(kind, .openAI, .media)
            let records = ProtocolData.events.filter { $0.dialect == "preview" && $0.direction == "client" }
            for type in Set(records.map(\.type) + ["session.close"]) {
                let isKnown = (try? translation.toGA(clientEvent: ["type": .string(type)])) != nil
                #expect(isKnown == Self.types(kind).contains(type), "\(type) in \(kind)")
            }
        }
    }

    private static func types(_ kind: SessionKind) -> Set<String> {
        let update = kind == .transcription ? "transcription_session.update" : "session.update"
        return Set(ClientEvent.types(in: kind, .media)).subtracting(["session.update"]).union([update])
    }

    // MARK: Refused

    private static func message(_ role: String, _ part: String) -> String {
        let content = #"[{"type":"\#(part)"}]"#
        let item = #"{"type":"message","role":"\#(role)","content":\#(content)}"#
        return #"{"type":"conversation.item.create","item":\#(item)}"#
    }

    static let refusals: [Refusal] = [
        Refusal(
            "a field of GA's",
            #"{"type":"session.update","session":{"audio":{"output":{"voice":"ash"}}}}"#,
            .unknownParameter,
            "session.audio",
            "Unknown parameter: 'session.audio'."
        ),
        Refusal(
            "the type of a session",
            #"{"type":"session.update","session":{"type":"realtime"}}"#,
            .unknownParameter,
            "session.type",
            "Unknown parameter: 'session.type'."
        ),
        Refusal(
            "audio without its text",
            #"{"type":"session.update","session":{"modalities":["audio"]}}"#,
            .invalidValue,
            "session.modalities",
            "Invalid modalities: ['audio']. Supported combinations are: ['text'] and ['audio', 'text']."
        ),
        Refusal(
            "no list of modalities",
            #"{"type":"response.create","response":{"modalities":"text"}}"#,
            .invalidType,
            "response.modalities",
            "Invalid type for 'response.modalities': expected an array, but got a string instead."
        ),
        Refusal(
            "many modalities",
            #"{"type":"session.update","session":{"modalities":["a",1,null,{},"e"]}}"#,
            .invalidValue,
            "session.modalities",
            "Invalid modalities: ['a', 'an integer', 'null', 'an object', …]. "
                + "Supported combinations are: ['text'] and ['audio', 'text']."
        ),
        Refusal(
            "a format of another world",
            #"{"type":"session.update","session":{"input_audio_format":"opus"}}"#,
            .invalidValue,
            "session.input_audio_format",
            "Invalid value: 'opus'. Supported values are: 'pcm16', 'g711_ulaw', and 'g711_alaw'."
        ),
        Refusal(
            "a format as GA says it",
            #"{"type":"session.update","session":{"input_audio_format":{"type":"audio/pcmu"}}}"#,
            .invalidType,
            "session.input_audio_format",
            "Invalid type for 'session.input_audio_format': expected a string, but got an object instead."
        ),
        Refusal(
            "a custom voice",
            #"{"type":"response.create","response":{"voice":{"id":"voice_1"}}}"#,
            .invalidType,
            "response.voice",
            "Invalid type for 'response.voice': expected a string, but got an object instead."
        ),
        Refusal(
            "a temperature that is too high",
            #"{"type":"session.update","session":{"temperature":1.3}}"#,
            .invalidValue,
            "session.temperature",
            "Invalid 'session.temperature': expected a value from 0.6 to 1.2, but got 1.3 instead."
        ),
        Refusal(
            "no temperature",
            #"{"type":"response.create","response":{"temperature":null}}"#,
            .invalidType,
            "response.temperature",
            "Invalid type for 'response.temperature': expected a number, but got null instead."
        ),
        Refusal(
            "an MCP tool",
            #"{"type":"session.update","session":{"tools":[{"type":"mcp","server_label":"a"}]}}"#,
            .invalidValue,
            "session.tools[0].type",
            "Invalid value: 'mcp'. Supported values are: 'function'."
        ),
        Refusal(
            "an item of MCP",
            #"{"type":"conversation.item.create","item":{"type":"mcp_approval_response","approve":true}}"#,
            .invalidValue,
            "item.type",
            "Invalid value: 'mcp_approval_response'. Supported values are: "
                + "'message', 'function_call', and 'function_call_output'."
        ),
        Refusal(
            "a reference as a new item",
            #"{"type":"conversation.item.create","item":{"type":"item_reference","id":"i"}}"#,
            .invalidValue,
            "item.type",
            "Invalid value: 'item_reference'. Supported values are: "
                + "'message', 'function_call', and 'function_call_output'."
        ),
        Refusal(
            "an image",
            message("user", "input_image"),
            .invalidValue,
            "item.content[0].type",
            "Invalid value: 'input_image'. Supported values are: 'input_text' and 'input_audio'."
        ),
        Refusal(
            "audio of the assistant's",
            message("assistant", "audio"),
            .invalidValue,
            "item.content[0].type",
            "Invalid value: 'audio'. Supported values are: 'text'."
        ),
        Refusal(
            "a phase",
            #"{"type":"conversation.item.create","item":{"type":"message","role":"user","content":[],"phase":"x"}}"#,
            .unknownParameter,
            "item.phase",
            "Unknown parameter: 'item.phase'."
        ),
        Refusal(
            "the strength of noise reduction",
            #"{"type":"session.update","session":{"input_audio_noise_reduction":{"type":"near_field","strength":1}}}"#,
            .unknownParameter,
            "session.input_audio_noise_reduction.strength",
            "Unknown parameter: 'session.input_audio_noise_reduction.strength'."
        ),
        Refusal(
            "a retention ratio",
            #"{"type":"session.update","session":{"truncation":{"type":"retention_ratio"}}}"#,
            .invalidType,
            "session.truncation",
            "Invalid type for 'session.truncation': expected a string, but got an object instead."
        ),
        Refusal(
            "a secret in a session that has begun",
            #"{"type":"session.update","session":{"client_secret":{}}}"#,
            .unsupportedParameter,
            "session.client_secret",
            "Unsupported parameter: 'session.client_secret'. The server makes it; its life cannot be asked for."
        ),
        Refusal(
            "two limits of a response",
            #"{"type":"response.create","response":{"max_output_tokens":1,"max_response_output_tokens":2}}"#,
            .invalidValue,
            "response.max_response_output_tokens",
            "'max_response_output_tokens' contradicts another field of the same meaning."
        ),
        // What GA's reader finds, by the client's names.
        Refusal(
            "a speed out of range",
            #"{"type":"session.update","session":{"speed":9}}"#,
            .invalidValue,
            "session.speed",
            "Invalid 'session.speed': expected a value from 0.25 to 1.5, but got 9.0 instead."
        ),
        Refusal(
            "a threshold out of range",
            #"{"type":"session.update","session":{"turn_detection":{"type":"server_vad","threshold":2}}}"#,
            .invalidValue,
            "session.turn_detection.threshold",
            "Invalid 'session.turn_detection.threshold': expected a value from 0.0 to 1.0, but got 2.0 instead."
        ),
        Refusal(
            "an unknown detection",
            #"{"type":"session.update","session":{"turn_detection":{"type":"ears"}}}"#,
            .invalidValue,
            "session.turn_detection.type",
            "Invalid value: 'ears'. Supported values are: 'server_vad' and 'semantic_vad'."
        ),
        Refusal(
            "a limit that is none",
            #"{"type":"session.update","session":{"max_response_output_tokens":0}}"#,
            .invalidValue,
            "session.max_response_output_tokens",
            "Invalid 'session.max_response_output_tokens': expected an integer from 1 to 4096, or 'inf', "
                + "but got 0 instead."
        ),
        Refusal(
            "a transcription that is none",
            #"{"type":"session.update","session":{"input_audio_transcription":5}}"#,
            .invalidType,
            "session.input_audio_transcription",
            "Invalid type for 'session.input_audio_transcription': expected an object, but got an integer instead."
        ),
        Refusal(
            "a tool without a name",
            #"{"type":"session.update","session":{"tools":[{"type":"function"}]}}"#,
            .missingRequiredParameter,
            "session.tools[0].name",
            "Missing required parameter: 'session.tools[0].name'."
        ),
        Refusal(
            "no session",
            #"{"type":"session.update"}"#,
            .missingRequiredParameter,
            "session",
            "Missing required parameter: 'session'."
        ),
        Refusal(
            "a field beside the session",
            #"{"type":"session.update","session":{},"x":1}"#,
            .unknownParameter,
            "x",
            "Unknown parameter: 'x'."
        ),
        Refusal(
            "an event of a transcription session",
            #"{"type":"transcription_session.update","session":{}}"#,
            .invalidValue,
            "type",
            "Invalid value: 'transcription_session.update'. Supported values are: \(types)."
        ),
        Refusal(
            "an event of WebRTC",
            #"{"type":"output_audio_buffer.clear"}"#,
            .invalidValue,
            "type",
            "Invalid value: 'output_audio_buffer.clear'. Supported values are: \(types)."
        ),
        Refusal("an event without a type", "{}", .invalidEvent, nil, "The 'type' field is missing."),
    ]

    private static let types =
        "'session.update', 'input_audio_buffer.append', 'input_audio_buffer.commit', 'input_audio_buffer.clear', "
        + "'conversation.item.create', 'conversation.item.truncate', 'conversation.item.delete', "
        + "'conversation.item.retrieve', 'response.create', and 'response.cancel'"

    @Test("What the Preview does not have is refused in its own words", arguments: refusals)
    func refused(_ refusal: Refusal) throws {
        let event = try JSON(parsing: refusal.event).with("event_id", "evt_of_the_client")
        var dialect = Dialect(try preview())
        var expected = APIError(
            type: "invalid_request_error",
            code: refusal.code.rawValue,
            message: refusal.message,
            param: refusal.param
        )
        expected.namesClientsField = true
        #expect(throws: RefusedEvent(expected, "evt_of_the_client")) {
            try dialect.read(event, in: .realtime, .webSocket)
        }
    }

    @Test("A type that is unknown in a transcription session is told with that session's types")
    func unknownInTranscription() throws {
        var dialect = Dialect(try preview(.transcription))
        let refused = #expect(throws: RefusedEvent.self) {
            try dialect.read(["type": "session.update", "session": [:]], in: .transcription, .webSocket)
        }
        let types = "'transcription_session.update', 'input_audio_buffer.append'"
        #expect(refused?.error.message.contains(types) == true)
    }

    @Test("Audio takes the fast path in both dialects")
    func append() throws {
        var dialect = Dialect(try preview())
        let bytes = Array(#"{"type":"input_audio_buffer.append","audio":"AAAA"}"#.utf8)
        guard case .append = try ClientFrame.read(bytes, in: .realtime, .webSocket, dialect: &dialect) else {
            Issue.record("not an append")
            return
        }
    }

    @Test("Errors of the engine name the client's fields, and once only", arguments: errors)
    func places(_ row: (ga: String, own: String)) throws {
        let translation = try preview()
        let error = APIError(type: .invalidRequest, code: nil, message: "Bad '\(row.ga)'.", param: row.ga)
        let own = translation.inOwnWords(error)
        #expect(own.message == "Bad '\(row.own)'.")
        #expect(own.param == row.own)
        #expect(translation.inOwnWords(own) == own)
    }

    static let errors: [(ga: String, own: String)] = [
        ("session.audio.output.voice", "session.voice"),
        ("session.audio.output.speed", "session.speed"),
        ("session.audio.output.format", "session.output_audio_format"),
        ("session.audio.input.format.rate", "session.input_audio_format"),
        ("session.audio.input.transcription.prompt", "session.input_audio_transcription.prompt"),
        ("session.audio.input.turn_detection.silence_duration_ms", "session.turn_detection.silence_duration_ms"),
        ("session.audio.input.noise_reduction", "session.input_audio_noise_reduction"),
        ("session.max_output_tokens", "session.max_response_output_tokens"),
        ("session.output_modalities", "session.modalities"),
        ("session.tools[2].name", "session.tools[2].name"),
        ("session.prompt.variables.city", "session.prompt.variables.city"),
        ("session.audio", "session.audio"),
        ("response.audio.output.voice", "response.voice"),
        ("response.max_output_tokens", "response.max_output_tokens"),
        ("response.output_modalities[1]", "response.modalities[1]"),
        ("response.input[0].content[1].type", "response.input[0].content[1].type"),
        ("item.content[0].audio", "item.content[0].audio"),
        ("audio_end_ms", "audio_end_ms"),
        ("type", "type"), ("", ""), (".", "."), ("session", "session"), ("session.toolsome", "session.toolsome"),
    ]

    @Test("Places of a Preview server's errors are told by GA's names")
    func errorsToGA() throws {
        var translation = try preview()
        let event: JSON = [
            "type": "error", "event_id": "e",
            "error": ["type": "t", "message": "Bad 'session.voice'", "param": "session.voice"],
        ]
        let said = translation.toGA(serverEvent: event)
        #expect(said.first?["error"]?["param"] == "session.audio.output.voice")
        #expect(said.first?["error"]?["message"] == "Bad 'session.audio.output.voice'")
    }

    @Test("A session's type in an update shows a client that speaks GA")
    func mark() {
        let table = DialectTable.preview
        #expect(table.isSpokenInGA(["type": "session.update", "session": ["type": "realtime"]]))
        #expect(!table.isSpokenInGA(["type": "session.update", "session": ["voice": "ash"]]))
        #expect(!table.isSpokenInGA(["type": "response.create", "session": ["type": "realtime"]]))
        #expect(!table.isSpokenInGA(["type": "session.update", "session": ["type": nil]]))
        #expect(!table.isSpokenInGA([1]))
    }

    @Test("There is no Preview of a translation session")
    func translationSessions() { #expect(DialectTranslation(.preview, kind: .translation, form: .openAI) == nil) }
}
