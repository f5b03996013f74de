internal import CUV
internal import Glibc

/// A TCP connection, with TLS over it or without. Confined to its loop; libuv keeps it alive until it is closed.
///
/// It owns no buffer while nothing is on the way: it reads into the loop's, and borrows one to write.
final class TCPStream: @unchecked Sendable {
    private enum State {
        case open
        /// What is queued is sent, and then our side ends.
        case finishing
        /// Our side has ended. What the peer still sends is thrown away: a socket closed with bytes unread would reset
        /// the connection, and the peer might lose what we said last.
        case lingering
        case closed
    }

    /// The most that is encrypted, copied or written at once, so that no connection keeps the loop to itself.
    static let pieceBytesMax = 256 * 1_024
    /// What a peer may still send after we have ended.
    static let lingerBytesMax = 32 * 1_024 * 1_024

    let loop: EventLoop
    let roster: Roster
    /// The place in the roster, which the roster keeps.
    var slot = -1
    var owner: (any StreamOwner)?
    private let tcp = UnsafeMutablePointer<uv_tcp_t>.allocate(capacity: 1)
    private var tls: TLSPump?
    private var state = State.open
    private var isReading = false
    private var peerHasEnded = false
    private var isDirty = false
    private var isWriting = false
    private var output: [UInt8] = []
    private var outputStart = 0
    private var lingeredBytes = 0
    /// What libuv was given to write, ever.
    private var givenBytes = 0
    /// An error of the kernel, which ends the stream once its buffer is not being read any more.
    private var writeFailure: Int32 = 0

    init(on loop: EventLoop, roster: Roster) {
        self.loop = loop
        self.roster = roster
        uv_tcp_init(loop.raw, tcp)
        // Balanced in the close callback.
        tcp.pointee.data = Unmanaged.passRetained(self).toOpaque()
        roster.add(self)
    }

    deinit { tcp.deallocate() }

    private static func of<Handle>(_ handle: UnsafeMutablePointer<Handle>?) -> TCPStream {
        // libuv calls back with a handle of ours, whose data is set for as long as it lives.
        Unmanaged<TCPStream>.fromOpaque(handle!.handle.pointee.data!).takeUnretainedValue()  // sound: see above
    }

    var isOpen: Bool { state == .open }
    var isSecure: Bool { tls != nil }

    /// Nil where the peer is gone already.
    var peer: SocketAddress? {
        var storage = sockaddr_storage()
        var length = Int32(MemoryLayout<sockaddr_storage>.size)
        let status = withUnsafeMutablePointer(to: &storage) { storage in
            uv_tcp_getpeername(tcp, UnsafeMutableRawPointer(storage).assumingMemoryBound(to: sockaddr.self), &length)
        }
        return status == 0 ? SocketAddress(storage) : nil
    }

    // What follows begins a connection.

    func accept(from server: UnsafeMutablePointer<uv_stream_t>) -> Bool {
        guard uv_accept(server, tcp.stream) == 0 else { return false }
        uv_tcp_nodelay(tcp, 1)
        return true
    }

    /// Connects. `done` is told 0 or an error, once; after an error the stream is closed.
    func connect(to address: UnsafePointer<sockaddr>, _ done: @escaping (Int32) -> Void) {
        let request = UnsafeMutablePointer<uv_connect_t>.allocate(capacity: 1)
        request.pointee.data = Unmanaged.passRetained(Connecting(done)).toOpaque()
        let status = uv_tcp_connect(request, tcp, address) { request, status in
            guard let request else { return }
            let connecting = Unmanaged<Connecting>.fromOpaque(request.pointee.data).takeRetainedValue()
            let stream = TCPStream.of(request.pointee.handle)
            request.deallocate()
            if status == 0 { uv_tcp_nodelay(stream.tcp, 1) } else { stream.close() }
            connecting.done(status)
        }
        guard status < 0 else { return }
        Unmanaged<Connecting>.fromOpaque(request.pointee.data).release()
        request.deallocate()
        close()
        done(status)
    }

    private final class Connecting {
        let done: (Int32) -> Void
        init(_ done: @escaping (Int32) -> Void) { self.done = done }
    }

    /// From here on everything is encrypted. A client begins to speak at once.
    func secure(with pump: TLSPump) {
        tls = pump
        if pump.isClient {
            pump.start()
            markDirty()
        }
    }

    // What follows is time.

