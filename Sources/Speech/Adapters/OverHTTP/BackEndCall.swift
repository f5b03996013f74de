package import HTTP
package import NetIO

/// One question to a back end and its answer: sent, asked again where that may help, watched, held back, cancelled.
///
/// It carries and decides nothing: `RetryPlan`, `CallDeadlines` and the reader do. Everything of it happens on its
/// loop; nothing is reported from within a call.
package final class BackEndCall<Reader: AnswerReader>: TransferDelegate, @unchecked Sendable {
    private enum State {
        case asking(Transfer)
        /// Refused: the body says why.
        case refused(Transfer, ResponseHead, body: [UInt8])
        case waitingToAsk
        /// All has been read; what is in the queue is still to be reported.
        case read
        case over
    }

    private let request: HTTPClientRequest
    private let secrets: [String]
    private let clients: HTTPClients
    private let loop: EventLoop
    /// What each answer is read with from its beginning.
    private let freshReader: Reader
    private let report: @Sendable (Reader.Part) -> Void
    private var reader: Reader
    private var plan: RetryPlan
    private var deadlines: CallDeadlines
    private var state = State.waitingToAsk
    private var queue: [Reader.Part] = []
    private var isHeld = false
    private var isReporting = false
    private var retryAt: Duration?
    /// Has said all. Its connection is kept for the next question, if it ends by itself.
    private var parting: Transfer?
    private var timer: LoopTimer?

    /// Asks at once. On the loop.
    package init(
        _ question: BackEndQuestion,
        through clients: HTTPClients,
        on loop: EventLoop,
        reader: Reader,
        report: @escaping @Sendable (Reader.Part) -> Void
    ) {
        request = question.request
        secrets = question.secrets
        self.clients = clients
        self.loop = loop
        freshReader = reader
        self.report = report
        self.reader = reader
        plan = RetryPlan(question.patience)
        deadlines = CallDeadlines(question.patience, at: EventLoop.now)
        timer = LoopTimer(on: loop) { [unowned self] in fired() }
        ask()
    }

    package func hold() {
        guard !isOver, !isHeld else { return }
        isHeld = true
        deadlines.held(at: EventLoop.now)
        transfer?.pause()
        arm()
    }

    package func proceed() {
        guard !isOver, isHeld else { return }
        isHeld = false
        deadlines.proceeded(at: EventLoop.now)
        arm()
        // Later: whoever lets it go on is not told anything from within.
        loop.post { [self] in
            reportQueue()
            if !isHeld { transfer?.resume() }
        }
    }

    package func cancel() {
        let transfer = transfer ?? parting
        parting = nil
        finish()
        transfer?.cancel()
    }

    private var isOver: Bool { if case .over = state { true } else { false } }

    private var transfer: Transfer? {
        switch state {
        case .asking(let transfer), .refused(let transfer, _, _): transfer
        case .waitingToAsk, .read, .over: nil
        }
    }

    // MARK: Asking

    private func ask() {
        deadlines.asked(at: EventLoop.now)
        guard let client = clients.client(on: loop) else {
            state = .read
            return loop.post { [self] in fail(.transport(.clientClosed)) }
        }
        state = .asking(client.start(request, delegate: self))
        if isHeld { transfer?.pause() }
        arm()
    }

    /// Asks again if that may help, and says the end otherwise.
    private func fail(_ fault: BackEndFault) {
        guard !isOver else { return }
        let transfer = transfer
        if reader.progress == 0, let wait = plan.wait(after: fault) {
            state = .waitingToAsk
            deadlines.pausing()
            reader = freshReader
            retryAt = EventLoop.now + wait
            arm()
        } else {
            state = .read
            reader.fail(fault, into: &queue)
            reportQueue()
        }
        transfer?.cancel()
    }

    // MARK: Time

    private func arm() {
        guard parting == nil else { return }
        guard let next = [deadlines.next, isHeld ? nil : retryAt].compactMap({ $0 }).min() else {
            timer?.stop()
            return
        }
        timer?.start(after: next - EventLoop.now)
    }

    private func fired() {
        let now = EventLoop.now
        if let parting {
            self.parting = nil
            timer?.stop()
            parting.cancel()
        } else if let fault = deadlines.overdue(at: now) {
            retryAt = nil
            fail(fault)
        } else if let due = retryAt, due <= now, !isHeld {
            retryAt = nil
            ask()
        } else {
            // libuv's steps are coarser than our clock.
            arm()
        }
    }

    // MARK: The answer

    package func received(_ head: ResponseHead, on transfer: Transfer) {
        guard case .asking(let current) = state, current === transfer else { return }
        guard 200..<300 ~= head.status else {
            state = .refused(transfer, head, body: [])
            return
        }
        do throws(BackEndFault) {
            try head.checkCoding()
            try reader.begin(head)
        } catch {
            fail(error)
        }
    }

    package func received(_ bytes: UnsafeRawBufferPointer, on transfer: Transfer) {
        switch state {
        case .asking(let current) where current === transfer: read(bytes)
        case .refused(let current, let head, var body) where current === transfer:
            body.append(contentsOf: bytes.prefix(BackEndMessage.bodyBytesMax - body.count))
            state = .refused(transfer, head, body: body)
            if body.count >= BackEndMessage.bodyBytesMax { fail(refusal(head, body)) }
        case .asking, .refused, .waitingToAsk, .read, .over: return
        }
    }

    private func read(_ bytes: UnsafeRawBufferPointer) {
        let before = reader.progress
        do throws(BackEndFault) { try reader.read(bytes, into: &queue) } catch {
            return fail(error)
        }
        if reader.isOver { return part() }
        if reader.progress != before {
            let now = EventLoop.now
            if reader.isComplete { deadlines.completed(at: now) } else { deadlines.progressed(at: now) }
            arm()
        }
        reportQueue()
    }

    private func part() {
        parting = transfer
        state = .read
        parting?.resume()
        timer?.start(after: CallDeadlines.afterLast)
        reportQueue()
    }

    package func ended(_ error: HTTPClientError?, on transfer: Transfer) {
        if parting === transfer {
            parting = nil
            if isOver { timer = nil }
            return
        }
        switch state {
        case .asking(let current) where current === transfer:
            if let error { return fail(.transport(error)) }
            do throws(BackEndFault) { try reader.end(into: &queue) } catch {
                return fail(error)
            }
            state = .read
            reportQueue()
        case .refused(let current, let head, let body) where current === transfer: fail(refusal(head, body))
        case .asking, .refused, .waitingToAsk, .read, .over: return
        }
    }

    private func refusal(_ head: ResponseHead, _ body: [UInt8]) -> BackEndFault {
        .refused(BackEndFault.Refusal(head, body: body, without: secrets))
    }

    // MARK: Reporting

    /// Whoever is told may hold or cancel within.
    private func reportQueue() {
        guard !isReporting else { return }
        isReporting = true
        defer { isReporting = false }
        var reported = 0
        while !isHeld, !isOver, reported < queue.count {
            let part = queue[reported]
            reported += 1
            report(part)
        }
        guard !isOver else { return }
        queue.removeFirst(reported)
        if case .read = state, queue.isEmpty { finish() }
    }

    private func finish() {
        state = .over
        queue = []
        retryAt = nil
        if parting == nil { timer = nil }
    }
}

/// A request, and how patiently it is asked.
package struct BackEndQuestion: Sendable {
    package var request: HTTPClientRequest
    package var secrets: [String]
    package var patience: BackEndPatience

    package init(
        _ endpoint: String,
        at address: BackEndAddress,
        type: String,
        accept: String,
        body: [UInt8],
        patience: BackEndPatience
    ) {
        var headers = address.fields
        headers.set("Content-Type", type)
        headers.set("Accept", accept)
        request = HTTPClientRequest("POST", address.url(of: endpoint), headers: headers, body: body)
        request.options.connectTimeout = patience.connect
        // The deadlines of the call know what is progress and what is not.
        request.options.stallTimeout = nil
        request.options.responseBytesMax = patience.answerBytesMax
        request.options.proxy = address.proxy
        request.options.authorityFile = address.authorityFile
        secrets = address.secrets
        self.patience = patience
    }
}

extension ResponseHead {
    /// No coding is asked for, and none is understood.
    fileprivate func checkCoding() throws(BackEndFault) {
        guard let coding = headers["Content-Encoding"], !coding.isEmpty, coding.lowercased() != "identity" else {
            return
        }
        throw .misunderstood("compressed its answer (\(coding.prefix(20))), though nothing asked for that")
    }
}
