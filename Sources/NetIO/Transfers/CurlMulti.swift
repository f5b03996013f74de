internal import CCurl
internal import CUV

/// libcurl's multi interface on a loop: curl says which sockets and which one timer to watch, and is told what they
/// did.
///
/// Curl must not be called from within its own callbacks. What callers want done then waits in `deferred` until curl
/// has returned. Confined to the loop's thread, but for its initializer.
final class CurlMulti: @unchecked Sendable {
    let loop: EventLoop
    private let handle: UnsafeMutableRawPointer
    private var timer: LoopTimer?
    private var transfers: [UnsafeMutableRawPointer: Transfer] = [:]
    private var isInCurl = false
    private var deferred: [() -> Void] = []
    private(set) var isClosed = false

    /// Once in a process, before anything else of curl's.
    private static let isReady = curl_global_init(Int(CURL_GLOBAL_ALL)) == CURLE_OK

    init(on loop: EventLoop, connectionsKept: Int, connectionsPerHostMax: Int, connectionsMax: Int) {
        precondition(Self.isReady, "libcurl cannot be initialized")
        guard let handle = curl_multi_init() else { preconditionFailure("no memory for libcurl") }
        self.loop = loop
        self.handle = handle
        let me = Unmanaged.passUnretained(self).toOpaque()
        ccurl_m_long(handle, CURLMOPT_MAXCONNECTS, connectionsKept)
        ccurl_m_long(handle, CURLMOPT_MAX_HOST_CONNECTIONS, connectionsPerHostMax)
        ccurl_m_long(handle, CURLMOPT_MAX_TOTAL_CONNECTIONS, connectionsMax)
        ccurl_m_long(handle, CURLMOPT_PIPELINING, Int(CURLPIPE_MULTIPLEX))
        ccurl_m_socket(
            handle,
            { easy, socket, what, me, watch in
                CurlMulti.of(me)?.watch(socket, what, CurlWatch.of(watch), for: easy)
                return 0
            },
            me
        )
        ccurl_m_timer(
            handle,
            { _, milliseconds, me in
                CurlMulti.of(me)?.setTimer(milliseconds)
                return 0
            },
            me
        )
    }

    private static func of(_ pointer: UnsafeMutableRawPointer?) -> CurlMulti? {
        pointer.map { Unmanaged<CurlMulti>.fromOpaque($0).takeUnretainedValue() }
    }

    /// Ends every transfer and closes every connection.
    func close() {
        whenOutside { [self] in
            guard !isClosed else { return }
            isClosed = true
            for transfer in transfers.values { transfer.fail(.clientClosed) }
            enter { _ = curl_multi_cleanup(handle) }
            timer = nil
        }
    }

    /// False: the client is closed, or curl wants no more.
    func add(_ transfer: Transfer, _ easy: CurlEasy) -> Bool {
        guard !isClosed else { return false }
        if timer == nil { timer = LoopTimer(on: loop) { [unowned self] in act(CURL_SOCKET_TIMEOUT, 0) } }
        transfers[easy.handle] = transfer
        guard enter({ curl_multi_add_handle(handle, easy.handle) }) == CURLM_OK else {
            transfers[easy.handle] = nil
            return false
        }
        return true
    }

    /// Takes a transfer out; its connection is closed if it was in the middle of something. Not within curl.
    func remove(_ easy: CurlEasy) {
        enter { _ = curl_multi_remove_handle(handle, easy.handle) }
        transfers[easy.handle] = nil
        easy.close()
    }

    /// Lets a transfer that holds back what comes go on. Curl may deliver at once.
    func unpause(_ easy: CurlEasy) {
        enter { _ = curl_easy_pause(easy.handle, CURLPAUSE_CONT) }
        settle()
    }

    /// Does something now, or once curl has returned.
    func whenOutside(_ body: @escaping () -> Void) {
        guard isInCurl else { return body() }
        deferred.append(body)
    }

    private func enter<Result>(_ body: () -> Result) -> Result {
        isInCurl = true
        defer { isInCurl = false }
        return body()
    }

    private func act(_ socket: curl_socket_t, _ flags: Int32) {
        guard !isClosed else { return }
        var running: Int32 = 0
        enter { _ = curl_multi_socket_action(handle, socket, flags, &running) }
        settle()
    }

    /// Tells transfers that they are done, and does what had to wait.
    private func settle() {
        var left: Int32 = 0
        while !isClosed, let message = curl_multi_info_read(handle, &left) {
            guard message.pointee.msg == CURLMSG_DONE, let easy = message.pointee.easy_handle else { continue }
            transfers[easy]?.curlEnded(ccurl_msg_result(message))
        }
        while !deferred.isEmpty { deferred.removeFirst()() }
    }

    /// Never acts at once, not even for a timer of 0 ms: curl is in the middle of something.
    private func setTimer(_ milliseconds: Int) {
        if milliseconds < 0 { timer?.stop() } else { timer?.start(after: .milliseconds(milliseconds)) }
    }

    private func watch(
        _ socket: curl_socket_t,
        _ what: Int32,
        _ known: CurlWatch?,
        for easy: UnsafeMutableRawPointer?
    ) {
        if what == CURL_POLL_REMOVE {
            curl_multi_assign(handle, socket, nil)
            known?.close()
            return
        }
        let watch = known ?? CurlWatch(socket, on: loop) { [unowned self] flags in act(socket, flags) }
        guard let watch else {
            let transfer = easy.flatMap { transfers[$0] }
            return whenOutside { transfer?.fail(.failed("The event loop cannot watch the connection.")) }
        }
        curl_multi_assign(handle, socket, watch.opaque)
        watch.start(what)
    }
}
