internal import Glibc
internal import NetIO

/// `antiphon token --dev-cert DIR`: two files in PEM, the key for its owner's eyes alone.
enum TokenCertificate {
    static let option = "--dev-cert"
    static let purpose = "writes a self-signed certificate and its key, to try TLS with"
    static let certificateName = "certificate.pem"
    static let keyName = "key.pem"

    static func make(_ words: [String]) throws(TokenFailure) -> String {
        guard let directory = words.first, words.count == 1, !directory.hasPrefix("-") else {
            throw .usage("Usage: antiphon token \(option) DIR")
        }
        let made: (certificate: String, key: String)
        do throws(TLSError) { made = try SelfSignedCertificate.make() } catch { throw .failed("\(error)") }
        if mkdir(directory, 0o700) != 0, errno != EEXIST { throw failure(directory) }
        try write(made.key, to: "\(directory)/\(keyName)", mode: 0o600)
        try write(made.certificate, to: "\(directory)/\(certificateName)", mode: 0o644)
        return """
            \(directory)/\(certificateName)
            \(directory)/\(keyName)

            For localhost, 127.0.0.1 and ::1, for \(SelfSignedCertificate.daysMax) days. Nobody trusts it by itself: \
            give the certificate to the client as its authority.
            """
    }

    /// Replaces nothing: a key that is there may be in use.
    private static func write(_ text: String, to path: String, mode: mode_t) throws(TokenFailure) {
        do throws(TextFile.Failure) {
            try TextFile.write(text, to: path, mode: mode, replaces: false)
        } catch {
            throw .failed("\(path) cannot be written: \(error.reason).")
        }
    }

    private static func failure(_ path: String) -> TokenFailure {
        .failed("\(path) cannot be written: \(String(cString: strerror(errno))).")
    }
}
