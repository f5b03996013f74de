internal import Glibc
internal import HTTP

/// Opens one WebSocket: name, connection, TLS, upgrade. Confined to its loop; it keeps itself alive through its stream
/// and its timer until it is done.
final class WebSocketConnector: StreamOwner, @unchecked Sendable {
    private let loop: EventLoop
    private let url: WebSocketURL
    private let tls: TLSContext?
    private let options: WebSocketClientOptions
    private let request: WebSocketRequest
    private var machine: ClientConnection
    private var stream: TCPStream?
    private var timer: LoopTimer?
    private var addresses: [sockaddr_storage] = []
    private var refusal: (head: ResponseHead, body: [UInt8])?
    private var isCancelled = false
    private var waiter: CheckedContinuation<Result<WebSocketChannel, WebSocketConnectError>, Never>?

    init(
        _ url: WebSocketURL,
        _ headers: HeaderFields,
        _ subprotocols: [String],
        _ tls: TLSContext?,
        _ options: WebSocketClientOptions,
        on loop: EventLoop
    ) {
        var random = SecureRandom()
        self.loop = loop
        self.url = url
        self.tls = tls
        self.options = options
        request = WebSocketRequest(
            target: url.target,
            host: url.host,
            subprotocols: subprotocols,
            headers: headers,
            keyBytes: (random.next(), random.next())
        )
        // Whatever length the server names, what is kept is cut here.
        let limits = HTTPLimits(bodyBytesMax: .max)
        machine = ClientConnection(limits: limits)
    }

    func start(_ waiter: CheckedContinuation<Result<WebSocketChannel, WebSocketConnectError>, Never>) {
        self.waiter = waiter
        if isCancelled { return fail(.cancelled) }
        let timer = LoopTimer(on: loop) { [self] in timedOut() }
        self.timer = timer
        timer.start(after: options.connectTimeout)
        loop.resolver.resolve(url.address, on: loop) { [self] outcome in
            switch outcome {
            case .failed(let reason): fail(.cannotResolve(host: url.address.host, reason: reason))
            case .found(let found):
                addresses = found
                connect()
            }
        }
    }

    /// May come before `start`.
    func cancel() {
        isCancelled = true
        fail(.cancelled)
    }

    /// A refusal whose body does not come whole is one all the same.
    private func timedOut() {
        if let refusal { return fail(.refused(refusal.head, body: refusal.body)) }
        fail(.timedOut(host: url.address.host))
    }

    /// Tries one address after the other, within the one limit of time.
    private func connect() {
        guard waiter != nil else { return }
        guard !addresses.isEmpty else {
            return fail(.cannotResolve(host: url.address.host, reason: "it has no address"))
        }
        var storage = addresses.removeFirst()
        let address = SocketAddress(storage)
        let stream = TCPStream(on: loop, roster: loop.clients)
        self.stream = stream
        withUnsafePointer(to: &storage) { storage in
            let target = UnsafeRawPointer(storage).assumingMemoryBound(to: sockaddr.self)
            stream.connect(to: target) { [self] status in
                guard waiter != nil else { return }
                if status == 0 { return connected(stream) }
                guard addresses.isEmpty else { return connect() }
                fail(.cannotConnect(address, reason: SystemError.text(status)))
            }
        }
    }

    private func connected(_ stream: TCPStream) {
        stream.owner = self
        if let tls {
            guard let pump = TLSPump(tls, host: url.address.host) else {
                return fail(.tlsFailed(host: url.address.host, reason: "OpenSSL refuses the host's name"))
            }
            stream.secure(with: pump)
        }
        do throws(HTTPWriteError) {
            try stream.write { out throws(HTTPWriteError) in try machine.send(request.request, into: &out) }
        } catch { return fail(.badRequest(error)) }
        stream.startReading()
    }

    func secured() {}

    func received(_ bytes: UnsafeRawBufferPointer) {
        machine.receive(bytes)
        pump()
    }

    func receivedEnd() {
        machine.receiveEnd()
        pump()
        if let refusal { return fail(.refused(refusal.head, body: refusal.body)) }
        fail(.connectionLost(host: url.address.host, reason: "the connection ended"))
    }

    func drained() {}
    func deadlinePassed() {}

    func closed(_ failure: StreamFailure?) {
        stream = nil
        switch failure {
        case .tls(let reason): fail(.tlsFailed(host: url.address.host, reason: reason))
        case .system, .unreadAnswers, nil:
            let reason = failure?.description ?? "the connection ended"
            fail(.connectionLost(host: url.address.host, reason: reason))
        }
    }

    private func pump() {
        while waiter != nil, let event = machine.next() {
            switch event {
            case .upgraded(let head, let rest): upgraded(head, rest)
            case .response(let head): refusal = (head, [])
            case .body(let bytes): keep(bytes)
            case .end: if let refusal { fail(.refused(refusal.head, body: refusal.body)) }
            case .failed(let violation):
                if let refusal { return fail(.refused(refusal.head, body: refusal.body)) }
                fail(.badResponse(violation))
            }
        }
    }

    private func keep(_ bytes: [UInt8]) {
        guard var refusal else { return }
        self.refusal = nil
        let room = options.refusalBytesMax - refusal.body.count
        refusal.body += bytes.prefix(max(room, 0))
        if bytes.count >= room { return fail(.refused(refusal.head, body: refusal.body)) }
        self.refusal = refusal
    }

    private func upgraded(_ head: ResponseHead, _ rest: [UInt8]) {
        let subprotocol: String?
        do throws(WebSocketRequest.Refusal) {
            subprotocol = try request.subprotocol(acceptedBy: head)
        } catch { return fail(.badAnswer(error)) }
        guard let stream, let peer = stream.peer else {
            return fail(.connectionLost(host: url.address.host, reason: "the connection ended"))
        }
        let channel = WebSocketChannel(
            stream,
            peer: peer,
            subprotocol: subprotocol,
            role: .client(masks: Masks()),
            limits: options.webSocketLimits,
            keepAlive: options.keepAlive,
            tally: nil
        )
        options.accepted?(head)
        // Whoever waits gets the channel later than now: nothing is read until it has set its delegate.
        channel.hold(rest)
        stream.owner = channel
        self.stream = nil
        finish(.success(channel))
    }

    private func fail(_ error: WebSocketConnectError) {
        let stream = stream
        self.stream = nil
        finish(.failure(error))
        stream?.close()
    }

    private func finish(_ result: Result<WebSocketChannel, WebSocketConnectError>) {
        timer = nil
        let waiter = waiter
        self.waiter = nil
        waiter?.resume(returning: result)
    }
}
