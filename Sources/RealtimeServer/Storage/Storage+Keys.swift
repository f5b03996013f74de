extension Storage {
    public func add(_ key: APIKey) throws(StorageError) {
        let database = try connection()
        try database.transaction { () throws(StorageError) in
            guard try database.number("SELECT count(*) FROM keys") < Self.keysMax else {
                throw .tooManyKeys(limit: Self.keysMax)
            }
            guard try database.number("SELECT count(*) FROM keys WHERE name = ?", [.text(key.name)]) == 0 else {
                throw .nameTaken(key.name)
            }
            try database.run(
                """
                INSERT INTO keys (
                    name, hash, created, models, actions,
                    requests_per_minute, tokens_per_minute, sessions_max, session_seconds, idle_seconds
                ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                key.values
            )
        }
        index.add(key)
    }

    /// All keys of the storage, by name.
    public func keys() throws(StorageError) -> [APIKey] {
        try connection().rows(
            """
            SELECT name, hash, created, models, actions,
                requests_per_minute, tokens_per_minute, sessions_max, session_seconds, idle_seconds
            FROM keys ORDER BY name
            """
        ) { APIKey($0) }
        .compactMap { $0 }
    }

    public func key(named name: String) throws(StorageError) -> APIKey? { try keys().first { $0.name == name } }

    /// Removes a key and every secret that it made. False if there is none of the name.
    public func revokeKey(named name: String) throws(StorageError) -> Bool {
        let database = try connection()
        var wasThere = false
        try database.transaction { () throws(StorageError) in
            try database.run(
                "DELETE FROM secrets WHERE owner_hash IN (SELECT hash FROM keys WHERE name = ?)",
                [.text(name)]
            )
            try database.run("DELETE FROM keys WHERE name = ?", [.text(name)])
            wasThere = database.changes > 0
        }
        try load()
        return wasThere
    }
}

extension APIKey {
    /// In the order of the columns. Names of models and actions have line breaks between them, and none inside.
    fileprivate var values: [SQLValue] {
        let models: SQLValue =
            switch models {
            case .all: .null
            case .only(let names): .text(names.sorted().joined(separator: "\n"))
            }
        return [
            .text(name), .blob(hash.bytes), .int(createdAt), models,
            .text(actions.map(\.rawValue).sorted().joined(separator: "\n")),
            SQLValue(limits.requestsPerMinute), SQLValue(limits.tokensPerMinute), SQLValue(limits.sessionsMax),
            SQLValue(limits.sessionSeconds), SQLValue(limits.idleSeconds),
        ]
    }

    /// Nil where somebody else has written into the table.
    fileprivate init?(_ row: Statement.Row) {
        guard let name = row.text(0), let hash = SecretHash(bytes: row.blob(1)) else { return nil }
        let models = row.text(3).map { ModelScope.only(Set($0.split(separator: "\n").map(String.init))) }
        let actions = (row.text(4) ?? "").split(separator: "\n").compactMap { Action(rawValue: String($0)) }
        let limits = KeyLimits(
            requestsPerMinute: row.optionalInt(5),
            tokensPerMinute: row.optionalInt(6),
            sessionsMax: row.optionalInt(7),
            sessionSeconds: row.optionalInt(8),
            idleSeconds: row.optionalInt(9)
        )
        self.init(
            name: name,
            hash: hash,
            models: models ?? .all,
            actions: Set(actions),
            limits: limits,
            createdAt: row.int(2)
        )
    }
}