    /// The owner hears of it, unless another deadline replaces this one. Nil for none.
    func setDeadline(after delay: Duration?) {
        guard state == .open else { return }
        roster.setDeadline(of: self, after: delay)
    }

    func deadlinePassed() {
        switch state {
        case .open: owner?.deadlinePassed()
        case .finishing, .lingering: close()
        case .closed: return
        }
    }

    // What follows ends a connection.

    /// Sends what is queued, says that nothing follows, and gives the peer a while to read it. Nothing more is
    /// received.
    func finish() {
        guard state == .open else { return }
        state = .finishing
        roster.setDeadline(of: self, after: roster.linger)
        markDirty()
    }

    /// Ends it now, whatever is queued.
    func close(_ failure: StreamFailure? = nil) {
        guard state != .closed else { return }
        state = .closed
        isReading = false
        outputStart = 0
        loop.writes.giveBack(&output)
        let owner = owner
        self.owner = nil
        uv_close(tcp.handle) { handle in Unmanaged.passUnretained(TCPStream.of(handle)).release() }
        roster.remove(self)
        owner?.closed(failure)
    }

    private func endOurSide() {
        if let tls, tls.sayGoodbye() {
            send()
            return
        }
        var descriptor = uv_os_fd_t()
        if uv_fileno(tcp.handle, &descriptor) == 0 { shutdown(descriptor, Int32(SHUT_WR)) }
        state = .lingering
        if peerHasEnded { close() } else { startReading() }
    }
}

// Reading.
extension TCPStream {
    func startReading() {
        guard state != .closed, !isReading, !peerHasEnded else { return }
        isReading = true
        uv_read_start(
            tcp.stream,
            { handle, _, buffer in
                let scratch = EventLoop.of(handle).scratch
                let base = scratch.baseAddress?.assumingMemoryBound(to: CChar.self)
                buffer?.pointee = uv_buf_init(base, UInt32(scratch.count))
            },
            { handle, count, _ in TCPStream.of(handle).read(count) }
        )
    }

    /// The peer is slowed down by TCP itself.
    func stopReading() {
        guard isReading, state == .open else { return }
        isReading = false
        uv_read_stop(tcp.stream)
    }

    private func read(_ count: Int) {
        if count > 0 {
            receive(UnsafeRawBufferPointer(rebasing: loop.scratch[..<count]))
        } else if count == Int(UV_EOF.rawValue) {
            isReading = false
            receiveEnd()
        } else if count < 0 {
            close(.system(Int32(count)))
        }
        flushIfDirty()
    }

    private func receive(_ bytes: UnsafeRawBufferPointer) {
        guard state == .open else {
            lingeredBytes += bytes.count
            if lingeredBytes > Self.lingerBytesMax { close() }
            return
        }
        guard let tls else {
            owner?.received(bytes)
            return
        }
        let outcome = tls.receive(bytes, scratch: loop.plainScratch) { event in
            switch event {
            case .opened: owner?.secured()
            case .plain(let plain): owner?.received(plain)
            }
            return state == .open
        }
        if !tls.output.isEmpty { markDirty() }
        switch outcome {
        case .more: return
        case .ended: receiveEnd()
        case .failed(let text):
            // An alert tells the peer why.
            flushIfDirty()
            close(.tls(text))
        }
    }

    private func receiveEnd() {
        guard !peerHasEnded else { return }
        peerHasEnded = true
        switch state {
        case .open: owner?.receivedEnd()
        case .lingering: close()
        case .finishing, .closed: return
        }
    }
}

// Writing.
extension TCPStream {
    /// How many bytes were given to the stream and not yet taken by the kernel.
    var queuedBytes: Int {
        guard state != .closed else { return 0 }
        let waiting = output.count - outputStart + (tls?.output.count ?? 0)
        return isWriting ? waiting + Int(uv_stream_get_write_queue_size(tcp.stream)) : waiting
    }

    /// How many bytes the peer's machine has acknowledged since the connection began; nil where nothing waits for that.
    var acknowledgedBytes: Int? {
        guard state != .closed else { return nil }
        var descriptor = uv_os_fd_t()
        var unacknowledged: Int32 = 0
        guard uv_fileno(tcp.handle, &descriptor) == 0 else { return nil }
        guard ioctl(descriptor, UInt(TIOCOUTQ), &unacknowledged) == 0, unacknowledged > 0 else { return nil }
        return givenBytes - Int(uv_stream_get_write_queue_size(tcp.stream)) - Int(unacknowledged)
    }

