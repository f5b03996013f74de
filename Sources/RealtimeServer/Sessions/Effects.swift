internal import RealtimeAPI
internal import RealtimeEngine
internal import Speech

/// The back ends at work for one session, and how long each may be silent.
///
/// Every effect is answered: one that says nothing in its time is cancelled, and the engine is told that it failed.
/// A class, confined to its session: none of it is being changed while a back end is called, so one that reports from
/// within the call, against its contract, finds it in order.
final class Effects {
    struct Running<Work> {
        let work: Work
        /// Something is to come of it, and it does not wait for us.
        var isAwaited: Bool
        var isHeld = false
        private(set) var due: Moment?

        init(_ work: Work, isAwaited: Bool = false) {
            self.work = work
            self.isAwaited = isAwaited
        }

        func isDue(_ now: Moment) -> Bool { due.map { $0 <= now } ?? false }

        mutating func wait(until due: Moment) { self.due = isAwaited && !isHeld ? due : nil }
    }

    private let patience: Duration
    private var listeners: [ListenerID: Running<any Listener>] = [:]
    private var answers: [ResponseID: Running<any Answerer>] = [:]
    private var translator: Running<any Translator>?
    private var tools: [ItemID: Running<MCPRun>] = [:]

    init(patience: Duration) { self.patience = patience }

    var deadline: Moment? {
        var earliest = translator?.due
        for running in listeners.values { earliest = Moment.earlier(earliest, running.due) }
        for running in answers.values { earliest = Moment.earlier(earliest, running.due) }
        for running in tools.values { earliest = Moment.earlier(earliest, running.due) }
        return earliest
    }

    // MARK: Orders

    func begin(_ id: ListenerID, _ listener: any Listener) { listeners[id] = Running(listener) }

    func begin(_ id: ResponseID, _ answer: any Answerer, at now: Moment) {
        answers[id] = Running(answer, isAwaited: true)
        answers[id]?.wait(until: now + patience)
    }

    func begin(_ translator: any Translator) { self.translator = Running(translator) }

    /// A tool has a time of its own: it is somebody else's, and may take longer than a back end is silent.
    func begin(_ id: ItemID, _ run: MCPRun, until due: Moment) {
        tools[id] = Running(run, isAwaited: true)
        tools[id]?.wait(until: due)
    }

    func cancel(_ id: ItemID) { tools.removeValue(forKey: id)?.work.cancel() }

    /// What a listener that is at work is told.
    func tell(_ id: ListenerID, _ order: ListenerOrder, at now: Moment) {
        guard let listener = listeners[id]?.work else { return }
        switch order {
        case .open: break
        case .feed(let samples): listener.feed(samples)
        case .finish:
            listeners[id]?.isAwaited = true
            listeners[id]?.wait(until: now + patience)
            listener.finish()
        case .cancel:
            listeners[id] = nil
            listener.cancel()
        }
    }

    func tell(_ id: ResponseID, _ order: ResponseOrder, at now: Moment) {
        guard let answer = answers[id]?.work else { return }
        switch order {
        case .start: break
        case .hold:
            answers[id]?.isHeld = true
            answers[id]?.wait(until: now + patience)
            answer.hold()
        case .proceed:
            answers[id]?.isHeld = false
            answers[id]?.wait(until: now + patience)
            answer.proceed()
        case .cancel:
            answers[id] = nil
            answer.cancel()
        }
    }

    func tell(_ order: TranslationOrder, at now: Moment) {
        guard let work = translator?.work else { return }
        switch order {
        case .open: break
        case .retarget(let language, let transcription):
            work.retarget(language: language, transcription: transcription)
        case .feed(let samples): work.feed(samples)
        case .hold:
            translator?.isHeld = true
            translator?.wait(until: now + patience)
            work.hold()
        case .proceed:
            translator?.isHeld = false
            translator?.wait(until: now + patience)
            work.proceed()
        case .finish:
            translator?.isAwaited = true
            translator?.wait(until: now + patience)
            work.finish()
        case .cancel:
            translator = nil
            work.cancel()
        }
    }

    // MARK: Reports

    /// Whether the reporter is still at work; what comes later than that is nobody's.
    func heard(_ id: ListenerID, _ report: ListenerReport, at now: Moment) -> Bool {
        guard listeners[id] != nil else { return false }
        switch report {
        case .final, .failed: listeners[id] = nil
        case .delta, .segment, .endOfTurn: listeners[id]?.wait(until: now + patience)
        }
        return true
    }

    func heard(_ id: ResponseID, _ part: AnswerPart, at now: Moment) -> Bool {
        guard answers[id] != nil else { return false }
        if case .end = part { answers[id] = nil } else { answers[id]?.wait(until: now + patience) }
        return true
    }

    func heard(_ part: TranslationPart, at now: Moment) -> Bool {
        guard translator != nil else { return false }
        switch part {
        case .finished, .failed: translator = nil
        case .heard, .said, .audio, .missed: translator?.wait(until: now + patience)
        }
        return true
    }

    func heard(_ id: ItemID) -> Bool { tools.removeValue(forKey: id) != nil }

    /// Cancels whoever has been silent for too long, and says what the engine is to be told instead.
    func overdue(at now: Moment) -> [SessionInput] {
        var inputs: [SessionInput] = []
        let why = "The back end said nothing for \(patience)."
        for (id, running) in listeners where running.isDue(now) {
            listeners[id] = nil
            running.work.cancel()
            inputs.append(.listened(id, .failed(why: why)))
        }
        for (id, running) in answers where running.isDue(now) {
            answers[id] = nil
            running.work.cancel()
            inputs.append(.responded(id, .end(.failed(.modelFailed(why)))))
        }
        if let running = translator, running.isDue(now) {
            translator = nil
            running.work.cancel()
            inputs.append(.translated(.failed(why: why)))
        }
        return inputs + overdueTools(at: now)
    }

    private func overdueTools(at now: Moment) -> [SessionInput] {
        tools.filter { $0.value.isDue(now) }.map { id, running in
            tools[id] = nil
            running.work.cancel()
            return .mcp(id, .failed(.mcpTimedOut))
        }
    }

    /// The session has ended: whatever its engine did not cancel itself.
    func cancelAll() {
        let (listeners, answers, translator, tools) = (listeners, answers, translator, tools)
        self.listeners = [:]
        self.answers = [:]
        self.translator = nil
        self.tools = [:]
        for running in listeners.values { running.work.cancel() }
        for running in answers.values { running.work.cancel() }
        translator?.work.cancel()
        for running in tools.values { running.work.cancel() }
    }
}

extension Moment {
    /// The earlier of two that may not be there; on the way of every input, so without a list.
    static func earlier(_ one: Moment?, _ other: Moment?) -> Moment? {
        guard let one, let other else { return one ?? other }
        return min(one, other)
    }
}
