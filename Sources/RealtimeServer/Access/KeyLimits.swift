/// What a key may use up. Nil means no limit of the key's own; the server's still hold.
public struct KeyLimits: Sendable, Equatable {
    public var requestsPerMinute: Int?
    public var tokensPerMinute: Int?
    /// Sessions open at once.
    public var sessionsMax: Int?
    /// The longest that one session may last.
    public var sessionSeconds: Int?
    /// The longest that neither side of a session may say anything.
    public var idleSeconds: Int?

    public init(
        requestsPerMinute: Int? = nil,
        tokensPerMinute: Int? = nil,
        sessionsMax: Int? = nil,
        sessionSeconds: Int? = nil,
        idleSeconds: Int? = nil
    ) {
        self.requestsPerMinute = requestsPerMinute
        self.tokensPerMinute = tokensPerMinute
        self.sessionsMax = sessionsMax
        self.sessionSeconds = sessionSeconds
        self.idleSeconds = idleSeconds
    }

    func filled(with defaults: KeyLimits) -> KeyLimits {
        KeyLimits(
            requestsPerMinute: requestsPerMinute ?? defaults.requestsPerMinute,
            tokensPerMinute: tokensPerMinute ?? defaults.tokensPerMinute,
            sessionsMax: sessionsMax ?? defaults.sessionsMax,
            sessionSeconds: sessionSeconds ?? defaults.sessionSeconds,
            idleSeconds: idleSeconds ?? defaults.idleSeconds
        )
    }

    /// These limits with those of one session made no longer than `other`'s. What is counted over sessions is the key's
    /// alone, as all its secrets draw on it together.
    func tightened(sessionSeconds other: Int?, idleSeconds otherIdle: Int?) -> KeyLimits {
        var limits = self
        limits.sessionSeconds = [sessionSeconds, other].compactMap { $0 }.min()
        limits.idleSeconds = [idleSeconds, otherIdle].compactMap { $0 }.min()
        return limits
    }
}
