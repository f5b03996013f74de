public import Bytes

/// `POST /realtime/client_secrets`: what is asked.
public struct ClientSecretRequest: WireObject {
    public var expiresAfter: SecretExpiry?
    public var session: SessionObject?
    public var unknown: [JSONObject.Member] = []
    public init() {}

    public static let fields: [WireField<Self>] = [
        .optional("expires_after", \.expiresAfter),
        .optional("session", \.session),
    ]
}

/// `POST /realtime/translations/client_secrets`: what is asked.
public struct TranslationSecretRequest: WireObject {
    public var expiresAfter: SecretExpiry?
    public var session = TranslationSession()
    public var unknown: [JSONObject.Member] = []
    public init() {}

    public static let fields: [WireField<Self>] = [
        .optional("expires_after", \.expiresAfter),
        .required("session", \.session),
    ]

    public func check() throws(WireFault) {
        if session.model == nil { throw WireFault(.missing).under("model").under("session") }
    }
}

public struct SecretExpiry: WireObject {
    public static let secondsRange = 10...7_200
    public static let secondsDefault = 600

    public struct Anchor: OpenEnum {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }

        public static let createdAt: Self = "created_at"
        public static var known: [Self] { [.createdAt] }
    }

    public var anchor: Anchor?
    public var seconds: Int?
    public var unknown: [JSONObject.Member] = []
    public init() {}

    public static let fields: [WireField<Self>] = [
        .optional("anchor", \.anchor),
        .optional("seconds", \.seconds, .within(secondsRange)),
    ]
}

/// What is answered to both: the secret, once, and the session that it opens.
public struct ClientSecret: WireObject {
    public var value = ""
    public var expiresAt = 0
    public var session = SessionObject.realtime(RealtimeSession())
    public var unknown: [JSONObject.Member] = []
    public init() {}

    public static let fields: [WireField<Self>] = [
        .required("value", \.value),
        .required("expires_at", \.expiresAt),
        .required("session", \.session),
    ]
}

/// `{"error": {…}}`, the body of every refused request.
public struct ErrorBody: WireObject {
    public struct Details: WireObject {
        public var message = ""
        public var type = ErrorType.invalidRequest
        public var param = Nullable<String>.absent
        public var code = Nullable<String>.absent
        public var unknown: [JSONObject.Member] = []
        public init() {}

        public static let fields: [WireField<Self>] = [
            .required("message", \.message),
            .required("type", \.type),
            .nullable("param", \.param),
            .nullable("code", \.code),
        ]
    }

    public var error = Details()
    public var unknown: [JSONObject.Member] = []
    public init() {}
    public static let fields: [WireField<Self>] = [.required("error", \.error)]

    public init(_ error: APIError) {
        self.error = Details {
            $0.message = error.message
            $0.type = error.type
            $0.param = Nullable(error.param)
            $0.code = Nullable(error.code)
        }
    }
}
