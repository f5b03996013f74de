import Bytes
import RealtimeAPI
import RealtimeEngine

extension RandomEvents {
    /// What a client says that has something wrong with it, more often than not.
    func mutant(
        _ random: inout SeededGenerator,
        in session: SessionKind,
        _ transport: Transport,
        by tongue: inout Tongue
    ) -> [UInt8] {
        var event = event(&random, in: session, transport)
        if Int.random(in: 0..<6, using: &random) == 0 { event = append(&random, in: session) }
        event = tongue.say(event, &random) ?? ["type": "input_audio_buffer.commit"]
        for _ in 0..<Int.random(in: 0..<3, using: &random) { event = event.mutated(&random) }
        var bytes = event.bytes
        if Int.random(in: 0..<4, using: &random) == 0 { damage(&bytes, &random) }
        return bytes
    }

    private func append(_ random: inout SeededGenerator, in session: SessionKind) -> JSON {
        let sound = [UInt8](repeating: 3, count: Int.random(in: 0..<900, using: &random))
        let type = session == .translation ? "session.input_audio_buffer.append" : "input_audio_buffer.append"
        return ["type": .string(type), "audio": .string(Base64.encode(sound))]
    }

    private func damage(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
        guard !bytes.isEmpty else { return }
        let index = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: bytes[index] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes.remove(at: index)
        case 2: bytes.insert(UInt8.random(in: 0...255, using: &random), at: index)
        default: bytes.removeLast(bytes.count - index)
        }
    }
}

extension JSON {
    /// The value with one thing changed somewhere in it.
    fileprivate func mutated(_ random: inout SeededGenerator) -> JSON {
        let deeper = Int.random(in: 0..<4, using: &random) > 0
        switch self {
        case .object(let object) where deeper && !object.members.isEmpty:
            return .object(object.mutated(&random))
        case .array(var values) where deeper && !values.isEmpty:
            let index = Int.random(in: 0..<values.count, using: &random)
            values[index] = values[index].mutated(&random)
            return .array(values)
        default: return Self.strange(&random)
        }
    }

    private static func strange(_ random: inout SeededGenerator) -> JSON {
        let values: [JSON] = [
            nil, true, 0, -1, 9_223_372_036_854_775_807, "", "x", "\u{0}\u{1F600}", [], [[]], [:], ["type": "x"],
            .string(String(repeating: "long ", count: 300)), 1e308.json, (-0.0).json, 0.5.json, "item_1", "root", "inf",
        ]
        return values.randomElement(using: &random) ?? .null
    }
}

extension JSONObject {
    fileprivate func mutated(_ random: inout SeededGenerator) -> JSONObject {
        var object = self
        let name = members.randomElement(using: &random)?.name ?? ""
        switch Int.random(in: 0..<6, using: &random) {
        case 0: object[name] = nil
        case 1: object["surprise"] = .bool(true)
        default: object[name] = object[name]?.mutated(&random)
        }
        return object
    }
}
