public import Bytes
public import RealtimeAPI
import RealtimeEngine

/// A random life of a session, which its seed determines to the last byte: a client that says what it likes when it
/// likes, effects that answer, fail or stay away, and a clock that jumps. Every step is held to the invariants.
public struct Walk: Sendable {
    public struct Outcome: Sendable {
        public var breaches: [Breach]
        public var session: SessionKind
        public var events: [JSON]
        /// Stands for every action in its order: two runs of a seed have the same.
        public var digest: UInt64
    }

    private var random: SeededGenerator
    private var driver: SimulatedDriver
    private var observer = SessionObserver()
    private var world = RandomWorld()
    private var client = RandomEvents()
    private var tongue: Tongue
    private var queue: AttachmentQueue
    private var now = Moment()
    private var digest: UInt64 = 0xcbf2_9ce4_8422_2325
    private var events: [JSON] = []
    private var appended = 0
    private let limits: EngineLimits
    private let recordsEvents: Bool
    private let primary = AttachmentID(1)
    private let sideband = AttachmentID(2)

    public static let steps = 160

    /// `recording` keeps the events for a schema oracle. Its client speaks GA, or the dialect of the table.
    public static func run(seed: UInt64, recording: Bool = false, in table: DialectTable? = nil) -> Outcome {
        var walk = Walk(seed: seed, recording: recording, in: table)
        walk.live()
        return Outcome(
            breaches: walk.observer.breaches,
            session: walk.driver.session,
            events: walk.events,
            digest: walk.digest
        )
    }

    private init(seed: UInt64, recording: Bool, in table: DialectTable?) {
        random = SeededGenerator(seed: seed)
        recordsEvents = recording
        let kinds: [SessionKind] = [
            .realtime, .realtime, .realtime, .realtime, .realtime, .transcription, .translation,
        ]
        let session = kinds.filter { table?.has($0) ?? true }.randomElement(using: &random) ?? .realtime
        let transport: Transport = Int.random(in: 0..<3, using: &random) == 0 ? .media : .webSocket
        limits = Self.limits(&random)
        var configuration = SessionConfiguration(id: "sess_1", model: "m", transport: transport, startedAt: 1)
        configuration.limits = limits
        configuration.offer.hearsForModel = Int.random(in: 0..<5, using: &random) > 0
        configuration.offer.hints = Bool.random(using: &random) ? .onRequest : .taken
        queue = AttachmentQueue(role: .primary, bytesHigh: 20_000)
        let ids = IDSource(seed: random.next())
        let engine = Self.engine(session, configuration, ids)
        let translation = table?.translation(session, transport, &random)
        let dialect = translation.map { Dialect($0) } ?? .ga
        driver = SimulatedDriver(engine, session: session, transport: transport, dialect: dialect)
        tongue = Tongue(translation)
    }

    private static func engine(
        _ session: SessionKind,
        _ configuration: SessionConfiguration,
        _ ids: IDSource
    ) -> any SessionEngine {
        do {
            return try session.engine(configuration, ids: ids)
        } catch {
            preconditionFailure("a configuration without an initial session is always in order: \(error)")
        }
    }

    /// Sometimes as shipped, sometimes so tight that every limit is met.
    private static func limits(_ random: inout SeededGenerator) -> EngineLimits {
        var limits = EngineLimits()
        guard Bool.random(using: &random) else { return limits }
        limits.bufferBytesMax = 100_000
        limits.keptAudioBytesMax = 150_000
        limits.itemsMax = 8
        limits.contentBytesMax = 2_000
        limits.outputTextBytesMax = 500
        limits.outOfBandMax = 1
        limits.outputQueueBytesMax = 300_000
        limits.outputQueueHold = .milliseconds(1_500)
        limits.inputTokensMax = 200
        limits.duration = .seconds(60)
        if Bool.random(using: &random) { limits.outputLead = .milliseconds(300) }
        return limits
    }

    // MARK: Living

    private mutating func live() {
        give(.attached(primary))
        if driver.session == .realtime, Bool.random(using: &random) { say(RandomEvents.toolServers) }
        for _ in 0..<Self.steps where !observer.isClosed { step() }
        if !observer.isClosed { give(Bool.random(using: &random) ? .end(.shutdown) : .detached(primary)) }
        if !observer.isClosed { fail(.endsOnceAndWhole, "the session did not end") }
        for input in [SessionInput.attached(sideband), .timeout, .detached(primary)] { give(input) }
    }

