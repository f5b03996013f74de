public import RealtimeAPI

/// One Realtime conversation, without a socket, a clock, a thread or a model.
///
/// It composes small machines and decides nothing that one of them can: attachments (who is there), input turns (what
/// the user says), listeners (what is made of it), the conversation (what was said), responses (what is answered),
/// playback (what was heard of it), tool servers.
public struct ConversationEngine: SessionEngine {
    let configuration: SessionConfiguration
    var settings: SessionSettings
    var attachments = Attachments()
    var turns: InputTurns
    var listeners = Listeners()
    /// Transcription of an item that is not committed yet waits here: its events follow the item's.
    var earlyTranscript: EarlyTranscript?
    /// The item whose audio has begun to be fed. A listener that comes later gets it all at the commit.
    var fedItem: ItemID?
    var stage: Stage
    /// At most one of them writes to the conversation.
    var responses: [ActiveResponse] = []
    /// What was heard in items of a response's own input, by the id that only listeners know.
    var ownHearings: [ItemID: Hearing] = [:]
    var servers = ToolServers()
    var expectations = Expectations()
    /// The user said something while an answer was running that may not be interrupted: answer when it ends.
    var owesAnswer = false
    /// Calls that a person allowed while a response was running.
    var allowedCalls: [AllowedCall] = []
    /// When the last answer was done; nil: there is none to wait after.
    var answeredAt: Moment?

    struct EarlyTranscript: Sendable {
        var item: ItemID
        var reports: [ListenerReport] = []
    }

    struct AllowedCall: Sendable {
        var request: ItemID
        var call: PendingApproval
    }

    /// Throws what is wrong with the initial session, if one is given.
    public init(_ configuration: SessionConfiguration, ids: IDSource) throws(APIError) {
        self.configuration = configuration
        var settings = SessionSettings(model: configuration.model)
        settings.voice = Offer.usualVoice(of: configuration.offer.voices)
        if let given = configuration.initial {
            guard case .realtime(let initial) = given else { throw .otherKind(of: "conversation") }
            let circumstances = UpdateCircumstances(
                limits: configuration.limits,
                offer: configuration.offer,
                hasAssistantAudio: false,
                isAnswering: false,
                knownServers: []
            )
            settings = try settings.updated(by: initial, circumstances)
        }
        self.settings = settings
        turns = InputTurns(
            rules: settings.hearing.rules,
            bufferBytesMax: configuration.limits.bufferBytesMax,
            listensBeforeCommit: false
        )
        stage = Stage(configuration, ids: ids)
    }

    // MARK: The seam

    public mutating func handle(_ input: SessionInput, at now: Moment) -> [SessionAction] {
        guard attachments.state != .ended else { return [] }
        if expectations.question != nil, !input.isExpectation {
            expected(.refused(why: Expectations.unanswered), at: now)
        }
        route(input, at: now)
        if attachments.isLive { settle(at: now) }
        return stage.outbox.drain()
    }

    private mutating func route(_ input: SessionInput, at now: Moment) {
        switch input {
        case .attached(let id): attach(id, at: now)
        case .detached(let id): if attachments.detach(id) == .primaryLeft { end(.primaryLeft, at: now) }
        case .event(let event, let sender, let audio): receive(event, sender, audio, at: now)
        case .refused(let error, let sender): stage.outbox.refuse(error, sender)
        case .audio(let audio, let sender): append(audio, sender, at: now)
        case .expected(let answer): expected(answer, at: now)
        case .listened(let listener, let report): listened(listener, report, at: now)
        case .responded(let id, let part): respond(id, part, at: now)
        case .mcp(let item, let report): toolReported(item, report, at: now)
        case .limited(let moment, let answer): limited(moment, answer, at: now)
        case .played(let played): stage.playback.report(played, at: now)
        case .dtmf(let key, let receivedAt): tellDTMF(key, receivedAt)
        case .outputStalled(let isStalled): stage.isStalled = isStalled
        case .end(let reason): end(reason, at: now)
        case .timeout: timeout(at: now)
        case .translated: break
        }
    }

    public var deadline: Moment? {
        guard attachments.isLive else { return nil }
        return ([expiry, idleDue] + responses.map { $0.wake(stage) }).compactMap(\.self).min()
    }

