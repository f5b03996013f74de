internal import HTTP
internal import Synchronization

/// A client's connection: it drives the machine that reads requests, asks the handler, and writes the answers.
/// Confined to its loop.
final class HTTPConnection: StreamOwner, @unchecked Sendable {
    private enum Phase {
        /// The first request has not begun.
        case starting
        /// Between two requests.
        case idle
        case head
        case body(RequestHead)
        /// The handler has the request.
        case asking(Task<Void, Never>)
        /// The answer is on its way; no more than is there already is read until the client has taken it.
        case answered
    }

    private let stream: TCPStream
    private let peer: SocketAddress
    private let listener: HTTPListener
    private var machine: ServerConnection
    private var phase = Phase.starting
    private var body: [UInt8] = []
    private var bodyBytesMax = 0
    private var isStarting = true
    private let acceptedAt: UInt64

    init(_ stream: TCPStream, peer: SocketAddress, of listener: HTTPListener) {
        self.stream = stream
        self.peer = peer
        self.listener = listener
        machine = ServerConnection(limits: listener.options.limits)
        acceptedAt = listener.loop.milliseconds
    }

    func start() {
        stream.owner = self
        stream.setDeadline(after: listener.options.headTimeout)
        stream.startReading()
    }

    /// Others wait for the place of a connection that has not begun.
    func hurry() {
        guard isStarting else { return }
        guard listener.loop.milliseconds >= acceptedAt.after(listener.options.crowdedTimeout) else { return }
        listener.tally.timeouts.add(1, ordering: .relaxed)
        stream.close()
    }

    /// The server shuts down: no request after the one that is under way.
    func drain() {
        machine.drain()
        if machine.isClosed { stream.finish() }
    }

    func secured() {}

    func received(_ bytes: UnsafeRawBufferPointer) {
        machine.receive(bytes)
        pump()
    }

    func receivedEnd() {
        machine.receiveEnd()
        pump()
    }

    func drained() {
        guard case .answered = phase else { return }
        guard stream.queuedBytes == 0 else { return stream.setDeadline(after: listener.options.bodyTimeout) }
        phase = .idle
        pump()
    }

    func deadlinePassed() {
        if case .idle = phase { return stream.finish() }
        listener.tally.timeouts.add(1, ordering: .relaxed)
        guard case .body = phase else { return stream.close() }
        refuse(
            ResponseHead(status: 408, headers: ["Content-Type": "text/plain; charset=utf-8"]),
            Array("The request's body did not come in time.\n".utf8)
        )
    }

    func closed(_ failure: StreamFailure?) {
        if case .tls = failure { listener.tally.tlsFailures.add(1, ordering: .relaxed) }
        if case .asking(let task) = phase { task.cancel() }
        endStart()
    }

    private func endStart() {
        guard isStarting else { return }
        isStarting = false
        listener.hasStarted()
    }
}

// Requests.
extension HTTPConnection {
    /// Takes what has come, as far as it goes.
    private func pump() {
        while isTaking, let event = machine.next() {
            switch event {
            case .request(let head): begin(head)
            case .body(let bytes): take(bytes)
            case .end: ask()
            case .refused(let violation):
                let (head, body) = listener.handler.refusal(of: violation)
                respond(head, body)
            case .failed: break
            }
        }
        guard stream.isOpen else { return }
        if machine.isClosed, isTaking { return stream.finish() }
        wait()
    }

    /// Whether another event may be taken: one request is answered before the next is looked at.
    private var isTaking: Bool {
        switch phase {
        case .starting, .idle, .head, .body: stream.isOpen
        case .asking, .answered: false
        }
    }

    /// Sets the deadline of what is waited for, and whether the client may send.
    private func wait() {
        switch phase {
        case .idle where machine.isBusy:
            phase = .head
            stream.setDeadline(after: listener.options.headTimeout)
        case .idle: stream.setDeadline(after: listener.options.idleTimeout)
        case .starting, .head, .body, .asking, .answered: break
        }
        readIfWanted()
    }

