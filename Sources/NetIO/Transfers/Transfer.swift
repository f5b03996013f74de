internal import CCurl
internal import Glibc
public import HTTP

/// Who is told what comes of a transfer. Called on the loop, and never from within a call of the transfer's methods.
public protocol TransferDelegate: AnyObject {
    /// Once, before any piece of the body.
    func received(_ head: ResponseHead, on transfer: Transfer)
    /// A piece of the body, valid for this call only. To hold back what follows: `transfer.pause()`.
    func received(_ bytes: UnsafeRawBufferPointer, on transfer: Transfer)
    /// The last call. Nil: the response is whole.
    func ended(_ error: HTTPClientError?, on transfer: Transfer)
}

/// One request and its response, by callbacks, with back pressure. It lives on its client's loop.
public final class Transfer: @unchecked Sendable {
    /// All header fields of a response, those of informational responses before it too.
    static let headBytesMax = 64 * 1_024

    private enum State {
        case ready
        case running(CurlEasy)
        /// Nothing is told any more but the end.
        case ending
        case ended
    }

    public let request: HTTPClientRequest
    private let multi: CurlMulti
    private let outbound: OutboundPolicy?
    private let delegate: any TransferDelegate
    private var state = State.ready
    private var error: HTTPClientError?
    private var isPaused = false
    private var sent = 0
    private var receivedBytes = 0
    private var head = TransferHead()
    private var watchdog: TransferWatchdog?
    private var destination: OutboundPolicy.Destination?
    /// Why an address was not connected to, if one was not.
    private var veto: OutboundRefusal?

    init(
        _ request: HTTPClientRequest,
        on multi: CurlMulti,
        outbound: OutboundPolicy?,
        delegate: any TransferDelegate
    ) {
        self.request = request
        self.multi = multi
        self.outbound = outbound
        self.delegate = delegate
    }

    func start() {
        if multi.isClosed { return endLater(.clientClosed) }
        if let mistake = request.mistake { return endLater(.invalidRequest(mistake)) }
        var request = request
        do throws(OutboundRefusal) {
            destination = try destination(of: request)
        } catch {
            return endLater(.forbidden(error))
        }
        // Curl is given what was looked at, not what was looked like.
        if let destination { request.url = destination.url.text }
        guard let easy = CurlEasy(request) else { return endLater(.failed("There is no memory for a request.")) }
        setCallbacks(of: easy)
        state = .running(easy)
        multi.whenOutside { [self] in
            // Cancelled meanwhile: what was deferred then closes the handle.
            guard case .running = state else { return }
            guard multi.add(self, easy) else {
                easy.close()
                return endLater(.clientClosed)
            }
            watchdog = TransferWatchdog(request.options, on: multi.loop) { [unowned self] in watchdogBarked($0) }
        }
    }

    private func destination(of request: HTTPClientRequest) throws(OutboundRefusal) -> OutboundPolicy.Destination? {
        guard let outbound else { return nil }
        let destination = try outbound.destination(of: request.url)
        guard request.options.proxy == .none else { throw .proxy }
        return destination
    }

    /// Holds back what comes: no further piece is told until `resume`, and the server has to wait in the end.
    public func pause() { isPaused = true }

    public func resume() {
        guard isPaused else { return }
        isPaused = false
        watchdog?.sawProgress()
        // Later: curl delivers from within, and whoever resumes may be in the middle of something.
        multi.loop.post { [self] in
            guard case .running(let easy) = state, !isPaused else { return }
            multi.whenOutside { [self] in
                guard case .running = state, !isPaused else { return }
                multi.unpause(easy)
            }
        }
    }

    /// Nothing comes after this but the end, and the server sees the connection close. After the end it does nothing.
    public func cancel() { fail(.cancelled) }

    func fail(_ error: HTTPClientError) {
        switch state {
        case .ready: endLater(error)
        case .running(let easy):
            endLater(error)
            multi.whenOutside { [multi] in multi.remove(easy) }
        case .ending, .ended: return
        }
    }

    /// The delegate is told on the next turn: whoever ended it may be in the middle of something.
    private func endLater(_ error: HTTPClientError?) {
        state = .ending
        self.error = error
        watchdog = nil
        multi.loop.post { [self] in
            state = .ended
            delegate.ended(self.error, on: self)
        }
    }

    /// Curl has no more of it. Outside of curl.
    func curlEnded(_ code: CURLcode) {
        guard case .running(let easy) = state else { return }
        let error = code == CURLE_OK ? nil : error(code, of: easy)
        multi.remove(easy)
        endLater(error)
    }

    private func error(_ code: CURLcode, of easy: CurlEasy) -> HTTPClientError {
        if let veto, code == CURLE_COULDNT_CONNECT { return .forbidden(veto) }
        return easy.error(code, hasHead: head.isTold, request.options)
    }

