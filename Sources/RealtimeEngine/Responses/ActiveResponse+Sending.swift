import RealtimeAPI

/// How a response leaves: at the pace of what is heard, in the order in which it was made.
extension ActiveResponse {
    /// Sends what may be sent by now.
    mutating func pump(_ stage: inout Stage, at now: Moment) {
        while let entry = queue.first, send(entry, &stage, at: now) {}
        regulate(&stage)
        guard case .draining(let end) = phase, queue.isEmpty, runningTools.isEmpty else { return }
        switch end {
        case .completed: finish(.completed, details: nil, &stage)
        case .maxOutputTokens: finish(.incomplete, reason: .maxOutputTokens, &stage)
        case .contentFilter: finish(.incomplete, reason: .contentFilter, &stage)
        }
    }

    /// False: not yet.
    mutating func send(_ entry: OutputQueue.Entry, _ stage: inout Stage, at now: Moment) -> Bool {
        switch entry.piece {
        case .text(let text):
            queue.removeFirst()
            write(text, entry.item, &stage)
        case .close(let status):
            queue.removeFirst()
            closeItem(entry.item, status, &stage)
        case .speech(let speech):
            let slice = nextSlice(speech, stage)
            if stage.isStalled { return false }
            if isPaced(stage), stage.playback.lead(at: now) + slice > lead(stage) { return false }
            guard let (samples, text) = queue.takeSpeech(slice) else { return false }
            speak(samples, text, entry.item, &stage, at: now)
        }
        return true
    }

    /// When `pump` has something to do again; nil: when something else happens.
    func wake(_ stage: Stage) -> Moment? {
        guard case .speech(let speech)? = queue.first?.piece, isPaced(stage), !stage.isStalled else { return nil }
        return stage.playback.moment(whenLeadIs: lead(stage) - nextSlice(speech, stage))
    }

    /// The audio of one delta at the most.
    static let sliceMax = Ticks.milliseconds(200)
    static let sliceMin = Ticks.milliseconds(20)

    func nextSlice(_ speech: OutputQueue.Speech, _ stage: Stage) -> Ticks {
        isPaced(stage) ? min(speech.remaining, Self.sliceMax, lead(stage)) : min(speech.remaining, Self.sliceMax)
    }

    func isPaced(_ stage: Stage) -> Bool {
        plan.isDefault && !isFlushing && stage.limits.outputLead != nil
    }

    /// With less than a packet of lead nothing could ever be sent.
    func lead(_ stage: Stage) -> Ticks { max(Self.sliceMin, Ticks(stage.limits.outputLead ?? .zero)) }

    /// Tells the back end to wait while enough is waiting here, so that nothing is made that nobody may hear.
    mutating func regulate(_ stage: inout Stage) {
        let hold = Ticks(stage.limits.outputQueueHold)
        guard phase == .generating else { return }
        if !isHeld, stage.isStalled || queue.waiting > hold {
            isHeld = true
            stage.outbox.perform(.respond(id, .hold))
        } else if isHeld, !stage.isStalled, queue.waiting.count <= hold.count / 2 {
            isHeld = false
            stage.outbox.perform(.respond(id, .proceed))
        }
    }

    /// Sends all that waits for the pacer, so that another response can begin.
    mutating func flush(_ stage: inout Stage, at now: Moment) {
        isFlushing = true
        pump(&stage, at: now)
    }

    mutating func write(_ text: String, _ item: Int, _ stage: inout Stage) {
        let part = openPart(.text, item, &stage)
        output[item].parts[part].text += text
        sentText.add(text)
        if plan.isDefault { stage.conversation.append(text, to: output[item].id, part: part) }
        stage.outbox.send(.textDelta(delta(text, item, part, &stage)))
    }

    mutating func speak(_ samples: Samples, _ text: String, _ item: Int, _ stage: inout Stage, at now: Moment) {
        let part = openPart(.audio, item, &stage)
        let place = place(item, part)
        output[item].parts[part].text += text
        sentText.add(text)
        sentAudio += Ticks(samples.count)
        if plan.isDefault {
            stage.conversation.append(samples, saying: text, to: place.itemID, part: part)
            stage.forgetAudio()
        }
        if !text.isEmpty { stage.outbox.send(.audioTranscriptDelta(delta(text, item, part, &stage))) }
        guard !samples.isEmpty else { return }
        // On RTP whatever is sent sounds; on WebSocket a client does with audio beside the conversation what it likes.
        let sounds = plan.isDefault || stage.playback.transport == .media
        if sounds, stage.playback.send(Ticks(samples.count), place, at: now) {
            stage.outbox.send(.outputAudioStarted(OutputAudioEvent { $0.responseID = id }))
        }
        let audio = OutgoingAudio(
            samples: samples,
            place: place,
            format: plan.settings.outputFormat,
            eventID: stage.outbox.ids.event(),
            obfuscation: stage.outbox.ids.obfuscation(forDeltaOf: samples.count)
        )
        stage.outbox.perform(.audio(audio))
    }
}
