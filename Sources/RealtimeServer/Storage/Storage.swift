public import NetIO

/// What outlives the process: keys and client secrets, in SQLite.
///
/// It lives on a loop of its own, whose thread may wait for the disk: no session's loop ever does. When the disk is
/// full or broken, what was written stays readable where SQLite can read it, and each call that needs to write fails by
/// name.
public actor Storage: LoopActor {
    public nonisolated let loop: EventLoop
    nonisolated let index = AccessIndex()
    private let place: StoragePlace
    private let bytesMax: Int
    private var database: Database?
    /// SQLite's count of what other processes committed, as of the last look.
    private var seenVersion = 0

    /// More keys than this are refused, as all of them are kept in memory.
    public static let keysMax = 10_000
    /// How long a secret is remembered after its end, so that its holder is told that it expired.
    static let expiredSeconds = 600

    /// Room for ten thousand secrets that pin ordinary sessions, many times over.
    public static let bytesMaxDefault = 1_024 * 1_024 * 1_024

    private init(_ place: StoragePlace, bytesMax: Int, loop: EventLoop) {
        self.place = place
        self.bytesMax = bytesMax
        self.loop = loop
    }

    /// Opens or makes the database, and starts the thread that it lives on.
    public static func open(
        _ place: StoragePlace,
        bytesMax: Int = bytesMaxDefault
    ) async throws(StorageError) -> Storage {
        let storage = Storage(place, bytesMax: bytesMax, loop: .start())
        do throws(StorageError) {
            try await storage.start()
        } catch {
            await storage.loop.stop()
            throw error
        }
        return storage
    }

    /// Nothing may be asked of it afterwards.
    public nonisolated func close() async {
        await shut()
        await loop.stop()
    }

    private func shut() { database = nil }

    private func start() throws(StorageError) {
        let database = try Database(at: place, bytesMax: bytesMax)
        try Schema.migrate(database)
        self.database = database
        try load()
    }

    func connection() throws(StorageError) -> Database {
        guard let database else { throw .closed }
        return database
    }

    /// Looks whether another process has written, `antiphon token` for one, and reads anew if so. The look is a number
    /// in shared memory. Many who ask at once are answered by one look.
    func refresh(at now: Duration) throws(StorageError) {
        guard !index.isFresh(at: now) else { return }
        // Also when it fails: a broken disk is not asked again for everybody who knocks.
        defer { index.checked(at: now) }
        guard try connection().number("PRAGMA data_version") != seenVersion else { return }
        try load()
    }

    /// The version is read first: what is written in between is then seen the next time.
    func load() throws(StorageError) {
        let database = try connection()
        let version = try database.number("PRAGMA data_version")
        index.replace(keys: try keys(), secrets: try secretEntries(database))
        seenVersion = version
    }

    private func secretEntries(
        _ database: Database
    ) throws(StorageError) -> [(hash: SecretHash, entry: AccessIndex.SecretEntry)] {
        try database.rows("SELECT hash, id, owner_hash, expires FROM secrets") { row in
            guard let hash = SecretHash(bytes: row.blob(0)), let owner = SecretHash(bytes: row.blob(2)) else {
                return nil
            }
            return (hash, AccessIndex.SecretEntry(id: row.text(1) ?? "", owner: owner, expiresAt: row.int(3)))
        }
        .compactMap { $0 }
    }
}
