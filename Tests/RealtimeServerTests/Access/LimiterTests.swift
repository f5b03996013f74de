import RealtimeAPI
import RealtimeEngine
import RealtimeServer
import TestSupport
import Testing

@Suite("Limiter")
struct LimiterTests {
    private let both = KeyLimits(requestsPerMinute: 3, tokensPerMinute: 100)

    private func told(_ answer: LimitAnswer) -> [String] {
        let limits: [RateLimit] =
            switch answer {
            case .granted(let limits), .refused(_, let limits): limits
            case .unknown: []
            }
        return limits.map { limit in
            "\(limit.name ?? "") \(limit.remaining ?? -1)/\(limit.limit ?? -1) in \(limit.resetSeconds ?? -1)"
        }
    }

    private func refusal(_ answer: LimitAnswer) -> APIError? {
        if case .refused(let error, _) = answer { error } else { nil }
    }

    @Test("A response reserves its input, and is settled with what it took")
    func settles() throws {
        var limiter = Limiter()
        let session = try limiter.open(both)
        let began = limiter.answer(.began("r", inputTokens: 30), of: session, under: both, at: .seconds(100))
        #expect(told(began) == ["requests 2/3 in 61.0", "tokens 70/100 in 61.0"])
        let ended = limiter.answer(.ended("r", totalTokens: 80), of: session, under: both, at: .milliseconds(110_500))
        #expect(told(ended) == ["requests 2/3 in 50.5", "tokens 20/100 in 60.5"])
    }

