internal import CUV
internal import Glibc
internal import HTTP
internal import Synchronization

/// One loop's listening socket of a server, and its connections. Confined to its loop.
///
/// All loops listen on the same address (`SO_REUSEPORT`): the kernel spreads the connections.
public final class HTTPListener: @unchecked Sendable {
    let loop: EventLoop
    let options: HTTPServerOptions
    let handler: any HTTPHandler
    let tally: ServerTally
    let roster: Roster
    private let tls: TLSServer?
    private let startingMax: Int
    private var address: SocketAddress
    private var sharesPort = false
    private var server: UnsafeMutablePointer<uv_tcp_t>?
    /// Connections whose first request has not come whole.
    private var starting = 0
    /// Requests that the handler has, also of connections that have ended.
    private var asking = 0
    /// One connection was taken from the kernel and waits for its turn; libuv takes no other until then.
    private var isOneWaiting = false
    private var relisten: LoopTimer?
    /// Runs while a connection waits for its turn.
    private var hurry: LoopTimer?
    private var cut: LoopTimer?
    private var closers: [CheckedContinuation<Void, Never>] = []

    /// Listens on all the loops. With port 0 the system chooses one.
    public static func start(
        on loops: [EventLoop],
        address: SocketAddress,
        tls: TLSServer? = nil,
        options: HTTPServerOptions = HTTPServerOptions(),
        handler: any HTTPHandler
    ) async throws(NetError) -> HTTPServer {
        guard !loops.isEmpty else { throw .noLoops }
        if loops.count > 1 { try checkIsFree(address) }
        let tally = ServerTally()
        var address = address
        var listeners: [HTTPListener] = []
        for loop in loops {
            let startingMax = max(options.handshakesMax / loops.count, 1)
            let wanted = address
            let made = await loop.run {
                let listener = HTTPListener(loop, wanted, tls, options, handler, tally, startingMax: startingMax)
                listener.sharesPort = loops.count > 1
                return (listener, listener.listen())
            }
            switch made.1 {
            case .success(let bound): address = bound
            case .failure(let error):
                for listener in listeners { await listener.loop.run { listener.stopListening() } }
                throw error
            }
            listeners.append(made.0)
        }
        return HTTPServer(address: address, listeners: listeners, tally: tally)
    }

    private init(
        _ loop: EventLoop,
        _ address: SocketAddress,
        _ tls: TLSServer?,
        _ options: HTTPServerOptions,
        _ handler: any HTTPHandler,
        _ tally: ServerTally,
        startingMax: Int
    ) {
        self.loop = loop
        self.address = address
        self.tls = tls
        self.options = options
        self.handler = handler
        self.tally = tally
        self.startingMax = startingMax
        roster = Roster(on: loop, step: options.step, linger: options.closeTimeout)
        roster.removed = { [weak self] in self?.streamEnded() }
    }

    private static let backlog: Int32 = 4_096
    private static let relistenDelay = Duration.milliseconds(100)
}

// Listening.
extension HTTPListener {
    private func listen() -> Result<SocketAddress, NetError> {
        let server = UnsafeMutablePointer<uv_tcp_t>.allocate(capacity: 1)
        let status = address.withSocketAddress { target -> Int32? in
            guard let target else { return nil }
            // The socket exists from here on, so that options can be set before it is bound.
            let status = uv_tcp_init_ex(loop.raw, server, UInt32(target.pointee.sa_family))
            guard status == 0 else { return status }
            // The socket keeps its listener alive; balanced in the close callback.
            server.pointee.data = Unmanaged.passRetained(self).toOpaque()
            self.server = server
            return bind(server, to: target)
        }
        if self.server == nil { server.deallocate() }
        guard let status else { return .failure(.notNumeric(host: address.host)) }
        guard status == 0 else {
            stopListening()
            return .failure(.cannotListen(address, reason: SystemError.text(status)))
        }
        address = boundAddress
        return .success(address)
    }

    /// With `SO_REUSEPORT` another server on the same port would take half of the connections, and nobody would be
    /// told.
    private static func checkIsFree(_ address: SocketAddress) throws(NetError) {
        let failure: Int32? = address.withSocketAddress { target in
            guard let target, address.port != 0 else { return nil }
            let isFour = Int32(target.pointee.sa_family) == AF_INET
            let size = isFour ? MemoryLayout<sockaddr_in>.size : MemoryLayout<sockaddr_in6>.size
            let probe = socket(Int32(target.pointee.sa_family), Int32(SOCK_STREAM.rawValue), 0)
            guard probe >= 0 else { return -errno }
            defer { Glibc.close(probe) }
            _ = cuv_setsockopt(probe, SOL_SOCKET, SO_REUSEADDR, 1)
            return Glibc.bind(probe, target, socklen_t(size)) == 0 ? nil : -errno
        }
        if let failure { throw .cannotListen(address, reason: SystemError.text(failure)) }
    }

