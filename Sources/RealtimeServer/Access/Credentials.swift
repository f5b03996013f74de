public import HTTP

/// What a request says about who sends it, in every way that the SDKs and browsers say it.
///
/// A header beats the query, and the query a sub-protocol: the later ones exist for browsers, which cannot set headers.
/// `api-key` beats `Authorization`: who points OpenAI's SDK at Azure sends both, and in the second what the SDK insists
/// on, such as `unused`.
public struct Credentials: Sendable {
    public enum Source: String, Sendable {
        case authorization
        case apiKeyHeader
        case query
        case subprotocol
    }

    /// The key or secret. Nil where there is none, or where there are several and nobody can say which is meant.
    public let token: Private<String>?
    public let source: Source?
    public let organization: String?
    public let project: String?
    /// An end user's identifier, hashed by the client. One that is too long for every log line is none.
    public let safetyIdentifier: String?
    /// By header or sub-protocol. Which dialect follows from it is not decided here.
    public let asksForBeta: Bool
    /// What to answer to `Sec-WebSocket-Protocol`. Browsers fail a connection whose offer is not answered, and one that
    /// offered nothing must not be answered.
    public let subprotocol: String?

    static let organizationPrefix = "openai-organization."
    static let projectPrefix = "openai-project."
    static let keyPrefix = "openai-insecure-api-key."
    static let betaProtocol = "openai-beta.realtime-v1"
    static let realtimeProtocol = "realtime"

    public init(_ head: RequestHead) {
        let offered = head.headers.list("Sec-WebSocket-Protocol")
        let found =
            Self.inHeaders(head.headers) ?? Self.inQuery(head.url)
            ?? Self.after(Self.keyPrefix, in: offered).map { (.one($0), .subprotocol) }
        token = found?.token.text.map { Private($0) }
        source = token == nil ? nil : found?.source
        organization = head.headers.only("OpenAI-Organization") ?? Self.after(Self.organizationPrefix, in: offered)
        project = head.headers.only("OpenAI-Project") ?? Self.after(Self.projectPrefix, in: offered)
        safetyIdentifier = head.headers.only("OpenAI-Safety-Identifier").flatMap { Self.isIdentifier($0) ? $0 : nil }
        asksForBeta =
            offered.contains(Self.betaProtocol) || head.headers.list("OpenAI-Beta", contains: "realtime=v1")
        subprotocol = offered.contains(Self.realtimeProtocol) ? Self.realtimeProtocol : nil
    }

    private static let identifierBytesMax = 512

    private static func isIdentifier(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= identifierBytesMax
    }

    private enum Token {
        case one(String)
        case several

        var text: String? { if case .one(let text) = self { text } else { nil } }

        /// Nil where nothing was said; what was said twice in the same words was said once.
        init?(_ values: [String]) {
            let values = Set(values.filter { !$0.isEmpty })
            guard let value = values.first else { return nil }
            self = values.count == 1 ? .one(value) : .several
        }
    }

    private typealias Found = (token: Token, source: Source)

    /// `api-key` wins: the SDKs always send `Authorization`, with anything in it where somebody sets the other one.
    /// Another scheme than `Bearer` is for somebody before us, a proxy with a password, and says nothing here.
    private static func inHeaders(_ headers: HeaderFields) -> Found? {
        if let token = Token(headers.values(of: "api-key")) { return (token, .apiKeyHeader) }
        return Token(headers.values(of: "Authorization").compactMap(bearer)).map { ($0, .authorization) }
    }

    private static func inQuery(_ url: URLTarget?) -> Found? {
        guard let url else { return nil }
        let values = url.values("api-key") + url.values("Authorization").compactMap(bearer)
        return Token(values).map { ($0, .query) }
    }

    /// `Bearer` in any case, blanks, and the token (RFC 9110 §11.4).
    private static func bearer(_ value: String) -> String? {
        let parts = value.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
        let token = parts[1].drop { $0 == " " }
        return token.isEmpty || token.contains(" ") ? nil : String(token)
    }

    private static func after(_ prefix: String, in offered: [String]) -> String? {
        offered.first { $0.hasPrefix(prefix) && $0.utf8.count > prefix.utf8.count }.map {
            String($0.dropFirst(prefix.count))
        }
    }
}
