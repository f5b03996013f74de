import Bytes
import RealtimeAPI
import Testing

/// The official examples. GA, translation, REST and webhooks here; the Preview's wait for its dialect.
@Suite("Examples")
struct ExamplesTests {
    /// Official examples that are wrong in themselves, and why. Where there is one, the corrected text stands in.
    static let defective: [String: String] = [
        "ga/server/input_audio_buffer.dtmf_event_received.json": "its type begins with a space; corrected",
        "rest/transcription_session.object.json": "its format is the Preview's 'pcm16'; corrected",
    ]

    /// Files of `examples/` that are no part of the GA Realtime API, and why.
    static let foreign: [String: String] = [
        "rest/calls.create.answer.sdp": "SDP, not JSON",
        "rest/preview.sessions.request.json": "Preview",
        "rest/preview.sessions.response.json": "Preview",
        "rest/preview.transcription_sessions.request.json": "Preview",
        "rest/preview.transcription_sessions.response.json": "Preview",
        "webhook/live.call.incoming.json": "the Live API's event, not the Realtime API's",
    ]

    static func usable(_ folder: String) -> [Example] {
        ProtocolData.examples(folder).filter { defective[$0.path] == nil && foreign[$0.path] == nil }
    }

    static let servers = usable("ga/server") + usable("translation/server")
    static let clients = usable("ga/client") + usable("translation/client")

    @Test("A server's example has a case of its own and comes back as it was", arguments: servers)
    func server(_ example: Example) throws {
        let object = try #require(example.json.object)
        let read = try #require(ServerEvent.read(object, in: session(of: example)))
        #expect(leftovers(in: read.event) == [])
        #expect(read.event.json(eventID: read.eventID) == example.json)
    }

    @Test("A client's example has a case of its own and comes back as it was", arguments: clients)
    func client(_ example: Example) throws {
        let object = try #require(example.json.object)
        let read = try #require(ClientEvent.read(openly: object, in: session(of: example)))
        #expect(leftovers(in: read.event) == [])
        #expect(read.event.json(eventID: read.eventID) == example.json)
    }

    @Test("A client's example is in order where we are strict", arguments: clients)
    func strictClient(_ example: Example) throws {
        let read = try ClientEvent.read(strictly: example.json, in: session(of: example), .media)
        #expect(read.event.json(eventID: read.eventID) == example.json)
    }

    @Test("The defective examples are still defective")
    func defects() throws {
        for path in Self.defective.keys {
            let corrected = path.replacing(".json", with: ".corrected.json")
            #expect(Example(path: path).json != Example(path: corrected).json)
        }
        let dtmf = try #require(Example(path: "ga/server/input_audio_buffer.dtmf_event_received.json").json.object)
        #expect(ServerEvent.read(dtmf)?.event.type == " input_audio_buffer.dtmf_event_received")
        let session = Example(path: "rest/transcription_session.object.json").json
        #expect(throws: WireFault.self) { try SessionObject.read(session, .open) }
    }

    @Test("What the live service sent is understood in full", arguments: ProtocolData.wireObserved)
    func wireObserved(_ observed: WireObserved) throws {
        let object = try #require(observed.event.object)
        let read = try #require(ServerEvent.read(object))
        #expect(leftovers(in: read.event) == [])
        #expect(read.event.json(eventID: read.eventID) == observed.event)
    }

    private func session(of example: Example) -> SessionKind {
        example.path.hasPrefix("translation/") ? .translation : .realtime
    }
}

/// Bodies of requests, answers and webhooks.
@Suite("REST examples")
struct RESTExamplesTests {
    /// Which type reads which example, and whether a client of ours sends it.
    static let readers: [String: (type: any WireValue.Type, isRequest: Bool)] = [
        "rest/calls.accept.request.json": (RealtimeSession.self, true),
        "rest/calls.create.session.json": (SessionObject.self, true),
        "rest/calls.refer.request.json": (CallRefer.self, true),
        "rest/calls.reject.request.json": (CallReject.self, true),
        "rest/client_secrets.request.json": (ClientSecretRequest.self, true),
        "rest/client_secrets.response.json": (ClientSecret.self, false),
        "rest/client_secrets.response.2.json": (ClientSecret.self, false),
        "rest/transcription_session.object.corrected.json": (SessionObject.self, false),
        "rest/translation_session.object.json": (TranslationSession.self, false),
        "rest/translations.client_secrets.request.json": (TranslationSecretRequest.self, true),
        "rest/translations.client_secrets.response.json": (ClientSecret.self, false),
        "rest/translations.client_secrets.response.2.json": (ClientSecret.self, false),
        "webhook/realtime.call.incoming.json": (IncomingCall.self, false),
    ]

    static let examples = ExamplesTests.usable("rest") + ExamplesTests.usable("webhook")

    @Test("A body is understood in full and comes back as it was", arguments: examples)
    func roundTrip(_ example: Example) throws {
        let reader = try #require(Self.readers[example.path], "no type reads this example")
        let value: any WireValue = try reader.type.read(example.json, .open)
        #expect(leftovers(in: value) == [])
        #expect(value.json == example.json)
    }

    @Test("A request is in order where we are strict", arguments: examples)
    func strictRequest(_ example: Example) throws {
        guard let reader = Self.readers[example.path], reader.isRequest else { return }
        let value: any WireValue = try reader.type.read(example.json, .strict)
        #expect(value.json == example.json)
    }
}

/// `events.json` against the tables of the code.
@Suite("Event types")
struct EventTypesTests {
    @Test(
        "Every event of the contract has a case, and every case is in the contract",
        arguments: ["ga", "translation"]
    )
    func complete(_ dialect: String) {
        let session: SessionKind = dialect == "translation" ? .translation : .realtime
        #expect(types(dialect, "client") == Set(ClientEvent.types(in: session, .media)))
        // The translation schema lists `error` with the conversation's events.
        let shared: Set<String> = dialect == "translation" ? ["error"] : []
        #expect(types(dialect, "server").union(shared) == Set(ServerEvent.types(in: session)))
    }

    @Test("In a transcription session a client may say what the contract allows there")
    func transcription() {
        let allowed = ProtocolData.json("events.json")["events"]!.array!.filter {
            $0["dialect"] == "ga" && $0["direction"] == "client"
                && $0["session_types"]!.array!.contains("transcription")
        }
        let types = Set(allowed.compactMap { $0["type"]?.string })
        #expect(types == Set(ClientEvent.types(in: .transcription, .webSocket)))
    }

    private func types(_ dialect: String, _ direction: String) -> Set<String> {
        Set(ProtocolData.events.filter { $0.dialect == dialect && $0.direction == direction }.map(\.type))
    }
}
