internal import NetIO

/// Which hashes open something: a copy of the storage's keys and secrets that every loop may look into.
///
/// A wrong key costs a hash and a look here, and never reaches the disk.
final class AccessIndex: Sendable {
    struct SecretEntry: Sendable {
        var id: String
        var owner: SecretHash
        var expiresAt: Int
    }

    private struct Content {
        var keys: [SecretHash: APIKey] = [:]
        var secrets: [SecretHash: SecretEntry] = [:]
        var checkedAt: Duration?
    }

    /// How long the copy is believed. So long may a key that another process has revoked still open a session.
    static let freshness = Duration.milliseconds(25)

    private let content = Lock(Content())

    func isFresh(at now: Duration) -> Bool {
        content.withLock { content in
            content.checkedAt.map { now - $0 < Self.freshness } ?? false
        }
    }

    func checked(at now: Duration) { content.withLock { $0.checkedAt = now } }

    func key(_ hash: SecretHash) -> APIKey? { content.withLock { $0.keys[hash] } }
    func secret(_ hash: SecretHash) -> SecretEntry? { content.withLock { $0.secrets[hash] } }

    func replace(keys: [APIKey], secrets: [(hash: SecretHash, entry: SecretEntry)]) {
        let keys = Dictionary(keys.map { ($0.hash, $0) }) { $1 }
        let secrets = Dictionary(secrets.map { ($0.hash, $0.entry) }) { $1 }
        content.withLock { content in
            content.keys = keys
            content.secrets = secrets
        }
    }

    func add(_ key: APIKey) { content.withLock { $0.keys[key.hash] = key } }

    func add(_ secret: StoredSecret) {
        let entry = SecretEntry(id: secret.id, owner: secret.ownerHash, expiresAt: secret.expiresAt)
        content.withLock { $0.secrets[secret.hash] = entry }
    }

    func forget(_ secrets: [SecretHash]) {
        content.withLock { content in
            for secret in secrets { content.secrets[secret] = nil }
        }
    }
}
