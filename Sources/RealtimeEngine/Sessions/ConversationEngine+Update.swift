import RealtimeAPI

/// `session.update`
extension ConversationEngine {
    mutating func update(_ session: SessionObject, from sender: Sender, at now: Moment) throws(APIError) {
        guard case .realtime(let update) = session else {
            throw .otherKind(of: "conversation")
        }
        let new = try settings.updated(by: update, circumstances)
        let words = new.expectedWords(configuration.offer)
        let asked = Expectations.Update(session: session, sender: sender)
        guard expectations.permit(words, for: asked, &stage.outbox) else { return }
        let old = settings
        settings = new
        if old.hearing.rules != new.hearing.rules { handle(turns.follow(new.hearing.rules), at: now) }
        if new.hearing.transcription == nil {
            earlyTranscript = nil
            listeners.cancel(&stage.outbox) { $0.purpose == .transcribe }
        }
        if old.hearing.conditioning != new.hearing.conditioning {
            stage.outbox.perform(.condition(new.hearing.conditioning))
        }
        if old.tracing != new.tracing { stage.outbox.perform(.trace(new.tracing)) }
        stage.outbox.send(.sessionUpdated(SessionEvent { $0.session = .realtime(wire) }))
        servers.declare(new.mcpTools, &stage)
    }

    /// The recogniser says whether it expects what the settings want it to.
    mutating func expected(_ answer: ExpectationAnswer, at now: Moment) {
        guard let question = expectations.settle(answer) else { return }
        switch (answer, question.update) {
        case (.granted, nil): break
        case (.granted, let update?):
            receive(.sessionUpdate(SessionUpdate { $0.session = update.session }), update.sender, [], at: now)
        case (.refused(let why), let update?): stage.outbox.refuse(question.words.refusal(why), update.sender)
        case (.refused(let why), nil):
            settings.hearing.forgetHints()
            stage.outbox.send(.error(ErrorEvent(question.words.refusal(why), eventID: nil)))
            stage.outbox.send(.sessionUpdated(SessionEvent { $0.session = .realtime(wire) }))
        }
    }

    var circumstances: UpdateCircumstances {
        UpdateCircumstances(
            limits: configuration.limits,
            offer: configuration.offer,
            hasAssistantAudio: stage.conversation.hasAssistantAudio,
            isAnswering: defaultResponse != nil,
            knownServers: servers.labels,
            serverAddresses: servers.addresses
        )
    }
}
