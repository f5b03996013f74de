internal import COpenSSL
internal import Glibc

/// One side of a TLS connection, without a socket: ciphertext in, plain text out, and the other way round. Confined to
/// its loop.
///
/// OpenSSL reads from the caller's buffer and writes into `output`, through a BIO of our own: a memory BIO would keep
/// the largest size that it ever had, for each connection.
final class TLSPump {
    enum Event {
        /// The handshake is done.
        case opened
        /// Valid for the call only.
        case plain(UnsafeRawBufferPointer)
    }

    enum Outcome {
        case more
        /// The peer has said goodbye.
        case ended
        case failed(String)
    }

    let isClient: Bool
    let ssl: OpaquePointer
    /// Whether it holds anything against the peer's certificate; with `trustingAnybody` nothing.
    let trusts: Bool
    private var input = UnsafeRawBufferPointer(start: nil, count: 0)
    /// Ciphertext to send.
    var output: [UInt8] = []
    private(set) var isOpen = false
    private var hasSaidGoodbye = false

    /// `host` is whom a client wants to reach: its name is told to the server, and its certificate must be for it. Nil
    /// for a server. Who does not verify looks at the certificate before anything is sent.
    init?(_ context: TLSContext, host: String?, verifies: Bool = true) {
        guard let ssl = SSL_new(context.raw) else { return nil }
        self.ssl = ssl
        trusts = SSL_CTX_get_verify_mode(context.raw) != SSL_VERIFY_NONE
        isClient = host != nil
        guard let bio = BIO_new(Self.method) else { return nil }
        // One reference serves both directions.
        SSL_set_bio(ssl, bio, bio)
        BIO_set_data(bio, Unmanaged.passUnretained(self).toOpaque())
        BIO_set_init(bio, 1)
        guard let host else {
            SSL_set_accept_state(ssl)
            return
        }
        SSL_set_connect_state(ssl)
        if !verifies { SSL_set_verify(ssl, SSL_VERIFY_NONE, nil) }
        // What is an address in numbers is not told by SNI (RFC 6066 §3) and is looked for among the addresses.
        if X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl), host) == 1 { return }
        guard ctls_set_host(ssl, host) == 1, SSL_set1_host(ssl, host) == 1 else { return nil }
    }

    deinit { SSL_free(ssl) }

    /// The client's first flight.
    func start() {
        ERR_clear_error()
        _ = SSL_do_handshake(ssl)
    }

    /// Reads ciphertext. `scratch` must not be the buffer that it lies in. `deliver` says whether to go on.
    func receive(
        _ cipher: UnsafeRawBufferPointer,
        scratch: UnsafeMutableRawBufferPointer,
        deliver: (Event) -> Bool
    ) -> Outcome {
        input = cipher
        defer { input = UnsafeRawBufferPointer(start: nil, count: 0) }
        if !isOpen {
            ERR_clear_error()
            let status = SSL_do_handshake(ssl)
            guard status == 1 else { return outcome(of: status) }
            isOpen = true
            guard deliver(.opened) else { return .more }
        }
        while true {
            ERR_clear_error()
            let count = SSL_read(ssl, scratch.baseAddress, Int32(scratch.count))
            guard count > 0 else { return outcome(of: count) }
            guard deliver(.plain(UnsafeRawBufferPointer(rebasing: scratch[..<Int(count)]))) else { return .more }
        }
    }

    /// Encrypts into `output`. Why not, if it cannot be done.
    func send(_ plain: UnsafeRawBufferPointer) -> String? {
        var rest = plain
        while !rest.isEmpty {
            ERR_clear_error()
            // The BIO takes everything, so a write is never wanted again; a record holds at most 16 KiB.
            let count = SSL_write(ssl, rest.baseAddress, Int32(rest.count))
            guard count > 0 else {
                if case .failed(let text) = outcome(of: count) { return text }
                return "nothing can be written"
            }
            rest = UnsafeRawBufferPointer(rebasing: rest[Int(count)...])
        }
        return nil
    }

    /// Puts the end into `output`. False if that was done before, or cannot be.
    func sayGoodbye() -> Bool {
        guard isOpen, !hasSaidGoodbye else { return false }
        hasSaidGoodbye = true
        ERR_clear_error()
        _ = SSL_shutdown(ssl)
        return !output.isEmpty
    }

    private func outcome(of status: Int32) -> Outcome {
        switch SSL_get_error(ssl, status) {
        case SSL_ERROR_WANT_READ, SSL_ERROR_WANT_WRITE: .more
        case SSL_ERROR_ZERO_RETURN: .ended
        default: .failed(reason)
        }
    }

    /// The queue of errors belongs to the thread: it is emptied, or the loop's next connection would report this
    /// one's.
    private var reason: String {
        let verified = SSL_get_verify_result(ssl)
        if isClient, verified != Int(X509_V_OK), let text = X509_verify_cert_error_string(verified) {
            ERR_clear_error()
            return "the server's certificate was refused: \(String(cString: text))"
        }
        return OpenSSLError.next()
    }

    nonisolated(unsafe) private static let method: OpaquePointer? = {
        let method = BIO_meth_new(ctls_bio_type, "stream")
        BIO_meth_set_read(method) { bio, target, count in
            let pump = Unmanaged<TLSPump>.fromOpaque(BIO_get_data(bio)).takeUnretainedValue()
            ctls_bio_clear_retry(bio)
            let taken = min(Int(count), pump.input.count)
            guard taken > 0, let target, let base = pump.input.baseAddress else {
                ctls_bio_retry_read(bio)
                return -1
            }
            memcpy(target, base, taken)
            pump.input = UnsafeRawBufferPointer(rebasing: pump.input[taken...])
            return Int32(taken)
        }
        BIO_meth_set_write(method) { bio, source, count in
            let pump = Unmanaged<TLSPump>.fromOpaque(BIO_get_data(bio)).takeUnretainedValue()
            pump.output.append(contentsOf: UnsafeRawBufferPointer(start: source, count: Int(count)))
            return count
        }
        BIO_meth_set_ctrl(method) { _, command, _, _ in command == BIO_CTRL_FLUSH ? 1 : 0 }
        return method
    }()
}
