public import HTTP

/// What a browser is told before it lets a page of another origin send a request, or read the answer.
///
/// There are no cookies here, so credentials in CORS's sense are never allowed: a key is in a header that the page
/// sets.
public struct CORS: Sendable, Equatable {
    private let policy: OriginPolicy

    static let methods = "GET, POST, DELETE, OPTIONS"
    static let exposed = "x-request-id, location, retry-after"
    static let secondsKept = 600
    static let headers: Set<String> = [
        "accept", "api-key", "authorization", "content-type", "openai-beta", "openai-organization", "openai-project",
        "openai-safety-identifier", "x-client-request-id", "x-ms-client-request-id", "traceparent", "tracestate",
    ]
    /// The SDKs say with headers of this prefix which of them they are.
    static let headerPrefix = "x-stainless-"
    static let headersMax = 32

    public init(_ policy: OriginPolicy) { self.policy = policy }

    /// What an answer carries. Without an origin, nothing but that there might have been one.
    public func headers(for head: RequestHead, seenAs view: TrustedProxies.View) -> HeaderFields {
        var fields: HeaderFields = ["Vary": "Origin"]
        guard let origin = head.headers.only("Origin"), policy.allows(head, seenAs: view) else { return fields }
        fields.set("Access-Control-Allow-Origin", origin)
        fields.set("Access-Control-Expose-Headers", Self.exposed)
        return fields
    }

    /// The headers of a 204 for a preflight; nil where the request is none. To a page that may not ask they allow
    /// nothing, and the browser then sends nothing.
    public func preflight(_ head: RequestHead, seenAs view: TrustedProxies.View) -> HeaderFields? {
        guard head.method == "OPTIONS", head.headers.contains("Origin"),
            head.headers.contains("Access-Control-Request-Method")
        else { return nil }
        var fields: HeaderFields = ["Vary": "Origin, Access-Control-Request-Method, Access-Control-Request-Headers"]
        guard let origin = head.headers.only("Origin"), policy.allows(head, seenAs: view) else { return fields }
        fields.set("Access-Control-Allow-Origin", origin)
        fields.set("Access-Control-Allow-Methods", Self.methods)
        fields.set("Access-Control-Max-Age", "\(Self.secondsKept)")
        let wanted = head.headers.list("Access-Control-Request-Headers").prefix(Self.headersMax)
        let known = wanted.map { $0.lowercased() }.filter(Self.isKnown)
        if !known.isEmpty { fields.set("Access-Control-Allow-Headers", known.joined(separator: ", ")) }
        return fields
    }

    private static func isKnown(_ name: String) -> Bool {
        headers.contains(name) || name.hasPrefix(headerPrefix) && name.utf8.allSatisfy(isNameByte)
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "-") || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
            || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}
