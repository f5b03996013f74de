public import HTTP

/// Which web pages may use this server.
///
/// A browser sends the origin of the page with every WebSocket and every request to another site, and its user cannot
/// change that. Programs send none and are let in: for them an origin would prove nothing.
public struct OriginPolicy: Sendable, Equatable {
    private let scope: OriginScope

    /// Pages of this server's own address alone.
    public static let sameOrigin = OriginPolicy(.only([]))

    /// Besides pages of this server's own address, which are always let in.
    public init(_ scope: OriginScope) { self.scope = scope }

    /// Whether a request may come from where it says that it comes from.
    public func allows(_ head: RequestHead, seenAs view: TrustedProxies.View) -> Bool {
        guard head.headers.contains("Origin") else { return true }
        if scope == .all { return true }
        // `null`, which sandboxed pages and files send, is an origin that anybody can have.
        guard let origin = head.headers.only("Origin").flatMap(OriginScope.normalized) else { return false }
        return scope.allows(origin) || view.origin == origin
    }
}

extension TrustedProxies.View {
    /// That of the pages which this server itself would serve to the request.
    fileprivate var origin: String? {
        authority.flatMap { OriginScope.normalized("\(isSecure ? "https" : "http")://\($0)") }
    }
}
