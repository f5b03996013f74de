public import RealtimeAPI

/// A transcription session: the user is heard and written down, and nobody answers.
///
/// Over the same buffer, turns and items as a conversation. Words are told while they are spoken, also before the item
/// that they belong to is committed.
public struct TranscriptionEngine: SessionEngine {
    let configuration: SessionConfiguration
    var hearing: HearingSettings
    var include: [Inclusion]?
    var attachments = Attachments()
    var turns: InputTurns
    var listeners = Listeners()
    var expectations = Expectations()
    private var fedItem: ItemID?
    /// Items whose listener ended before its time, and was asked again for the whole.
    private var retold: Set<ItemID> = []
    var stage: Stage

    /// Throws what is wrong with the initial session, if one is given.
    public init(_ configuration: SessionConfiguration, ids: IDSource) throws(APIError) {
        self.configuration = configuration
        var settings = Settings()
        if let given = configuration.initial {
            guard case .transcription(let initial) = given else { throw .otherKind(of: "transcription") }
            try settings.apply(initial, configuration.offer)
        }
        hearing = settings.hearing
        include = settings.include
        turns = InputTurns(
            rules: settings.hearing.rules,
            bufferBytesMax: configuration.limits.bufferBytesMax,
            listensBeforeCommit: true
        )
        stage = Stage(configuration, ids: ids)
    }

    public var deadline: Moment? { attachments.liveSince.map { $0 + configuration.limits.duration } }

    public mutating func handle(_ input: SessionInput, at now: Moment) -> [SessionAction] {
        guard attachments.state != .ended else { return [] }
        if expectations.question != nil, !input.isExpectation { expected(.refused(why: Expectations.unanswered)) }
        switch input {
        case .attached(let id): attach(id, at: now)
        case .detached(let id): if attachments.detach(id) == .primaryLeft { end(.primaryLeft) }
        case .event(let event, let sender, let audio): receive(event, sender, audio)
        case .refused(let error, let sender): stage.outbox.refuse(error, sender)
        case .audio(let audio, let sender): append(audio, sender)
        case .expected(let answer): expected(answer)
        case .listened(let listener, let report): listened(listener, report)
        case .end(let reason): end(reason)
        case .timeout: if let deadline, now >= deadline { end(.expired) }
        case .responded, .translated, .mcp, .limited, .played, .dtmf, .outputStalled: break
        }
        return stage.outbox.drain()
    }

    // MARK: Beginning and end

    private mutating func attach(_ id: AttachmentID, at now: Moment) {
        guard case .joined(let id, let isFirst) = attachments.attach(id, at: now) else { return }
        stage.outbox.send(.sessionCreated(SessionEvent { $0.session = .transcription(wire) }), to: .one(id))
        guard isFirst else { return }
        stage.outbox.perform(.condition(hearing.conditioning))
        _ = expectations.permit(hearing.expectedWords([], configuration.offer), for: nil, &stage.outbox)
    }

    private mutating func end(_ reason: EndReason) {
        listeners.cancel(&stage.outbox)
        expectations.end(&stage.outbox)
        if let error = reason.error(durationMax: configuration.limits.duration) {
            stage.outbox.send(.error(ErrorEvent(error, eventID: nil)))
        }
        stage.outbox.perform(.close(reason))
        attachments.end()
    }

    // MARK: Events

    mutating func receive(_ event: ClientEvent, _ sender: Sender, _ audio: [Samples]) {
        do {
            try perform(event, sender, audio)
        } catch {
            stage.outbox.refuse(error, sender)
        }
    }

    private mutating func perform(_ event: ClientEvent, _ sender: Sender, _ audio: [Samples]) throws(APIError) {
        switch event {
        case .sessionUpdate(let body): try update(body.session, from: sender)
        case .inputAudioCommit: handle(try turns.commit(ids: &stage.outbox.ids))
        case .inputAudioClear:
            handle(turns.clear())
            stage.outbox.send(.inputAudioCleared(NoFields()))
        case .itemCreate(let body):
            if case .mcpApprovalResponse(let response) = body.item {
                throw .unknownApproval(response.approvalRequestID.rawValue)
            }
            _ = try stage.create(body, audio, announced: turns.announced, configuration.offer)
        case .itemDelete(let body):
            try stage.delete(body.itemID)
            listeners.cancel(&stage.outbox) { $0.item == body.itemID }
        case .itemRetrieve(let body): try stage.retrieve(body.itemID)
        case .inputAudioAppend, .outputAudioClear, .itemTruncate, .responseCreate, .responseCancel, .translationUpdate,
            .translationAppend, .translationClose, .unknown:
            // Drivers turn an append into `.audio`; the others do not pass strict reading in this kind of session.
            throw .serverError
        }
    }

    private mutating func append(_ audio: IncomingAudio, _ sender: Sender) {
        do {
            handle(try turns.append(audio, ids: &stage.outbox.ids))
        } catch {
            stage.outbox.refuse(error, sender)
        }
    }

    // MARK: Turns

    private mutating func handle(_ events: [InputTurns.Event]) {
        for event in events {
            switch event {
            case .opened(let item, let start):
                let event = SpeechStarted {
                    $0.audioStartMilliseconds = start.milliseconds
                    $0.itemID = item
                }
                stage.outbox.send(.speechStarted(event))
            case .fed(let item, let samples):
                let isFirst = fedItem != item
                fedItem = item
                let id = ListenerID(item, .transcribe)
                // One that is asked for in mid-turn gets all of the audio at the commit.
                if hearing.transcription != nil, isFirst || listeners.isAtWork(id) {
                    listeners.feed(id, samples, listenerSettings, &stage.outbox)
                }
            case .closed(let item, let end, let reason):
                let event = SpeechStopped {
                    $0.audioEndMilliseconds = end.milliseconds
                    $0.itemID = item
                }
                stage.outbox.send(.speechStopped(event))
                stage.outbox.perform(.note(.turnEnded(item, by: reason)))
            case .committed(let item, let samples):
                stage.insertAudio(item, samples, hearing: nil)
                if hearing.transcription != nil {
                    listeners.finish(ListenerID(item, .transcribe), all: samples, listenerSettings, &stage.outbox)
                }
            case .discarded(let item):
                retold.remove(item)
                listeners.cancel(&stage.outbox) { $0.item == item }
            }
        }
    }

    private var listenerSettings: Listeners.Settings {
        Listeners.Settings(transcription: hearing.transcription, wantsLogprobs: wantsLogprobs)
    }

    private var wantsLogprobs: Bool { include?.contains(.transcriptionLogprobs) ?? false }

    private mutating func listened(_ listener: ListenerID, _ report: ListenerReport) {
        guard listeners.accept(report, from: listener) else {
            if report.isLast { retold.insert(listener.item) }
            return
        }
        if retold.contains(listener.item) {
            // What it said at the first time was told; now only the whole is.
            guard report.isLast else { return }
            retold.remove(listener.item)
        }
        if case .endOfTurn(let score) = report {
            return handle(turns.score(score, of: listener.item, ids: &stage.outbox.ids))
        }
        if case .final(let transcript) = report { stage.conversation.transcribe(listener.item, transcript.text) }
        let events = TranscriptEvents(
            item: listener.item,
            audio: stage.conversation[listener.item]?.audio[0]?.length ?? .zero,
            model: hearing.transcription?.model,
            wantsLogprobs: wantsLogprobs
        )
        if let event = events.event(report, ids: &stage.outbox.ids) { stage.outbox.send(event) }
    }
}
