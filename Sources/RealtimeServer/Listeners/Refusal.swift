package import RealtimeAPI

/// Why a client does not come in, and how it is told.
///
/// OpenAI always completes the upgrade and tells an error there, then closes; Azure answers before the upgrade what its
/// clients can act on: the credential, and that the server is full (CONTRACT 3, 23).
package struct Refusal: Sendable, Equatable {
    package enum Manner: Sendable, Equatable {
        /// 101, an `error` event, and this close code.
        case inBand(closeCode: UInt16)
        case http(status: Int, retryAfterSeconds: Int? = nil)
    }

    package let error: APIError
    package let manner: Manner

    static func inBand(_ error: APIError) -> Refusal {
        let code = error.code.flatMap(ErrorCode.init)?.entry.closeCode ?? 4_000
        return Refusal(error: error, manner: .inBand(closeCode: code))
    }

    static func http(_ status: Int, _ error: APIError) -> Refusal {
        Refusal(error: error, manner: .http(status: status))
    }

    static func credentials(_ error: APIError, at flavour: SessionOrigin.Flavour) -> Refusal {
        switch flavour {
        case .azure: .http(error.status, error)
        case .openAI: .inBand(error)
        }
    }

    /// The server, or what a key may have at once, is full.
    static func full(_ error: APIError, status: Int, at flavour: SessionOrigin.Flavour) -> Refusal {
        switch flavour {
        case .azure: Refusal(error: error, manner: .http(status: status, retryAfterSeconds: retryAfterSeconds))
        case .openAI: Refusal(error: error, manner: .inBand(closeCode: 1_013))
        }
    }

    /// The server is about to end: the next one may have room.
    static func draining(at flavour: SessionOrigin.Flavour) -> Refusal {
        switch flavour {
        case .azure: Refusal(error: .shuttingDown, manner: .http(status: 503, retryAfterSeconds: retryAfterSeconds))
        case .openAI: .inBand(.shuttingDown)
        }
    }

    static let retryAfterSeconds = 5
}
