import Bytes
import RealtimeAPI
import Testing

/// CONTRACT 19.5, row by row and in both directions.
@Suite("Server events of the Preview")
struct DialectServerEventTests {
    static let place: JSON = ["response_id": "r", "item_id": "i", "output_index": 0, "content_index": 0]

    /// Events that each dialect makes of exactly one of the other's.
    static let events: [Saying] = [
        event("conversation.item.truncated", ["item_id": "i", "content_index": 0, "audio_end_ms": 5]),
        event("conversation.item.deleted", ["item_id": "i"]),
        event("conversation.item.input_audio_transcription.delta", ["item_id": "i", "delta": "x", "logprobs": nil]),
        event("conversation.item.input_audio_transcription.completed", ["item_id": "i", "transcript": "x"]),
        event("conversation.item.input_audio_transcription.failed", ["item_id": "i", "error": ["code": nil]]),
        event("input_audio_buffer.committed", ["previous_item_id": nil, "item_id": "i"]),
        event("input_audio_buffer.cleared", [:]),
        event("input_audio_buffer.speech_started", ["audio_start_ms": 1, "item_id": "i"]),
        event("input_audio_buffer.speech_stopped", ["audio_end_ms": 1, "item_id": "i"]),
        event("output_audio_buffer.started", ["response_id": "r"]),
        event("output_audio_buffer.stopped", ["response_id": "r"]),
        event("output_audio_buffer.cleared", ["response_id": "r"]),
        event("response.output_text.delta", "response.text.delta", place),
        event("response.output_text.done", "response.text.done", place),
        event("response.output_audio.delta", "response.audio.delta", place),
        event("response.output_audio.done", "response.audio.done", place),
        event("response.output_audio_transcript.delta", "response.audio_transcript.delta", place),
        event("response.output_audio_transcript.done", "response.audio_transcript.done", place),
        event("response.content_part.added", ["part": ["type": "audio", "transcript": ""]]),
        event("response.content_part.done", ["part": ["type": "text", "text": "x"]]),
        event("response.function_call_arguments.delta", ["call_id": "c", "delta": "{"]),
        event("rate_limits.updated", ["rate_limits": [["name": "tokens"]]]),
        event("error", ["error": ["type": "t", "code": nil, "message": "m", "param": nil, "event_id": nil]]),
        event("a.newer.event", ["anything": [1]]),
        event("conversation.item.retrieved", ["item": assistant("text")], ["item": assistant("output_text")]),
        event("conversation.item.retrieved", ["item": assistant("audio")], ["item": assistant("output_audio")]),
        event("response.output_item.added", ["item": assistant("text")], ["item": assistant("output_text")]),
        event("response.output_item.done", ["item": assistant("audio")], ["item": assistant("output_audio")]),
    ]

    private static func event(_ type: String, _ body: JSON) -> Saying { event(type, type, body, body) }

    private static func event(_ ga: String, _ own: String, _ body: JSON) -> Saying { event(ga, own, body, body) }

    private static func event(_ type: String, _ own: JSON, _ ga: JSON) -> Saying { event(type, type, own, ga) }

    private static func event(_ ga: String, _ own: String, _ ownBody: JSON, _ gaBody: JSON) -> Saying {
        Saying(own, said(own, ownBody), said(ga, gaBody))
    }

    private static func said(_ type: String, _ body: JSON) -> JSON {
        let envelope: [JSONObject.Member] = [.init("type", .string(type)), .init("event_id", "e")]
        return .object(JSONObject(uniqueMembers: envelope + (body.object?.members ?? [])))
    }

    static func assistant(_ part: JSON) -> JSON {
        ["type": "message", "id": "i", "role": "assistant", "content": [["type": part, "transcript": "x"]]]
    }

    @Test("An event says the same in both", arguments: events)
    func translates(_ row: Saying) throws {
        var translation = try preview()
        #expect(translation.fromGA(serverEvent: row.ga) == [row.preview])
        #expect(translation.toGA(serverEvent: row.preview) == [row.ga])
        #expect(translation.takeLosses() == [])
    }

