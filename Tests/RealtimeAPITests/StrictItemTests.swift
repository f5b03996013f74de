import RealtimeAPI
import Testing

/// What a client may put into a conversation.
@Suite("Strict reading of items")
struct StrictItemTests {
    private static func create(_ item: String, _ more: String = "") -> String {
        #"{"type":"conversation.item.create","item":{\#(item)}\#(more)}"#
    }

    private static func message(_ role: String, _ part: String) -> String {
        create(#""type":"message","role":"\#(role)","content":[{"type":"input_text","text":"a"},{\#(part)}]"#)
    }

    private static func assistant(_ part: String) -> String {
        create(#""type":"message","role":"assistant","content":[{\#(part)}]"#)
    }

    private static func unknown(_ path: String, _ event: String) -> Refusal {
        Refusal("unknown \(path)", event, .unknownParameter, path, "Unknown parameter: '\(path)'.")
    }

    private static func missing(_ path: String, _ event: String) -> Refusal {
        Refusal("missing \(path)", event, .missingRequiredParameter, path, "Missing required parameter: '\(path)'.")
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

    private static func tooLong(_ path: String, _ limit: Int, _ length: Int, _ event: String) -> Refusal {
        Refusal(
            "\(path), \(length)",
            event,
            .stringAboveMaxLength,
            path,
            "Invalid '\(path)': string too long. Expected a string with maximum length \(limit), "
                + "but got a string with length \(length) instead."
        )
    }

    private static let a33 = String(repeating: "a", count: 33)
    private static let clientItems = "'message', 'function_call', 'function_call_output', and 'mcp_approval_response'"
    private static let userParts = "'input_text', 'input_audio', and 'input_image'"

    static let refusals = [
        missing("item", #"{"type":"conversation.item.create"}"#),
        missing("item.type", create("")),
        missing("item.role", create(#""type":"message","content":[]"#)),
        missing("item.content", create(#""type":"message","role":"user""#)),
        missing("item.content[1].type", message("user", #""text":"b""#)),
        missing("item.content[1].text", message("user", #""type":"input_text""#)),
        missing("item.content[1].audio", message("user", #""type":"input_audio","transcript":"b""#)),
        missing("item.content[1].image_url", message("user", #""type":"input_image""#)),
        missing("item.call_id", create(#""type":"function_call_output","output":"1""#)),
        missing("item.output", create(#""type":"function_call_output","call_id":"c""#)),
        missing("item.name", create(#""type":"function_call","arguments":"{}""#)),
        unknown("item.contents", create(#""type":"message","role":"user","content":[],"contents":[]"#)),
        unknown("item.content[1].txt", message("user", #""type":"input_text","text":"b","txt":"c""#)),
        unknown("item.content[1].format", message("user", #""type":"input_audio","audio":"AAAA","format":"pcm16""#)),
        unknown("item.content[1].audio", message("user", #""type":"input_text","text":"b","audio":"AAAA""#)),
        unknown("item.content[1].text", message("user", #""type":"input_audio","audio":"AAAA","text":"b""#)),
        unknown("item.content[1].detail", message("user", #""type":"input_text","text":"b","detail":"low""#)),
        unknown("item.content[1].transcript", message("user", #""type":"input_text","text":"b","transcript":null"#)),
        unknown("item.phase", create(#""type":"message","role":"user","content":[],"phase":"commentary""#)),
        tooLong("item.id", 32, 33, create(#""id":"\#(a33)","type":"message","role":"user","content":[]"#)),
        tooLong("item.call_id", 32, 33, create(#""type":"function_call_output","call_id":"\#(a33)","output":"1""#)),
        Refusal(
            "an empty id",
            create(#""id":"","type":"message","role":"user","content":[]"#),
            .invalidValue,
            "item.id",
            "Invalid 'item.id': expected an identifier, but got an empty string instead."
        ),
        Refusal(
            "a space in a call id",
            create(#""type":"function_call_output","call_id":"call 1","output":"1""#),
            .invalidValue,
            "item.call_id",
            "Invalid 'item.call_id': expected letters, digits, '_' and '-', but got call 1 instead."
        ),
        Refusal(
            "an image that is elsewhere",
            message("user", #""type":"input_image","image_url":"https://example.com/a.png""#),
            .invalidValue,
            "item.content[1].image_url",
            "Invalid 'item.content[1].image_url': expected a data URI of a PNG or JPEG image, "
                + "but got https://example.com/a.png instead."
        ),
        Refusal(
            "an image of another kind",
            message("user", #""type":"input_image","image_url":"data:image/webp;base64,AAAA""#),
            .invalidValue,
            "item.content[1].image_url",
            "Invalid 'item.content[1].image_url': expected a data URI of a PNG or JPEG image, "
                + "but got data:image/webp;base64,AAAA instead."
        ),
        Refusal(
            "another object",
            create(#""object":"item","type":"message","role":"user","content":[]"#),
            .invalidValue,
            "item.object",
            #"Invalid 'item.object': expected 'realtime.item', but got "item" instead."#
        ),
        notInSet("item.type", "mcp_call", clientItems, create(#""type":"mcp_call","server_label":"l""#)),
        notInSet("item.type", "mcp_list_tools", clientItems, create(#""type":"mcp_list_tools""#)),
        notInSet("item.type", "mcp_approval_request", clientItems, create(#""type":"mcp_approval_request""#)),
        notInSet("item.type", "item_reference", clientItems, create(#""type":"item_reference","id":"i""#)),
        notInSet("item.role", "tool", "'system', 'user', and 'assistant'", message("tool", #""type":"text""#)),
        notInSet(
            "item.status",
            "done",
            "'completed', 'incomplete', and 'in_progress'",
            create(#""type":"message","role":"user","content":[],"status":"done""#)
        ),
        notInSet(
            "item.content[1].type",
            "output_text",
            userParts,
            message("user", #""type":"output_text","text":"b""#)
        ),
        notInSet("item.content[1].type", "text", userParts, message("user", #""type":"text","text":"b""#)),
        notInSet(
            "item.content[1].type",
            "input_audio",
            "'input_text'",
            message("system", #""type":"input_audio","audio":"AAAA""#)
        ),
        notInSet(
            "item.content[0].type",
            "output_audio",
            "'output_text' and 'text'",
            assistant(#""type":"output_audio","audio":"AAAA""#)
        ),
        notInSet(
            "item.content[0].type",
            "input_text",
            "'output_text' and 'text'",
            assistant(#""type":"input_text","text":"b""#)
        ),
        notInSet(
            "item.content[1].type",
            "input_file",
            "'input_text', 'input_audio', 'input_image', 'output_text', 'output_audio', 'text', and 'audio'",
            message("user", #""type":"input_file""#)
        ),
        Refusal(
            "a content that is no list",
            create(#""type":"message","role":"user","content":"hi""#),
            .invalidType,
            "item.content",
            "Invalid type for 'item.content': expected an array, but got a string instead."
        ),
        Refusal(
            "an output that is no text",
            create(#""type":"function_call_output","call_id":"c","output":{}"#),
            .invalidType,
            "item.output",
            "Invalid type for 'item.output': expected a string, but got an object instead."
        ),
        Refusal(
            "arguments that are no text",
            create(#""type":"function_call","name":"f","arguments":{}"#),
            .invalidType,
            "item.arguments",
            "Invalid type for 'item.arguments': expected a string, but got an object instead."
        ),
        Refusal(
            "a place before the beginning",
            #"{"type":"conversation.item.truncate","item_id":"i","content_index":-1,"audio_end_ms":0}"#,
            .invalidValue,
            "content_index",
            "Invalid 'content_index': expected 0 or more, but got -1 instead."
        ),
        Refusal(
            "a place beyond all numbers",
            #"{"type":"conversation.item.truncate","item_id":"i","content_index":0,"audio_end_ms":1e999}"#,
            .invalidType,
            "audio_end_ms",
            "Invalid type for 'audio_end_ms': expected an integer, but got a number instead."
        ),
        missing("item_id", #"{"type":"conversation.item.delete"}"#),
        missing("item_id", #"{"type":"conversation.item.retrieve"}"#),
        missing("audio", #"{"type":"input_audio_buffer.append"}"#),
        unknown("audio", #"{"type":"input_audio_buffer.commit","audio":"AAAA"}"#),
    ]

    @Test("An item is refused, and told why", arguments: refusals)
    func refuses(_ row: Refusal) throws { try row.hold() }

    static let acceptances = [
        Acceptance(
            "an approval without an id, which section 10.2 shows and clients send",
            create(#""type":"mcp_approval_response","approval_request_id":"r","approve":true"#)
        ),
        Acceptance(
            "null: at the end",
            create(#""type":"message","role":"user","content":[]"#, #","previous_item_id":null"#)
        ),
        Acceptance(
            "root: at the beginning",
            create(#""type":"message","role":"user","content":[]"#, #","previous_item_id":"root""#)
        ),
        Acceptance(
            "an id of 32 characters",
            create(#""id":"\#(a33.dropLast())","type":"message","role":"user","content":[]"#)
        ),
        Acceptance("speech", message("user", #""type":"input_audio","audio":"AAAA","transcript":null"#)),
        Acceptance(
            "an image",
            message("user", #""type":"input_image","image_url":"data:image/png;base64,AAAA","detail":"low""#)
        ),
        Acceptance("what the assistant said", assistant(#""type":"output_text","text":"b""#)),
        Acceptance("what it said in old samples", assistant(#""type":"text","text":"b""#)),
        Acceptance("a commentary", create(#""type":"message","role":"assistant","content":[],"phase":"commentary""#)),
        Acceptance(
            "a call",
            create(#""object":"realtime.item","type":"function_call","call_id":"call-1_A","name":"f","arguments":"{}""#)
        ),
        Acceptance("its answer", create(#""type":"function_call_output","call_id":"call-1_A","output":"""#)),
        Acceptance(
            "a person's answer",
            create(#""id":"i","type":"mcp_approval_response","approval_request_id":"r","approve":false,"reason":null"#)
        ),
        Acceptance(
            "3.0 is an integer",
            #"{"type":"conversation.item.truncate","item_id":"i","content_index":0.0,"audio_end_ms":3e2}"#
        ),
    ]

    @Test("What the contract allows is read", arguments: acceptances)
    func accepts(_ row: Acceptance) throws { try row.hold() }
}
