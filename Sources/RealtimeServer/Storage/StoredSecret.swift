/// An `ek_` secret as it is kept: everything but its value.
public struct StoredSecret: Sendable, Equatable {
    public var id: String
    public var hash: SecretHash
    /// In seconds since 1970, as `expiresAt`.
    public var createdAt: Int
    public var expiresAt: Int
    public var owner: String
    /// It dies with this key, also where another one gets its name.
    public var ownerHash: SecretHash
    /// It opens sessions of this one only.
    public var dialect = DialectName.ga
    /// The session that it opens, as JSON.
    public var session: String?
    /// What its dialect says of the session and the session has no field for, as JSON.
    public var remembered: String?
    public var sessionSeconds: Int?
    public var idleSeconds: Int?
    public var safetyIdentifier: String?
    public var organization: String?
    public var project: String?

    public init(id: String, hash: SecretHash, createdAt: Int, expiresAt: Int, owner: String, ownerHash: SecretHash) {
        self.id = id
        self.hash = hash
        self.createdAt = createdAt
        self.expiresAt = expiresAt
        self.owner = owner
        self.ownerHash = ownerHash
    }
}
