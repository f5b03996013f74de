public import Bytes
public import RealtimeAPI
import RealtimeEngine

/// Client events, damaged at random, through reading and engine. None may trap, and each must be answered: by what the
/// engine does, or by an error of the catalogue that goes to the sender and names the event.
public struct MutationCampaign: Sendable {
    public private(set) var failures: [String] = []
    /// How many were answered how: a campaign that only ever refuses proves little.
    public private(set) var accepted = 0
    public private(set) var refused = 0
    /// What each session said, for a schema oracle.
    public private(set) var recorded: [(session: SessionKind, events: [JSON])] = []
    private let isRecording: Bool
    /// nil: GA.
    private let table: DialectTable?
    private var tongue = Tongue(nil)
    private var random: SeededGenerator
    private var driver: SimulatedDriver
    private var client = RandomEvents()
    private let attachment = AttachmentID(1)
    private var now = Moment()

    /// A session is left for a new one after so many events.
    private static let eventsPerSession = 250

    /// Its clients speak GA, or the dialect of the table.
    public init(seed: UInt64, recording: Bool = false, in table: DialectTable? = nil) {
        isRecording = recording
        self.table = table
        random = SeededGenerator(seed: seed)
        (driver, tongue) = Self.session(&random, table)
    }

    /// Runs so many events; failures are kept.
    public mutating func run(_ count: Int) {
        for index in 0..<count {
            if index.isMultiple(of: Self.eventsPerSession) { begin() }
            now = now + .milliseconds(10)
            judge(client.mutant(&random, in: driver.session, driver.transport, by: &tongue))
        }
    }

    private static func session(
        _ random: inout SeededGenerator,
        _ table: DialectTable?
    ) -> (SimulatedDriver, Tongue) {
        let kinds: [SessionKind] = [.realtime, .realtime, .realtime, .transcription, .translation]
        let session = kinds.filter { table?.has($0) ?? true }.randomElement(using: &random) ?? .realtime
        let transport: Transport = Bool.random(using: &random) ? .media : .webSocket
        var configuration = SessionConfiguration(id: "sess_1", model: "m", transport: transport, startedAt: 1)
        configuration.limits.bufferBytesMax = 1_000_000
        do {
            let engine = try session.engine(configuration, ids: IDSource(seed: random.next()))
            let translation = table?.translation(session, transport, &random)
            let dialect = translation.map { Dialect($0) } ?? .ga
            let driver = SimulatedDriver(engine, session: session, transport: transport, dialect: dialect)
            return (driver, Tongue(translation))
        } catch {
            preconditionFailure("a configuration without an initial session is always in order: \(error)")
        }
    }

    private mutating func begin() {
        (driver, tongue) = Self.session(&random, table)
        client = RandomEvents()
        if isRecording { recorded.append((driver.session, [])) }
        remember(driver.handle(.attached(attachment), at: now))
    }

    private mutating func remember(_ actions: [SessionAction]) {
        for case .send(let event, let eventID, _) in actions {
            client.remember(event)
            let said = driver.dialect.render(event, eventID: eventID)
            for json in said where table != nil { judgePlace(json) }
            if isRecording { recorded[recorded.count - 1].events += said }
        }
    }

    // MARK: Judgement

    private mutating func judge(_ bytes: [UInt8]) {
        let actions = driver.receive(bytes, from: attachment, at: now)
        remember(actions)
        let errors = actions.compactMap { $0.error }
        if errors.isEmpty {
            accepted += 1
            if actions.isEmpty, !isSilent(bytes) { fail("no answer", bytes) }
        } else {
            refused += 1
            for error in errors { judge(error, bytes) }
        }
        if actions.contains(where: \.isClose) { begin() }
    }

    private mutating func judge(_ error: ErrorEvent.Details, _ bytes: [UInt8]) {
        guard let code = error.code.value, ErrorCode(rawValue: code) != nil else {
            return fail("an error that is not in the catalogue, or our own fault: \(error.json.text)", bytes)
        }
        let given = (try? JSON(parsing: bytes, limits: JSONLimits()))?["event_id"]?.string
        let expected = given.flatMap { $0.unicodeScalars.count <= ClientEvent.eventIDCharactersMax ? $0 : nil }
        if error.eventID.value != expected { fail("the error does not name the event: \(error.json.text)", bytes) }
    }

    /// A client is told of the fields that it knows.
    private mutating func judgePlace(_ event: JSON) {
        guard let place = event["error"]?["param"]?.string else { return }
        if place.contains("audio.input") || place.contains("audio.output") {
            fail("an error that names a field of GA's", event.bytes)
        }
    }

    /// What the contract leaves without a confirmation.
    private func isSilent(_ bytes: [UInt8]) -> Bool {
        let type = (try? JSON(parsing: bytes, limits: JSONLimits()))?["type"]?.string ?? ""
        let silent = ["input_audio_buffer.append", "session.input_audio_buffer.append", "output_audio_buffer.clear"]
        return silent.contains(type)
    }

    private mutating func fail(_ what: String, _ bytes: [UInt8]) {
        guard failures.count < 20 else { return }
        failures.append("\(what): \(String(decoding: bytes.prefix(500), as: UTF8.self))")
    }
}

extension SessionAction {
    fileprivate var error: ErrorEvent.Details? {
        if case .send(.error(let body), _, _) = self { body.error } else { nil }
    }

    fileprivate var isClose: Bool { if case .close = self { true } else { false } }
}
