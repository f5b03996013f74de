/// `antiphon token --dev-cert DIR`.
enum TokenCertificate {
    static let option = "--dev-cert"
    static let purpose = "writes a self-signed certificate and its key, to try TLS with"

    static func make(_ words: [String]) throws(TokenFailure) -> String {
        throw .failed("")
    }
}
