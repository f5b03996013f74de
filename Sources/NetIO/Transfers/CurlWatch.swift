internal import CCurl
internal import CUV

/// One socket that curl wants to be watched. It keeps itself alive until its handle is closed.
final class CurlWatch {
    private let poll = UnsafeMutablePointer<uv_poll_t>.allocate(capacity: 1)
    private let act: (Int32) -> Void

    /// Nil: the loop cannot watch this socket.
    init?(_ socket: curl_socket_t, on loop: EventLoop, _ act: @escaping (Int32) -> Void) {
        self.act = act
        guard uv_poll_init_socket(loop.raw, poll, socket) == 0 else {
            poll.deallocate()
            return nil
        }
        poll.pointee.data = Unmanaged.passRetained(self).toOpaque()
    }

    var opaque: UnsafeMutableRawPointer { Unmanaged.passUnretained(self).toOpaque() }

    static func of(_ pointer: UnsafeMutableRawPointer?) -> CurlWatch? {
        pointer.map { Unmanaged<CurlWatch>.fromOpaque($0).takeUnretainedValue() }
    }

    func start(_ what: Int32) {
        var events: Int32 = 0
        if what & CURL_POLL_IN != 0 { events |= Int32(UV_READABLE.rawValue) }
        if what & CURL_POLL_OUT != 0 { events |= Int32(UV_WRITABLE.rawValue) }
        uv_poll_start(poll, events) { poll, status, events in
            guard let watch = CurlWatch.of(poll?.pointee.data) else { return }
            // An error stops the watching and names no event: it must reach curl, or nobody would notice.
            var flags: Int32 = status < 0 ? CURL_CSELECT_ERR : 0
            if events & Int32(UV_READABLE.rawValue) != 0 { flags |= CURL_CSELECT_IN }
            if events & Int32(UV_WRITABLE.rawValue) != 0 { flags |= CURL_CSELECT_OUT }
            watch.act(flags)
        }
    }

    /// Stops at once: curl closes the socket next, and its number comes back soon.
    func close() {
        uv_poll_stop(poll)
        uv_close(poll.handle) { handle in
            guard let handle, let data = handle.pointee.data else { return }
            handle.deallocate()
            Unmanaged<CurlWatch>.fromOpaque(data).release()
        }
    }
}
