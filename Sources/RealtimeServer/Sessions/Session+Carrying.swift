internal import MCP
internal import NetIO
internal import RealtimeAPI
internal import RealtimeEngine
internal import Speech

extension Session {
    func handle(_ input: SessionInput) { think(.input(input)) }

    /// Gives an input to the brain and carries out what it wants, and what follows from that.
    func think(_ input: BrainInput) {
        inbox.append(input)
        guard !isHandling else { return }
        isHandling = true
        while !inbox.isEmpty {
            let next = inbox.removeFirst()
            for action in brain.handle(next, at: Self.now) { perform(action) }
        }
        isHandling = false
        arm()
    }

    private func perform(_ action: SessionAction) {
        switch action {
        case .send(let event, let eventID, let recipient):
            lastActivity = Self.now
            let recipients = attachments.filter { recipient.includes($0.id) }
            journal.sent(event, messages: recipients.reduce(0) { $0 + $1.send(event, eventID: eventID) })
        case .audio(let audio):
            lastActivity = Self.now
            journal.sent(audio, messages: attachments.reduce(0) { $0 + $1.send(audio) })
        // On a WebSocket, what was sent is the client's to drop.
        case .dropAudio: break
        case .condition(let conditioning): condition(conditioning)
        case .trace(let tracing): journal.trace(tracing)
        case .expect(let words):
            let answer = speech.expect(words)
            // Before what already waits: nothing may come between the question and its answer.
            if words != nil { inbox.insert(.input(.expected(answer)), at: 0) }
        case .listen(let id, let order): listen(id, order)
        case .respond(let id, let order): respond(id, order)
        case .translate(let order): translate(order)
        case .mcp(let item, let order): run(order, of: item)
        case .limit(let moment):
            let answer = terms.limit(moment)
            journal.limited(answer)
            inbox.append(.input(.limited(moment, answer)))
        case .note(let note): journal.note(note)
        case .close(let reason): close(reason)
        }
    }

    /// What the decoder of an old format still held came before the change.
    private func condition(_ conditioning: Conditioning) {
        guard let rest = conditioner.use(conditioning), let primary = attachments.first else { return }
        inbox.append(.input(.audio(rest, from: Sender(primary.id))))
    }

    private func close(_ reason: EndReason) {
        guard !hasEnded else { return }
        hasEnded = true
        effects.cancelAll()
        mcp?.close()
        longAppend = nil
        timer = nil
        for attachment in attachments { attachment.close(code: reason.closeCode, reason: reason.closeReason) }
        attachments = []
        journal.ended(reason)
        terms.ended(id)
    }

    // MARK: Effects

    private func listen(_ id: ListenerID, _ order: ListenerOrder) {
        guard case .open(let settings, let wantsLogprobs) = order else {
            return effects.tell(id, order, at: Self.now)
        }
        let assignment = ListeningAssignment(
            id.purpose,
            settings: settings,
            wantsLogprobs: wantsLogprobs,
            turn: items.turn(of: id.item)
        )
        let listener = speech.listen(assignment) { [weak self] report in
            self?.assumeIsolated { $0.reported(id, report) }
        }
        effects.begin(id, listener)
    }

    private func respond(_ id: ResponseID, _ order: ResponseOrder) {
        guard case .start(let request) = order else { return effects.tell(id, order, at: Self.now) }
        let answer = speech.answer(request) { [weak self] part in
            self?.assumeIsolated { $0.reported(id, part) }
        }
        effects.begin(id, answer, at: Self.now)
    }

    private func translate(_ order: TranslationOrder) {
        guard case .open(let model, let language, let transcription) = order else {
            return effects.tell(order, at: Self.now)
        }
        let assignment = TranslationAssignment(model: model, language: language, transcription: transcription)
        let translator = speech.translate(assignment) { [weak self] part in
            self?.assumeIsolated { $0.reported(part) }
        }
        effects.begin(translator)
    }

    private func run(_ order: MCPOrder, of item: ItemID) {
        // Without it settings with such tools are refused; an order that comes all the same is answered.
        guard let mcp, let terms = terms.mcp else {
            let error = MCPError.protocolError(code: RPCCode.methodNotFound, "This server does not call MCP tools.")
            return inbox.append(.input(.mcp(item, .failed(error))))
        }
        let report: @Sendable (MCPTool, ToolAnswer) -> Void = { [weak self] tool, answer in
            self?.assumeIsolated { $0.reported(item, tool, answer) }
        }
        let due = Self.now + terms.timeout
        switch order {
        case .cancel: effects.cancel(item)
        case .list(let tool): effects.begin(item, mcp.list(tool) { report(tool, $0) }, until: due)
        case .call(let tool, let name, let arguments):
            let run = mcp.call(tool, name: name, arguments: arguments) { report(tool, $0) }
            effects.begin(item, run, until: due)
        }
    }

    private func reported(_ id: ListenerID, _ report: ListenerReport) {
        if effects.heard(id, report, at: Self.now) { handle(.listened(id, report)) }
    }

    private func reported(_ id: ResponseID, _ part: AnswerPart) {
        if effects.heard(id, part, at: Self.now) { handle(.responded(id, part)) }
    }

    private func reported(_ part: TranslationPart) {
        if effects.heard(part, at: Self.now) { handle(.translated(part)) }
    }

    private func reported(_ item: ItemID, _ tool: MCPTool, _ answer: ToolAnswer) {
        guard effects.heard(item) else { return }
        journal.answered(answer, by: tool.serverLabel)
        handle(.mcp(item, MCPReport(answer)))
    }

    // MARK: Time

    private var idleDue: Moment? { terms.idleLimit.map { lastActivity + $0 } }

    /// One timer for everything that has a time: the engine's deadline, silent back ends, the idle limit.
    private func arm() {
        guard !hasEnded else { return }
        guard let due = Moment.earlier(Moment.earlier(brain.deadline, effects.deadline), idleDue) else { return }
        if let timerDue, timerDue <= due { return }
        let timer = timer ?? LoopTimer(on: loop) { [weak self] in self?.assumeIsolated { $0.fire() } }
        self.timer = timer
        timerDue = due
        timer.start(after: due - Self.now)
    }

    private func fire() {
        timerDue = nil
        let now = Self.now
        let overdue = effects.overdue(at: now)
        if !overdue.isEmpty { journal.timedOut(overdue.count) }
        for input in overdue { inbox.append(.input(input)) }
        if let idleDue, now >= idleDue { inbox.append(.input(.end(.idle))) }
        think(.input(.timeout))
    }
}

extension Recipient {
    func includes(_ id: AttachmentID) -> Bool {
        switch self {
        case .all: true
        case .one(let one): one == id
        }
    }
}
