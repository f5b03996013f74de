import RealtimeAPI

/// Opening and closing of items and parts. What is opened here is closed here.
extension ActiveResponse {
    mutating func openItem(_ body: OutputItem.Body, _ stage: inout Stage, id given: ItemID? = nil) -> Int {
        let itemID = given ?? stage.outbox.ids.item()
        let item = OutputItem(id: itemID, index: output.count, body: body)
        output.append(item)
        // What must go to make room goes first: the two events of the new item stand together.
        if plan.isDefault { stage.makeRoom(for: itemID) }
        stage.outbox.send(.outputItemAdded(outputEvent(item)))
        if plan.isDefault { stage.open(item.wire, id: item.id) }
        return item.index
    }

    /// The part that is written to: the last one if it is of this kind, else a new one.
    mutating func openPart(_ kind: OutputItem.Part.Kind, _ item: Int, _ stage: inout Stage) -> Int {
        if let last = output[item].parts.indices.last, output[item].parts[last].isOpen {
            if output[item].parts[last].kind == kind { return last }
            closePart(item, &stage)
        }
        let part = OutputItem.Part(kind: kind)
        output[item].parts.append(part)
        let index = output[item].parts.count - 1
        if plan.isDefault { stage.conversation.addPart(part.content, to: output[item].id) }
        stage.outbox.send(.contentPartAdded(partEvent(item, index)))
        return index
    }

    mutating func closePart(_ item: Int, _ stage: inout Stage) {
        guard let index = output[item].parts.indices.last, output[item].parts[index].isOpen else { return }
        output[item].parts[index].isOpen = false
        let part = output[item].parts[index]
        let place = place(item, index)
        switch part.kind {
        case .text:
            let event = TextDone {
                $0.place = place
                $0.text = part.text
            }
            stage.outbox.send(.textDone(event))
        case .audio:
            stage.outbox.send(.audioDone(place))
            let event = TranscriptDone {
                $0.place = place
                $0.transcript = part.text
            }
            stage.outbox.send(.audioTranscriptDone(event))
        }
        stage.outbox.send(.contentPartDone(partEvent(item, index)))
    }

    /// Ends the message that is being written: at once, or when what waits of it has been sent.
    mutating func endMessage(_ status: ItemStatus, _ stage: inout Stage) {
        guard let item = message else { return }
        message = nil
        if queue.holds(item) {
            queue.append(.close(status), to: item)
        } else {
            closeItem(item, status, &stage)
        }
    }

    mutating func endCall(_ status: ItemStatus, _ stage: inout Stage) {
        guard let item = call else { return }
        call = nil
        closeItem(item, status, &stage)
    }

    mutating func closeItem(_ item: Int, _ status: ItemStatus, _ stage: inout Stage) {
        guard output[item].isOpen else { return }
        switch output[item].body {
        case .message: closePart(item, &stage)
        case .call(let body): stage.outbox.send(.functionArgumentsDone(argumentsDone(body, item)))
        case .mcp, .approval: break
        }
        output[item].status = status
        if plan.isDefault { stage.close(output[item].wire, id: output[item].id) }
        stage.outbox.send(.outputItemDone(outputEvent(output[item])))
    }
}
