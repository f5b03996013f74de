public import Bytes

/// `POST /realtime/calls`, as its two parts say together.
public struct CallCreate: WireObject {
    public var sdp = ""
    public var session: SessionObject?
    public var unknown: [JSONObject.Member] = []
    public init() {}

    public static let fields: [WireField<Self>] = [
        .required("sdp", \.sdp),
        .optional("session", \.session),
    ]
}

/// `POST /realtime/calls/{id}/reject`
public struct CallReject: WireObject {
    public static let statusDefault = 603

    public var statusCode: Int?
    public var unknown: [JSONObject.Member] = []
    public init() {}

    public static let fields: [WireField<Self>] = [
        // RFC 3261 §21: what a final refusal may say.
        .optional("status_code", \.statusCode, .within(300...699))
    ]
}

/// `POST /realtime/calls/{id}/refer`
public struct CallRefer: WireObject {
    public var targetURI = ""
    public var unknown: [JSONObject.Member] = []
    public init() {}

    public static let fields: [WireField<Self>] = [
        .required("target_uri", \.targetURI, .must("a tel: or sip: URI") { isCallable($0) })
    ]

    private static func isCallable(_ uri: String) -> Bool {
        let lowered = uri.lowercased()
        return ["tel:", "sip:", "sips:"].contains { lowered.hasPrefix($0) && lowered.utf8.count > $0.utf8.count }
    }
}

/// The webhook `realtime.call.incoming`.
public struct IncomingCall: WireObject {
    public struct Data: WireObject {
        public var callID = ""
        public var sipHeaders: [SIPHeader] = []
        public var sipMediaSecurity: String?
        public var unknown: [JSONObject.Member] = []
        public init() {}

        public static let fields: [WireField<Self>] = [
            .required("call_id", \.callID),
            .required("sip_headers", \.sipHeaders),
            .optional("sip_media_security", \.sipMediaSecurity),
        ]
    }

    public struct SIPHeader: WireObject {
        public var name = ""
        public var value = ""
        public var unknown: [JSONObject.Member] = []
        public init() {}
        public static let fields: [WireField<Self>] = [.required("name", \.name), .required("value", \.value)]
    }

    public var object: String?
    public var id = ""
    public var createdAt = 0
    public var data = Data()
    public var unknown: [JSONObject.Member] = []
    public init() {}

    public static let fields: [WireField<Self>] = [
        .optional("object", \.object),
        .required("id", \.id),
        .constant("type", "realtime.call.incoming"),
        .required("created_at", \.createdAt),
        .required("data", \.data),
    ]
}