    private var expiry: Moment? { attachments.liveSince.map { $0 + configuration.limits.duration } }

    private mutating func timeout(at now: Moment) {
        if let expiry, now >= expiry { return end(.expired, at: now) }
        if let idleDue, now >= idleDue { triggerIdleTimeout(at: now) }
    }

    /// What follows from whatever has just happened.
    private mutating func settle(at now: Moment) {
        for index in responses.indices { responses[index].pump(&stage, at: now) }
        retireResponses(at: now)
        stage.tellStopped(at: now)
        while mayAnswer, let next = allowedCalls.first {
            allowedCalls.removeFirst()
            run(next, at: now)
            retireResponses(at: now)
        }
        if owesAnswer, mayAnswer { answer(at: now) }
    }

    mutating func retireResponses(at now: Moment) {
        for response in responses where response.isDone {
            if response.plan.isDefault { answeredAt = now }
            if case .given(let inputs) = response.plan.source { forgetOwn(inputs) }
        }
        responses.removeAll(where: \.isDone)
    }

    private mutating func forgetOwn(_ inputs: [ResponsePlan.Input]) {
        for case .own(let id, _) in inputs {
            ownHearings[id] = nil
            listeners.cancel(&stage.outbox) { $0.item == id }
        }
    }

    // MARK: Beginning and end

    private mutating func attach(_ id: AttachmentID, at now: Moment) {
        guard case .joined(let id, let isFirst) = attachments.attach(id, at: now) else { return }
        stage.outbox.send(.sessionCreated(SessionEvent { $0.session = .realtime(wire) }), to: .one(id))
        guard isFirst else { return }
        stage.outbox.perform(.condition(settings.hearing.conditioning))
        if let tracing = settings.tracing { stage.outbox.perform(.trace(tracing)) }
        servers.declare(settings.mcpTools, &stage)
        _ = expectations.permit(settings.expectedWords(configuration.offer), for: nil, &stage.outbox)
    }

    var wire: RealtimeSession { settings.wire(configuration) }

    mutating func end(_ reason: EndReason, at now: Moment) {
        let error = reason.error(durationMax: configuration.limits.duration)
        for index in responses.indices {
            if let error {
                responses[index].abandon(error, &stage)
            } else {
                responses[index].cancel(.clientCancelled, &stage, at: now, silencing: false)
            }
        }
        responses = []
        listeners.cancel(&stage.outbox)
        servers.forgetAll(&stage)
        expectations.end(&stage.outbox)
        if let error { stage.outbox.send(.error(ErrorEvent(error, eventID: nil))) }
        stage.outbox.perform(.close(reason))
        attachments.end()
    }

    private mutating func tellDTMF(_ key: String, _ receivedAt: Int) {
        let event = DTMFReceived {
            $0.event = key
            $0.receivedAt = receivedAt
        }
        stage.outbox.send(.dtmfReceived(event))
    }

    // MARK: Events

    mutating func receive(_ event: ClientEvent, _ sender: Sender, _ audio: [Samples], at now: Moment) {
        do {
            try perform(event, sender, audio, at: now)
        } catch {
            stage.outbox.refuse(error, sender)
        }
    }

    /// Throws before anything is changed, or not at all.
    private mutating func perform(
        _ event: ClientEvent,
        _ sender: Sender,
        _ audio: [Samples],
        at now: Moment
    ) throws(APIError) {
        switch event {
        case .sessionUpdate(let body): try update(body.session, from: sender, at: now)
        case .inputAudioCommit: try handle(turns.commit(ids: &stage.outbox.ids), at: now)
        case .inputAudioClear: clearInput(at: now)
        case .outputAudioClear: clearOutput(at: now)
        case .itemCreate(let body): try create(body, audio, at: now)
        case .itemTruncate(let body): try stage.truncate(body)
        case .itemDelete(let body): try delete(body.itemID)
        case .itemRetrieve(let body): try stage.retrieve(body.itemID)
        case .responseCreate(let body): try create(body.response.value ?? ResponseParameters(), audio, at: now)
        case .responseCancel(let body): try cancel(body.responseID, at: now)
        case .inputAudioAppend, .translationUpdate, .translationAppend, .translationClose, .unknown:
            // Drivers turn an append into `.audio`; the others do not pass strict reading in this kind of session.
            throw .serverError
        }
    }
}
