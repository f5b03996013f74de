// A table: data, exempt from the size rule.

import Bytes
import RealtimeAPI
import RealtimeEngine

/// What a random client knows of its session, and what it may say: events that are well formed, about things that may
/// or may not be there.
struct RandomEvents: Sendable {
    var items: [String] = []
    var responses: [String] = []
    var calls: [String] = []
    var approvals: [String] = []

    private static let remembered = 12

    mutating func remember(_ event: ServerEvent) {
        switch event {
        case .itemAdded(let body):
            Self.keep(body.item.id?.rawValue, in: &items)
            if case .mcpApprovalRequest(let request) = body.item { Self.keep(request.id?.rawValue, in: &approvals) }
        case .outputItemAdded(let body):
            if case .functionCall(let call) = body.item { Self.keep(call.callID?.rawValue, in: &calls) }
        case .responseCreated(let body): Self.keep(body.response.id?.rawValue, in: &responses)
        default: break
        }
    }

    /// The same of an event as it came over a wire.
    mutating func remember(rendered event: JSON) {
        let item = event["item"]
        switch event["type"]?.string {
        case "conversation.item.added":
            Self.keep(item?["id"]?.string, in: &items)
            if item?["type"]?.string == "mcp_approval_request" { Self.keep(item?["id"]?.string, in: &approvals) }
        case "response.output_item.added":
            if item?["type"]?.string == "function_call" { Self.keep(item?["call_id"]?.string, in: &calls) }
        case "response.created": Self.keep(event["response"]?["id"]?.string, in: &responses)
        default: break
        }
    }

    private static func keep(_ id: String?, in ids: inout [String]) {
        guard let id else { return }
        ids.append(id)
        if ids.count > remembered { ids.removeFirst() }
    }

    // MARK: Events

    func event(_ random: inout SeededGenerator, in session: SessionKind, _ transport: Transport) -> JSON {
        var event = body(&random, in: session, transport)
        if Bool.random(using: &random), case .object(var object) = event {
            object["event_id"] = .string("client_\(Int.random(in: 0..<1_000, using: &random))")
            event = .object(object)
        }
        return event
    }

    private func body(_ random: inout SeededGenerator, in session: SessionKind, _ transport: Transport) -> JSON {
        switch session {
        case .translation: return translationEvent(&random)
        case .transcription: return transcriptionEvent(&random)
        default: break
        }
        switch Int.random(in: 0..<100, using: &random) {
        case 0..<22: return ["type": "session.update", "session": update(&random)]
        case 22..<40: return create(&random)
        case 40..<46: return truncate(&random)
        case 46..<50: return ["type": "conversation.item.delete", "item_id": item(&random)]
        case 50..<53: return ["type": "conversation.item.retrieve", "item_id": item(&random)]
        case 53..<78: return respond(&random)
        case 78..<82: return cancel(&random)
        case 82..<92: return ["type": "input_audio_buffer.commit"]
        case 92..<96: return ["type": "input_audio_buffer.clear"]
        default: return ["type": transport == .media ? "output_audio_buffer.clear" : "input_audio_buffer.commit"]
        }
    }

    private func transcriptionEvent(_ random: inout SeededGenerator) -> JSON {
        switch Int.random(in: 0..<10, using: &random) {
        case 0..<4: return ["type": "session.update", "session": transcriptionUpdate(&random)]
        case 4..<6: return ["type": "input_audio_buffer.commit"]
        case 6: return ["type": "input_audio_buffer.clear"]
        case 7: return create(&random)
        case 8: return ["type": "conversation.item.delete", "item_id": item(&random)]
        default: return ["type": "conversation.item.retrieve", "item_id": item(&random)]
        }
    }

    private func translationEvent(_ random: inout SeededGenerator) -> JSON {
        switch Int.random(in: 0..<20, using: &random) {
        case 0: return ["type": "session.close"]
        case 1..<10: return ["type": "session.update", "session": ["audio": ["output": ["language": "es"]]]]
        default:
            return [
                "type": "session.update",
                "session": ["audio": ["input": ["transcription": Bool.random(using: &random) ? nil : ["model": "a"]]]],
            ]
        }
    }

    // MARK: Names

    private func item(_ random: inout SeededGenerator) -> JSON { pick(items, &random, else: "item_nobody") }

