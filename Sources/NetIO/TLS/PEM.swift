internal import COpenSSL

/// Certificates and keys between `-----BEGIN` and `-----END`.
enum PEM {
    /// The caller frees them.
    static func certificates(in text: [UInt8]) -> [OpaquePointer] {
        reading(text) { bio in
            var found: [OpaquePointer] = []
            while let certificate = PEM_read_bio_X509(bio, nil, noPassword, nil) { found.append(certificate) }
            return found
        } ?? []
    }

    /// The caller frees it.
    static func privateKey(in text: [UInt8]) -> OpaquePointer? {
        reading(text) { bio in PEM_read_bio_PrivateKey(bio, nil, noPassword, nil) } ?? nil
    }

    /// What `write` puts into a BIO.
    static func text(_ write: (OpaquePointer) -> Bool) throws(TLSError) -> String {
        guard let bio = BIO_new(BIO_s_mem()) else { throw .openSSL(OpenSSLError.next()) }
        defer { BIO_free(bio) }
        guard write(bio) else { throw .openSSL(OpenSSLError.next()) }
        var bytes = [UInt8](repeating: 0, count: Int(ctls_bio_pending(bio)))
        let count = BIO_read(bio, &bytes, Int32(bytes.count))
        return String(decoding: bytes.prefix(Int(max(count, 0))), as: UTF8.self)
    }

    private static func reading<Result>(_ text: [UInt8], _ read: (OpaquePointer) -> Result) -> Result? {
        text.withUnsafeBytes { bytes in
            guard let bio = BIO_new_mem_buf(bytes.baseAddress, Int32(clamping: bytes.count)) else { return nil }
            defer {
                BIO_free(bio)
                // The end of the text counts as an error.
                ERR_clear_error()
            }
            return read(bio)
        }
    }

    /// Without this OpenSSL would ask at the terminal.
    private static let noPassword:
        @convention(c) (UnsafeMutablePointer<CChar>?, Int32, Int32, UnsafeMutableRawPointer?) -> Int32 = { _, _, _, _ in
            -1
        }
}
