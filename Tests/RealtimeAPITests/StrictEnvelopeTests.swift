import Bytes
import RealtimeAPI
import Testing

/// What an event says of itself: its type and its id.
@Suite("Strict reading of the envelope")
struct StrictEnvelopeTests {
    static let realtimeTypes =
        "'session.update', 'input_audio_buffer.append', 'input_audio_buffer.commit', 'input_audio_buffer.clear', "
        + "'conversation.item.create', 'conversation.item.truncate', 'conversation.item.delete', "
        + "'conversation.item.retrieve', 'response.create', and 'response.cancel'"
    static let transcriptionTypes =
        "'session.update', 'input_audio_buffer.append', 'input_audio_buffer.commit', 'input_audio_buffer.clear', "
        + "'conversation.item.create', 'conversation.item.delete', and 'conversation.item.retrieve'"
    static let translationTypes = "'session.update', 'session.input_audio_buffer.append', and 'session.close'"

    private static func unknown(_ type: String, supported: String) -> String {
        "Invalid value: '\(type)'. Supported values are: \(supported)."
    }

    private static func row(_ type: String, supported: String) -> Refusal {
        Refusal(
            type,
            #"{"type":"\#(type)"}"#,
            .invalidValue,
            "type",
            unknown(type, supported: supported)
        )
    }

    static let realtime = [
        row("session.updte", supported: realtimeTypes),
        row("", supported: realtimeTypes),
        row("output_audio_buffer.clear", supported: realtimeTypes),
        row("session.created", supported: realtimeTypes),
        row("session.close", supported: realtimeTypes),
        row("transcription_session.update", supported: realtimeTypes),
        Refusal("no type", "{}", .invalidEvent, nil, "The 'type' field is missing."),
        Refusal("a null type", #"{"type":null}"#, .invalidEvent, nil, "The 'type' field is missing."),
        Refusal(
            "a number as type",
            #"{"type":5}"#,
            .invalidType,
            "type",
            "Invalid type for 'type': expected a string, but got an integer instead."
        ),
    ]

    @Test("An event of no kind of ours is refused with the list of ours", arguments: realtime)
    func unknownInRealtime(_ row: Refusal) throws { try row.hold() }

    @Test(
        "A transcription session answers nothing, and says so",
        arguments: [
            row("response.create", supported: transcriptionTypes),
            row("response.cancel", supported: transcriptionTypes),
            row("conversation.item.truncate", supported: transcriptionTypes),
        ]
    )
    func unknownInTranscription(_ row: Refusal) throws { try row.hold(in: .transcription) }

    @Test(
        "A translation session has its own events",
        arguments: [
            row("input_audio_buffer.append", supported: translationTypes),
            row("response.create", supported: translationTypes),
        ]
    )
    func unknownInTranslation(_ row: Refusal) throws { try row.hold(in: .translation) }

    @Test("Where audio travels as media, its output can be cleared")
    func mediaOnly() throws {
        let read = try ClientEvent.read(strictly: ["type": "output_audio_buffer.clear"], in: .realtime, .media)
        #expect(read.event == .outputAudioClear(NoFields()))
        let types =
            Self.realtimeTypes.replacing("and 'response.cancel'", with: "'response.cancel'")
            + ", and 'output_audio_buffer.clear'"
        let listed = Self.unknown("x", supported: types)
        #expect(refusal(of: ["type": "x"], in: .realtime, .media)?.error.message == listed)
    }

    @Test("A type that goes on and on is not given back whole")
    func longType() throws {
        let type = String(repeating: "ß", count: 5_000)
        let refused = try #require(refusal(of: ["type": .string(type)], in: .realtime, .webSocket))
        let cut = String(repeating: "ß", count: 200) + "…"
        #expect(refused.error.message == Self.unknown(cut, supported: Self.realtimeTypes))
    }

    @Test("What is no object is no event", arguments: [nil, true, 7, "session.update", ["type"]] as [JSON])
    func notAnObject(_ json: JSON) throws {
        let refused = try #require(refusal(of: json, in: .realtime, .webSocket))
        #expect(refused == RefusedEvent(.notAnObject))
        #expect(refused.error.code == "invalid_event")
        #expect(refused.error.message == "Invalid event: expected a JSON object.")
    }

    @Test("An event id has at most 512 characters, and null is none")
    func eventID() throws {
        let clear: JSONObject = ["type": "input_audio_buffer.clear"]
        func event(_ id: JSON) -> JSON {
            var object = clear
            object["event_id"] = id
            return .object(object)
        }
        // Characters, not bytes.
        let longest = String(repeating: "é", count: 512)
        #expect(try ClientEvent.read(strictly: event(.string(longest)), in: .realtime, .webSocket).eventID == longest)
        #expect(try ClientEvent.read(strictly: event(nil), in: .realtime, .webSocket).eventID == nil)

        let tooLong = try #require(refusal(of: event(.string(longest + "e")), in: .realtime, .webSocket))
        #expect(tooLong.eventID == nil)
        #expect(tooLong.error.code == "string_above_max_length")
        #expect(tooLong.error.param == "event_id")
        #expect(
            tooLong.error.message
                == "Invalid 'event_id': string too long. Expected a string with maximum length 512, "
                + "but got a string with length 513 instead."
        )
        let number = try #require(refusal(of: event(5), in: .realtime, .webSocket))
        #expect(number.error.code == "invalid_type")
        #expect(number.error.message == "Invalid type for 'event_id': expected a string, but got an integer instead.")
    }
}