    private func pick(_ names: [String], _ random: inout SeededGenerator, else stranger: String) -> JSON {
        let name = Int.random(in: 0..<20, using: &random) == 0 ? nil : names.randomElement(using: &random)
        return .string(name ?? stranger)
    }

    private func one(of values: [JSON], _ random: inout SeededGenerator) -> JSON {
        values.randomElement(using: &random) ?? .null
    }

    // MARK: Session

    private func update(_ random: inout SeededGenerator) -> JSON {
        let changes: [JSON] = [
            ["instructions": .string("Be \(Int.random(in: 0..<9, using: &random)) times as kind.")],
            ["output_modalities": ["text"]],
            ["output_modalities": ["audio"]],
            ["audio": ["input": ["turn_detection": nil]]],
            ["audio": ["input": ["turn_detection": detection(&random)]]],
            ["audio": ["input": ["turn_detection": detection(&random)]]],
            ["audio": ["input": ["transcription": ["model": "gpt-4o-mini-transcribe"]]]],
            ["audio": ["input": ["transcription": hints(&random)]]],
            ["audio": ["input": ["transcription": nil]]],
            ["audio": ["input": ["format": ["type": "audio/pcmu"]]]],
            ["audio": ["input": ["format": ["type": "audio/pcm", "rate": 24000]]]],
            ["audio": ["input": ["noise_reduction": ["type": "near_field"]]]],
            ["audio": ["output": ["voice": one(of: ["marin", "cedar", "alloy"], &random)]]],
            ["audio": ["output": ["speed": 1.25.json]]],
            ["audio": ["output": ["format": ["type": "audio/pcma"]]]],
            ["max_output_tokens": one(of: [5, 40, 4096, "inf"], &random)],
            ["truncation": truncation(&random)],
            ["tools": tools(&random)],
            ["tools": tools(&random)],
            ["tool_choice": one(of: ["auto", "none", "required"], &random)],
            ["parallel_tool_calls": false],
            ["tracing": "auto"],
            ["include": ["item.input_audio_transcription.logprobs"]],
        ]
        return merged(one(of: changes, &random), ["type": "realtime"])
    }

    private func hints(_ random: inout SeededGenerator) -> JSON {
        ["model": "gpt-4o-mini-transcribe", "prompt": one(of: ["Ada", "Ada and Grace", "", .null], &random)]
    }

    private func transcriptionUpdate(_ random: inout SeededGenerator) -> JSON {
        let changes: [JSON] = [
            ["audio": ["input": ["transcription": ["model": "gpt-4o-mini-transcribe"]]]],
            ["audio": ["input": ["transcription": ["model": "gpt-realtime-whisper"]]]],
            ["audio": ["input": ["transcription": hints(&random)]]],
            ["audio": ["input": ["transcription": nil]]],
            ["audio": ["input": ["turn_detection": nil]]],
            ["audio": ["input": ["turn_detection": ["type": "server_vad", "silence_duration_ms": 200]]]],
            ["audio": ["input": ["turn_detection": ["type": "semantic_vad"]]]],
        ]
        return merged(one(of: changes, &random), ["type": "transcription"])
    }

    private func detection(_ random: inout SeededGenerator) -> JSON {
        one(
            of: [
                ["type": "server_vad", "silence_duration_ms": 200],
                ["type": "server_vad", "idle_timeout_ms": 5000],
                ["type": "server_vad", "interrupt_response": false],
                ["type": "server_vad", "create_response": false],
                ["type": "server_vad", "prefix_padding_ms": 0, "silence_duration_ms": 0],
                ["type": "semantic_vad", "eagerness": "high"],
                ["type": "semantic_vad", "interrupt_response": false],
            ],
            &random
        )
    }

    private func truncation(_ random: inout SeededGenerator) -> JSON {
        one(of: ["auto", "disabled", ["type": "retention_ratio", "retention_ratio": 0.5.json]], &random)
    }

    private static let function: JSON = ["type": "function", "name": "look", "parameters": ["type": "object"]]
    private static let trusted: JSON = [
        "type": "mcp", "server_label": "books", "server_url": "http://127.0.0.1:1/mcp", "require_approval": "never",
    ]
    private static let guarded: JSON = [
        "type": "mcp", "server_label": "bank", "server_url": "http://127.0.0.1:2/mcp",
    ]

