internal import COpenSSL
internal import Glibc

/// What a server's certificate says, and what there is against it.
public struct PeerCertificate: Sendable, Equatable {
    public enum Objection: Sendable, Equatable {
        /// Of its dates or its names: the facts are here.
        case expired, notYetValid, wrongName
        /// Nobody vouches for it whom we trust, in OpenSSL's words.
        case untrusted
    }

    /// Their common names.
    public internal(set) var subject = ""
    public internal(set) var issuer = ""
    /// `localhost`, `127.0.0.1`: what it may be used for.
    public internal(set) var names: [String] = []
    /// Seconds since 1970.
    public internal(set) var notBefore = 0
    public internal(set) var notAfter = 0
    public internal(set) var isSelfSigned = false
    /// Whether it is for the host that was asked for.
    public internal(set) var matchesName = false
    /// How many certificates the server sent.
    public internal(set) var chainCount = 0
    /// The first that verification has against it. Nil: nothing, or whoever asks trusts anybody.
    public internal(set) var objection: Objection?
    /// In OpenSSL's words.
    public internal(set) var verdict = ""
}

extension TLSPump {
    /// Once it is open.
    var version: String? { SSL_get_version(ssl).map { String(cString: $0) } }

    /// Once it is open. Nil: the peer has shown none.
    func peerCertificate(for host: String) -> PeerCertificate? {
        guard let certificate = SSL_get1_peer_certificate(ssl) else { return nil }
        defer {
            X509_free(certificate)
            ERR_clear_error()
        }
        var facts = PeerCertificate()
        facts.subject = Self.commonName(X509_get_subject_name(certificate))
        facts.issuer = Self.commonName(X509_get_issuer_name(certificate))
        facts.names = Self.names(of: certificate)
        facts.notBefore = Self.seconds(X509_get0_notBefore(certificate))
        facts.notAfter = Self.seconds(X509_get0_notAfter(certificate))
        facts.isSelfSigned =
            X509_NAME_cmp(X509_get_subject_name(certificate), X509_get_issuer_name(certificate)) == 0
        facts.matchesName =
            X509_check_ip_asc(certificate, host, 0) == 1
            || X509_check_host(certificate, host, host.utf8.count, 0, nil) == 1
        facts.chainCount = Int(ctls_chain_count(ssl))
        judge(&facts)
        return facts
    }

    private func judge(_ facts: inout PeerCertificate) {
        let result = SSL_get_verify_result(ssl)
        guard trusts, result != Int(X509_V_OK) else { return }
        facts.verdict = X509_verify_cert_error_string(result).map { String(cString: $0) } ?? "error \(result)"
        facts.objection =
            switch Int32(truncatingIfNeeded: result) {
            case X509_V_ERR_CERT_HAS_EXPIRED: .expired
            case X509_V_ERR_CERT_NOT_YET_VALID: .notYetValid
            case X509_V_ERR_HOSTNAME_MISMATCH, X509_V_ERR_IP_ADDRESS_MISMATCH: .wrongName
            default: .untrusted
            }
    }

    private static func commonName(_ name: OpaquePointer?) -> String {
        var text = [CChar](repeating: 0, count: 256)
        for part in [NID_commonName, NID_organizationName] {
            let count = X509_NAME_get_text_by_NID(name, part, &text, Int32(text.count))
            guard count > 0 else { continue }
            return String(decoding: text.prefix(Int(count)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
        }
        return ""
    }

    /// As OpenSSL prints them: `DNS:localhost, IP Address:127.0.0.1`.
    private static func names(of certificate: OpaquePointer) -> [String] {
        let place = X509_get_ext_by_NID(certificate, NID_subject_alt_name, -1)
        guard place >= 0, let names = X509_get_ext(certificate, place) else { return [] }
        let text: String
        do throws(TLSError) {
            text = try PEM.text { X509V3_EXT_print($0, names, 0, 0) == 1 }
        } catch { return [] }
        return text.split(separator: ",").compactMap { name in
            let halves = name.split(separator: ":", maxSplits: 1)
            guard halves.count == 2 else { return nil }
            return String(halves[1].drop(while: \.isWhitespace))
        }
    }

    private static func seconds(_ time: UnsafePointer<ASN1_TIME>?) -> Int {
        var parts = tm()
        guard let time, ASN1_TIME_to_tm(time, &parts) == 1 else { return 0 }
        return timegm(&parts)
    }
}
