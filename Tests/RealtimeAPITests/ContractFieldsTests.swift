import Bytes
import RealtimeAPI
import Testing

/// The fields of the contract's schemas against the fields of the code: none is forgotten, none is invented.
@Suite("Fields of the contract")
struct ContractFieldsTests {
    struct Pair: Sendable, CustomTestStringConvertible {
        let name: String
        let schema: String
        let shape: WireShape
        let isEvent: Bool

        var testDescription: String { name }
    }

    static let clients: [Pair] =
        events("client")
        + RESTBody.all.map {
            Pair(name: $0.name, schema: $0.schema, shape: $0.shape, isEvent: false)
        }
    static let servers = events("server")

    static let labels = (clients + servers).reduce(into: Set<String>()) { $0.formUnion(FieldPath.labels(in: $1.shape)) }

    private static func events(_ direction: String) -> [Pair] {
        ProtocolData.events.filter { $0.dialect != "preview" && $0.direction == direction }.map { record in
            let session: SessionKind = record.dialect == "translation" ? .translation : .realtime
            let shapes =
                direction == "client" ? ClientEvent.shapes(in: session) : ServerEvent.shapes(in: session)
            let shape = shapes.first { $0.type == record.type }?.shape ?? .scalar
            return Pair(name: "\(record.dialect) \(record.type)", schema: record.schema, shape: shape, isEvent: true)
        }
    }

    /// What we read though the contract's schema lacks it: a place, all below it, and why.
    static let leniencies = [
        Leniency(
            "translation session.update",
            "session.model",
            "section 23, `session.model` in an update: the session's own name is accepted, the engine refuses others"
        ),
        Leniency(
            "POST /v1/realtime/calls",
            "session(transcription)",
            "events.json has transcription sessions on WebRTC; their body is the one of client_secrets"
        ),
        Leniency("ga session.created", "session(realtime).audio.input.transcription.delay", echoed),
        Leniency("ga session.created", "session(realtime).audio.input.transcription.keywords", echoed),
        Leniency("ga session.created", "session(transcription).audio.input.transcription.delay", echoed),
        Leniency("ga session.created", "session(transcription).audio.input.transcription.keywords", echoed),
        Leniency("ga session.updated", "session(realtime).audio.input.transcription.delay", echoed),
        Leniency("ga session.updated", "session(realtime).audio.input.transcription.keywords", echoed),
        Leniency("ga session.updated", "session(transcription).audio.input.transcription.delay", echoed),
        Leniency("ga session.updated", "session(transcription).audio.input.transcription.keywords", echoed),
        Leniency("ga response.created", "response.audio.output.speed", shared),
        Leniency("ga response.done", "response.audio.output.speed", shared),
        Leniency("ga response.content_part.added", "part.detail", shared),
        Leniency("ga response.content_part.added", "part.format", shared),
        Leniency("ga response.content_part.added", "part.image_url", shared),
        Leniency("ga response.content_part.done", "part.detail", shared),
        Leniency("ga response.content_part.done", "part.format", shared),
        Leniency("ga response.content_part.done", "part.image_url", shared),
    ]
    private static let echoed = "the request has it, so a service may tell it back; we must leave it out"
    private static let shared = "one type reads this and a place that has the field; we never write it here"

    /// The schema of the server's transcription session writes this as one form, without telling the two kinds apart.
    static let oneForm = "session(transcription).audio.input.turn_detection"

    @Test("Every field that a client may say is supported or refused", arguments: clients)
    func client(_ pair: Pair) {
        let contract = SchemaPaths(labels: Self.labels).all(in: pair.schema, isEvent: pair.isEvent)
        let code = FieldPath.all(in: pair.shape)
        #expect(!code.isEmpty || contract.isEmpty)
        #expect(contract.subtracting(code.map(\.path)).sorted() == [], "in the contract, not in the code")
        let said = code.filter { $0.standing != .serverOnly }.map(\.path)
        #expect(Self.surplus(of: pair, in: Set(said).subtracting(contract)) == [], "in the code, not in the contract")
    }

    @Test("Every field that a server may say has its place", arguments: servers)
    func server(_ pair: Pair) {
        let contract = SchemaPaths(labels: Self.labels).all(in: pair.schema, isEvent: pair.isEvent)
        let code = Set(FieldPath.all(in: pair.shape).map { Self.inOneForm($0.path) })
        #expect(contract.subtracting(code).sorted() == [], "in the contract, not in the code")
        #expect(Self.surplus(of: pair, in: code.subtracting(contract)) == [], "in the code, not in the contract")
    }

    @Test("Every leniency is still one", arguments: leniencies)
    func leniency(_ leniency: Leniency) throws {
        let pair = try #require((Self.clients + Self.servers).first { $0.name == leniency.pair })
        let contract = SchemaPaths(labels: Self.labels).all(in: pair.schema, isEvent: pair.isEvent)
        let code = FieldPath.all(in: pair.shape).map(\.path)
        #expect(code.contains(where: leniency.covers))
        #expect(!contract.contains(where: leniency.covers))
    }

    private static func surplus(of pair: Pair, in paths: Set<String>) -> [String] {
        let leniencies = leniencies.filter { $0.pair == pair.name }
        return paths.filter { path in !leniencies.contains { $0.covers(path) } }.sorted()
    }

    private static func inOneForm(_ path: String) -> String {
        guard path.hasPrefix(oneForm) else { return path }
        return path.replacing("turn_detection(server_vad)", with: "turn_detection")
            .replacing("turn_detection(semantic_vad)", with: "turn_detection")
    }
}

/// A place that the code has and the contract has not, on purpose.
struct Leniency: Sendable, CustomTestStringConvertible {
    let pair: String
    let place: String
    let why: String

    init(_ pair: String, _ place: String, _ why: String) {
        self.pair = pair
        self.place = place
        self.why = why
    }

    var testDescription: String { "\(pair) \(place)" }

    func covers(_ path: String) -> Bool { path == place || path.hasPrefix(place + ".") }
}

/// A body that a client sends to a REST endpoint.
struct RESTBody: Sendable {
    let name: String
    let schema: String
    let shape: WireShape

    static let all = [
        RESTBody(
            name: "POST /v1/realtime/client_secrets",
            schema: "RealtimeCreateClientSecretRequest",
            shape: ClientSecretRequest.shape
        ),
        RESTBody(
            name: "POST /v1/realtime/calls",
            schema: "RealtimeCallCreateRequest",
            shape: CallCreate.shape
        ),
        RESTBody(
            name: "POST /v1/realtime/calls/{call_id}/accept",
            schema: "RealtimeSessionCreateRequestGA",
            shape: RealtimeSession.shape
        ),
        RESTBody(
            name: "POST /v1/realtime/calls/{call_id}/refer",
            schema: "RealtimeCallReferRequest",
            shape: CallRefer.shape
        ),
        RESTBody(
            name: "POST /v1/realtime/calls/{call_id}/reject",
            schema: "RealtimeCallRejectRequest",
            shape: CallReject.shape
        ),
        RESTBody(
            name: "POST /v1/realtime/translations/client_secrets",
            schema: "RealtimeTranslationClientSecretCreateRequest",
            shape: TranslationSecretRequest.shape
        ),
    ]
}