    @Test("The envelope comes first, whatever order it came in")
    func envelope() throws {
        var translation = try preview()
        let event = try JSON(parsing: #"{"delta":"x","event_id":"e","type":"response.output_text.delta"}"#)
        let text = #"{"type":"response.text.delta","event_id":"e","delta":"x"}"#
        #expect(translation.fromGA(serverEvent: event).map(\.text) == [text])
    }

    static let suppressed: [(type: String, loss: Loss?)] = [
        ("conversation.item.done", nil),
        ("conversation.item.input_audio_transcription.segment", .transcriptionSegments),
        ("input_audio_buffer.timeout_triggered", .idleTimeoutEvent),
        ("input_audio_buffer.dtmf_event_received", .dtmf),
        ("response.mcp_call_arguments.delta", .mcp), ("response.mcp_call_arguments.done", .mcp),
        ("response.mcp_call.in_progress", .mcp), ("response.mcp_call.completed", .mcp),
        ("response.mcp_call.failed", .mcp), ("mcp_list_tools.in_progress", .mcp),
        ("mcp_list_tools.completed", .mcp), ("mcp_list_tools.failed", .mcp),
    ]

    @Test("What the Preview has no event for is not said", arguments: suppressed)
    func suppresses(_ row: (type: String, loss: Loss?)) throws {
        var translation = try preview()
        #expect(translation.fromGA(serverEvent: ["type": .string(row.type)]) == [])
        #expect(translation.takeLosses() == [row.loss].compactMap(\.self))
    }

    @Test("Every server event of the contract has a row, and every row is in the contract")
    func complete() throws {
        let records = ProtocolData.events.filter { $0.dialect == "preview" && $0.direction == "server" }
        let contract = Set(records.map(\.type))
        var said: Set<String> = []
        for kind in [SessionKind.realtime, .transcription] {
            for type in ServerEvent.types(in: .realtime) {
                var translation = try preview(kind)
                let events = translation.fromGA(serverEvent: ["type": .string(type), "item": [:]])
                said.formUnion(events.compactMap { $0["type"]?.string })
            }
        }
        // The engine's model has it; GA never says it.
        said.remove("conversation.item.created")
        #expect(said == contract.subtracting(["conversation.item.created"]))
    }

    // MARK: What one side has and the other not

    @Test("A conversation's beginning is told on OpenAI's form only")
    func greeting() throws {
        let created: JSON = [
            "type": "session.created", "event_id": "event_7", "session": ["type": "realtime", "id": "sess_9"],
        ]
        var openAI = try preview()
        let greeting = openAI.fromGA(serverEvent: created)
        #expect(greeting.count == 2)
        #expect(
            greeting.last == [
                "type": "conversation.created", "event_id": "event_7_conversation",
                "conversation": ["id": "conv_9", "object": "realtime.conversation"],
            ]
        )
        #expect(openAI.toGA(serverEvent: greeting.last ?? .null) == [])
        var azure = try preview(.realtime, .azure)
        #expect(azure.fromGA(serverEvent: created).count == 1)
        var transcription = try preview(.transcription)
        #expect(transcription.fromGA(serverEvent: created).count == 1)
    }

    private static func response(_ fields: JSON) -> JSON {
        ["type": "response.done", "event_id": "e", "response": fields]
    }

    @Test("A response is flat, and has a temperature")
    func responses() throws {
        let ga: JSON = [
            "id": "r", "status": "completed", "status_details": nil, "output_modalities": ["audio"],
            "max_output_tokens": 5, "output": [Self.assistant("output_text")], "metadata": nil,
            "audio": ["output": ["voice": "sage", "format": ["type": "audio/pcmu"]]],
        ]
        let own: JSON = [
            "id": "r", "status": "completed", "status_details": nil, "modalities": ["audio", "text"],
            "max_output_tokens": 5, "output": [Self.assistant("text")], "metadata": nil,
            "voice": "sage", "output_audio_format": "g711_ulaw", "temperature": 0.8.json,
        ]
        var translation = try preview()
        #expect(translation.fromGA(serverEvent: Self.response(ga)) == [Self.response(own)])
        #expect(translation.toGA(serverEvent: Self.response(own)) == [Self.response(ga)])
    }

    @Test("A failure without a code has none, for the Preview knows no null there")
    func failure() throws {
        var translation = try preview()
        let details: JSON = ["type": "failed", "error": ["type": "server_error", "code": nil, "message": "m"]]
        let said = translation.fromGA(serverEvent: Self.response(["status_details": details]))
        let error = said.first?["response"]?["status_details"]?["error"]
        #expect(error == ["type": "server_error", "message": "m"])
    }

    private static func item(_ type: String, _ id: String, _ status: String, after previous: JSON = nil) -> JSON {
        [
            "type": .string(type), "event_id": "e", "previous_item_id": previous,
            "item": ["id": .string(id), "type": "message", "role": "user", "status": .string(status)],
        ]
    }

