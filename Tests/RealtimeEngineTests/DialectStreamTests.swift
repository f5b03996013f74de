import Bytes
import RealtimeAPI
import RealtimeTesting
import Testing

/// Whole lives of sessions, said in the Preview and understood as GA again: what a gateway does before an old server.
@Suite("Streams between dialects")
struct DialectStreamTests {
    /// Lives in which nothing was said that the Preview has no events for.
    static let lives = WalkTests.outcomes.filter { _, life in
        life.session != .translation && !life.events.contains { $0.text.contains("\"mcp") }
    }

    @Test("A stream of GA's events comes back from the Preview in its order, with every item's end in its place")
    func thereAndBack() throws {
        #expect(Self.lives.count > WalkTests.walks / 4)
        for (seed, life) in Self.lives {
            var there = try #require(DialectTranslation(.preview, kind: life.session, form: .openAI))
            var back = there
            let own = life.events.flatMap { there.fromGA(serverEvent: $0) }
            let ga = own.flatMap { back.toGA(serverEvent: $0) }
            let wanted = life.events.filter(\.isSaidInPreview)
            let (one, other) = (ga.map(\.comparable), wanted.map(\.comparable))
            #expect(one == other, "SEED=\(seed): \(Self.difference(one, other))")
            #expect(Set(there.takeLosses()).isSubset(of: Set(Loss.allCases.filter { $0.entry.direction == .fromGA })))
            #expect(Set(own.compactMap { $0["event_id"]?.string }).count == own.count, "an id twice, SEED=\(seed)")
            #expect(Set(ga.compactMap { $0["event_id"]?.string }).count == ga.count, "an id twice, SEED=\(seed)")
        }
    }

    private static func difference(_ one: [JSON], _ other: [JSON]) -> String {
        guard let index = zip(one, other).firstIndexThatDiffers else { return "\(one.count) and \(other.count) events" }
        return "\(one[index].text) instead of \(other[index].text)"
    }
}

extension Zip2Sequence<[JSON], [JSON]> {
    fileprivate var firstIndexThatDiffers: Int? { enumerated().first { $1.0 != $1.1 }?.offset }
}

extension JSON {
    /// Events that the Preview leaves out, and GA does not make again of others.
    fileprivate var isSaidInPreview: Bool {
        let type = self["type"]?.string ?? ""
        return ![
            "input_audio_buffer.timeout_triggered", "input_audio_buffer.dtmf_event_received",
            "conversation.item.input_audio_transcription.segment",
        ].contains(type)
    }

    /// Without what the Preview cannot say: CONTRACT 19.6, and what says nothing.
    fileprivate var comparable: JSON {
        switch self {
        case .array(let elements):
            return .array(elements.filter { $0["type"] != "input_image" }.map(\.comparable))
        case .object(let object):
            let members = object.members.filter { !isLost($0) }
            return .object(JSONObject(uniqueMembers: members.map { .init($0.name, $0.value.comparable) }))
        default: return self
        }
    }

    private func isLost(_ member: JSONObject.Member) -> Bool {
        switch member.name {
        case "event_id" where self["type"] == "conversation.item.done": true
        case "phase", "parallel_tool_calls", "reasoning", "strength", "languages": true
        case "truncation": member.value.object != nil
        // Of a part, not of a session's audio.
        case "format": member.value.string != nil
        case "code", "noise_reduction": member.value == .null
        default: false
        }
    }
}
