import RealtimeAPI

/// `session.update`
extension ConversationEngine {
    mutating func update(_ session: SessionObject, at now: Moment) throws(APIError) {
        guard case .realtime(let update) = session else {
            throw .otherKind(of: "conversation")
        }
        let new = try settings.updated(by: update, circumstances)
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
