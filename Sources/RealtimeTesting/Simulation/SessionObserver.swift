import Bytes
public import RealtimeAPI
public import RealtimeEngine

/// Watches what an engine does, and says which invariant it broke. It knows the protocol and not the engine.
public struct SessionObserver: Sendable {
    struct Part: Sendable {
        var isAudio: Bool
        var text = ""
        var isOpen = true
    }

    struct Output: Sendable {
        var id: ItemID
        var arguments = ""
        var parts: [Part] = []
        var isOpen = true
    }

    struct Response: Sendable {
        var created: ResponseObject
        var outputs: [Output] = []
        var isDone = false

        var isDefault: Bool { created.conversationID.value != nil }
    }

    enum Turn: Sendable, Equatable {
        case none
        case open(ItemID)
        case stopped(ItemID)
    }

    public internal(set) var breaches: [Breach] = []
    var responses: [ResponseID: Response] = [:]
    var active: ResponseID?
    var openItems: Set<ItemID> = []
    var turn = Turn.none
    var interrupts = true
    /// The response that the open turn interrupts.
    var interrupted: ResponseID?
    var listeners: Set<ListenerID> = []
    var asked: Set<ResponseID> = []
    var tools: Set<ItemID> = []
    /// The recogniser was asked to expect words, and whether it does.
    private var expectation = (isAsked: false, isInForce: false)
    var eventIDs: Set<String> = []
    public internal(set) var isClosed = false
    public internal(set) var isStalled = false

    public init() {}

    mutating func breach(_ invariant: Invariant, _ what: String) {
        breaches.append(Breach(invariant: invariant, what: what))
    }

    // MARK: Input

    public mutating func saw(_ input: SessionInput) {
        if case .outputStalled(let stalled) = input { isStalled = stalled }
        if input == .expected(.granted), expectation.isAsked { expectation.isInForce = true }
        // Whatever else comes first stands for a refusal.
        expectation.isAsked = false
    }

    // MARK: Output

    public mutating func saw(_ actions: [SessionAction]) {
        for action in actions {
            if isClosed { breach(.endsOnceAndWhole, "\(action) after the close") }
            saw(action)
        }
    }

    private mutating func saw(_ action: SessionAction) {
        switch action {
        case .send(let event, let eventID, _):
            if !eventIDs.insert(eventID).inserted { breach(.createdOnceDoneOnce, "event id \(eventID) came twice") }
            saw(event)
        case .audio(let audio): saw(audio)
        case .listen(let listener, let order): saw(listener, order)
        case .respond(let id, let order): saw(id, order)
        case .mcp(let item, .cancel): tools.remove(item)
        case .mcp(let item, _): tools.insert(item)
        case .close: close()
        case .expect(let words):
            expectation.isAsked = words != nil
            if words == nil { expectation.isInForce = false }
        case .dropAudio, .condition, .trace, .translate, .limit, .note: break
        }
    }

    private mutating func saw(_ listener: ListenerID, _ order: ListenerOrder) {
        switch order {
        case .open:
            if !listeners.insert(listener).inserted { breach(.endsOnceAndWhole, "\(listener) was opened twice") }
        case .feed, .finish: if !listeners.contains(listener) { breach(.endsOnceAndWhole, "\(listener) is not open") }
        case .cancel:
            if !(listeners.remove(listener) != nil) {
                breach(.endsOnceAndWhole, "\(listener) was cancelled and not open")
            }
        }
    }

    private mutating func saw(_ id: ResponseID, _ order: ResponseOrder) {
        switch order {
        case .start(let request):
            if !asked.insert(id).inserted { breach(.endsOnceAndWhole, "\(id) was started twice") }
            saw(request, for: id)
        case .hold, .proceed: if !asked.contains(id) { breach(.endsOnceAndWhole, "\(id) is not being answered") }
        case .cancel: if !(asked.remove(id) != nil) { breach(.endsOnceAndWhole, "\(id) was cancelled and not started") }
        }
    }

    private mutating func saw(_ request: ResponseRequest, for id: ResponseID) {
        guard let created = responses[id]?.created else {
            return breach(.createdOnceDoneOnce, "\(id) was started and not created")
        }
        let began = (created.outputModalities?.first, created.audio?.output?.voice, created.maxOutputTokens)
        let isSame = began.0 == request.modality && began.1 == request.voice && began.2 == request.maxOutputTokens
        if !isSame { breach(.settingsOfTheBeginning, "\(id) began as \(created) and asks \(request)") }
    }

    /// An effect that has said its last.
    public mutating func ended(_ listener: ListenerID) { listeners.remove(listener) }
    public mutating func ended(_ response: ResponseID) { asked.remove(response) }
    public mutating func ended(_ tool: ItemID) { tools.remove(tool) }

    private mutating func close() {
        isClosed = true
        if !listeners.isEmpty { breach(.endsOnceAndWhole, "closed while \(listeners) listen") }
        if !asked.isEmpty { breach(.endsOnceAndWhole, "closed while \(asked) are answered") }
        if !tools.isEmpty { breach(.endsOnceAndWhole, "closed while \(tools) run") }
        if expectation.isInForce { breach(.endsOnceAndWhole, "closed while the recogniser expects words") }
        if !openItems.isEmpty { breach(.whatOpensCloses, "closed while \(openItems) are open") }
        for (id, response) in responses {
            if !response.isDone { breach(.createdOnceDoneOnce, "\(id) was created and is not done") }
        }
    }

    // MARK: State

    public mutating func saw(_ vitals: Vitals, _ limits: EngineLimits) {
        let accounted = vitals.committed + vitals.cleared + vitals.buffered
        if vitals.appended != accounted {
            breach(.audioIsInOnePlace, "appended \(vitals.appended), accounted \(accounted)")
        }
        if vitals.bufferedBytes > limits.bufferBytesMax {
            breach(.everythingHasALimit, "buffered \(vitals.bufferedBytes)")
        }
        if vitals.keptAudioBytes > limits.keptAudioBytesMax {
            breach(.everythingHasALimit, "kept \(vitals.keptAudioBytes)")
        }
        if vitals.items > limits.itemsMax { breach(.everythingHasALimit, "\(vitals.items) items") }
        // What an answer adds makes room when the next item comes.
        if vitals.contentBytes > limits.contentBytesMax + 2 * limits.outputTextBytesMax {
            breach(.everythingHasALimit, "\(vitals.contentBytes) bytes of text")
        }
        if vitals.queuedBytes > limits.outputQueueBytesMax {
            breach(.everythingHasALimit, "queued \(vitals.queuedBytes)")
        }
        if vitals.outOfBandResponses > limits.outOfBandMax {
            breach(.everythingHasALimit, "\(vitals.outOfBandResponses) out of band")
        }
    }
}
