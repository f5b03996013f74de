import RealtimeAPI

/// One response from `response.created` to `response.done`.
///
/// Every item, part and stream that it opens it closes, whatever happens; after it is done it says nothing more. It is
/// the only writer of its events.
struct ActiveResponse: Sendable {
    enum Phase: Sendable, Equatable {
        /// Created, and not given to the model yet.
        case waiting(Waiting)
        case generating
        /// The back end has said its last; the pacer or a tool of an MCP server is not through.
        case draining(AnswerEnd)
        case done
    }

    struct Waiting: Sendable, Equatable {
        var forLimiter: Bool
        /// Items whose words the model must know.
        var forHearing: Set<ItemID>
        var isOver: Bool { !forLimiter && forHearing.isEmpty }
    }

    let id: ResponseID
    let plan: ResponsePlan
    var phase: Phase
    var output: [OutputItem] = []
    var queue = OutputQueue()
    var budget: OutputBudget
    var reported = ReportedUsage()
    var input = TokenCount()
    /// The model was given its input; until then nothing was used.
    var wasAsked = false
    /// What went out, for `usage`: an interrupted answer is not charged for what nobody got.
    var sentAudio = Ticks.zero
    var sentText = TextCount()
    /// The back end was told to wait.
    var isHeld = false
    /// The output indices of the message that is being written, and of the call whose arguments come.
    var message: Int?
    var call: Int?
    var runningTools: [ItemID: Int] = [:]
    /// A new response is waiting for this one to get out of the way.
    var isFlushing = false
    let asksLimiter: Bool

    init(id: ResponseID, plan: ResponsePlan, hearing: Set<ItemID>, inputTokens: TokenCount) {
        self.id = id
        self.plan = plan
        input = inputTokens
        budget = OutputBudget(plan.settings.maxOutputTokens)
        phase = .waiting(Waiting(forLimiter: true, forHearing: hearing))
        asksLimiter = true
    }

    /// A response that only runs a tool which a person approved: no model takes part in it.
    init(id: ResponseID, running plan: ResponsePlan) {
        self.id = id
        self.plan = plan
        budget = OutputBudget(.unlimited)
        phase = .draining(.completed)
        asksLimiter = false
    }

    var isDone: Bool { phase == .done }

    /// Nothing more will be made: only what waits to be sent is missing.
    var waitsOnlyForPacer: Bool {
        if case .draining = phase { runningTools.isEmpty } else { false }
    }

    var hasOpenItem: Bool { output.contains(where: \.isOpen) }

    // MARK: Beginning

    mutating func begin(_ stage: inout Stage) {
        stage.outbox.send(.responseCreated(event(.inProgress, details: nil, usage: nil)))
        if asksLimiter { stage.outbox.perform(.limit(.began(id, inputTokens: input.total))) }
    }

    var awaitsLimiter: Bool { if case .waiting(let waiting) = phase { waiting.forLimiter } else { false } }

    /// True: all is there that the model needs.
    mutating func limiterAnswered() -> Bool {
        guard case .waiting(var waiting) = phase, waiting.forLimiter else { return false }
        waiting.forLimiter = false
        phase = .waiting(waiting)
        return waiting.isOver
    }

    mutating func heard(_ item: ItemID) -> Bool {
        guard case .waiting(var waiting) = phase, waiting.forHearing.remove(item) != nil else { return false }
        phase = .waiting(waiting)
        return waiting.isOver
    }

    mutating func start(_ request: ResponseRequest, inputTokens: TokenCount, _ stage: inout Stage) {
        guard case .waiting(let waiting) = phase, waiting.isOver else { return }
        input = inputTokens
        wasAsked = true
        phase = .generating
        stage.outbox.perform(.respond(id, .start(request)))
    }

    // MARK: The back end's pieces

    mutating func take(_ part: AnswerPart, _ stage: inout Stage, at now: Moment) {
        guard phase == .generating else { return }
        switch part {
        case .message(let phase):
            endMessage(.completed, &stage)
            message = openItem(.message(phase: phase, parts: []), &stage)
        case .text(let text): takeText(text, &stage)
        case .speech(_, let text) where plan.settings.modality == .text: takeText(text, &stage)
        case .speech(let samples, let text): takeSpeech(samples, text, &stage)
        case .functionCall(let callID, let name): openCall(callID, name, &stage)
        case .arguments(let text): takeArguments(text, &stage)
        case .mcpCall(let label, let name, let arguments): takeToolCall(label, name, arguments, &stage)
        case .usage(let usage): reported = usage
        case .end(let end): takeEnd(end, &stage, at: now)
        }
        if phase == .generating, budget.isExceeded {
            stage.outbox.perform(.respond(id, .cancel))
            takeEnd(.maxOutputTokens, &stage, at: now)
        }
        pump(&stage, at: now)
    }

    mutating func takeText(_ text: String, _ stage: inout Stage) {
        let admitted = budget.admit(text)
        guard !admitted.isEmpty else { return }
        let item = currentMessage(&stage)
        if queue.holds(item) {
            queue.append(.text(admitted), to: item)
        } else {
            write(admitted, item, &stage)
        }
    }

    mutating func takeSpeech(_ samples: Samples, _ text: String, _ stage: inout Stage) {
        let (kept, words) = budget.admit(samples, saying: text)
        guard !kept.isEmpty || !words.isEmpty else { return }
        let item = currentMessage(&stage)
        queue.append(.speech(OutputQueue.Speech(samples: kept, saying: words)), to: item)
        if queue.byteCount > stage.limits.outputQueueBytesMax {
            stage.outbox.perform(.respond(id, .cancel))
            fail(.outputOverflow(limit: stage.limits.outputQueueBytesMax), &stage)
        }
    }

    mutating func currentMessage(_ stage: inout Stage) -> Int {
        endCall(.completed, &stage)
        if let message { return message }
        let item = openItem(.message(phase: nil, parts: []), &stage)
        message = item
        return item
    }

    mutating func openCall(_ callID: CallID?, _ name: String, _ stage: inout Stage) {
        endMessage(.completed, &stage)
        endCall(.completed, &stage)
        let given = callID ?? stage.outbox.ids.call()
        let body = FunctionCall {
            $0.callID = given
            $0.name = name
        }
        call = openItem(.call(body), &stage)
    }

    mutating func takeArguments(_ text: String, _ stage: inout Stage) {
        guard let call, case .call(var body) = output[call].body else {
            stage.outbox.perform(.respond(id, .cancel))
            return fail(.modelFailed("The model's back end sent arguments without a call."), &stage)
        }
        let admitted = budget.admit(text)
        guard !admitted.isEmpty else { return }
        body.arguments += admitted
        sentText.add(admitted)
        output[call].body = .call(body)
        let event = FunctionArgumentsDelta {
            $0.responseID = id
            $0.itemID = output[call].id
            $0.outputIndex = call
            $0.callID = body.callID ?? ""
            $0.delta = admitted
            $0.obfuscation = stage.outbox.ids.obfuscation(forDeltaOf: admitted.utf8.count)
        }
        stage.outbox.send(.functionArgumentsDelta(event))
    }

    mutating func takeEnd(_ end: AnswerEnd, _ stage: inout Stage, at now: Moment) {
        if case .failed(let error) = end { return fail(error, &stage) }
        let status: ItemStatus = end == .completed ? .completed : .incomplete
        endCall(status, &stage)
        endMessage(status, &stage)
        phase = .draining(end)
    }
}
