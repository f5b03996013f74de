import RealtimeAPI

/// What the user says: from samples to items.
extension ConversationEngine {
    mutating func append(_ audio: IncomingAudio, _ sender: Sender, at now: Moment) {
        do {
            handle(try turns.append(audio, ids: &stage.outbox.ids), at: now)
        } catch {
            stage.outbox.refuse(error, sender)
        }
    }

    mutating func clearInput(at now: Moment) {
        handle(turns.clear(), at: now)
        stage.outbox.send(.inputAudioCleared(NoFields()))
    }

    mutating func handle(_ events: [InputTurns.Event], at now: Moment) {
        var isDetected = false
        for event in events {
            switch event {
            case .opened(let item, let start): speechStarted(item, start, at: now)
            case .fed(let item, let samples): feed(item, samples)
            case .closed(let item, let end, let reason):
                isDetected = true
                speechStopped(item, end, reason)
            case .committed(let item, let samples):
                answeredAt = nil
                commit(item, samples)
                if isDetected, turns.rules?.createsResponse == true { answer(at: now) }
                isDetected = false
            case .discarded(let item):
                if earlyTranscript?.item == item { earlyTranscript = nil }
                listeners.cancel(&stage.outbox) { $0.item == item }
            }
        }
    }

    /// The interruption is settled here, before the turn that caused it can be committed.
    private mutating func speechStarted(_ item: ItemID, _ start: Ticks, at now: Moment) {
        let event = SpeechStarted {
            $0.audioStartMilliseconds = start.milliseconds
            $0.itemID = item
        }
        stage.outbox.send(.speechStarted(event))
        answeredAt = nil
        guard turns.rules?.interruptsResponse == true else { return }
        owesAnswer = false
        if let index = defaultIndex {
            responses[index].cancel(.turnDetected, &stage, at: now, silencing: true)
        } else {
            stage.silence(at: now)
        }
    }

    private mutating func speechStopped(_ item: ItemID, _ end: Ticks, _ reason: TurnEnd) {
        let event = SpeechStopped {
            $0.audioEndMilliseconds = end.milliseconds
            $0.itemID = item
        }
        stage.outbox.send(.speechStopped(event))
        stage.outbox.perform(.note(.turnEnded(item, by: reason)))
    }

    // MARK: Listening

    private var listenerSettings: Listeners.Settings {
        Listeners.Settings(
            transcription: settings.hearing.transcription,
            wantsLogprobs: settings.include?.contains(.transcriptionLogprobs) ?? false
        )
    }

    private mutating func feed(_ item: ItemID, _ samples: Samples) {
        if configuration.offer.hearsForModel {
            listeners.feed(ListenerID(item, .hear), samples, Listeners.Settings(), &stage.outbox)
        }
        let isFirst = fedItem != item
        fedItem = item
        guard settings.hearing.transcription != nil else { return }
        if isFirst { earlyTranscript = EarlyTranscript(item: item) }
        guard earlyTranscript?.item == item else { return }
        listeners.feed(ListenerID(item, .transcribe), samples, listenerSettings, &stage.outbox)
    }

    /// Audio becomes an item; those who listen to it are asked for their last word.
    private mutating func commit(_ item: ItemID, _ samples: Samples) {
        stage.insertAudio(item, samples, hearing: configuration.offer.hearsForModel ? .pending : nil)
        if configuration.offer.hearsForModel {
            listeners.finish(ListenerID(item, .hear), all: samples, Listeners.Settings(), &stage.outbox)
        }
        if settings.hearing.transcription != nil {
            listeners.finish(ListenerID(item, .transcribe), all: samples, listenerSettings, &stage.outbox)
        }
        let early = earlyTranscript
        earlyTranscript = nil
        for report in early?.reports ?? [] where early?.item == item { tellTranscript(item, report) }
    }

    mutating func listened(_ listener: ListenerID, _ report: ListenerReport, at now: Moment) {
        guard listeners.accept(report, from: listener) else { return }
        switch listener.purpose {
        case .hear: heard(listener.item, report, at: now)
        case .transcribe:
            if earlyTranscript?.item == listener.item {
                earlyTranscript?.reports.append(report)
            } else {
                tellTranscript(listener.item, report)
            }
        }
    }

    private mutating func heard(_ item: ItemID, _ report: ListenerReport, at now: Moment) {
        switch report {
        case .endOfTurn(let score): handle(turns.score(score, of: item, ids: &stage.outbox.ids), at: now)
        case .final(let transcript): settle(item, transcript.text.isBlank ? .nothing : .heard(transcript.text))
        case .failed(let why): settle(item, .failed(why: why))
        case .delta, .segment: break
        }
    }

    private mutating func settle(_ item: ItemID, _ hearing: Hearing) {
        if ownHearings[item] != nil {
            ownHearings[item] = hearing
        } else {
            stage.conversation.hear(item, hearing)
        }
        for index in responses.indices where responses[index].heard(item) { startModel(index) }
    }

    private mutating func tellTranscript(_ item: ItemID, _ report: ListenerReport) {
        guard let entry = stage.conversation[item] else { return }
        if case .final(let transcript) = report { stage.conversation.transcribe(item, transcript.text) }
        let events = TranscriptEvents(
            item: item,
            audio: entry.audio[0]?.length ?? .zero,
            model: settings.hearing.transcription?.model,
            wantsLogprobs: listenerSettings.wantsLogprobs
        )
        if let event = events.event(report, ids: &stage.outbox.ids) { stage.outbox.send(event) }
    }

    /// Listens, for the model, to audio that came in an item.
    mutating func hear(_ item: ItemID, _ samples: Samples) {
        listeners.finish(ListenerID(item, .hear), all: samples, Listeners.Settings(), &stage.outbox)
    }

    // MARK: Idle timeout

    /// It counts from the end of what the user hears of an answer (CONTRACT 23), while nobody speaks.
    var idleDue: Moment? {
        guard let timeout = turns.rules?.idleTimeout, let answeredAt, defaultResponse == nil, !turns.isSpeaking,
            let end = stage.playback.end
        else { return nil }
        return max(answeredAt, end) + timeout
    }

    mutating func triggerIdleTimeout(at now: Moment) {
        guard let timeout = turns.rules?.idleTimeout else { return }
        // Once for each answer, also if no other can follow.
        answeredAt = nil
        let item = stage.outbox.ids.item()
        let silence = turns.takeSilence(last: Ticks(timeout))
        let event = IdleTimeoutTriggered {
            $0.audioStartMilliseconds = silence.start.milliseconds
            $0.audioEndMilliseconds = (silence.start + Ticks(silence.samples.count)).milliseconds
            $0.itemID = item
        }
        stage.outbox.send(.idleTimeoutTriggered(event))
        stage.insertAudio(item, silence.samples, hearing: .nothing)
        answer(at: now)
    }
}

extension String {
    /// No words in it.
    var isBlank: Bool { allSatisfy(\.isWhitespace) }
}
