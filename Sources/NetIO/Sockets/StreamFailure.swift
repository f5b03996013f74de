internal import CUV

/// Why a stream ended that nobody closed.
enum StreamFailure: Error, Sendable, Equatable {
    /// The operating system's number of the error, as libuv gives it.
    case system(Int32)
    case tls(String)
    /// The peer makes us answer and takes no answers.
    case unreadAnswers
}

extension StreamFailure: CustomStringConvertible {
    var description: String {
        switch self {
        case .system(let code): SystemError.text(code)
        case .tls(let text): "TLS: \(text)"
        case .unreadAnswers: "the peer reads no answers"
        }
    }
}

/// The operating system's errors in words.
enum SystemError {
    /// "connection refused (ECONNREFUSED)".
    static func text(_ code: Int32) -> String {
        "\(String(cString: uv_strerror(code))) (\(String(cString: uv_err_name(code))))"
    }
}
