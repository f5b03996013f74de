import RealtimeAPI

/// What a client does to the items of a conversation.
extension Stage {
    /// Throws before anything is changed, or not at all.
    mutating func create(
        _ body: ItemCreate,
        _ audio: [Samples],
        announced: ItemID?,
        _ offer: Offer
    ) throws(APIError) -> (ItemID, Conversation.Entry) {
        let place = try place(body.previousItemID)
        let id = try freeID(body.item.id, announced: announced)
        let entry = try entry(for: body.item, id, audio, offer)
        guard conversation.hasRoom(for: entry) else {
            throw .conversationFull(items: limits.itemsMax, bytes: limits.contentBytesMax)
        }
        insert(entry, id: id, at: place)
        return (id, entry)
    }

    private func place(_ previous: Nullable<ItemID>) throws(APIError) -> Conversation.Place {
        guard let previous = previous.value else { return .end }
        if previous == "root" { return .first }
        guard conversation.contains(previous) else { throw .unknownPreviousItem(previous.rawValue) }
        return .after(previous)
    }

    private mutating func freeID(_ given: ItemID?, announced: ItemID?) throws(APIError) -> ItemID {
        guard let given else {
            var id = outbox.ids.item()
            while conversation.contains(id) { id = outbox.ids.item() }
            return id
        }
        guard !conversation.contains(given), given != announced else { throw .duplicateItem(given.rawValue) }
        return given
    }

    /// The item as the conversation keeps it: its audio apart, its state what it is in truth.
    func entry(
        for item: Item,
        _ id: ItemID,
        _ audio: [Samples],
        _ offer: Offer
    ) throws(APIError) -> Conversation.Entry {
        switch item {
        case .message(let message): return try entry(for: message, id, audio, offer)
        case .functionCall(let call):
            return Conversation.Entry(item: .functionCall(named(call).stamped(id, .completed)))
        case .functionCallOutput(let output):
            guard conversation.hasCall(output.callID) else { throw .unknownToolCall(output.callID.rawValue) }
            return Conversation.Entry(item: .functionCallOutput(output.stamped(id, .completed)))
        case .mcpApprovalResponse(let response):
            return Conversation.Entry(item: .mcpApprovalResponse(response.stamped(id, .completed)))
        case .mcpListTools, .mcpCall, .mcpApprovalRequest, .unknown:
            // Strict reading lets none of them through.
            throw .serverError
        }
    }

    /// A call that a client puts into the history without an id can still be answered.
    private func named(_ call: FunctionCall) -> FunctionCall {
        var named = call
        if named.callID == nil, let id = call.id { named.callID = CallID(id.rawValue) }
        return named
    }

    private func entry(
        for given: Message,
        _ id: ItemID,
        _ audio: [Samples],
        _ offer: Offer
    ) throws(APIError) -> Conversation.Entry {
        var message = given.stamped(id, .completed)
        var kept: [Int: Conversation.KeptAudio] = [:]
        var words: [String] = []
        var isUnheard = false
        var next = audio.makeIterator()
        for index in message.content.indices {
            switch message.content[index].type {
            case .text: message.content[index].type = .outputText
            case .inputImage where !offer.hasImages:
                throw .unsupported("item.content[\(index)].type", "The model of this session does not see images.")
            case .inputAudio:
                guard let samples = next.next() else { throw .serverError }
                message.content[index].audio = nil
                kept[index] = Conversation.KeptAudio(samples: samples, length: Ticks(samples.count))
                let transcript = message.content[index].transcript.value
                message.content[index].transcript = Nullable(transcript)
                isUnheard = isUnheard || transcript == nil
                words.append(transcript ?? "")
            default: break
            }
        }
        var entry = Conversation.Entry(item: .message(message), audio: kept)
        guard !kept.isEmpty, offer.hearsForModel else { return entry }
        entry.hearing = isUnheard ? .pending : .heard(words.joined(separator: " "))
        if entry.allAudio.isEmpty { entry.hearing = .nothing }
        return entry
    }

    mutating func delete(_ id: ItemID) throws(APIError) {
        guard let entry = conversation[id] else { throw .deleteUnknownItem(id.rawValue) }
        guard !entry.isOpen else { throw .deleteItemInProgress(id.rawValue) }
        remove(id)
    }

    mutating func retrieve(_ id: ItemID) throws(APIError) {
        guard let item = conversation.retrieved(id) else { throw .retrieveUnknownItem(id.rawValue) }
        outbox.send(.itemRetrieved(ItemEvent { $0.item = item }))
    }

    mutating func truncate(_ body: ItemTruncate) throws(APIError) {
        guard let entry = conversation[body.itemID] else { throw .truncateUnknownItem(body.itemID.rawValue) }
        guard case .message(let message) = entry.item, message.role == .assistant else {
            throw .invalidValue("item_id", "Only the audio of an assistant's message can be truncated.")
        }
        guard let audio = entry.audio[body.contentIndex] else {
            throw .invalidValue(
                "content_index",
                "The item '\(body.itemID)' has no audio at content index \(body.contentIndex)."
            )
        }
        // Clients round up: the end of the millisecond in which the audio ends is its end.
        let wanted = body.audioEndMilliseconds
        guard wanted <= audio.length.millisecondsRoundedUp else {
            throw .truncateBeyondEnd(have: audio.length.milliseconds, wanted: wanted)
        }
        truncate(body.itemID, body.contentIndex, at: min(.milliseconds(wanted), audio.length))
    }
}

extension Conversation.Entry {
    /// All of its audio in order, for a listener.
    var allAudio: Samples { audio.keys.sorted().flatMap { audio[$0]?.sound.samples ?? [] } }
}
