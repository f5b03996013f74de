internal import COpenSSL

/// Why TLS cannot be set up.
public enum TLSError: Error, Sendable, Equatable {
    case unreadableFile(String, reason: String)
    case noCertificate
    case noKey
    case keyDoesNotMatch
    /// A name that may not stand in a certificate.
    case invalidName(String)
    /// There are no files to read again: the certificate was given as text.
    case noFiles
    case openSSL(String)
}

extension TLSError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .unreadableFile(let path, let reason): "Cannot read '\(path)': \(reason)."
        case .noCertificate: "There is no certificate in PEM ('-----BEGIN CERTIFICATE-----')."
        case .noKey: "There is no private key in PEM that can be read without a password."
        case .keyDoesNotMatch: "The private key does not belong to the certificate."
        case .invalidName(let name): "'\(name)' is neither a host name nor an address."
        case .noFiles: "The certificate was given as text, so there are no files to read again."
        case .openSSL(let text): "OpenSSL: \(text)."
        }
    }
}

/// OpenSSL's queue of errors, which belongs to the thread.
enum OpenSSLError {
    /// The oldest error in words; the queue is empty afterwards.
    static func next() -> String {
        let code = ERR_get_error()
        ERR_clear_error()
        guard code != 0, let text = ERR_reason_error_string(code) else { return "the connection broke off" }
        return String(cString: text)
    }
}
