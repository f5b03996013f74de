import Bytes
import RealtimeAPI
import RealtimeEngine

/// The engine that a transcript is replayed through, with the clock that its lines set.
struct TranscriptStage {
    private(set) var session = SessionKind.realtime
    private var transport = Transport.webSocket
    private var limits = EngineLimits()
    private var offer = Offer()
    /// nil: its client speaks GA.
    private var form: DialectTranslation.Form?
    private var driver: SimulatedDriver?
    private var now = Moment()
    private(set) var events: [JSON] = []

    // MARK: Configuration

    /// A line that says what kind of session it is: `: session transcription`.
    mutating func configure(_ line: Substring) -> Bool {
        let words = line.split(separator: " ")
        guard words.count >= 2, driver == nil else { return false }
        let number = words.count > 2 ? Int(words[2]) : nil
        switch (words[0], words[1], number) {
        case ("session", let kind, _): session = SessionKind(rawValue: String(kind))
        case ("transport", "media", _): transport = .media
        case ("dialect", "preview", _): form = words.contains("azure") ? .azure : .openAI
        case ("limit", "items", let count?): limits.itemsMax = count
        case ("limit", "out_of_band", let count?): limits.outOfBandMax = count
        case ("limit", "pending_hearings", let count?): limits.pendingHearingsMax = count
        case ("limit", "tool_servers", let count?): limits.toolServersMax = count
        case ("limit", "content_bytes", let count?): limits.contentBytesMax = count
        case ("limit", "input_tokens", let count?): limits.inputTokensMax = count
        case ("limit", "buffer_bytes", let count?): limits.bufferBytesMax = count
        case ("limit", "kept_bytes", let count?): limits.keptAudioBytesMax = count
        case ("limit", "queue_bytes", let count?): limits.outputQueueBytesMax = count
        case ("limit", "seconds", let count?): limits.duration = .seconds(count)
        case ("limit", "lead_ms", let count?): limits.outputLead = .milliseconds(count)
        case ("limit", "hold_ms", let count?): limits.outputQueueHold = .milliseconds(count)
        case ("lead", "off", _): limits.outputLead = nil
        case ("offer", "logprobs", _): offer.hasLogprobs = true
        case ("offer", "hints", _): offer.hints = .onRequest
        case ("offer", "reasoning", _): offer.hasReasoning = true
        case ("offer", "prompt", _) where words.count > 3:
            offer.prompts[String(words[2])] = StoredPrompt(instructions: words[3...].joined(separator: " "))
        case ("without", "hearing", _): offer.hearsForModel = false
        case ("without", "images", _): offer.hasImages = false
        case ("without", "mcp", _): offer.hasMCP = false
        default: return false
        }
        return true
    }

    private mutating func started() throws -> SimulatedDriver {
        if let driver { return driver }
        let model = session == .translation ? "gpt-realtime-translate" : "gpt-realtime"
        var configuration = SessionConfiguration(id: "sess_1", model: model, transport: transport, startedAt: 1_000)
        configuration.limits = limits
        configuration.offer = offer
        let engine = try session.engine(configuration, ids: .numbered)
        return SimulatedDriver(engine, session: session, transport: transport, dialect: try dialect())
    }

    var dialectName: String { form == nil ? Dialect.ga.name : DialectTable.preview.name }

    private func dialect() throws -> Dialect {
        guard let form else { return .ga }
        let translation = DialectTranslation(.preview, kind: session, form: form, transport: transport)
        guard let translation else { throw Transcript.ParseError(line: 0, text: ": session \(session)") }
        return Dialect(translation)
    }

    // MARK: Lines

    /// Performs an input line. The answer: the deadlines that came before it, and what it caused. nil: not understood.
    mutating func perform(_ line: Substring) throws -> (before: [String], after: [String])? {
        guard var script = TranscriptLine(line) else { return nil }
        var driver = try started()
        var before: [String] = []
        if let moment = script.moment {
            while let deadline = driver.deadline, deadline <= moment {
                now = max(now, deadline)
                before.append("@\(now.sinceOrigin.milliseconds)ms  * deadline")
                before += describe(driver.handle(.timeout, at: now), by: &driver)
            }
            now = max(now, moment)
        }
        guard let actions = script.perform(&driver, at: now) else { return nil }
        let after = describe(actions, by: &driver)
        self.driver = driver
        return (before, after)
    }

    private mutating func describe(_ actions: [SessionAction], by driver: inout SimulatedDriver) -> [String] {
        var lines: [String] = []
        for action in actions {
            let told = driver.told(action)
            events += told
            lines += action.lines(telling: told).map { "        \($0)" }
        }
        return lines
    }
}

extension SimulatedDriver {
    /// The events that a client on this transport gets of an action, in its dialect.
    mutating func told(_ action: SessionAction) -> [JSON] {
        switch action {
        case .send(let event, let eventID, _): dialect.render(event, eventID: eventID)
        case .audio(let audio) where transport == .webSocket: dialect.render(audio.event, eventID: audio.eventID)
        default: []
        }
    }
}

extension OutgoingAudio {
    /// As PCM, whatever the format is: nobody listens.
    fileprivate var event: ServerEvent {
        var bytes: [UInt8] = []
        PCM16.bytes(from: samples, appendingTo: &bytes)
        let delta = PartDelta {
            $0.place = place
            $0.delta = Base64.encode(bytes)
            $0.obfuscation = obfuscation
        }
        return .audioDelta(delta)
    }
}

extension SessionKind {
    /// The engine for this kind of session.
    func engine(_ configuration: SessionConfiguration, ids: IDSource) throws -> any SessionEngine {
        switch self {
        case .transcription: try TranscriptionEngine(configuration, ids: ids)
        case .translation: try TranslationEngine(configuration, ids: ids)
        default: try ConversationEngine(configuration, ids: ids)
        }
    }
}

extension Duration {
    /// Whole milliseconds, as transcripts write time.
    var milliseconds: Int {
        Int(components.seconds) * 1_000 + Int(components.attoseconds / 1_000_000_000_000_000)
    }
}
