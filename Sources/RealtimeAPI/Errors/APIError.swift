/// What an error is about, in the service's words. Open: upstreams have types of their own.
public struct ErrorType: OpenEnum {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    public static let invalidRequest: Self = "invalid_request_error"
    public static let serverError: Self = "server_error"
    public static var known: [Self] { [.invalidRequest, .serverError] }
}

/// An error as the protocol tells it: in an `error` event, in a failed response, in the body of a REST answer.
///
/// Ours are made by the catalogue's functions (`APIError+Catalogue.swift`) and nowhere else; the initializer is for
/// what an upstream sent.
public struct APIError: Error, Sendable, Equatable {
    public var type: ErrorType
    public var code: String?
    public var message: String
    public var param: String?
    /// `param` is a name that the client said, in whatever dialect: it is told as it stands.
    package var namesClientsField = false

    public init(type: ErrorType, code: String?, message: String, param: String? = nil) {
        self.type = type
        self.code = code
        self.message = message
        self.param = param
    }

    init(_ code: ErrorCode, _ message: String, param: String? = nil) {
        self.init(type: code.entry.type, code: code.rawValue, message: message, param: param)
    }

    /// The close frame's reason, where a close follows: `invalid_request_error.session_expired`.
    public var closeReason: String { code.map { "\(type).\($0)" } ?? type.rawValue }
}
