public import Bytes
public import RealtimeAPI

/// A client secret to be made.
public struct SecretOrder: Sendable {
    public var seconds = SecretExpiry.secondsDefault
    public var dialect = DialectName.ga
    public var session: SessionObject?
    /// What its dialect says of the session and the session has no field for, by name.
    public var remembered = JSONObject()
    /// Limits of each session that it opens, where they are to be shorter than the key's.
    public var sessionSeconds: Int?
    public var idleSeconds: Int?
    public var safetyIdentifier: String?
    public var organization: String?
    public var project: String?

    public init() {}
}

/// A client secret that was made. Its value is told once, here.
public struct MadeSecret: Sendable {
    public let value: Private<String>
    public let id: String
    public let expiresAt: Int
}
