public import HTTP

/// What an HTTP client is to ask for, and what that may cost.
public struct HTTPClientRequest: Sendable, Equatable {
    public var method: String
    /// `http` or `https`; other schemes are refused.
    public var url: String
    public var headers: HeaderFields
    /// Sent with its length. Nil: no body.
    public var body: [UInt8]?
    public var options: HTTPClientOptions

    public init(
        _ method: String = "GET",
        _ url: String,
        headers: HeaderFields = HeaderFields(),
        body: [UInt8]? = nil,
        options: HTTPClientOptions = HTTPClientOptions()
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.options = options
    }
}

/// Without header fields, query and body: keys and what users said travel in those.
extension HTTPClientRequest: CustomStringConvertible, CustomDebugStringConvertible {
    public var description: String {
        let end = url.utf8.firstIndex { $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") } ?? url.endIndex
        var shown = String(url[..<end])
        // A user and a password before the host.
        if let scheme = shown.firstRange(of: "://") {
            let path = shown[scheme.upperBound...].firstIndex(of: "/") ?? shown.endIndex
            if let at = shown[..<path].lastIndex(of: "@"), at >= scheme.upperBound {
                shown.removeSubrange(scheme.upperBound...at)
            }
        }
        return "\(method) \(shown)"
    }

    public var debugDescription: String { description }
}

/// What a request may cost, and which way it goes. Each time-out that is nil is absent.
public struct HTTPClientOptions: Sendable, Equatable {
    /// Looking up the name, connecting, and the handshake of TLS.
    public var connectTimeout: Duration? = .seconds(10)
    /// From the start to the last byte. A stream of events has none.
    public var totalTimeout: Duration?
    /// How long nothing may come and go once there is a connection; not counted while the reader holds the response
    /// back.
    public var stallTimeout: Duration? = .seconds(60)
    /// The body of the response.
    public var responseBytesMax = 16 << 20
    public var redirects = Redirects.refused
    public var proxy = Proxy.none
    /// A file of certificates (PEM) to trust instead of the system's.
    public var authorityFile: String?
    /// Verifies no certificate: whoever sits between can read and change all. For a trial on one's own machine.
    public var trustsAnybody = false
    /// HTTP/2 where a TLS server offers it: one connection then carries many requests.
    public var offersHTTP2 = false

    public init() {}

    /// An answer that points elsewhere is never followed: headers with keys would travel to whoever it names.
    public enum Redirects: Sendable, Equatable {
        /// It is an error, which says where it pointed to.
        case refused
        /// It is a response like any other.
        case returned
    }

    public enum Proxy: Sendable, Equatable {
        case none
        /// What `http_proxy`, `https_proxy`, `all_proxy` and `no_proxy` say.
        case environment
        /// `http://host:port`, with user and password if it wants them.
        case url(String)
    }
}
