/// Where a session comes from: on every log line of it, and in its end.
public struct SessionOrigin: Sendable, Equatable {
    /// Which service's paths the client used; they differ in how it is refused.
    public enum Flavour: String, Sendable {
        case openAI = "openai"
        case azure
    }

    public var flavour: Flavour
    /// The name of the API key, never the key.
    public var key: String?
    /// The id of the client secret that opened the session, never its value.
    public var secret: String?
    /// The address of the client, behind the proxies that are trusted.
    public var address: String
    /// What `x-request-id` answers.
    public var requestID: String
    /// `X-Client-Request-Id` or `x-ms-client-request-id`.
    public var clientRequestID: String?
    /// `traceparent` (W3C Trace Context), if it is one.
    public var traceParent: String?
    /// `OpenAI-Safety-Identifier`: an end user's, hashed by the client.
    public var safetyIdentifier: String?

    public init(flavour: Flavour, address: String, requestID: String) {
        self.flavour = flavour
        self.address = address
        self.requestID = requestID
    }
}
