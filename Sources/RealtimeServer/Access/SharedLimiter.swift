internal import NetIO
public import RealtimeAPI
public import RealtimeEngine

/// The limiters of all keys, asked from every loop without waiting.
public final class SharedLimiter: Sendable {
    /// Beyond this many keys, those that nobody uses are forgotten.
    static let keysKept = 1_024

    private let limiters = Lock<[String: Limiter]>([:])

    public init() {}

    /// Takes a place for a session of the key, or refuses it. The place is given back with the lease.
    public func admit(_ grant: Grant, at now: Duration) throws(APIError) -> SessionLease {
        let session = try withLimiter(of: grant, at: now) { limiter throws(APIError) in
            try limiter.open(grant.limits)
        }
        return SessionLease(session, of: grant, from: self)
    }

    /// Takes note that the key asks for a client secret, or refuses it.
    public func takeSecret(_ grant: Grant, at now: Duration) throws(APIError) {
        try withLimiter(of: grant, at: now) { limiter throws(APIError) in
            try limiter.takeSecret(grant.limits, at: now)
        }
    }

    private func withLimiter<Result>(
        of grant: Grant,
        at now: Duration,
        _ body: (inout Limiter) throws(APIError) -> Result
    ) throws(APIError) -> Result {
        try limiters.withLock { limiters throws(APIError) in
            if limiters.count >= Self.keysKept { Self.forgetIdle(&limiters, at: now) }
            return try body(&limiters[grant.keyName, default: Limiter()])
        }
    }

    public func sessionsOpen(of keyName: String) -> Int {
        limiters.withLock { $0[keyName]?.sessionsOpen ?? 0 }
    }

    fileprivate func answer(
        _ moment: LimitMoment,
        _ session: Limiter.Session,
        of key: String,
        _ limits: KeyLimits,
        at now: Duration
    ) -> LimitAnswer {
        limiters.withLock { $0[key]?.answer(moment, of: session, under: limits, at: now) ?? .unknown }
    }

    fileprivate func close(_ session: Limiter.Session, of key: String) {
        limiters.withLock { $0[key]?.close(session) }
    }

    private static func forgetIdle(_ limiters: inout [String: Limiter], at now: Duration) {
        for key in limiters.keys where limiters[key]?.isIdle(at: now) == true { limiters[key] = nil }
    }
}

/// A session's place among those of its key. It is given back once: by `release`, or when nobody holds the lease.
public final class SessionLease: Sendable {
    /// Of these, the longest duration and the longest idleness are the session's own to keep.
    public let limits: KeyLimits
    private let key: String
    private let limiter: SharedLimiter
    private let session: Limiter.Session
    private let isReleased = Lock(false)

    fileprivate init(_ session: Limiter.Session, of grant: Grant, from limiter: SharedLimiter) {
        limits = grant.limits
        key = grant.keyName
        self.session = session
        self.limiter = limiter
    }

    deinit { release() }

    /// Answers what the engine asks before and after each response.
    public func answer(_ moment: LimitMoment, at now: Duration) -> LimitAnswer {
        limiter.answer(moment, session, of: key, limits, at: now)
    }

    public func release() {
        let wasReleased = isReleased.withLock { isReleased in
            defer { isReleased = true }
            return isReleased
        }
        if !wasReleased { limiter.close(session, of: key) }
    }
}