    private mutating func step() {
        pass(.milliseconds(Int.random(in: 0..<400, using: &random)))
        guard !observer.isClosed else { return }
        drain()
        switch Int.random(in: 0..<100, using: &random) {
        case 0..<14: append()
        case 14..<30: say(client.event(&random, in: driver.session, driver.transport))
        case 30..<95: if let report = world.report(&random) { give(report) }
        case 95: give(.attached(sideband))
        case 96: give(.detached(sideband))
        case 97: give(.timeout)
        case 98: if driver.transport == .media { give(.dtmf(key: "5", receivedAt: 7)) }
        default: pass(.milliseconds(Int.random(in: 0..<20_000, using: &random)))
        }
    }

    /// Lets time go by, with the deadlines that fall into it.
    private mutating func pass(_ duration: Duration) {
        let end = now + duration
        var wakes = 0
        while let deadline = driver.deadline, deadline <= end, !observer.isClosed {
            now = max(now, deadline)
            give(.timeout)
            wakes += 1
            guard wakes < 100_000 else { return fail(.everythingHasALimit, "the deadline does not move on") }
        }
        now = max(now, end)
    }

    /// The client reads some of what waits for it, or nothing.
    private mutating func drain() {
        let share = [0, 0, 4_000, 50_000, 1_000_000].randomElement(using: &random) ?? 0
        if queue.written(min(share, queue.bytes)) == .resume { give(.outputStalled(false)) }
    }

    private mutating func append() {
        let loud = Int.random(in: 0..<3, using: &random) == 0
        let length = Ticks.milliseconds(Int.random(in: 0..<900, using: &random))
        let before = driver.vitals.appended
        let sound = SimulatedSpeech.samples(length, loud: loud)
        let actions = driver.receive(
            SimulatedSpeech.append(sound, session: driver.session),
            from: primary,
            at: now
        )
        took(actions)
        guard driver.session != .translation else { return }
        let taken = driver.vitals.appended - before
        let isRefused = actions.contains { $0.isBufferFull }
        if (taken == 0) != (isRefused || length == .zero), !observer.isClosed {
            fail(.audioIsInOnePlace, "an append of \(length.count) ticks: \(taken) taken, refused: \(isRefused)")
        }
    }

    private mutating func say(_ event: JSON) {
        guard let event = tongue.say(event, &random) else { return }
        took(driver.receive(event.bytes, from: primary, at: now))
    }

    private mutating func give(_ input: SessionInput) {
        observer.saw(input)
        switch input {
        case .listened(let id, .final), .listened(let id, .failed): observer.ended(id)
        case .responded(let id, .end): observer.ended(id)
        case .mcp(let item, _): observer.ended(item)
        default: break
        }
        took(driver.handle(input, at: now))
        if input == .timeout, let deadline = driver.deadline, deadline <= now {
            fail(.everythingHasALimit, "a deadline that was met has not moved on")
        }
    }

    private mutating func took(_ actions: [SessionAction]) {
        observer.saw(actions)
        world.saw(actions)
        for action in actions { took(action) }
        observer.saw(driver.vitals, limits)
        for case .expect(.some) in actions { give(.expected(RandomWorld.expects(&random))) }
    }

    private mutating func took(_ action: SessionAction) {
        var bytes = 0
        switch action {
        case .send(let event, let eventID, _):
            client.remember(event)
            let json = event.json(eventID: eventID)
            let text = json.bytes
            mix(text)
            bytes = text.count
            if recordsEvents { events += driver.dialect.render(event, eventID: eventID) }
        case .audio(let audio):
            mix(audio.eventID.utf8)
            bytes = audio.samples.count * 3
        default: mix((action.line ?? "").utf8)
        }
        if queue.queued(bytes) == .stall { give(.outputStalled(true)) }
    }

    private mutating func mix(_ bytes: some Sequence<UInt8>) {
        for byte in bytes { digest = (digest ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
    }

    private mutating func fail(_ invariant: Invariant, _ what: String) {
        observer.breach(invariant, what)
    }
}

extension SimulatedDriver {
    var vitals: Vitals { engine.vitals }
}

extension SessionAction {
    fileprivate var isBufferFull: Bool {
        if case .send(.error(let body), _, _) = self {
            body.error.code.value == ErrorCode.bufferFull.rawValue
        } else {
            false
        }
    }
}