    private static func output(_ moment: String, _ id: String, _ item: JSON = [:]) -> JSON {
        [
            "type": .string("response.output_item.\(moment)"), "event_id": .string("e_\(moment)"), "response_id": "r",
            "output_index": 0, "item": item.with("id", .string(id)),
        ]
    }

    @Test("To GA a client's item is done as soon as it is added")
    func itemDone() throws {
        var translation = try preview()
        let said = translation.toGA(serverEvent: Self.item("conversation.item.created", "u", "completed", after: "p"))
        let added = Self.item("conversation.item.added", "u", "completed", after: "p")
        let done = Self.item("conversation.item.done", "u", "completed", after: "p").with("event_id", "e_done")
        #expect(said == [added, done])
    }

    @Test("A response's item is done just before its response says so")
    func responseItemDone() throws {
        var translation = try preview()
        #expect(translation.toGA(serverEvent: Self.output("added", "a")).count == 1)
        // Also an item whose state is not told.
        let created = Self.item("conversation.item.created", "a", "in_progress", after: "u").with("item", ["id": "a"])
        #expect(translation.toGA(serverEvent: created).map { $0["type"] } == ["conversation.item.added"])
        let finished: JSON = ["id": "a", "status": "completed"]
        let said = translation.toGA(serverEvent: Self.output("done", "a", finished))
        #expect(
            said == [
                [
                    "type": "conversation.item.done", "event_id": "e_done_done", "previous_item_id": "u",
                    "item": finished,
                ],
                Self.output("done", "a", finished),
            ]
        )
        #expect(translation.toGA(serverEvent: Self.output("done", "a", finished)).count == 1, "once")
    }

    @Test("An item outside of the conversation has no end there")
    func outOfBand() throws {
        var translation = try preview()
        _ = translation.toGA(serverEvent: Self.output("added", "a"))
        #expect(translation.toGA(serverEvent: Self.output("done", "a")).count == 1)
    }

    @Test("An item whose end never came ends with its response")
    func cutOff() throws {
        var translation = try preview()
        _ = translation.toGA(serverEvent: Self.output("added", "a"))
        _ = translation.toGA(serverEvent: Self.item("conversation.item.created", "a", "in_progress"))
        let done: JSON = [
            "type": "response.done", "event_id": "e", "response": ["id": "r", "output": [["id": "a"], ["id": "b"]]],
        ]
        #expect(translation.toGA(serverEvent: done).map { $0["type"] } == ["conversation.item.done", "response.done"])
        #expect(translation.toGA(serverEvent: done).count == 1)
    }

    @Test("The name of a function, which only GA repeats with the arguments")
    func functionName() throws {
        var translation = try preview()
        let own: JSON = ["type": "response.function_call_arguments.done", "item_id": "f", "arguments": "{}"]
        #expect(translation.fromGA(serverEvent: own.with("name", "look")) == [own])
        _ = translation.toGA(serverEvent: Self.output("added", "f", ["type": "function_call", "name": "look"]))
        #expect(translation.toGA(serverEvent: own) == [own.with("name", "look")])
        #expect(translation.takeLosses() == [])
    }

    // MARK: MCP

    static let mcpTypes = ["mcp_list_tools", "mcp_call", "mcp_approval_request", "mcp_approval_response"]

    @Test("An item of MCP is never said, and what follows it follows what was before", arguments: mcpTypes)
    func hidden(_ type: String) throws {
        var translation = try preview()
        func added(_ id: JSON, _ type: String, _ previous: JSON) -> JSON {
            [
                "type": "conversation.item.added", "previous_item_id": previous,
                "item": ["id": id, "type": .string(type)],
            ]
        }
        #expect(translation.fromGA(serverEvent: added("m1", type, "u")) == [])
        #expect(translation.fromGA(serverEvent: added("m2", type, "m1")) == [])
        let said = translation.fromGA(serverEvent: added("a", "message", "m2"))
        #expect(said.first?["previous_item_id"] == "u")
        for moment in ["added", "done"] {
            #expect(translation.fromGA(serverEvent: Self.output(moment, "m1", ["type": .string(type)])) == [])
        }
        let output: JSON = [["id": "m1", "type": .string(type)], ["id": "a", "type": "message"]]
        let done = translation.fromGA(serverEvent: Self.response(["output": output]))
        #expect(done.first?["response"]?["output"] == [["id": "a", "type": "message"]])
        #expect(translation.takeLosses() == [.mcp])
    }

    // MARK: The examples

    static let examples = ProtocolData.examples("preview/server")

    @Test("An official example is the same after a way to GA and back, but for what GA cannot say", arguments: examples)
    func thereAndBack(_ example: Example) throws {
        // Its type is another event's: the corrected example stands beside it.
        guard example.path != "preview/server/conversation.item.retrieved.json" else { return }
        let kind: SessionKind = example.path.contains("transcription_session") ? .transcription : .realtime
        var translation = try preview(kind)
        let ga = translation.toGA(serverEvent: example.json)
        let back = ga.flatMap { translation.fromGA(serverEvent: $0) }
        let type = example.json["type"]
        guard type != "conversation.created" else {
            #expect(back == [])
            return
        }
        let same = back.first { $0["type"] == type }
        #expect(same.map(Self.comparable) == Self.comparable(example.json))
        for event in ga { #expect(ServerEvent.read(try #require(event.object)) != nil) }
    }

    /// Without what GA has no field for, and without the order of modalities.
    private static func comparable(_ json: JSON) -> JSON {
        switch json {
        case .array(let elements): return .array(elements.map(comparable))
        case .object(let object):
            let gone: Set = ["temperature", "create_response", "client_secret", "modalities", "event_id"]
            let members = object.members.filter { !gone.contains($0.name) }
            return .object(JSONObject(uniqueMembers: members.map { .init($0.name, comparable($0.value)) }))
        default: return json
        }
    }

    static let gaExamples = ProtocolData.examples("ga/server")

    @Test(
        "An official example of GA is the same after a way to the Preview and back, or a loss is told",
        arguments: gaExamples
    )
    func gaThereAndBack(_ example: Example) throws {
        let isTranscription = example.json["session"]?["type"] == "transcription"
        var translation = try preview(isTranscription ? .transcription : .realtime)
        let own = translation.fromGA(serverEvent: example.json)
        let losses = translation.takeLosses()
        let type = example.json["type"]?.string ?? ""
        let isSaid = !["conversation.created", "conversation.item.created", "conversation.item.done"].contains(type)
        guard isSaid, losses.isEmpty else { return }
        let back = own.flatMap { translation.toGA(serverEvent: $0) }
        let same = back.first { $0["type"] == example.json["type"] }
        #expect(same.map(Self.without) == Self.without(example.json))
    }

    private static let silent: Set = ["format", "name", "event_id", "parallel_tool_calls", "strict", "code"]

    /// Without what says nothing (see the table), and with one name for an assistant's words and sounds.
    private static func without(_ json: JSON) -> JSON {
        switch json {
        case .array(let elements): return .array(elements.map(without))
        case .object(let object):
            let members = object.members.filter { !silent.contains($0.name) || $0.value.object != nil }
            return .object(JSONObject(uniqueMembers: members.map { .init($0.name, without($0.value)) }))
        case "text": return "output_text"
        case "audio": return "output_audio"
        default: return json
        }
    }

    // MARK: The hot path

    @Test("Audio is written in the Preview as the general path says it")
    func audioDelta() throws {
        var dialect = Dialect(try preview())
        let delta = AudioDeltaTests.deltas[1]
        var bytes: [UInt8] = []
        [1, 2, 3].withUnsafeBytes { delta.write(encoded: $0, to: &bytes, as: dialect.audioDelta) }
        #expect(bytes.count == delta.writtenCount(audioBytes: [1, 2, 3].count * 8, as: dialect.audioDelta))
        let body = PartDelta {
            $0.place = PartPlace {
                $0.responseID = ResponseID(delta.responseID)
                $0.itemID = ItemID(delta.itemID)
                $0.outputIndex = delta.outputIndex
                $0.contentIndex = delta.contentIndex
            }
            $0.delta = [1, 2, 3].withUnsafeBytes { Base64.encode(Array($0)) }
            $0.obfuscation = delta.obfuscation
        }
        let rendered = dialect.render(.audioDelta(body), eventID: delta.eventID)
        #expect(try [JSON(parsing: bytes)] == rendered)
    }

    @Test("Limits are told once a response: at its beginning in the Preview, at its end in GA")
    func rateLimits() throws {
        var own = Dialect(try preview())
        var ga = Dialect.ga
        for moment in [RateLimitsUpdated.Moment.responseCreated, .responseDone] {
            let event = ServerEvent.rateLimitsUpdated(RateLimitsUpdated { $0.moment = moment })
            #expect(own.render(event, eventID: "e").isEmpty == (moment == .responseDone))
            #expect(ga.render(event, eventID: "e").isEmpty == (moment == .responseCreated))
        }
    }
}
