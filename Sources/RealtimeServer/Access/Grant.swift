public import Bytes
public import RealtimeAPI

/// What somebody who was let in may do.
public struct Grant: Sendable, Equatable {
    /// The `ek_` secret that was shown instead of the key itself.
    public struct Secret: Sendable, Equatable {
        /// For logs, lists and revocation; not its value.
        public var id: String
        /// What every session begins with that the secret opens; its type and model cannot change.
        public var session: SessionObject?
        public var expiresAt: Int
        /// It opens sessions of this one only.
        public var dialect = DialectName.ga
        /// What its dialect says of the session and the session has no field for, by name.
        public var remembered = JSONObject()

        public init(id: String, session: SessionObject?, expiresAt: Int) {
            self.id = id
            self.session = session
            self.expiresAt = expiresAt
        }
    }

    /// The name of the key; with a secret, of the key that made it.
    public var keyName: String
    public var keyHash: SecretHash
    public var models: ModelScope
    public var actions: Set<Action>
    public var limits: KeyLimits
    public var secret: Secret?
    public var safetyIdentifier: String?
    public var organization: String?
    public var project: String?

    /// Refuses what the key was not given for.
    public func check(_ action: Action) throws(APIError) {
        guard actions.contains(action) else {
            throw .insufficientPermissions(action.rawValue, allowed: actions.map(\.rawValue).sorted())
        }
    }

    /// Refuses a model that the key may not use, in the words for one that does not exist: what a key may not use, it
    /// is not told of.
    public func check(model: String) throws(APIError) {
        guard models.allows(model) else { throw .modelNotFound(model) }
    }
}
