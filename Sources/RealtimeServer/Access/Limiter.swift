public import RealtimeAPI
public import RealtimeEngine

/// What the sessions of one key use up together. A value: time is an argument.
///
/// Before a response its input is reserved, one request and so many tokens, or the response is refused and nothing is
/// taken. Afterwards the reservation is replaced by what the response really took. That may be more than was reserved,
/// as nobody knows an answer's length beforehand: what is beyond the limit delays the next responses.
public struct Limiter: Sendable, Equatable {
    /// One session among those that share the limiter.
    public struct Session: Sendable, Hashable {
        fileprivate let number: UInt64
    }

    private struct Reservation: Sendable, Equatable {
        var tokens: Int
        var second: Int64
    }

    /// Counting beyond this is of no use, and sums of it do not overflow.
    static let amountMax = 1 << 40

    private var requests = MinuteWindow()
    private var tokens = MinuteWindow()
    /// Client secrets that were asked for. They are counted apart: visitors who come take no response from those who
    /// talk.
    private var secrets = MinuteWindow()
    private var sessions: [Session: [ResponseID: Reservation]] = [:]
    private var lastNumber: UInt64 = 0

    public init() {}

    public var sessionsOpen: Int { sessions.count }

    /// Nothing is open, and nothing of the last minute remembered.
    mutating func isIdle(at now: Duration) -> Bool {
        advance(to: now)
        return sessions.isEmpty && [requests, tokens, secrets].allSatisfy { $0.used == 0 }
    }

    /// Begins a session, or refuses it.
    public mutating func open(_ limits: KeyLimits) throws(APIError) -> Session {
        if let most = limits.sessionsMax, sessions.count >= most { throw .tooManySessions(limit: most) }
        lastNumber += 1
        let session = Session(number: lastNumber)
        sessions[session] = [:]
        return session
    }

    /// Ends a session. What it reserved and never settled stays used up: its input was most likely read.
    public mutating func close(_ session: Session) { sessions[session] = nil }

    public mutating func answer(
        _ moment: LimitMoment,
        of session: Session,
        under limits: KeyLimits,
        at now: Duration
    ) -> LimitAnswer {
        advance(to: now)
        switch moment {
        case .began(let response, let input):
            if let refusal = refusal(of: input, limits, at: now) { return .refused(refusal, told(limits, at: now)) }
            reserve(input, for: response, of: session)
        case .ended(let response, let total):
            settle(total, for: response, of: session)
        }
        return .granted(told(limits, at: now))
    }

    private mutating func advance(to now: Duration) {
        requests.advance(to: now)
        tokens.advance(to: now)
        secrets.advance(to: now)
    }

    /// Takes note that a client secret is asked for, or refuses it: there are as many in a minute as responses.
    mutating func takeSecret(_ limits: KeyLimits, at now: Duration) throws(APIError) {
        guard let limit = limits.requestsPerMinute else { return }
        advance(to: now)
        guard secrets.used < limit else {
            throw .rateLimit("requests", retrySeconds: secrets.seconds(untilAtMost: limit - 1, from: now))
        }
        _ = secrets.add(1)
    }

    private func refusal(of input: Int, _ limits: KeyLimits, at now: Duration) -> APIError? {
        if let limit = limits.requestsPerMinute, requests.used + 1 > limit {
            return .rateLimit("requests", retrySeconds: requests.seconds(untilAtMost: limit - 1, from: now))
        }
        let input = Self.bounded(input)
        // What is used up may be beyond the limit with nothing reserved: then even an empty input has to wait.
        if let limit = limits.tokensPerMinute, tokens.used + max(input, 1) > limit {
            return .rateLimit("tokens", retrySeconds: tokens.seconds(untilAtMost: limit - max(input, 1), from: now))
        }
        return nil
    }

    private mutating func reserve(_ input: Int, for response: ResponseID, of session: Session) {
        // A session that was closed meanwhile reserves nothing that nobody would settle.
        guard sessions[session] != nil else { return }
        _ = requests.add(1)
        let input = Self.bounded(input)
        sessions[session]?[response] = Reservation(tokens: input, second: tokens.add(input))
    }

    private mutating func settle(_ total: Int, for response: ResponseID, of session: Session) {
        if let reservation = sessions[session]?.removeValue(forKey: response) {
            tokens.giveBack(reservation.tokens, from: reservation.second)
        }
        _ = tokens.add(Self.bounded(total))
    }

    private static func bounded(_ amount: Int) -> Int { min(max(amount, 0), amountMax) }

    /// What is limited, and nothing else: a key without limits has none to tell of, and then no `rate_limits.updated`
    /// is sent. A number made up for it would be planned with.
    private func told(_ limits: KeyLimits, at now: Duration) -> [RateLimit] {
        let named = [("requests", limits.requestsPerMinute, requests), ("tokens", limits.tokensPerMinute, tokens)]
        return named.compactMap { name, limit, window in
            limit.map { limit in
                RateLimit {
                    $0.name = name
                    $0.limit = limit
                    $0.remaining = max(limit - window.used, 0)
                    $0.resetSeconds = window.seconds(untilAtMost: 0, from: now) ?? 0
                }
            }
        }
    }
}

extension MinuteWindow {
    /// In milliseconds' steps, as the service tells them.
    fileprivate func seconds(untilAtMost amount: Int, from now: Duration) -> Double? {
        wait(untilAtMost: amount, from: now).map { wait in
            let (seconds, attoseconds) = wait.components
            let milliseconds = seconds * 1_000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000
            return Double(milliseconds) / 1_000
        }
    }
}