    private func watchdogBarked(_ wait: HTTPClientError.Wait) {
        guard case .running(let easy) = state else { return }
        switch wait {
        case .stall where isPaused || !easy.hasConnected: watchdog?.sawProgress()
        case .stall: fail(.timedOut(.stall, after: request.options.stallTimeout ?? .zero))
        case .total, .connect: fail(.timedOut(.total, after: request.options.totalTimeout ?? .zero))
        }
    }
}

// What curl calls. An answer that is not the count of the bytes ends the transfer.
extension Transfer {
    private static func of(_ pointer: UnsafeMutableRawPointer?) -> Transfer? {
        pointer.map { Unmanaged<Transfer>.fromOpaque($0).takeUnretainedValue() }
    }

    private func setCallbacks(of easy: CurlEasy) {
        let (handle, me) = (easy.handle, Unmanaged.passUnretained(self).toOpaque())
        ccurl_ptr(handle, CURLOPT_WRITEDATA, me)
        ccurl_data(handle, CURLOPT_WRITEFUNCTION) { bytes, size, count, me in
            Transfer.of(me)?.receiveBody(UnsafeRawBufferPointer(start: bytes, count: size * count)) ?? 0
        }
        ccurl_ptr(handle, CURLOPT_HEADERDATA, me)
        ccurl_data(handle, CURLOPT_HEADERFUNCTION) { bytes, size, count, me in
            Transfer.of(me)?.receiveHeader(UnsafeRawBufferPointer(start: bytes, count: size * count)) ?? 0
        }
        ccurl_ptr(handle, CURLOPT_READDATA, me)
        ccurl_data(handle, CURLOPT_READFUNCTION) { buffer, size, count, me in
            Transfer.of(me)?.supplyBody(UnsafeMutableRawBufferPointer(start: buffer, count: size * count)) ?? 0
        }
        ccurl_ptr(handle, CURLOPT_SEEKDATA, me)
        ccurl_seek(handle) { me, offset, origin in
            Transfer.of(me)?.seek(to: Int(offset), from: origin) ?? CURL_SEEKFUNC_FAIL
        }
        guard outbound != nil else { return }
        ccurl_opensocket(
            handle,
            { me, _, address in Transfer.of(me)?.openSocket(address) ?? CURL_SOCKET_BAD },
            me
        )
    }

    /// The last word about where it goes: whatever names stood for before, this address is connected to.
    private func openSocket(_ address: UnsafeMutablePointer<curl_sockaddr>?) -> curl_socket_t {
        guard let address, let outbound, let destination,
            let offset = MemoryLayout<curl_sockaddr>.offset(of: \.addr)
        else { return CURL_SOCKET_BAD }
        let bytes = UnsafeRawBufferPointer(
            start: UnsafeRawPointer(address) + offset,
            count: Int(address.pointee.addrlen)
        )
        let refusal = IPAddress(bytes).map { outbound.refusal(of: $0, for: destination) } ?? .hostSpelling
        if let refusal {
            veto = refusal
            return CURL_SOCKET_BAD
        }
        let descriptor = socket(address.pointee.family, address.pointee.socktype, address.pointee.protocol)
        // No program that we start is to have it.
        if descriptor >= 0 { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
        return descriptor
    }

    private func receiveHeader(_ line: UnsafeRawBufferPointer) -> Int {
        guard case .running = state else { return 0 }
        watchdog?.sawProgress()
        guard let head = head.add(line, bytesMax: Self.headBytesMax) else {
            if self.head.isTooLarge { fail(.headTooLarge(limit: Self.headBytesMax)) }
            return self.head.isTooLarge ? 0 : line.count
        }
        if case .refused = request.options.redirects, 300..<400 ~= head.status, let target = head.headers["Location"] {
            fail(.redirected(status: head.status, to: target))
            return 0
        }
        delegate.received(head, on: self)
        return answer(line.count)
    }

    private func receiveBody(_ bytes: UnsafeRawBufferPointer) -> Int {
        guard case .running = state else { return 0 }
        if isPaused { return Int(CURL_WRITEFUNC_PAUSE) }
        watchdog?.sawProgress()
        receivedBytes += bytes.count
        guard receivedBytes <= request.options.responseBytesMax else {
            fail(.bodyTooLarge(limit: request.options.responseBytesMax))
            return 0
        }
        delegate.received(bytes, on: self)
        return answer(bytes.count)
    }

    /// Nothing more, if the delegate cancelled.
    private func answer(_ count: Int) -> Int {
        if case .running = state { count } else { 0 }
    }

    private func supplyBody(_ buffer: UnsafeMutableRawBufferPointer) -> Int {
        guard let body = request.body else { return 0 }
        watchdog?.sawProgress()
        let count = min(buffer.count, body.count - sent)
        buffer.copyBytes(from: body[sent..<(sent + count)])
        sent += count
        return count
    }

    /// Curl sends the body again where a connection that it had kept turned out to be closed.
    private func seek(to offset: Int, from origin: Int32) -> Int32 {
        guard origin == SEEK_SET, 0...(request.body?.count ?? 0) ~= offset else { return CURL_SEEKFUNC_FAIL }
        sent = offset
        return CURL_SEEKFUNC_OK
    }
}
