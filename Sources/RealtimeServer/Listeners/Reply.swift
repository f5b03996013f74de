internal import Bytes
internal import HTTP
internal import RealtimeAPI

/// The answer to a plain request.
struct Reply: Sendable, Equatable {
    var status: Int
    var headers: HeaderFields
    var body: [UInt8]

    static func json(_ json: JSON, status: Int = 200) -> Reply {
        Reply(status: status, headers: ["Content-Type": "application/json"], body: json.bytes)
    }

    static func text(_ text: String, status: Int = 200, type: String = "text/plain; charset=utf-8") -> Reply {
        Reply(status: status, headers: ["Content-Type": type], body: Array(text.utf8))
    }

    /// An error in OpenAI's shape.
    static func error(_ error: APIError, status: Int? = nil, retryAfterSeconds: Int? = nil) -> Reply {
        var reply = json(ErrorBody(error).json, status: status ?? error.status)
        if let retryAfterSeconds { reply.headers.add("Retry-After", "\(retryAfterSeconds)") }
        return reply
    }

    static func wrongMethod(_ method: String, allowed: [String]) -> Reply {
        var reply = error(.wrongMethod(method, allowed: allowed))
        reply.headers.add("Allow", allowed.joined(separator: ", "))
        return reply
    }
}

extension APIError {
    /// The HTTP status with which a request is refused that met this error.
    var status: Int {
        switch code.flatMap(ErrorCode.init) {
        case .invalidAPIKey, .wrongAPIVersion: 401
        case .insufficientPermissions, .originNotAllowed: 403
        case .modelNotFound, .unknownURL: 404
        case .wrongMethod: 405
        case .unsupportedContentType: 415
        case .upgradeRequired: 426
        case .rateLimit, .quota, .tooManySessions, .tooManySecrets: 429
        case .serverError: 500
        case .notBuilt: 501
        case .overloaded, .shuttingDown, .storageFailed: 503
        default: 400
        }
    }
}
