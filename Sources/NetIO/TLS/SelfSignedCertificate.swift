internal import COpenSSL
internal import CUV
internal import Glibc

/// A certificate that nobody vouches for: to begin with, and for tests. ECDSA P-256, made in this process.
public struct SelfSignedCertificate {
    /// Browsers refuse certificates that are valid for longer.
    public static let daysMax = 397

    /// For `localhost`, `127.0.0.1`, `::1` and the given names, in PEM. Longer than 397 days becomes that.
    public static func make(
        names: [String] = [],
        days: Int = daysMax
    ) throws(TLSError) -> (certificate: String, key: String) {
        // From an hour ago, for clocks that are a little behind.
        try make(names: names, validSeconds: -3_600..<min(max(days, 1), daysMax) * 86_400 - 3_600)
    }

    /// `validSeconds`: as seen from now.
    package static func make(
        names: [String] = [],
        validSeconds: Range<Int>
    ) throws(TLSError) -> (certificate: String, key: String) {
        let subjects = try (["localhost", "127.0.0.1", "::1"] + names).map { (name) throws(TLSError) in
            try subject(name)
        }
        ERR_clear_error()
        guard let key = makeKey() else { throw .openSSL(OpenSSLError.next()) }
        defer { EVP_PKEY_free(key) }
        guard let certificate = X509_new() else { throw .openSSL(OpenSSLError.next()) }
        defer { X509_free(certificate) }
        let isSigned =
            fill(certificate, key, validSeconds)
            && extend(certificate, subjects.joined(separator: ","))
            && X509_sign(certificate, key, EVP_sha256()) > 0
        guard isSigned else { throw .openSSL(OpenSSLError.next()) }
        return (
            try PEM.text { PEM_write_bio_X509($0, certificate) == 1 },
            try PEM.text { PEM_write_bio_PrivateKey($0, key, nil, nil, 0, nil, nil) == 1 }
        )
    }

    /// The name as OpenSSL's list of names has it. A comma would begin another.
    private static func subject(_ name: String) throws(TLSError) -> String {
        var four = sockaddr_in()
        var six = sockaddr_in6()
        if uv_ip4_addr(name, 0, &four) == 0 || uv_ip6_addr(name, 0, &six) == 0 {
            guard !name.utf8.contains(UInt8(ascii: "%")) else { throw .invalidName(name) }
            return "IP:\(name)"
        }
        let isName = name.utf8.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2A, 0x2D, 0x2E: true
            default: false
            }
        }
        guard isName, 1...253 ~= name.utf8.count else { throw .invalidName(name) }
        return "DNS:\(name)"
    }

    private static func makeKey() -> OpaquePointer? {
        guard let context = EVP_PKEY_CTX_new_id(EVP_PKEY_EC, nil) else { return nil }
        defer { EVP_PKEY_CTX_free(context) }
        var key: OpaquePointer?
        guard EVP_PKEY_keygen_init(context) == 1,
            EVP_PKEY_CTX_set_ec_paramgen_curve_nid(context, NID_X9_62_prime256v1) == 1,
            EVP_PKEY_keygen(context, &key) == 1
        else { return nil }
        return key
    }

    private static func fill(_ certificate: OpaquePointer, _ key: OpaquePointer, _ validSeconds: Range<Int>) -> Bool {
        let name = X509_get_subject_name(certificate)
        // Positive, as RFC 5280 §4.1.2.2 asks.
        var serial = SecureRandom()
        return X509_set_version(certificate, 2) == 1
            && ASN1_INTEGER_set_uint64(X509_get_serialNumber(certificate), serial.next() >> 1 | 1) == 1
            && X509_gmtime_adj(X509_getm_notBefore(certificate), validSeconds.lowerBound) != nil
            && X509_gmtime_adj(X509_getm_notAfter(certificate), validSeconds.upperBound) != nil
            && X509_NAME_add_entry_by_txt(name, "CN", ctls_mbstring_utf8, "localhost", -1, -1, 0) == 1
            && X509_set_issuer_name(certificate, name) == 1
            && X509_set_pubkey(certificate, key) == 1
    }

    private static func extend(_ certificate: OpaquePointer, _ names: String) -> Bool {
        var context = X509V3_CTX()
        X509V3_set_ctx(&context, certificate, certificate, nil, nil, 0)
        let extensions = [
            (NID_basic_constraints, "critical,CA:FALSE"), (NID_key_usage, "critical,digitalSignature"),
            (NID_ext_key_usage, "serverAuth"), (NID_subject_key_identifier, "hash"), (NID_subject_alt_name, names),
        ]
        return extensions.allSatisfy { nid, value in
            guard let made = X509V3_EXT_conf_nid(nil, &context, nid, value) else { return false }
            defer { X509_EXTENSION_free(made) }
            return X509_add_ext(certificate, made, -1) == 1
        }
    }
}