    /// A session that has tools from the beginning, so that they are listed by the time that somebody answers.
    static let toolServers: JSON = [
        "type": "session.update", "session": ["type": "realtime", "tools": [function, trusted, guarded]],
    ]

    private func tools(_ random: inout SeededGenerator) -> JSON {
        let (function, trusted, guarded) = (Self.function, Self.trusted, Self.guarded)
        return one(
            of: [[], [function], [function, trusted], [trusted, guarded], [guarded], [function, trusted, guarded]],
            &random
        )
    }

    private func merged(_ one: JSON, _ other: JSON) -> JSON {
        guard case .object(var object) = one else { return other }
        for member in other.object?.members ?? [] { object[member.name] = member.value }
        return .object(object)
    }

    // MARK: Items and responses

    private func create(_ random: inout SeededGenerator) -> JSON {
        var event: JSONObject = ["type": "conversation.item.create", "item": newItem(&random)]
        switch Int.random(in: 0..<6, using: &random) {
        case 0: event["previous_item_id"] = "root"
        case 1: event["previous_item_id"] = item(&random)
        case 2: event["previous_item_id"] = .null
        default: break
        }
        return .object(event)
    }

    private func newItem(_ random: inout SeededGenerator) -> JSON {
        let number = Int.random(in: 0..<40, using: &random)
        let words = String(repeating: "word ", count: Int.random(in: 1..<60, using: &random))
        let audio = Base64.encode([UInt8](repeating: 7, count: Int.random(in: 0..<4_000, using: &random) * 2))
        let image = "data:image/png;base64,AAAA"
        return one(
            of: [
                ["type": "message", "role": "user", "content": [["type": "input_text", "text": .string(words)]]],
                [
                    "type": "message", "role": "user", "id": .string("mine_\(number)"),
                    "content": [["type": "input_text", "text": "hello"]],
                ],
                ["type": "message", "role": "user", "content": [["type": "input_audio", "audio": .string(audio)]]],
                [
                    "type": "message", "role": "user",
                    "content": [["type": "input_image", "image_url": .string(image)]],
                ],
                ["type": "message", "role": "system", "content": [["type": "input_text", "text": "be kind"]]],
                ["type": "message", "role": "assistant", "content": [["type": "output_text", "text": "yes"]]],
                ["type": "function_call", "call_id": .string("call_\(number)"), "name": "look", "arguments": "{}"],
                ["type": "function_call_output", "call_id": pick(calls, &random, else: "call_1"), "output": "seen"],
                [
                    "type": "mcp_approval_response", "id": .string("yes_\(number)"),
                    "approval_request_id": pick(approvals, &random, else: "mcpr_x"),
                    "approve": .bool(Bool.random(using: &random)),
                ],
            ],
            &random
        )
    }

    private func truncate(_ random: inout SeededGenerator) -> JSON {
        [
            "type": "conversation.item.truncate", "item_id": item(&random),
            "content_index": .number(JSONNumber(Int.random(in: 0..<2, using: &random))),
            "audio_end_ms": .number(JSONNumber(Int.random(in: 0..<3_000, using: &random))),
        ]
    }

    private func respond(_ random: inout SeededGenerator) -> JSON {
        let options: [JSON?] = [
            nil, nil, nil,
            ["output_modalities": ["text"]],
            ["max_output_tokens": 12],
            ["metadata": ["topic": "tests"], "instructions": "Say it differently."],
            ["conversation": "none", "metadata": ["side": "yes"]],
            ["conversation": "none", "input": []],
            ["conversation": "none", "input": [["type": "item_reference", "id": item(&random)]]],
            ["input": [newItem(&random), newItem(&random)]],
            ["tools": tools(&random)],
            ["audio": ["output": ["voice": "cedar"]]],
        ]
        guard let response = options.randomElement(using: &random) ?? nil else { return ["type": "response.create"] }
        return ["type": "response.create", "response": response]
    }

    private func cancel(_ random: inout SeededGenerator) -> JSON {
        guard Bool.random(using: &random) else { return ["type": "response.cancel"] }
        return ["type": "response.cancel", "response_id": pick(responses, &random, else: "resp_nobody")]
    }
}
