import HTTP
import NetIO
import RealtimeAPI
import RealtimeServer
import Testing

@Suite("Authenticator", .timeLimit(.minutes(1)))
struct AuthenticatorTests {
    private let web = APIKey(name: "web", hash: SecretHash(of: "sk-web"))

    private func grant(
        _ authenticator: Authenticator,
        _ token: String,
        for action: Action? = .realtime,
        now: Int = 1_000
    ) async throws -> Grant {
        try await authenticator.authenticate(try #require(Credentials.bearer(token)), action: action, now: now)
    }

    private func realtime(_ fill: (inout RealtimeSession) -> Void = { _ in }) -> SessionObject {
        .realtime(RealtimeSession { fill(&$0) })
    }

    @Test("A configured key and a stored one open the door, others do not")
    func keys() async throws {
        let storage = try await Storage.open(.memory)
        try await storage.add(APIKey(name: "phone", hash: SecretHash(of: "sk-phone")))
        let authenticator = Authenticator(configured: [web], storage: storage)
        #expect(try await grant(authenticator, "sk-web").keyName == "web")
        #expect(try await grant(authenticator, "sk-phone").keyName == "phone")
        await #expect(throws: APIError.invalidAPIKey("sk-wrong")) { try await grant(authenticator, "sk-wrong") }
        let nobody = Credentials(try #require(RequestHead.get()))
        await #expect(throws: APIError.invalidAPIKey(nil)) {
            try await authenticator.authenticate(nobody, action: nil, now: 0)
        }
        await storage.close()
    }

    @Test("An error shows the beginning of a key and no more")
    func discreet() async throws {
        let storage = try await Storage.open(.memory)
        let authenticator = Authenticator(configured: [], storage: storage)
        let error = await #expect(throws: APIError.self) { try await grant(authenticator, "sk-abcdefghij") }
        #expect(error?.message == "Incorrect API key provided: sk-ab***.")
        await storage.close()
    }

    @Test("A key does what it was given for")
    func scopes() async throws {
        let storage = try await Storage.open(.memory)
        let key = APIKey(
            name: "narrow",
            hash: SecretHash(of: "sk"),
            models: .only(["gpt-realtime"]),
            actions: [.realtime, .models]
        )
        let authenticator = Authenticator(configured: [key], storage: storage)
        let grant = try await grant(authenticator, "sk")
        let error = await #expect(throws: APIError.self) { try await self.grant(authenticator, "sk", for: .metrics) }
        #expect(error?.code == "insufficient_permissions")
        #expect(error?.message == "This key may not be used for 'metrics'. It may be used for 'models' and 'realtime'.")
        try grant.check(model: "gpt-realtime")
        #expect(throws: APIError.modelNotFound("gpt-4o")) { try grant.check(model: "gpt-4o") }
        #expect(throws: APIError.self) { try grant.check(.transcription) }
        var order = SecretOrder()
        order.session = realtime { $0.model = "gpt-4o" }
        await #expect(throws: APIError.modelNotFound("gpt-4o")) {
            try await authenticator.makeSecret(order, for: grant, now: 0)
        }
        await storage.close()
    }

    @Test("A secret opens sessions of its key's until it expires, and nothing else")
    func secret() async throws {
        let storage = try await Storage.open(.memory)
        var key = web
        key.limits = KeyLimits(sessionSeconds: 100, idleSeconds: 5)
        let defaults = KeyLimits(requestsPerMinute: 7, idleSeconds: 3)
        let authenticator = Authenticator(configured: [key], storage: storage, limits: defaults)
        var order = SecretOrder()
        order.seconds = 60
        order.session = realtime { $0.instructions = "Sing." }
        order.sessionSeconds = 50
        order.idleSeconds = 50
        order.safetyIdentifier = "hash"
        let made = try await authenticator.makeSecret(order, for: Grant(key), now: 1_000)
        let value = made.value.reveal()
        #expect(made.expiresAt == 1_060)
        for now in [1_000, 1_059] {
            let grant = try await grant(authenticator, value, now: now)
            #expect(grant.keyName == "web")
            #expect(grant.secret == .init(id: made.id, session: order.session, expiresAt: 1_060))
            #expect(grant.safetyIdentifier == "hash")
            #expect(grant.limits == KeyLimits(requestsPerMinute: 7, sessionSeconds: 50, idleSeconds: 5))
            #expect(grant.actions == [.realtime])
        }
        let expired = await #expect(throws: APIError.self) { try await grant(authenticator, value, now: 1_060) }
        #expect(expired?.code == "invalid_api_key")
        #expect(expired?.message.contains("expired") == true)
        for action in [Action.clientSecrets, .models, .metrics, .transcription] {
            let error = await #expect(throws: APIError.self) { try await grant(authenticator, value, for: action) }
            #expect(error?.code == "insufficient_permissions")
        }
        await storage.close()
    }

    @Test("A secret without a session opens any kind, and one for translation keeps its kind")
    func kinds() async throws {
        let storage = try await Storage.open(.memory)
        let authenticator = Authenticator(configured: [web], storage: storage)
        let open = try await authenticator.makeSecret(SecretOrder(), for: Grant(web), now: 0)
        #expect(try await grant(authenticator, open.value.reveal(), now: 1).actions == Action.sessions)
        var order = SecretOrder()
        order.session = .translation(TranslationSession { $0.model = "gpt-realtime-translate" })
        let made = try await authenticator.makeSecret(order, for: Grant(web), now: 0)
        let grant = try await grant(authenticator, made.value.reveal(), for: .translation, now: 1)
        guard case .translation(let session) = grant.secret?.session else {
            Issue.record("not a translation: \(String(describing: grant.secret))")
            return
        }
        #expect(session.model == "gpt-realtime-translate")
        await storage.close()
    }