    /// Lets `body` append what is to be sent when the loop's turn ends.
    func write<Result, Failure>(
        _ body: (inout [UInt8]) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        if output.capacity == 0 { output = loop.writes.takeBuffer() }
        if outputStart > max(output.count / 2, Self.pieceBytesMax) {
            output.removeFirst(outputStart)
            outputStart = 0
        }
        defer { markDirty() }
        return try body(&output)
    }

    private func markDirty() {
        guard !isDirty, state != .closed else { return }
        isDirty = true
        loop.writes.add(self)
    }

    func flushIfDirty() {
        guard isDirty else { return }
        isDirty = false
        send()
    }

    /// Sends what the kernel takes now.
    private func send() {
        let before = queuedBytes
        while state != .closed, !isWriting, sendPiece() {}
        guard state != .closed else { return }
        guard writeFailure == 0 else { return close(.system(writeFailure)) }
        if isWriting, let tls, tls.output.count > Self.pieceBytesMax { return close(.unreadAnswers) }
        if state == .finishing, !isWriting, queuedBytes == 0 { return endOurSide() }
        if state == .open, queuedBytes < before { owner?.drained() }
    }

    /// Whether a piece was sent whole, so that there may be another.
    private func sendPiece() -> Bool {
        guard let tls else {
            let end = min(output.count, outputStart + Self.pieceBytesMax)
            let isWhole = output.withUnsafeBytes { sendNow(UnsafeRawBufferPointer(rebasing: $0[outputStart..<end])) }
            consume(to: end)
            return isWhole && !output.isEmpty
        }
        if tls.output.isEmpty, tls.isOpen, !output.isEmpty {
            let end = min(output.count, outputStart + Self.pieceBytesMax)
            if tls.output.capacity == 0 { tls.output = loop.writes.takeBuffer() }
            let failure = output.withUnsafeBytes { tls.send(UnsafeRawBufferPointer(rebasing: $0[outputStart..<end])) }
            consume(to: end)
            if let failure {
                close(.tls(failure))
                return false
            }
        }
        let isWhole = tls.output.withUnsafeBytes { sendNow($0) }
        let hadSome = !tls.output.isEmpty
        loop.writes.giveBack(&tls.output)
        return isWhole && hadSome
    }

    private func consume(to end: Int) {
        outputStart = end
        guard outputStart >= output.count else { return }
        outputStart = 0
        loop.writes.giveBack(&output)
    }

    /// Writes what the kernel takes now; the rest is copied and queued. Whether nothing is left.
    private func sendNow(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard let base = bytes.baseAddress, !bytes.isEmpty else { return true }
        var buffer = uv_buf_init(
            UnsafeMutableRawPointer(mutating: base).assumingMemoryBound(to: CChar.self),
            UInt32(bytes.count)
        )
        let sent = uv_try_write(tcp.stream, &buffer, 1)
        if sent < 0, sent != UV_EAGAIN.rawValue {
            writeFailure = sent
            return false
        }
        let taken = max(Int(sent), 0)
        givenBytes += taken
        guard taken < bytes.count else { return true }
        queue(UnsafeRawBufferPointer(rebasing: bytes[taken...]))
        return false
    }

    private func queue(_ bytes: UnsafeRawBufferPointer) {
        // One block: the request, then the bytes.
        let size = MemoryLayout<uv_write_t>.stride
        let block = UnsafeMutableRawPointer.allocate(byteCount: size + bytes.count, alignment: 16)
        UnsafeMutableRawBufferPointer(start: block + size, count: bytes.count).copyMemory(from: bytes)
        var buffer = uv_buf_init((block + size).assumingMemoryBound(to: CChar.self), UInt32(bytes.count))
        let request = block.assumingMemoryBound(to: uv_write_t.self)
        isWriting = true
        let status = uv_write(request, tcp.stream, &buffer, 1) { request, status in
            let stream = TCPStream.of(request?.pointee.handle)
            UnsafeMutableRawPointer(request)?.deallocate()
            stream.wrote(status)
        }
        guard status < 0 else {
            givenBytes += bytes.count
            return
        }
        block.deallocate()
        isWriting = false
        writeFailure = status
    }

    private func wrote(_ status: Int32) {
        isWriting = false
        guard state != .closed else { return }
        guard status == 0 else { return close(.system(status)) }
        if state == .finishing { roster.setDeadline(of: self, after: roster.linger) }
        send()
        if state == .open { owner?.drained() }
    }
}
