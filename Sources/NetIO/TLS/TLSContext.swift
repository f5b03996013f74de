internal import COpenSSL

/// OpenSSL's context, which many connections share. It lives as long as the last of them.
final class TLSContext: @unchecked Sendable {
    let raw: OpaquePointer

    private init(_ method: OpaquePointer?) throws(TLSError) {
        ERR_clear_error()
        guard let raw = SSL_CTX_new(method) else { throw .openSSL(OpenSSLError.next()) }
        self.raw = raw
        _ = ctls_ctx_mode(raw, ctls_base_mode | ctls_release)
        _ = ctls_ctx_min_version(raw, TLS1_2_VERSION)
        SSL_CTX_set_options(raw, ctls_op_no_compression_no_reneg)
        // Sessions go into tickets; a cache would only grow.
        _ = ctls_ctx_cache_mode(raw, Int(SSL_SESS_CACHE_OFF))
    }

    deinit { SSL_CTX_free(raw) }

    /// A server's context, from texts in PEM. The certificates of the authorities in between follow the server's own.
    static func server(certificate: [UInt8], key: [UInt8]) throws(TLSError) -> TLSContext {
        let context = try TLSContext(TLS_server_method())
        let chain = PEM.certificates(in: certificate)
        defer { for certificate in chain { X509_free(certificate) } }
        guard let own = chain.first else { throw .noCertificate }
        guard SSL_CTX_use_certificate(context.raw, own) == 1 else { throw .openSSL(OpenSSLError.next()) }
        for authority in chain.dropFirst() {
            guard ctls_ctx_add_chain(context.raw, authority) == 1 else { throw .openSSL(OpenSSLError.next()) }
        }
        guard let key = PEM.privateKey(in: key) else { throw .noKey }
        defer { EVP_PKEY_free(key) }
        guard SSL_CTX_use_PrivateKey(context.raw, key) == 1, SSL_CTX_check_private_key(context.raw) == 1 else {
            ERR_clear_error()
            throw .keyDoesNotMatch
        }
        return context
    }

    /// A client's context that takes every certificate.
    static func trustingAnybody() throws(TLSError) -> TLSContext {
        let context = try TLSContext(TLS_client_method())
        SSL_CTX_set_verify(context.raw, SSL_VERIFY_NONE, nil)
        return context
    }

    /// A client's context, which trusts the system's authorities and those given in PEM.
    static func client(authorities: [UInt8]?) throws(TLSError) -> TLSContext {
        let context = try TLSContext(TLS_client_method())
        SSL_CTX_set_verify(context.raw, SSL_VERIFY_PEER, nil)
        SSL_CTX_set_default_verify_paths(context.raw)
        ERR_clear_error()
        guard let authorities else { return context }
        let extra = PEM.certificates(in: authorities)
        defer { for certificate in extra { X509_free(certificate) } }
        guard !extra.isEmpty else { throw .noCertificate }
        for certificate in extra {
            guard X509_STORE_add_cert(SSL_CTX_get_cert_store(context.raw), certificate) == 1 else {
                throw .openSSL(OpenSSLError.next())
            }
        }
        return context
    }
}
