public import NetIO
public import RealtimeAPI

/// Says who somebody is and what they may do.
///
/// A configured key and every wrong one are answered from memory; a secret is read from the storage, on its own thread.
public final class Authenticator: Sendable {
    public static let secretsMaxDefault = 10_000
    /// What one secret may pin, as JSON.
    public static let sessionBytesMax = 256 * 1_024

    private let configured: [SecretHash: APIKey]
    private let storage: Storage
    private let limits: KeyLimits
    private let secretsMax: Int
    private let clock: @Sendable () -> Duration
    private let storageFailed: @Sendable (StorageError) -> Void

    /// - Parameters:
    ///   - limits: of every key that has none of its own.
    ///   - secretsMax: how many secrets of each key may be live at once.
    ///   - clock: time that only goes forward, as `EventLoop.now`.
    ///   - storageFailed: told of each failure, for the log.
    public init(
        configured: [APIKey],
        storage: Storage,
        limits: KeyLimits = KeyLimits(),
        secretsMax: Int = secretsMaxDefault,
        clock: @escaping @Sendable () -> Duration = { EventLoop.now },
        storageFailed: @escaping @Sendable (StorageError) -> Void = { _ in }
    ) {
        self.configured = Dictionary(configured.map { ($0.hash, $0) }) { $1 }
        self.storage = storage
        self.limits = limits
        self.secretsMax = secretsMax
        self.clock = clock
        self.storageFailed = storageFailed
    }

    /// - Parameters:
    ///   - action: what is tried; nil where only the session will tell, which then asks `Grant.check`.
    ///   - now: in seconds since 1970.
    public func authenticate(
        _ credentials: Credentials,
        action: Action?,
        now: Int
    ) async throws(APIError) -> Grant {
        guard let token = credentials.token?.reveal() else { throw .invalidAPIKey(nil) }
        var grant = try await grant(SecretHash(of: token), token, now)
        grant.safetyIdentifier = grant.safetyIdentifier ?? credentials.safetyIdentifier
        grant.organization = grant.organization ?? credentials.organization
        grant.project = grant.project ?? credentials.project
        if let action { try grant.check(action) }
        return grant
    }

    private func grant(_ hash: SecretHash, _ token: String, _ now: Int) async throws(APIError) -> Grant {
        if let key = configured[hash] { return Grant(key, defaults: limits) }
        await refresh()
        if let key = storage.index.key(hash) { return Grant(key, defaults: limits) }
        guard let entry = storage.index.secret(hash), let owner = key(entry.owner) else {
            throw .invalidAPIKey(token)
        }
        guard entry.expiresAt > now else { throw .expiredSecret(token) }
        guard let secret = try await read(entry.id) else { throw .invalidAPIKey(token) }
        return try Grant(owner, secret, defaults: limits)
    }

    private func key(_ hash: SecretHash) -> APIKey? { configured[hash] ?? storage.index.key(hash) }

    /// When the storage fails, what is known stays in force: a full disk locks nobody out.
    private func refresh() async {
        let now = clock()
        guard !storage.index.isFresh(at: now) else { return }
        do throws(StorageError) { try await storage.refresh(at: now) } catch { storageFailed(error) }
    }

    private func read(_ id: String) async throws(APIError) -> StoredSecret? {
        do throws(StorageError) {
            return try await storage.secret(id: id)
        } catch { throw failure(error) }
    }

    private func failure(_ error: StorageError) -> APIError {
        storageFailed(error)
        return .storageFailed("\(error)")
    }

    // MARK: Secrets

    /// Makes a secret for sessions of the key that `grant` is for.
    public func makeSecret(
        _ order: SecretOrder,
        for grant: Grant,
        now: Int
    ) async throws(APIError) -> MadeSecret {
        let value = SecretText.secret()
        let secret = try order.stored(value, for: grant, now: now)
        let hasRoom: Bool
        do throws(StorageError) {
            hasRoom = try await storage.add(secret, secretsMax: secretsMax)
        } catch { throw failure(error) }
        guard hasRoom else { throw .tooManySecrets(limit: secretsMax) }
        return MadeSecret(value: value, id: secret.id, expiresAt: secret.expiresAt)
    }

    /// False if there is no such secret. Sessions that it opened go on.
    public func revokeSecret(id: String) async throws(APIError) -> Bool {
        do throws(StorageError) { return try await storage.revokeSecret(id: id) } catch { throw failure(error) }
    }

    /// How many there were.
    public func revokeSecrets(of keyName: String) async throws(APIError) -> Int {
        do throws(StorageError) {
            return try await storage.revokeSecrets(owner: keyName)
        } catch { throw failure(error) }
    }
}
