/// The tables, version by version. What a version did is never edited: a database somewhere has been through it.
enum Schema {
    private static let migrations: [[StaticString]] = [
        [
            """
            CREATE TABLE keys (
                name TEXT PRIMARY KEY,
                hash BLOB NOT NULL UNIQUE,
                created INTEGER NOT NULL,
                models TEXT,
                actions TEXT NOT NULL,
                requests_per_minute INTEGER,
                tokens_per_minute INTEGER,
                sessions_max INTEGER,
                session_seconds INTEGER,
                idle_seconds INTEGER
            ) STRICT
            """,
            """
            CREATE TABLE secrets (
                id TEXT PRIMARY KEY,
                hash BLOB NOT NULL UNIQUE,
                created INTEGER NOT NULL,
                expires INTEGER NOT NULL,
                owner TEXT NOT NULL,
                owner_hash BLOB NOT NULL,
                dialect TEXT NOT NULL,
                session TEXT,
                session_seconds INTEGER,
                idle_seconds INTEGER,
                safety_identifier TEXT,
                organization TEXT,
                project TEXT
            ) STRICT
            """,
            "CREATE INDEX secrets_by_expiry ON secrets (expires)",
            "CREATE INDEX secrets_by_owner ON secrets (owner)",
        ],
        ["ALTER TABLE secrets ADD COLUMN remembered TEXT"],
    ]

    static var version: Int { migrations.count }

    /// Brings a database to the latest version. Two processes may come at once: the second finds nothing to do.
    static func migrate(_ database: Database) throws(StorageError) {
        guard try version(of: database) < version else { return }
        try database.transaction { () throws(StorageError) in
            for migration in migrations.dropFirst(try version(of: database)) {
                for statement in migration { try database.run(statement) }
            }
            try database.set("user_version", to: version)
        }
    }

    private static func version(of database: Database) throws(StorageError) -> Int {
        let found = try database.number("PRAGMA user_version")
        guard (0...version).contains(found) else {
            throw .newer(path: database.path, version: found, known: version)
        }
        return found
    }
}