    @Test("What is too much is refused, takes nothing, and says when to come again")
    func refuses() throws {
        var limiter = Limiter()
        let session = try limiter.open(both)
        _ = limiter.answer(.began("a", inputTokens: 60), of: session, under: both, at: .seconds(100))
        let tokens = limiter.answer(.began("b", inputTokens: 50), of: session, under: both, at: .seconds(120))
        #expect(refusal(tokens) == .rateLimit("tokens", retrySeconds: 41))
        #expect(told(tokens) == ["requests 2/3 in 41.0", "tokens 40/100 in 41.0"])
        // The engine ends a refused response too, with nothing that it took.
        _ = limiter.answer(.ended("b", totalTokens: 0), of: session, under: both, at: .seconds(120))
        for id: ResponseID in ["c", "d"] {
            #expect(
                refusal(limiter.answer(.began(id, inputTokens: 1), of: session, under: both, at: .seconds(121))) == nil
            )
        }
        let requests = limiter.answer(.began("e", inputTokens: 1), of: session, under: both, at: .seconds(122))
        #expect(refusal(requests) == .rateLimit("requests", retrySeconds: 39))
        let later = limiter.answer(.began("e", inputTokens: 1), of: session, under: both, at: .seconds(161))
        #expect(refusal(later) == nil)
    }

    @Test("An input beyond the limit never fits, and no time is told for it")
    func never() throws {
        var limiter = Limiter()
        let session = try limiter.open(both)
        let answer = limiter.answer(.began("a", inputTokens: 101), of: session, under: both, at: .seconds(1))
        #expect(refusal(answer) == .rateLimit("tokens", retrySeconds: nil))
    }

    @Test("What an answer took beyond the limit delays the next one")
    func overdraft() throws {
        var limiter = Limiter()
        let session = try limiter.open(both)
        _ = limiter.answer(.began("a", inputTokens: 10), of: session, under: both, at: .seconds(1))
        let ended = limiter.answer(.ended("a", totalTokens: 1_000), of: session, under: both, at: .seconds(2))
        #expect(told(ended).last == "tokens 0/100 in 61.0")
        let next = limiter.answer(.began("b", inputTokens: 0), of: session, under: both, at: .seconds(3))
        #expect(refusal(next) == .rateLimit("tokens", retrySeconds: 60))
    }

    @Test("A key without limits is told of none")
    func unlimited() throws {
        var limiter = Limiter()
        let session = try limiter.open(KeyLimits())
        for moment: LimitMoment in [.began("a", inputTokens: Int.max), .ended("a", totalTokens: Int.max)] {
            #expect(limiter.answer(moment, of: session, under: KeyLimits(), at: .zero) == .granted([]))
        }
    }

    @Test("Numbers that nobody can mean overflow nothing")
    func absurd() throws {
        var limiter = Limiter()
        let session = try limiter.open(both)
        for index in 0..<100 {
            let id = ResponseID("r\(index)")
            let now = Duration.seconds(index.isMultiple(of: 2) ? -index : index)
            _ = limiter.answer(.began(id, inputTokens: .min), of: session, under: both, at: now)
            _ = limiter.answer(.ended(id, totalTokens: .max), of: session, under: both, at: now)
        }
    }

    @Test(
        "Whatever is asked, no minute holds more than the limit, and idle hands give all back",
        arguments: Seed.some(60)
    )
    func property(_ seed: Seed) throws {
        var random = seed.generator
        var limiter = Limiter()
        let limits = KeyLimits(
            requestsPerMinute: Int.random(in: 1...20, using: &random),
            tokensPerMinute: Int.random(in: 1...500, using: &random)
        )
        let session = try limiter.open(limits)
        var now = Duration.milliseconds(Int.random(in: 0...100_000, using: &random))
        var granted: [(at: Duration, tokens: Int)] = []
        for index in 0..<400 {
            now += .milliseconds(Int.random(in: 0...(index.isMultiple(of: 50) ? 90_000 : 4_000), using: &random))
            let input = Int.random(in: 0...60, using: &random)
            let id = ResponseID("r\(index)")
            let answer = limiter.answer(.began(id, inputTokens: input), of: session, under: limits, at: now)
            guard case .granted = answer else { continue }
            // Responses that took what was reserved: then the tokens are held to the limit as strictly as the requests.
            granted.append((now, input))
            _ = limiter.answer(.ended(id, totalTokens: input), of: session, under: limits, at: now)
            let minute = granted.filter { $0.at > now - .seconds(60) }
            #expect(minute.count <= limits.requestsPerMinute ?? 0)
            #expect(minute.map(\.tokens).reduce(0, +) <= limits.tokensPerMinute ?? 0)
        }
        #expect(!granted.isEmpty)
        let rest = limiter.answer(.ended("none", totalTokens: 0), of: session, under: limits, at: now + .seconds(61))
        #expect(
            told(rest) == [
                "requests \(limits.requestsPerMinute ?? 0)/\(limits.requestsPerMinute ?? 0) in 0.0",
                "tokens \(limits.tokensPerMinute ?? 0)/\(limits.tokensPerMinute ?? 0) in 0.0",
            ]
        )
    }

    @Test("A time that is told is the time at which the same question is granted", arguments: Seed.some(60))
    func retry(_ seed: Seed) throws {
        var random = seed.generator
        var limiter = Limiter()
        let limits = KeyLimits(tokensPerMinute: 100)
        let session = try limiter.open(limits)
        var now = Duration.zero
        for index in 0..<200 {
            now += .milliseconds(Int.random(in: 0...9_000, using: &random))
            let moment = LimitMoment.began(
                ResponseID("r\(index)"),
                inputTokens: Int.random(in: 1...100, using: &random)
            )
            var before = limiter
            guard case .refused(let error, _) = limiter.answer(moment, of: session, under: limits, at: now) else {
                continue
            }
            let seconds = try #require(error.message.split(separator: " ").last.flatMap { Double($0.dropLast(2)) })
            let then = now + .milliseconds(Int((seconds * 1_000).rounded()))
            var atThatTime = before
            #expect(refusal(atThatTime.answer(moment, of: session, under: limits, at: then)) == nil)
            if seconds > 0.002 {
                let early = then - .milliseconds(2)
                #expect(refusal(before.answer(moment, of: session, under: limits, at: early)) != nil)
            }
        }
    }
}

