import Bytes
import RealtimeAPI
import RealtimeEngine

/// What the protocol says about the order of events.
extension SessionObserver {
    mutating func saw(_ event: ServerEvent) {
        switch event {
        case .sessionCreated(let body), .sessionUpdated(let body): sawSession(body.session)
        case .speechStarted(let body): speechStarted(body.itemID)
        case .speechStopped(let body):
            if !(turn == .open(body.itemID)) { breach(.turnsMatchSpeech, "\(body.itemID) stopped in \(turn)") }
            turn = .stopped(body.itemID)
        case .inputAudioCommitted(let body): committed(body.itemID)
        case .inputAudioCleared: turn = .none
        case .itemAdded(let body): added(body.item.id)
        case .itemDone(let body): done(body.item.id)
        case .responseCreated(let body): created(body.response)
        case .responseDone(let body): done(body.response)
        case .outputItemAdded(let body): outputAdded(body)
        case .outputItemDone(let body): outputDone(body)
        case .contentPartAdded(let body): partAdded(body)
        case .contentPartDone(let body): partDone(body)
        case .textDelta(let body), .audioTranscriptDelta(let body): partGrew(body, event.type)
        case .textDone(let body): partSaid(body.place, body.text)
        case .audioTranscriptDone(let body): partSaid(body.place, body.transcript)
        case .audioDone(let body): _ = part(body, "audio done")
        case .functionArgumentsDelta(let body): argumentsGrew(body)
        case .functionArgumentsDone(let body): argumentsDone(body)
        case .mcpArgumentsDelta(let body): _ = output(body.responseID, body.outputIndex, event.type)
        case .mcpArgumentsDone(let body): _ = output(body.responseID, body.outputIndex, event.type)
        default: break
        }
    }

    // MARK: Turns

    private mutating func sawSession(_ session: SessionObject) {
        let input: AudioInput? =
            switch session {
            case .realtime(let session): session.audio?.input
            case .transcription(let session): session.audio?.input
            case .translation, .unknown: nil
            }
        switch input?.turnDetection ?? .absent {
        case .null:
            turn = .none
            interrupts = false
        case .value(.server(let vad)): interrupts = vad.interruptResponse ?? true
        case .value(.semantic(let vad)): interrupts = vad.interruptResponse ?? true
        case .absent, .value(.unknown): break
        }
    }

    private mutating func speechStarted(_ item: ItemID) {
        if turn != .none { breach(.turnsMatchSpeech, "\(item) started in \(turn)") }
        turn = .open(item)
        interrupted = interrupts ? active : nil
    }

    private mutating func committed(_ item: ItemID) {
        if case .stopped(let stopped) = turn {
            if stopped != item { breach(.turnsMatchSpeech, "\(stopped) stopped and \(item) was committed") }
            if let interrupted, responses[interrupted]?.isDone != true {
                breach(.turnsMatchSpeech, "committed while \(interrupted) answers, which the turn interrupted")
            }
        }
        turn = .none
        interrupted = nil
    }

    // MARK: Items

    private mutating func added(_ item: ItemID?) {
        guard let item else { return breach(.whatOpensCloses, "an item without an id") }
        if !openItems.insert(item).inserted { breach(.whatOpensCloses, "\(item) was added twice") }
    }

    private mutating func done(_ item: ItemID?) {
        guard let item else { return breach(.whatOpensCloses, "an item without an id") }
        if !(openItems.remove(item) != nil) { breach(.whatOpensCloses, "\(item) is done and was not open") }
    }

    // MARK: Responses

    private mutating func created(_ response: ResponseObject) {
        guard let id = response.id else { return breach(.createdOnceDoneOnce, "a response without an id") }
        if responses[id] != nil { breach(.createdOnceDoneOnce, "\(id) was created twice") }
        responses[id] = Response(created: response)
        guard response.conversationID.value != nil else { return }
        if active != nil { breach(.oneActiveResponse, "\(id) began while \(active?.rawValue ?? "") was active") }
        active = id
    }

    private mutating func done(_ response: ResponseObject) {
        guard let id = response.id, var known = responses[id] else {
            return breach(.createdOnceDoneOnce, "\(response.id?.rawValue ?? "?") is done and was not created")
        }
        if known.isDone { breach(.createdOnceDoneOnce, "\(id) is done twice") }
        if known.outputs.contains(where: \.isOpen) { breach(.whatOpensCloses, "\(id) is done with open items") }
        if response.output?.count != known.outputs.count {
            breach(.whatOpensCloses, "\(id) does not list its items")
        }
        if known.created.settings != response.settings { breach(.settingsOfTheBeginning, "\(id) changed under way") }
        checkUsage(response)
        known.isDone = true
        responses[id] = known
        if active == id { active = nil }
    }

    private mutating func checkUsage(_ response: ResponseObject) {
        guard let usage = response.usage.value, let input = usage.inputDetails, let output = usage.outputDetails else {
            return breach(.createdOnceDoneOnce, "done without usage")
        }
        let inputs = (input.textTokens ?? 0) + (input.audioTokens ?? 0) + (input.imageTokens ?? 0)
        let outputs = (output.textTokens ?? 0) + (output.audioTokens ?? 0)
        let adds = usage.inputTokens == inputs && usage.outputTokens == outputs && usage.totalTokens == inputs + outputs
        if !adds { breach(.createdOnceDoneOnce, "usage does not add up: \(usage.json.text)") }
        if !((input.cachedTokens ?? 0) <= inputs) { breach(.createdOnceDoneOnce, "more cached than asked") }
    }

