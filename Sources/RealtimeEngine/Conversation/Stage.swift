import RealtimeAPI

/// What responses share: the conversation that they write to, the audio that the user hears, and the way out.
struct Stage: Sendable {
    var outbox: Outbox
    var conversation: Conversation
    var playback: Playback
    /// Calls that wait for a person, by the item that asks.
    var approvals: [ItemID: PendingApproval] = [:]
    /// The client does not keep up: audio waits, and so do those who make it.
    var isStalled = false
    let limits: EngineLimits

    init(_ configuration: SessionConfiguration, ids: IDSource) {
        limits = configuration.limits
        conversation = Conversation(
            id: ConversationID.ofSession(configuration.id),
            itemsMax: limits.itemsMax,
            keptBytesMax: limits.keptAudioBytesMax,
            contentBytesMax: limits.contentBytesMax
        )
        outbox = Outbox(ids: ids)
        playback = Playback(transport: configuration.transport)
    }

    /// The user shall hear no more of what was sent. On RTP the server knows what was heard and cuts the history there;
    /// on WebSocket only the client knows, and says it with a `truncate` (CONTRACT 8).
    mutating func silence(at now: Moment) {
        let cut = playback.stop(at: now)
        guard playback.transport == .media else { return }
        let cleared = playback.cleared()
        guard !cleared.isEmpty else { return }
        outbox.perform(.dropAudio)
        for response in cleared {
            outbox.send(.outputAudioCleared(OutputAudioEvent { $0.responseID = response }))
        }
        for part in cut where conversation.contains(part.item) {
            truncate(part.item, part.contentIndex, at: part.heard)
        }
    }

    mutating func truncate(_ item: ItemID, _ part: Int, at end: Ticks) {
        conversation.truncate(item, part: part, at: end)
        let event = ItemTruncated {
            $0.itemID = item
            $0.contentIndex = part
            $0.audioEndMilliseconds = end.milliseconds
        }
        outbox.send(.itemTruncated(event))
    }

    /// Tells which responses the user has heard to their end, on RTP.
    mutating func tellStopped(at now: Moment) {
        guard playback.transport == .media else { return }
        for response in playback.stopped(at: now) {
            outbox.send(.outputAudioStopped(OutputAudioEvent { $0.responseID = response }))
        }
    }

    mutating func forgetAudio() {
        for item in conversation.forgetAudioBeyondLimit() { outbox.perform(.note(.audioForgotten(item))) }
    }

    /// Adds an item that is whole: `added` and `done` back to back.
    mutating func insert(_ entry: Conversation.Entry, id: ItemID, at place: Conversation.Place = .end) {
        makeRoom(for: id)
        conversation.insert(entry, id: id, at: place)
        let placed = placed(id, entry.item)
        outbox.send(.itemAdded(placed))
        outbox.send(.itemDone(placed))
        forgetAudio()
    }

    /// The input buffer, or a part of it, becomes an item.
    mutating func insertAudio(_ item: ItemID, _ samples: Samples, hearing: Hearing?) {
        makeRoom(for: item)
        let committed = BufferCommitted {
            $0.previousItemID = Nullable(conversation.last)
            $0.itemID = item
        }
        outbox.send(.inputAudioCommitted(committed))
        let message = Message {
            $0.role = .user
            $0.content = [
                ContentPart {
                    $0.type = .inputAudio
                    $0.transcript = .null
                }
            ]
        }
        var entry = Conversation.Entry(item: .message(message.stamped(item, .completed)))
        entry.audio[0] = Conversation.KeptAudio(samples: samples, length: Ticks(samples.count))
        entry.hearing = hearing
        insert(entry, id: item)
    }

    /// Adds an item that is still being written.
    mutating func open(_ item: Item, id: ItemID) {
        makeRoom(for: id)
        conversation.insert(Conversation.Entry(item: item, isOpen: true), id: id)
        outbox.send(.itemAdded(placed(id, item)))
    }

    mutating func close(_ item: Item, id: ItemID) {
        conversation.close(id, as: item)
        outbox.send(.itemDone(placed(id, item)))
        forgetAudio()
    }

    func placed(_ id: ItemID, _ item: Item) -> PlacedItem {
        PlacedItem {
            $0.previousItemID = Nullable(conversation.predecessor(of: id))
            $0.item = item
        }
    }

    /// What the user says and the model answers must find room: the oldest item goes, and the client is told.
    /// So does an item whose id a client took before we made it: identifiers of ours are ours.
    mutating func makeRoom(for id: ItemID) {
        if conversation.contains(id) { remove(id) }
        while conversation.isFull, let oldest = conversation.oldestClosed {
            remove(oldest)
        }
    }

    mutating func remove(_ id: ItemID) {
        conversation.remove(id)
        approvals[id] = nil
        outbox.send(.itemDeleted(ItemNamed { $0.itemID = id }))
    }
}

/// A call of an MCP server's tool that a person must allow.
struct PendingApproval: Sendable, Equatable {
    var server: MCPTool
    var name: String
    var arguments: String
}