    /// The machine keeps what comes before it is asked for the next request: while an answer waits to be taken, what
    /// the client sends must wait in its own buffers.
    private func readIfWanted() {
        if case .answered = phase { return stream.stopReading() }
        if machine.wantsInput { stream.startReading() } else { stream.stopReading() }
    }

    private func begin(_ head: RequestHead) {
        endStart()
        body = []
        bodyBytesMax = min(listener.handler.bodyBytesMax(for: head), listener.options.limits.bodyBytesMax)
        phase = .body(head)
        stream.setDeadline(after: listener.options.bodyTimeout)
        if let length = head.headers.only("Content-Length").flatMap({ Int($0) }), length > bodyBytesMax {
            return refuseLongBody()
        }
        if head.expectsContinue { stream.write { machine.continueBody(into: &$0) } }
    }

    private func take(_ bytes: [UInt8]) {
        guard bytes.count <= bodyBytesMax - body.count else { return refuseLongBody() }
        body.append(contentsOf: bytes)
    }

    private func refuseLongBody() {
        let (head, body) = listener.handler.refusal(of: .bodyTooLong)
        refuse(head, body)
    }

    private func refuse(_ head: ResponseHead, _ body: [UInt8]) {
        self.body = []
        respond(head, body)
    }

    private func ask() {
        guard case .body(let head) = phase else { return }
        let request = HTTPRequest(head: head, body: body, peer: peer, isSecure: stream.isSecure)
        body = []
        stream.setDeadline(after: nil)
        let (loop, handler) = (listener.loop, listener.handler)
        listener.willAsk()
        phase = .asking(
            Task(executorPreference: loop) { [self] in
                let answer = await handler.answer(request, on: loop)
                deliver(answer, to: head)
                listener.hasAsked()
            }
        )
    }
}

// Answers.
extension HTTPConnection {
    private func deliver(_ answer: HTTPAnswer, to request: RequestHead) {
        guard stream.isOpen else { return }
        switch answer {
        case .response(let head, let body): respond(head, body)
        case .webSocket(let subprotocol, let headers, let opened):
            do throws(WebSocketOffer.Refusal) {
                upgrade(try WebSocketOffer(request), subprotocol, headers, opened)
            } catch {
                respond(error.response, Array("\(error.description)\n".utf8))
            }
        }
    }

    /// Writes an answer. What the handler got wrong is not the client's business.
    private func respond(_ head: ResponseHead, _ body: [UInt8]) {
        let date = listener.loop.date
        stream.write { out in
            do throws(HTTPWriteError) {
                try machine.respond(head, body: body, date: date, into: &out)
            } catch {
                do throws(HTTPWriteError) {
                    try machine.respond(ResponseHead(status: 500), date: date, into: &out)
                } catch { stream.finish() }
            }
        }
        phase = .answered
        stream.setDeadline(after: listener.options.bodyTimeout)
        if machine.isClosed { stream.finish() } else if !machine.wantsInput { stream.stopReading() }
    }

    private func upgrade(
        _ offer: WebSocketOffer,
        _ subprotocol: String?,
        _ headers: HeaderFields,
        _ opened: (WebSocketChannel) -> Void
    ) {
        var fields: HeaderFields
        do throws(WebSocketOffer.SubprotocolNotOffered) {
            fields = try offer.answer(choosing: subprotocol)
        } catch { return respond(ResponseHead(status: 500), []) }
        for field in headers.fields { fields.add(field.name, field.value) }
        let date = listener.loop.date
        let rest: [UInt8]? = stream.write { out in
            do throws(HTTPWriteError) {
                return try machine.upgrade(to: "websocket", headers: fields, date: date, into: &out)
            } catch { return nil }
        }
        guard let rest else { return respond(ResponseHead(status: 500), []) }
        let channel = WebSocketChannel(
            stream,
            peer: peer,
            subprotocol: subprotocol,
            role: .server,
            limits: listener.options.webSocketLimits,
            keepAlive: listener.options.keepAlive,
            tally: listener.tally
        )
        stream.owner = channel
        opened(channel)
        channel.begin(with: rest)
    }
}