    /// Changes an open output; a breach where there is none.
    private mutating func output(
        _ response: ResponseID,
        _ index: Int,
        _ what: String,
        _ change: (inout Output) -> Void = { _ in }
    ) -> Output? {
        guard var known = responses[response], !known.isDone else {
            breach(.createdOnceDoneOnce, "\(what) of \(response), which is not active")
            return nil
        }
        guard known.outputs.indices.contains(index), known.outputs[index].isOpen else {
            breach(.whatOpensCloses, "\(what) of \(response) at \(index), which is not open")
            return nil
        }
        change(&known.outputs[index])
        responses[response] = known
        return known.outputs[index]
    }

    private mutating func outputAdded(_ body: OutputItemEvent) {
        guard var known = responses[body.responseID], !known.isDone else {
            return breach(.createdOnceDoneOnce, "an item of \(body.responseID), which is not active")
        }
        if body.outputIndex != known.outputs.count {
            breach(.whatOpensCloses, "output index \(body.outputIndex) is out of turn")
        }
        known.outputs.append(Output(id: body.item.id ?? ""))
        responses[body.responseID] = known
    }

    private mutating func outputDone(_ body: OutputItemEvent) {
        let output = output(body.responseID, body.outputIndex, "an item done") { $0.isOpen = false }
        guard let output else { return }
        if output.parts.contains(where: \.isOpen) {
            breach(.whatOpensCloses, "\(output.id) is done with an open part")
        }
        guard case .message(let message) = body.item else { return }
        let said = message.content.map { $0.text ?? $0.transcript.value ?? "" }
        if !(said == output.parts.map(\.text)) {
            breach(.whatOpensCloses, "\(output.id) says other than its deltas: \(said)")
        }
    }

    // MARK: Parts

    private mutating func part(
        _ place: PartPlace,
        _ what: String,
        _ change: (inout Part) -> Void = { _ in }
    ) -> Part? {
        var found: Part?
        _ = output(place.responseID, place.outputIndex, what) { output in
            guard output.parts.indices.contains(place.contentIndex), output.parts[place.contentIndex].isOpen else {
                return
            }
            change(&output.parts[place.contentIndex])
            found = output.parts[place.contentIndex]
        }
        if found == nil { breach(.whatOpensCloses, "\(what) of a part that is not open: \(place.json.text)") }
        return found
    }

    private mutating func partAdded(_ body: PartEvent) {
        let isAudio = body.part.type == .audio
        var isNext = false
        _ = output(body.place.responseID, body.place.outputIndex, "a part") { output in
            isNext = body.place.contentIndex == output.parts.count && !output.parts.contains(where: \.isOpen)
            output.parts.append(Part(isAudio: isAudio))
        }
        if !isNext { breach(.whatOpensCloses, "a part is out of turn: \(body.place.json.text)") }
    }

    private mutating func partDone(_ body: PartEvent) {
        let part = part(body.place, "a part done") { $0.isOpen = false }
        let said = body.part.text ?? body.part.transcript.value
        if part?.text != said { breach(.whatOpensCloses, "a part says other than its deltas") }
    }

    private mutating func partGrew(_ body: PartDelta, _ type: String) {
        if body.delta.isEmpty { breach(.whatOpensCloses, "an empty delta") }
        let isAudio = type == "response.output_audio_transcript.delta"
        let part = part(body.place, type) { $0.text += body.delta }
        if part?.isAudio != isAudio { breach(.whatOpensCloses, "\(type) in a part of another kind") }
    }

    private mutating func partSaid(_ place: PartPlace, _ text: String) {
        let part = part(place, "a text done")
        if part?.text != text { breach(.whatOpensCloses, "done says '\(text)', the deltas '\(part?.text ?? "")'") }
    }

    mutating func saw(_ audio: OutgoingAudio) {
        if !eventIDs.insert(audio.eventID).inserted {
            breach(.createdOnceDoneOnce, "event id \(audio.eventID) came twice")
        }
        if isStalled { breach(.nothingIsDropped, "audio for a client that does not read") }
        if audio.samples.isEmpty { breach(.whatOpensCloses, "empty audio") }
        guard audio.place.responseID.rawValue != "" else { return }
        let part = part(audio.place, "audio")
        if part?.isAudio != true { breach(.whatOpensCloses, "audio in a part of another kind") }
    }

    private mutating func argumentsGrew(_ body: FunctionArgumentsDelta) {
        if body.delta.isEmpty { breach(.whatOpensCloses, "an empty delta") }
        _ = output(body.responseID, body.outputIndex, "arguments") { $0.arguments += body.delta }
    }

    private mutating func argumentsDone(_ body: FunctionArgumentsDone) {
        let output = output(body.responseID, body.outputIndex, "arguments done")
        if output?.arguments != body.arguments { breach(.whatOpensCloses, "arguments differ from their deltas") }
    }
}

extension ResponseObject {
    /// What must not change while it runs.
    fileprivate var settings: JSON {
        var fixed = self
        fixed.status = nil
        fixed.statusDetails = .absent
        fixed.output = nil
        fixed.usage = .absent
        return fixed.json
    }
}
