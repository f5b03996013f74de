import Bytes
import Foundation
import RealtimeAPI

/// A `session.update` of two kilobytes, as a client with three tools sends it.
enum SessionUpdates {
    private static let instructions = String(
        repeating: "You are a helpful voice assistant, brief and kind. ",
        count: 14
    )
    private static let tools = (0..<3).map {
        """
        {"type":"function","name":"get_weather_\($0)","description":"Get the weather of a place","parameters":\
        {"type":"object","properties":{"place":{"type":"string","description":"the place"},\
        "unit":{"type":"string","enum":["c","f"]}},"required":["place"]}}
        """
    }.joined(separator: ",")
    private static let text = """
        {"event_id":"event_0123456789","type":"session.update","session":{"type":"realtime","model":"gpt-realtime",\
        "instructions":"\(instructions)\\nSay \\"hello\\".","output_modalities":["audio"],"audio":{"input":{"format":\
        {"type":"audio/pcm","rate":24000},"turn_detection":{"type":"server_vad","threshold":0.5,\
        "prefix_padding_ms":300,"silence_duration_ms":500,"create_response":true,"interrupt_response":true},\
        "transcription":{"model":"whisper-1","language":"en","prompt":"expect words about trains"}},"output":\
        {"format":{"type":"audio/pcm","rate":24000},"voice":"marin","speed":1.0}},"tools":[\(tools)],\
        "tool_choice":"auto","max_output_tokens":4096,"unknown_field":{"keep":1.10}}}
        """

    static func parse() -> Comparison {
        let bytes = Array(text.utf8)
        let data = Data(bytes)
        let decoder = JSONDecoder()
        let ours = { fields(of: try! JSON(parsing: bytes)) }
        let foundation = { try! decoder.decode(Update.self, from: data).session.max_output_tokens! }
        return Comparison(
            name: "(c) session.update to a value",
            bytes: bytes.count,
            target: 40,
            ours: ours,
            foundation: foundation
        )
    }

    /// The whole way of a client's event: from bytes to a value to a typed event that was checked field by field.
    static func read() -> Comparison {
        let bytes = Array(text.replacingOccurrences(of: #","unknown_field":{"keep":1.10}"#, with: "").utf8)
        let data = Data(bytes)
        let decoder = JSONDecoder()
        return Comparison(
            name: "(c) session.update, read strictly",
            bytes: bytes.count,
            target: 40,
            ours: { limit(of: try! ClientFrame.read(bytes, in: .realtime, .webSocket)) },
            foundation: { try! decoder.decode(Update.self, from: data).session.max_output_tokens! }
        )
    }

    private static func limit(of frame: ClientFrame) -> Int {
        guard case .event(let identified) = frame, case .sessionUpdate(let update) = identified.event,
            case .realtime(let session) = update.session, case .tokens(let limit)? = session.maxOutputTokens
        else { preconditionFailure("the event is a session.update with a limit") }
        return limit
    }

    /// What is read of the value.
    private static func fields(of event: JSON) -> Int { event["session"]!["max_output_tokens"]!.int! }

    static func write() -> Comparison {
        let value = try! JSON(parsing: text)
        precondition(value.text == text, "the round trip must be exact")
        let update = try! JSONDecoder().decode(Update.self, from: Data(text.utf8))
        let encoder = JSONEncoder()
        return Comparison(
            name: "    session.update from a value",
            bytes: text.utf8.count,
            target: nil,
            ours: { value.bytes.count },
            foundation: { try! encoder.encode(update).count }
        )
    }
}

/// The event as one would declare it for `Codable`. It loses `unknown_field`.
private struct Update: Codable {
    struct Format: Codable {
        var type: String
        var rate: Int?
    }
    struct Turn: Codable {
        var type: String
        var threshold: Double?
        var prefix_padding_ms: Int?
        var silence_duration_ms: Int?
        var create_response: Bool?
        var interrupt_response: Bool?
    }
    struct Transcription: Codable {
        var model: String
        var language: String?
        var prompt: String?
    }
    struct Input: Codable {
        var format: Format?
        var turn_detection: Turn?
        var transcription: Transcription?
    }
    struct Output: Codable {
        var format: Format?
        var voice: String?
        var speed: Double?
    }
    struct Audio: Codable {
        var input: Input?
        var output: Output?
    }
    struct Property: Codable {
        var type: String
        var description: String?
        var `enum`: [String]?
    }
    struct Parameters: Codable {
        var type: String
        var properties: [String: Property]
        var required: [String]
    }
    struct Tool: Codable {
        var type: String
        var name: String
        var description: String?
        var parameters: Parameters?
    }
    struct Session: Codable {
        var type: String
        var model: String?
        var instructions: String?
        var output_modalities: [String]?
        var audio: Audio?
        var tools: [Tool]?
        var tool_choice: String?
        var max_output_tokens: Int?
    }
    var event_id: String?
    var type: String
    var session: Session
}