    private func bind(_ server: UnsafeMutablePointer<uv_tcp_t>, to target: UnsafePointer<sockaddr>) -> Int32 {
        var descriptor = uv_os_fd_t()
        uv_fileno(server.handle, &descriptor)
        if sharesPort { _ = cuv_setsockopt(descriptor, SOL_SOCKET, SO_REUSEPORT, 1) }
        let bound = uv_tcp_bind(server, target, 0)
        guard bound == 0 else { return bound }
        return uv_listen(server.stream, Self.backlog) { server, status in
            guard let data = server?.pointee.data else { return }
            Unmanaged<HTTPListener>.fromOpaque(data).takeUnretainedValue().arrived(status)
        }
    }

    /// The host as it was asked for, with the port that the socket has.
    private var boundAddress: SocketAddress {
        guard let server else { return address }
        var storage = sockaddr_storage()
        var length = Int32(MemoryLayout<sockaddr_storage>.size)
        let status = withUnsafeMutablePointer(to: &storage) { storage in
            uv_tcp_getsockname(server, UnsafeMutableRawPointer(storage).assumingMemoryBound(to: sockaddr.self), &length)
        }
        return status == 0 ? SocketAddress(storage) : address
    }

    func stopListening() {
        relisten = nil
        hurry = nil
        isOneWaiting = false
        guard let server else { return }
        self.server = nil
        uv_close(server.handle) { handle in
            guard let handle else { return }
            Unmanaged<HTTPListener>.fromOpaque(handle.pointee.data).release()
            handle.deallocate()
        }
    }

    private func arrived(_ status: Int32) {
        guard status == 0 else { return listenLater() }
        guard starting < startingMax else {
            isOneWaiting = true
            return hurrySilent(after: options.crowdedTimeout)
        }
        accept()
    }

    /// Somebody waits for a place: whoever has one and does not begin loses it.
    private func hurrySilent(after delay: Duration) {
        guard hurry == nil else { return }
        let timer = LoopTimer(on: loop) { [unowned self] in
            hurry = nil
            for stream in roster.streams { (stream.owner as? HTTPConnection)?.hurry() }
            // Those that have come meanwhile have their time too.
            if isOneWaiting { hurrySilent(after: options.crowdedTimeout / 4) }
        }
        hurry = timer
        timer.start(after: delay)
    }

    /// No descriptor is left, most likely. libuv would try again at once and for ever, so the socket is closed, which
    /// gives one back, and opened again a little later.
    private func listenLater() {
        stopListening()
        let timer = LoopTimer(on: loop) { [unowned self] in
            relisten = nil
            if case .failure = listen() { listenLater() }
        }
        relisten = timer
        timer.start(after: Self.relistenDelay)
    }
}

// Connections.
extension HTTPListener {
    private func accept() {
        guard let server else { return }
        // Counted before the stream is in the roster, which counts it off again.
        let open = tally.open.add(1, ordering: .relaxed).newValue
        let stream = TCPStream(on: loop, roster: roster)
        guard stream.accept(from: server.stream) else { return stream.close() }
        tally.accepted.add(1, ordering: .relaxed)
        guard open <= options.connectionsMax else {
            tally.refused.add(1, ordering: .relaxed)
            return stream.close()
        }
        guard let peer = stream.peer else { return stream.close() }
        if let tls {
            guard let pump = TLSPump(tls.context, host: nil) else {
                tally.tlsFailures.add(1, ordering: .relaxed)
                return stream.close()
            }
            stream.secure(with: pump)
        }
        starting += 1
        HTTPConnection(stream, peer: peer, of: self).start()
    }

    /// A connection has its first request, or has ended before.
    func hasStarted() {
        starting -= 1
        guard isOneWaiting, starting < startingMax else { return }
        isOneWaiting = false
        accept()
    }

    private func streamEnded() {
        tally.open.subtract(1, ordering: .relaxed)
        closeIfOver()
    }

    func willAsk() { asking += 1 }

    func hasAsked() {
        asking -= 1
        closeIfOver()
    }

    /// No new connection, no new request.
    func drain() {
        stopListening()
        for stream in roster.streams { (stream.owner as? HTTPConnection)?.drain() }
    }

    /// Waits until the last connection has ended, and cuts what is left at `end`. The handler's tasks are waited for in
    /// any case: they need the loop, which may stop afterwards.
    func close(by end: Duration) async {
        await withCheckedContinuation { closer in
            loop.post { [self] in
                closers.append(closer)
                closeIfOver()
                guard roster.count > 0 else { return }
                let timer = LoopTimer(on: loop) { [unowned self] in
                    for stream in roster.streams { stream.close() }
                }
                cut = timer
                timer.start(after: end - EventLoop.now)
            }
        }
    }

    private func closeIfOver() {
        guard roster.count == 0, asking == 0, !closers.isEmpty else { return }
        cut = nil
        let waiting = closers
        closers = []
        for closer in waiting { closer.resume() }
    }
}
