import Bytes
import RealtimeAPI
import Testing

/// Absent, null and a value are three things: `{}` keeps turn detection, `{"turn_detection": null}` switches it off.
@Suite("Patches")
struct PatchTests {
    /// What a field of an update turned out to be, whatever its type.
    enum State { case absent, null, value }

    struct Field: Sendable, CustomTestStringConvertible {
        let name: String
        let value: String
        /// The field within an event, from its JSON text; nil: left out.
        let event: @Sendable (String?) -> String
        let state: @Sendable (ClientEvent) -> State?

        var testDescription: String { name }

        init(
            _ name: String,
            _ value: String,
            event: @escaping @Sendable (String) -> String,
            state: @escaping @Sendable (ClientEvent) -> State?
        ) {
            self.name = name
            self.value = value
            self.event = { json in event(json.map { #""\#(name)":\#($0)"# } ?? "") }
            self.state = state
        }
    }

    private static func session(
        _ name: String,
        _ value: String,
        _ state: @escaping @Sendable (RealtimeSession) -> State
    ) -> Field {
        Field(name, value) {
            #"{"type":"session.update","session":{"type":"realtime"\#($0.isEmpty ? "" : ",")\#($0)}}"#
        } state: {
            guard case .sessionUpdate(let update) = $0, case .realtime(let session) = update.session else { return nil }
            return state(session)
        }
    }

    private static func input(
        _ name: String,
        _ value: String,
        _ state: @escaping @Sendable (AudioInput) -> State
    ) -> Field {
        Field(name, value) {
            #"{"type":"session.update","session":{"type":"realtime","audio":{"input":{\#($0)}}}}"#
        } state: {
            guard case .sessionUpdate(let update) = $0, case .realtime(let session) = update.session else { return nil }
            return session.audio?.input.map(state)
        }
    }

    private static func response(
        _ name: String,
        _ value: String,
        _ state: @escaping @Sendable (ResponseParameters) -> State
    ) -> Field {
        Field(name, value) {
            #"{"type":"response.create","response":{\#($0)}}"#
        } state: {
            guard case .responseCreate(let create) = $0 else { return nil }
            return create.response.value.map(state)
        }
    }

    static func state<Value>(_ field: Nullable<Value>) -> State {
        switch field {
        case .absent: .absent
        case .null: .null
        case .value: .value
        }
    }

    static let fields = [
        input("turn_detection", #"{"type":"server_vad"}"#) { state($0.turnDetection) },
        input("transcription", #"{"model":"whisper-1"}"#) { state($0.transcription) },
        input("noise_reduction", #"{"type":"near_field"}"#) { state($0.noiseReduction) },
        session("tracing", #""auto""#) { state($0.tracing) },
        session("prompt", #"{"id":"pmpt_1"}"#) { state($0.prompt) },
        session("include", #"["item.input_audio_transcription.logprobs"]"#) { state($0.include) },
        response("instructions", #""Be brief.""#) { state($0.instructions) },
        response("metadata", #"{"a":"b"}"#) { state($0.metadata) },
        response("prompt", #"{"id":"pmpt_1"}"#) { state($0.prompt) },
        Field("response", "{}") {
            #"{"type":"response.create"\#($0.isEmpty ? "" : ",")\#($0)}"#
        } state: {
            guard case .responseCreate(let create) = $0 else { return nil }
            return state(create.response)
        },
        Field("previous_item_id", #""root""#) {
            #"{"type":"conversation.item.create","item":{"type":"message","role":"user","content":[]}"#
                + "\($0.isEmpty ? "" : ",")\($0)}"
        } state: {
            guard case .itemCreate(let create) = $0 else { return nil }
            return state(create.previousItemID)
        },
    ]

    @Test("Absent, null and a value are three things, and stay so", arguments: fields)
    func three(_ field: Field) throws {
        for (json, expected) in [(nil, .absent), ("null", .null), (field.value, .value)] as [(String?, State)] {
            let event = try JSON(parsing: field.event(json))
            let strict = try ClientEvent.read(strictly: event, in: .realtime, .webSocket)
            #expect(field.state(strict.event) == expected)
            #expect(strict.event.json(eventID: nil) == event)
            let object = try #require(event.object)
            #expect(ClientEvent.read(openly: object, in: .realtime) == strict)
        }
    }
}
