/// A key of this server, as it is kept: its name, what it may do, and the hash of its text.
public struct APIKey: Sendable, Equatable {
    public var name: String
    public var hash: SecretHash
    public var models: ModelScope
    public var actions: Set<Action>
    public var limits: KeyLimits
    /// In seconds since 1970.
    public var createdAt: Int

    public init(
        name: String,
        hash: SecretHash,
        models: ModelScope = .all,
        actions: Set<Action> = Action.all,
        limits: KeyLimits = KeyLimits(),
        createdAt: Int = 0
    ) {
        self.name = name
        self.hash = hash
        self.models = models
        self.actions = actions
        self.limits = limits
        self.createdAt = createdAt
    }
}

/// A key that the configuration names. It lives as long as the configuration says so, and is not in the storage.
public struct ConfiguredKey: Sendable {
    public enum Secret: Sendable {
        case text(Private<String>)
        /// 64 hexadecimal digits: the configuration then holds nothing that opens anything.
        case sha256(String)
    }

    public var name: String
    public var secret: Secret
    public var models: ModelScope
    public var actions: Set<Action>
    public var limits: KeyLimits

    public init(
        name: String,
        secret: Secret,
        models: ModelScope = .all,
        actions: Set<Action> = Action.all,
        limits: KeyLimits = KeyLimits()
    ) {
        self.name = name
        self.secret = secret
        self.models = models
        self.actions = actions
        self.limits = limits
    }

    /// Nil where the hash is none, or the text is empty: an empty key would open the door to everybody.
    public var key: APIKey? {
        let hash: SecretHash? =
            switch secret {
            case .text(let text): text.reveal().isEmpty ? nil : SecretHash(of: text.reveal())
            case .sha256(let hex): SecretHash(hex: hex)
            }
        return hash.map { APIKey(name: name, hash: $0, models: models, actions: actions, limits: limits) }
    }
}
