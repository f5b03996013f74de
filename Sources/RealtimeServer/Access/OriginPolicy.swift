public import HTTP

/// Which web pages may use this server.
///
/// A browser sends the origin of the page with every WebSocket and every request to another site, and its user cannot
/// change that. Programs send none and are let in: for them an origin would prove nothing.
public struct OriginPolicy: Sendable, Equatable {
    private let allowed: Set<Origin>
    private let allowsAny: Bool

    /// Pages of this server's own address alone.
    public static let sameOrigin = OriginPolicy(allowed: [], allowsAny: false)

    private init(allowed: Set<Origin>, allowsAny: Bool) {
        self.allowed = allowed
        self.allowsAny = allowsAny
    }

    /// A text that is no origin.
    public struct Mistake: Error, Sendable, Equatable, CustomStringConvertible {
        public let text: String

        public var description: String {
            "'\(text)' is no origin. Write scheme, host and port, such as https://app.example.com, or \"*\" for any."
        }
    }

    /// Origins as the configuration writes them, or `*` for every page there is.
    public init(_ texts: [String]) throws(Mistake) {
        var allowed: Set<Origin> = []
        for text in texts where text != "*" {
            guard let origin = Origin(text) else { throw Mistake(text: text) }
            allowed.insert(origin)
        }
        self.init(allowed: allowed, allowsAny: texts.contains("*"))
    }

    /// Whether a request may come from where it says that it comes from.
    public func allows(_ head: RequestHead, seenAs view: TrustedProxies.View) -> Bool {
        guard head.headers.contains("Origin") else { return true }
        if allowsAny { return true }
        // `null`, which sandboxed pages and files send, is an origin that anybody can have.
        guard let origin = head.headers.only("Origin").flatMap({ Origin($0) }) else { return false }
        return allowed.contains(origin) || view.origin == origin
    }
}

extension TrustedProxies.View {
    fileprivate var origin: Origin? { authority.flatMap { Origin(isSecure: isSecure, authority: $0) } }
}