    @Test("Durations, sizes and numbers of secrets have limits, each with a sentence")
    func limits() async throws {
        let storage = try await Storage.open(.memory)
        let authenticator = Authenticator(configured: [web], storage: storage, secretsMax: 1)
        for seconds in [-1, 0, 9, 7_201, Int.max] {
            var order = SecretOrder()
            order.seconds = seconds
            let error = await #expect(throws: APIError.self) {
                try await authenticator.makeSecret(order, for: Grant(web), now: 0)
            }
            #expect(error?.param == "expires_after.seconds")
        }
        var order = SecretOrder()
        order.session = realtime { $0.instructions = String(repeating: "x", count: 300_000) }
        let large = await #expect(throws: APIError.self) {
            try await authenticator.makeSecret(order, for: Grant(web), now: 0)
        }
        #expect(large?.param == "session")
        _ = try await authenticator.makeSecret(SecretOrder(), for: Grant(web), now: 0)
        await #expect(throws: APIError.tooManySecrets(limit: 1)) {
            try await authenticator.makeSecret(SecretOrder(), for: Grant(web), now: 0)
        }
        await storage.close()
    }

    /// Whom the memory knows is told that the secret expired; whom it has forgotten is a stranger.
    @Test("What the table lets go of leaves the memory too", arguments: [(10_000, 300, 700), (1, 20, 40)])
    func swept(_ secretsMax: Int, _ meanwhile: Int, _ later: Int) async throws {
        let storage = try await Storage.open(.memory)
        let authenticator = Authenticator(configured: [web], storage: storage, secretsMax: secretsMax)
        var order = SecretOrder()
        order.seconds = 10
        let first = try await authenticator.makeSecret(order, for: Grant(web), now: 0).value.reveal()
        let second = try await authenticator.makeSecret(order, for: Grant(web), now: meanwhile).value.reveal()
        await #expect(throws: APIError.expiredSecret(first)) { try await grant(authenticator, first, now: later) }
        _ = try await authenticator.makeSecret(order, for: Grant(web), now: later)
        await #expect(throws: APIError.invalidAPIKey(first)) { try await grant(authenticator, first, now: later) }
        await #expect(throws: APIError.expiredSecret(second)) { try await grant(authenticator, second, now: later) }
        await storage.close()
    }

    @Test("A secret is revoked by its id or by its key")
    func revoked() async throws {
        let storage = try await Storage.open(.memory)
        let authenticator = Authenticator(configured: [web], storage: storage)
        let one = try await authenticator.makeSecret(SecretOrder(), for: Grant(web), now: 0)
        let two = try await authenticator.makeSecret(SecretOrder(), for: Grant(web), now: 0)
        #expect(try await authenticator.revokeSecret(id: one.id))
        await #expect(throws: APIError.self) { try await grant(authenticator, one.value.reveal(), now: 1) }
        _ = try await grant(authenticator, two.value.reveal(), now: 1)
        #expect(try await authenticator.revokeSecrets(of: "web") == 1)
        await #expect(throws: APIError.self) { try await grant(authenticator, two.value.reveal(), now: 1) }
        await storage.close()
    }

    @Test("A secret outlives the process, and dies with its key, also where another key takes the name")
    func restart() async throws {
        let folder = TemporaryFolder()
        let first = try await Storage.open(.directory(folder.path))
        let made = try await Authenticator(configured: [web], storage: first)
            .makeSecret(SecretOrder(), for: Grant(web), now: 0)
        await first.close()
        let second = try await Storage.open(.directory(folder.path))
        let value = made.value.reveal()
        #expect(try await grant(Authenticator(configured: [web], storage: second), value, now: 1).keyName == "web")
        let another = APIKey(name: "web", hash: SecretHash(of: "sk-other"))
        for keys in [[], [another]] {
            await #expect(throws: APIError.invalidAPIKey(value)) {
                try await grant(Authenticator(configured: keys, storage: second), value, now: 1)
            }
        }
        await second.close()
    }

    @Test("What another process makes or revokes is in force as soon as the copy in memory is looked at again")
    func otherProcess() async throws {
        let folder = TemporaryFolder()
        let serving = try await Storage.open(.directory(folder.path))
        let tool = try await Storage.open(.directory(folder.path))
        let time = Lock(Duration.seconds(1))
        let authenticator = Authenticator(configured: [], storage: serving, clock: { time.withLock { $0 } })
        func pass() { time.withLock { $0 += .milliseconds(25) } }
        await #expect(throws: APIError.self) { try await grant(authenticator, "sk-web") }
        try await tool.add(web)
        pass()
        _ = try await grant(authenticator, "sk-web")
        let made = try await Authenticator(configured: [], storage: tool)
            .makeSecret(SecretOrder(), for: Grant(web), now: 1_000)
        pass()
        _ = try await grant(authenticator, made.value.reveal())
        #expect(try await tool.revokeKey(named: "web"))
        pass()
        for token in ["sk-web", made.value.reveal()] {
            await #expect(throws: APIError.invalidAPIKey(token)) { try await grant(authenticator, token) }
        }
        await serving.close()
        await tool.close()
    }

    @Test("A burst of wrong keys does not reach the storage")
    func burst() async throws {
        let storage = try await Storage.open(.memory)
        let authenticator = Authenticator(configured: [web], storage: storage, clock: { .seconds(1) })
        await #expect(throws: APIError.self) { try await grant(authenticator, "sk-first") }
        // Whoever asked it now would wait for ever.
        await storage.close()
        for index in 0..<2_000 {
            await #expect(throws: APIError.self) { try await grant(authenticator, "sk-wrong-\(index)") }
        }
        _ = try await grant(authenticator, "sk-web")
    }
}
