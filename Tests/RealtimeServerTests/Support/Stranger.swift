import Bytes
import HTTP
import NetIO
import RealtimeServer
import TestSupport
import Testing

/// A client by hand, which may do what no proper one would: leave half way, read nothing, answer no ping.
struct Stranger: Sendable {
    let raw: RawClient

    static func call(
        _ running: Running,
        _ target: String = "/v1/realtime?model=gpt-realtime"
    ) async throws -> Stranger {
        let headers = ["Authorization: Bearer \(Running.key)"]
        return Stranger(raw: try await .webSocket(port: running.port, target, headers: headers))
    }

    func say(_ json: JSON) async { await raw.send(Self.frame(json)) }

    static func frame(_ json: JSON) -> [UInt8] { RawClient.frame(0x81, json.bytes) }

    /// The next event, of that type if one is given; nil at the end of the connection.
    func next(_ type: String? = nil) async -> JSON? {
        while let frame = await raw.receiveFrame() {
            guard frame.first == 0x81, let json = try? JSON(parsing: frame.payload, limits: JSONLimits()) else {
                continue
            }
            if type == nil || json["type"]?.string == type { return json }
        }
        return nil
    }

    func event(_ type: String) async throws -> JSON { try #require(await next(type), "no \(type) came") }

    /// The code of the server's close; nil: the connection ended without one.
    func closeCode() async -> Int? {
        while let frame = await raw.receiveFrame() {
            guard frame.first == 0x88, frame.payload.count >= 2 else { continue }
            return Int(frame.payload[0]) << 8 | Int(frame.payload[1])
        }
        return nil
    }
}

extension Running {
    var port: UInt16 { UInt16(server.address.port) }
}

/// Events that many tests say.
enum Say {
    static func append(_ bytes: [UInt8]) -> JSON {
        ["type": "input_audio_buffer.append", "audio": .string(Base64.encode(bytes))]
    }

    static let clear: JSON = ["type": "input_audio_buffer.clear"]
    static let commit: JSON = ["type": "input_audio_buffer.commit"]
    static let respond: JSON = ["type": "response.create"]

    static func update(_ session: JSON) -> JSON {
        var object = session.object ?? JSONObject()
        object["type"] = "realtime"
        return ["type": "session.update", "session": .object(object)]
    }

    static let noDetection = update(["audio": ["input": ["turn_detection": nil]]])

    static func message(_ text: String) -> JSON {
        [
            "type": "conversation.item.create",
            "item": ["type": "message", "role": "user", "content": [["type": "input_text", "text": .string(text)]]],
        ]
    }

    /// PCM16 that any detector takes for speech: a tone of a third of full scale.
    static func loud(milliseconds: Int) -> [UInt8] {
        (0..<24 * milliseconds).flatMap { index -> [UInt8] in
            let sample: Int16 = index / 30 % 2 == 0 ? 10_000 : -10_000
            return [UInt8(truncatingIfNeeded: sample), UInt8(truncatingIfNeeded: sample >> 8)]
        }
    }
}
