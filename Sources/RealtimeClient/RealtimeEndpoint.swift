/// Where a realtime session is to be had, what for, and with which key.
public struct RealtimeEndpoint: Sendable, Equatable {
    /// Whose paths and headers the server has.
    public enum Flavour: Sendable, Equatable {
        /// `/v1/realtime`, with the key as a bearer token.
        case openAI
        /// `/openai/v1/realtime`, with the key in `api-key`; the model is the deployment's name.
        case azure
    }

    public enum Purpose: Sendable, Equatable {
        case conversation(model: String)
        /// The model is named in the session's settings, not in the address.
        case transcription
        case translation(model: String)
    }

    public enum Credential: Sendable, Equatable {
        case none
        /// As the flavour sends keys.
        case key(String)
        /// `Authorization: Bearer …`, whatever the flavour: an ephemeral key, or a token of Entra ID.
        case bearer(String)
    }

    /// `https://api.openai.com`, `ws://localhost:8080/prefix`. A trailing `/v1` or `/openai/v1`, as other libraries
    /// want it, is understood.
    public var base: String
    public var flavour: Flavour
    public var purpose: Purpose
    public var credential: Credential
    /// Sent besides, in this order.
    public var headers: [Header]

    public struct Header: Sendable, Equatable {
        public var name: String
        public var value: String

        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    public init(
        _ base: String,
        flavour: Flavour = .openAI,
        purpose: Purpose,
        credential: Credential = .none,
        headers: [Header] = []
    ) {
        self.base = base
        self.flavour = flavour
        self.purpose = purpose
        self.credential = credential
        self.headers = headers
    }
}

extension RealtimeEndpoint {
    /// The address of the WebSocket.
    public var url: String {
        get throws(RealtimeClientError) {
            guard let colon = base.firstRange(of: "://") else { throw .invalidEndpoint("It has no scheme.") }
            let scheme: String
            switch base[..<colon.lowerBound].lowercased() {
            case "http", "ws": scheme = "ws"
            case "https", "wss": scheme = "wss"
            default: throw .invalidEndpoint("Its scheme must be http, https, ws or wss.")
            }
            var rest = base[colon.upperBound...]
            guard !rest.isEmpty, !rest.contains(where: { $0 == "?" || $0 == "#" || $0 == "@" }) else {
                throw .invalidEndpoint("It must be a host with an optional port and path.")
            }
            while rest.last == "/" { rest.removeLast() }
            for known in ["/openai/v1", "/v1"] where rest.hasSuffix(known) {
                rest.removeLast(known.count)
                break
            }
            return "\(scheme)://\(rest)\(path)"
        }
    }

    private var path: String {
        let root = flavour == .azure ? "/openai/v1/realtime" : "/v1/realtime"
        return switch purpose {
        case .conversation(let model): "\(root)?model=\(Self.escaped(model))"
        case .transcription: "\(root)?intent=transcription"
        case .translation(let model): "\(root)/translations?model=\(Self.escaped(model))"
        }
    }

    /// The headers to connect with, the key first.
    public var allHeaders: [Header] {
        switch (credential, flavour) {
        case (.none, _): headers
        case (.bearer(let key), _), (.key(let key), .openAI): [Header("Authorization", "Bearer \(key)")] + headers
        case (.key(let key), .azure): [Header("api-key", key)] + headers
        }
    }

    /// Everything but the unreserved characters (RFC 3986 §2.3).
    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                escaped.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                escaped += digits.count == 1 ? "%0\(digits)" : "%\(digits)"
            }
        }
        return escaped
    }
}

/// Without the key: endpoints are logged.
extension RealtimeEndpoint: CustomStringConvertible, CustomDebugStringConvertible {
    public var description: String { "\(base) (\(flavour), \(purpose))" }
    public var debugDescription: String { description }
}
