import RealtimeAPI

extension TranscriptionEngine {
    /// What is in force in a transcription session.
    struct Settings: Sendable, Equatable {
        var hearing = HearingSettings()
        var include: [Inclusion]?
    }

    mutating func update(_ session: SessionObject, from sender: Sender) throws(APIError) {
        guard case .transcription(let update) = session else {
            throw .otherKind(of: "transcription")
        }
        var new = Settings(hearing: hearing, include: include)
        try new.apply(update, configuration.offer)
        let words = new.hearing.expectedWords([], configuration.offer)
        let asked = Expectations.Update(session: session, sender: sender)
        guard expectations.permit(words, for: asked, &stage.outbox) else { return }
        let old = hearing
        hearing = new.hearing
        include = new.include
        if old.rules != hearing.rules { abandon(turns.follow(hearing.rules)) }
        if hearing.transcription == nil { listeners.cancel(&stage.outbox) }
        if old.conditioning != hearing.conditioning { stage.outbox.perform(.condition(hearing.conditioning)) }
        stage.outbox.send(.sessionUpdated(SessionEvent { $0.session = .transcription(wire) }))
    }

    /// The recogniser says whether it expects what the settings want it to.
    mutating func expected(_ answer: ExpectationAnswer) {
        guard let question = expectations.settle(answer) else { return }
        switch (answer, question.update) {
        case (.granted, nil): break
        case (.granted, let update?):
            receive(.sessionUpdate(SessionUpdate { $0.session = update.session }), update.sender, [])
        case (.refused(let why), let update?): stage.outbox.refuse(question.words.refusal(why), update.sender)
        case (.refused(let why), nil):
            hearing.forgetHints()
            stage.outbox.send(.error(ErrorEvent(question.words.refusal(why), eventID: nil)))
            stage.outbox.send(.sessionUpdated(SessionEvent { $0.session = .transcription(wire) }))
        }
    }

    private mutating func abandon(_ events: [InputTurns.Event]) {
        for case .discarded(let item) in events { listeners.cancel(&stage.outbox) { $0.item == item } }
    }

    var wire: TranscriptionSession {
        TranscriptionSession {
            $0.object = "realtime.transcription_session"
            $0.id = configuration.id
            $0.expiresAt = configuration.expiresAt
            $0.audio = TranscriptionSession.Audio { $0.input = hearing.transcriptionWire }
            $0.include = Nullable(include)
        }
    }
}

extension TranscriptionEngine.Settings {
    /// Models that are told where a turn ends; none is looked for (CONTRACT 7.3).
    private static let modelsWithoutDetection = ["gpt-realtime-whisper", "gpt-live-transcribe"]

    mutating func apply(_ update: TranscriptionSession, _ offer: Offer) throws(APIError) {
        let at = "session.audio.input.turn_detection"
        if let input = update.audio?.input {
            try Self.check(input.turnDetection.value, at)
            try hearing.apply(input, offer)
            try settleDetection(input.turnDetection, at)
        }
        switch update.include {
        case .absent: break
        case .null: include = nil
        case .value(let given):
            let able = offer.transcribing(by: hearing.transcription?.model)
            guard able.hasLogprobs || !given.contains(.transcriptionLogprobs) else {
                throw .unsupported("session.include", "The recogniser of this session gives no log probabilities.")
            }
            include = given
        }
    }

    private mutating func settleDetection(_ given: Nullable<TurnDetection>, _ place: String) throws(APIError) {
        guard let model = hearing.transcription?.model, Self.modelsWithoutDetection.contains(model) else { return }
        guard given.value == nil else {
            throw .invalidValue(place, "Turn detection must be null with '\(model)'; the client commits.")
        }
        hearing.turnDetection = nil
    }

    /// Nothing answers here, so what would make an answer is refused; that nothing does is true and accepted.
    private static func check(_ given: TurnDetection?, _ place: String) throws(APIError) {
        let why = "There are no responses in a transcription session."
        switch given {
        case .server(let vad):
            if vad.createResponse == true { throw .unsupported("\(place).create_response", why) }
            if vad.interruptResponse == true { throw .unsupported("\(place).interrupt_response", why) }
            if vad.idleTimeoutMilliseconds.value != nil { throw .unsupported("\(place).idle_timeout_ms", why) }
        case .semantic(let vad):
            if vad.createResponse == true { throw .unsupported("\(place).create_response", why) }
            if vad.interruptResponse == true { throw .unsupported("\(place).interrupt_response", why) }
        case .unknown, nil: break
        }
    }
}

extension HearingSettings {
    /// As a transcription session tells it: without what belongs to responses.
    fileprivate var transcriptionWire: AudioInput {
        var input = wire
        switch turnDetection {
        case .server(var vad):
            vad.createResponse = nil
            vad.interruptResponse = nil
            vad.idleTimeoutMilliseconds = .absent
            input.turnDetection = .value(.server(vad))
        case .semantic(var vad):
            vad.createResponse = nil
            vad.interruptResponse = nil
            input.turnDetection = .value(.semantic(vad))
        case .unknown, nil: break
        }
        return input
    }
}
