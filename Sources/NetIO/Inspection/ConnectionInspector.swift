internal import CUV
internal import Glibc

/// Makes one connection, looks at it and lets it go. Confined to its loop; it keeps itself alive through its stream and
/// its timer until it is done.
final class ConnectionInspector: StreamOwner, @unchecked Sendable {
    private let loop: EventLoop
    private let target: SocketAddress
    private let tls: TLSContext?
    private let limit: Duration
    private var seen = ConnectionInspection()
    private var step = ConnectionInspection.Step.name
    private var stepStartedAt = Duration.zero
    private var rest: [sockaddr_storage] = []
    private var stream: TCPStream?
    private var pump: TLSPump?
    private var timer: LoopTimer?
    private var isCancelled = false
    private var waiter: CheckedContinuation<ConnectionInspection, Never>?

    init(_ target: SocketAddress, _ tls: TLSContext?, _ limit: Duration, on loop: EventLoop) {
        self.target = target
        self.tls = tls
        self.limit = limit
        self.loop = loop
    }

    func start(_ waiter: CheckedContinuation<ConnectionInspection, Never>) {
        self.waiter = waiter
        timer = LoopTimer(on: loop) { [self] in finish(.timedOut(step, after: limit)) }
        begin(.name)
        if isCancelled { return cancel() }
        loop.resolver.resolve(target, on: loop) { [self] outcome in
            guard self.waiter != nil else { return }
            switch outcome {
            case .failed(let reason): finish(.unresolved(reason))
            case .found(let found):
                rest = found
                seen.addresses = found.map { SocketAddress($0) }
                seen.resolvedAfter = EventLoop.now - stepStartedAt
                begin(.connection)
                connect()
            }
        }
    }

    /// May come before `start`.
    func cancel() {
        isCancelled = true
        finish(.lost("it was cancelled"))
    }

    private func begin(_ step: ConnectionInspection.Step) {
        self.step = step
        stepStartedAt = EventLoop.now
        timer?.start(after: limit)
    }

    private func connect() {
        guard waiter != nil else { return }
        guard !rest.isEmpty else { return finish(.unresolved("it has no address")) }
        var storage = rest.removeFirst()
        let stream = TCPStream(on: loop, roster: loop.clients)
        self.stream = stream
        withUnsafePointer(to: &storage) { storage in
            let target = UnsafeRawPointer(storage).assumingMemoryBound(to: sockaddr.self)
            stream.connect(to: target) { [self] status in
                guard waiter != nil else { return }
                if status == 0 { return connected(stream) }
                guard rest.isEmpty else { return connect() }
                let reason = SystemError.text(status)
                finish(status == UV_ECONNREFUSED.rawValue ? .refused(reason) : .unreachable(reason))
            }
        }
    }

    private func connected(_ stream: TCPStream) {
        seen.connectedAfter = EventLoop.now - stepStartedAt
        seen.address = stream.peer
        guard let tls else { return finish(nil) }
        begin(.handshake)
        stream.owner = self
        guard let pump = TLSPump(tls, host: target.host, verifies: false) else {
            return finish(.tls("OpenSSL refuses the host's name"))
        }
        self.pump = pump
        stream.secure(with: pump)
        stream.startReading()
    }

    func secured() {
        seen.securedAfter = EventLoop.now - stepStartedAt
        seen.tlsVersion = pump?.version
        seen.certificate = pump?.peerCertificate(for: target.host)
        // Later: OpenSSL is in the middle of it.
        loop.soon { [self] in finish(nil) }
    }

    func received(_ bytes: UnsafeRawBufferPointer) {}
    func drained() {}
    func deadlinePassed() {}
    func receivedEnd() { finish(.lost("the server ended it")) }

    func closed(_ failure: StreamFailure?) {
        stream = nil
        switch failure {
        case .tls(let reason): finish(.tls(reason))
        case .system, .unreadAnswers, nil: finish(.lost(failure?.description ?? "the server ended it"))
        }
    }

    private func finish(_ failure: ConnectionInspection.Failure?) {
        guard let waiter else { return }
        self.waiter = nil
        timer = nil
        // What was looked at is enough, even if the connection broke after it.
        seen.failure = seen.securedAfter == nil ? failure : nil
        let stream = stream
        self.stream = nil
        stream?.close()
        pump = nil
        waiter.resume(returning: seen)
    }
}
