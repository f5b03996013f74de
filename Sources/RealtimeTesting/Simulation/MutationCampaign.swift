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
    private var random: SeededGenerator
    private var driver: SimulatedDriver
    private var client = RandomEvents()
    private let attachment = AttachmentID(1)
    private var now = Moment()

    /// A session is left for a new one after so many events.
    private static let eventsPerSession = 250

    public init(seed: UInt64, recording: Bool = false) {
        isRecording = recording
        random = SeededGenerator(seed: seed)
        driver = Self.session(&random)
    }

    /// Runs so many events; failures are kept.
    public mutating func run(_ count: Int) {
        for index in 0..<count {
            if index.isMultiple(of: Self.eventsPerSession) { begin() }
            now = now + .milliseconds(10)
            judge(mutant())
        }
    }

    private static func session(_ random: inout SeededGenerator) -> SimulatedDriver {
        let kind = [SessionKind.realtime, .realtime, .realtime, .transcription, .translation].randomElement(
            using: &random
        )
        let session = kind ?? .realtime
        let transport: Transport = Bool.random(using: &random) ? .media : .webSocket
        var configuration = SessionConfiguration(id: "sess_1", model: "m", transport: transport, startedAt: 1)
        configuration.limits.bufferBytesMax = 1_000_000
        do {
            let engine = try session.engine(configuration, ids: IDSource(seed: random.next()))
            return SimulatedDriver(engine, session: session, transport: transport)
        } catch {
            preconditionFailure("a configuration without an initial session is always in order: \(error)")
        }
    }

    private mutating func begin() {
        driver = Self.session(&random)
        client = RandomEvents()
        if isRecording { recorded.append((driver.session, [])) }
        remember(driver.handle(.attached(attachment), at: now))
    }

    private mutating func remember(_ actions: [SessionAction]) {
        for case .send(let event, let eventID, _) in actions {
            client.remember(event)
            guard isRecording, let json = Dialect.ga.render(event, eventID: eventID) else { continue }
            recorded[recorded.count - 1].events.append(json)
        }
    }

    // MARK: Mutants

    private mutating func mutant() -> [UInt8] {
        var event = client.event(&random, in: driver.session, driver.transport)
        if Int.random(in: 0..<6, using: &random) == 0 { event = append() }
        for _ in 0..<Int.random(in: 0..<3, using: &random) { event = event.mutated(&random) }
        var bytes = event.bytes
        if Int.random(in: 0..<4, using: &random) == 0 { damage(&bytes) }
        return bytes
    }

    private mutating func append() -> JSON {
        let sound = [UInt8](repeating: 3, count: Int.random(in: 0..<900, using: &random))
        let type = driver.session == .translation ? "session.input_audio_buffer.append" : "input_audio_buffer.append"
        return ["type": .string(type), "audio": .string(Base64.encode(sound))]
    }

    private mutating func damage(_ bytes: inout [UInt8]) {
        guard !bytes.isEmpty else { return }
        let index = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: bytes[index] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes.remove(at: index)
        case 2: bytes.insert(UInt8.random(in: 0...255, using: &random), at: index)
        default: bytes.removeLast(bytes.count - index)
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