@Suite("Sessions of a key")
struct SharedLimiterTests {
    private func grant(_ limits: KeyLimits, name: String = "web") -> Grant {
        Grant(APIKey(name: name, hash: SecretHash(of: name), limits: limits))
    }

    @Test("A key has as many sessions as it may, and a place is given back once")
    func places() throws {
        let limiter = SharedLimiter()
        let grant = grant(KeyLimits(sessionsMax: 2, sessionSeconds: 60, idleSeconds: 5))
        let first = try limiter.admit(grant, at: .zero)
        let second = try limiter.admit(grant, at: .zero)
        #expect(second.limits.sessionSeconds == 60)
        #expect(throws: APIError.tooManySessions(limit: 2)) { try limiter.admit(grant, at: .zero) }
        _ = try limiter.admit(self.grant(KeyLimits(sessionsMax: 1), name: "other"), at: .zero)
        for _ in 0..<3 { first.release() }
        #expect(limiter.sessionsOpen(of: "web") == 1)
        let third = try limiter.admit(grant, at: .zero)
        #expect(throws: APIError.self) { try limiter.admit(grant, at: .zero) }
        withExtendedLifetime((second, third)) {}
    }

    @Test("A lease that nobody holds gives its place back")
    func forgotten() throws {
        let limiter = SharedLimiter()
        do {
            let lease = try limiter.admit(grant(KeyLimits()), at: .zero)
            #expect(limiter.sessionsOpen(of: "web") == 1)
            withExtendedLifetime(lease) {}
        }
        #expect(limiter.sessionsOpen(of: "web") == 0)
    }

    @Test("Sessions of one key draw on one budget, those of another on their own")
    func shared() throws {
        let limiter = SharedLimiter()
        let one = try limiter.admit(grant(KeyLimits(requestsPerMinute: 1)), at: .zero)
        let two = try limiter.admit(grant(KeyLimits(requestsPerMinute: 1)), at: .zero)
        let other = try limiter.admit(grant(KeyLimits(requestsPerMinute: 1), name: "other"), at: .zero)
        func isGranted(_ lease: SessionLease, _ id: ResponseID) -> Bool {
            if case .granted = lease.answer(.began(id, inputTokens: 1), at: .zero) { true } else { false }
        }
        #expect(isGranted(one, "a"))
        #expect(!isGranted(two, "b"))
        #expect(isGranted(other, "c"))
    }

    @Test("A key asks for as many secrets in a minute as for responses, and the ones take nothing from the others")
    func secrets() throws {
        let limiter = SharedLimiter()
        let grant = grant(KeyLimits(requestsPerMinute: 1))
        let lease = try limiter.admit(grant, at: .zero)
        try limiter.takeSecret(grant, at: .zero)
        #expect(throws: APIError.rateLimit("requests", retrySeconds: 51)) {
            try limiter.takeSecret(grant, at: .seconds(10))
        }
        guard case .granted = lease.answer(.began("r", inputTokens: 1), at: .zero) else {
            Issue.record("the response was refused")
            return
        }
        try limiter.takeSecret(self.grant(KeyLimits(requestsPerMinute: 1), name: "other"), at: .seconds(10))
        try limiter.takeSecret(grant, at: .seconds(61))
        for _ in 0..<100 { try limiter.takeSecret(self.grant(KeyLimits(), name: "free"), at: .zero) }
    }

    @Test("Sessions come and go on many threads, and all places are free in the end")
    func threads() async throws {
        let limiter = SharedLimiter()
        let grant = grant(KeyLimits(sessionsMax: 8))
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    for index in 0..<200 {
                        guard let lease = try? limiter.admit(grant, at: .milliseconds(index)) else { continue }
                        #expect(limiter.sessionsOpen(of: "web") <= 8)
                        _ = lease.answer(.began("r", inputTokens: 1), at: .milliseconds(index))
                        if index.isMultiple(of: 2) { lease.release() }
                    }
                }
            }
        }
        #expect(limiter.sessionsOpen(of: "web") == 0)
    }
}
