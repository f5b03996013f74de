extension Storage {
    /// Keeps a secret. False if its key has as many live ones as it may. What one key has is no other's loss.
    public func add(_ secret: StoredSecret, secretsMax: Int) throws(StorageError) -> Bool {
        let database = try connection()
        let now = secret.createdAt
        var hasRoom = false
        var swept: [SecretHash] = []
        try database.transaction { () throws(StorageError) in
            swept = try sweep(database, at: now, keeping: secretsMax)
            hasRoom =
                try database.number(
                    "SELECT count(*) FROM secrets WHERE owner = ? AND owner_hash = ? AND expires > ?",
                    [.text(secret.owner), .blob(secret.ownerHash.bytes), .int(now)]
                ) < secretsMax
            guard hasRoom else { return }
            try database.run(
                """
                INSERT INTO secrets (
                    id, hash, created, expires, owner, owner_hash, dialect, session,
                    session_seconds, idle_seconds, safety_identifier, organization, project, remembered
                ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                secret.values
            )
        }
        // One's own writes are no reason to read the table anew, so the copy in memory follows them one by one.
        index.forget(swept)
        if hasRoom { index.add(secret) }
        return hasRoom
    }

    /// Lets go of what expired a while ago, and of the oldest of what expired where that is too much. Says what went.
    private func sweep(
        _ database: Database,
        at now: Int,
        keeping most: Int
    ) throws(StorageError) -> [SecretHash] {
        let old = try database.rows(
            "DELETE FROM secrets WHERE expires <= ? RETURNING hash",
            [.int(now - Self.expiredSeconds)]
        ) { SecretHash(bytes: $0.blob(0)) }
        let surplus = try database.rows(
            """
            DELETE FROM secrets WHERE id IN (
                SELECT id FROM secrets WHERE expires <= ? ORDER BY expires DESC LIMIT -1 OFFSET ?
            ) RETURNING hash
            """,
            [.int(now), .int(most)]
        ) { SecretHash(bytes: $0.blob(0)) }
        return (old + surplus).compactMap { $0 }
    }

    func secret(id: String) throws(StorageError) -> StoredSecret? {
        try connection().rows(
            """
            SELECT id, hash, created, expires, owner, owner_hash, dialect, session,
                session_seconds, idle_seconds, safety_identifier, organization, project, remembered
            FROM secrets WHERE id = ?
            """,
            [.text(id)]
        ) { StoredSecret($0) }.first ?? nil
    }

    /// The secrets that have not expired, those that end first before the others.
    public func secrets(at now: Int) throws(StorageError) -> [StoredSecret] {
        try connection().rows(
            """
            SELECT id, hash, created, expires, owner, owner_hash, dialect, session,
                session_seconds, idle_seconds, safety_identifier, organization, project, remembered
            FROM secrets WHERE expires > ? ORDER BY expires, id
            """,
            [.int(now)]
        ) { StoredSecret($0) }
        .compactMap { $0 }
    }

    /// False if there is no such secret.
    public func revokeSecret(id: String) throws(StorageError) -> Bool {
        let database = try connection()
        try database.run("DELETE FROM secrets WHERE id = ?", [.text(id)])
        let wasThere = database.changes > 0
        try load()
        return wasThere
    }

    /// How many there were.
    public func revokeSecrets(owner: String) throws(StorageError) -> Int {
        let database = try connection()
        try database.run("DELETE FROM secrets WHERE owner = ?", [.text(owner)])
        let count = database.changes
        try load()
        return count
    }
}

extension StoredSecret {
    fileprivate var values: [SQLValue] {
        [
            .text(id), .blob(hash.bytes), .int(createdAt), .int(expiresAt), .text(owner), .blob(ownerHash.bytes),
            .text(dialect.rawValue), SQLValue(session), SQLValue(sessionSeconds), SQLValue(idleSeconds),
            SQLValue(safetyIdentifier), SQLValue(organization), SQLValue(project),
            SQLValue(remembered),
        ]
    }

    /// Nil where somebody else has written into the table.
    fileprivate init?(_ row: Statement.Row) {
        guard let id = row.text(0), let hash = SecretHash(bytes: row.blob(1)), let owner = row.text(4),
            let ownerHash = SecretHash(bytes: row.blob(5)), let dialect = row.text(6).flatMap(DialectName.init)
        else { return nil }
        self.init(
            id: id,
            hash: hash,
            createdAt: row.int(2),
            expiresAt: row.int(3),
            owner: owner,
            ownerHash: ownerHash
        )
        self.dialect = dialect
        session = row.text(7)
        sessionSeconds = row.optionalInt(8)
        idleSeconds = row.optionalInt(9)
        safetyIdentifier = row.text(10)
        organization = row.text(11)
        project = row.text(12)
        remembered = row.text(13)
    }
}
