import Foundation
import NetIO
import RealtimeAPI
import RealtimeServer
import TestSupport
import Testing

@Suite("Storage", .timeLimit(.minutes(1)))
struct StorageTests {
    private func key(_ name: String) -> APIKey {
        APIKey(
            name: name,
            hash: SecretHash(of: name),
            models: .only(["gpt-realtime", "a model"]),
            actions: [.realtime, .clientSecrets],
            limits: KeyLimits(requestsPerMinute: 1, sessionsMax: 3),
            createdAt: 5
        )
    }

    private func secret(_ id: String, of key: APIKey, at now: Int = 100, expires: Int = 700) -> StoredSecret {
        var secret = StoredSecret(
            id: id,
            hash: SecretHash(of: id),
            createdAt: now,
            expiresAt: expires,
            owner: key.name,
            ownerHash: key.hash
        )
        secret.session = #"{"type":"realtime","instructions":"Grüße"}"#
        secret.idleSeconds = 9
        secret.safetyIdentifier = ""
        return secret
    }

    @Test("Keys and secrets are there again after a restart, whole")
    func restart() async throws {
        let folder = TemporaryFolder()
        let key = key("web")
        let secret = secret("sec_1", of: key)
        let first = try await Storage.open(.directory(folder.path))
        try await first.add(key)
        #expect(try await first.add(secret, secretsMax: 10))
        await first.close()
        let second = try await Storage.open(.directory(folder.path))
        #expect(try await second.keys() == [key])
        #expect(try await second.secrets(at: 100) == [secret])
        await second.close()
    }

    @Test("Nobody but the owner may read the files")
    func modes() async throws {
        let folder = TemporaryFolder()
        let storage = try await Storage.open(.directory(folder.path + "/deep"))
        try await storage.add(key("web"))
        #expect(try folder.mode(of: "") == 0o700)
        #expect(try folder.mode(of: "/deep") == 0o700)
        for name in ["antiphon.sqlite", "antiphon.sqlite-wal", "antiphon.sqlite-shm"] {
            #expect(try folder.mode(of: "/deep/\(name)") == 0o600, "\(name)")
        }
        await storage.close()
    }

    @Test("No key and no secret stands in the files")
    func hashesAlone() async throws {
        let folder = TemporaryFolder()
        let storage = try await Storage.open(.directory(folder.path))
        let made = try await Authenticator(configured: [], storage: storage)
            .makeSecret(SecretOrder(), for: Grant(key("web")), now: 0)
        for name in ["antiphon.sqlite", "antiphon.sqlite-wal"] {
            let content = try Data(contentsOf: URL(filePath: "\(folder.path)/\(name)"))
            #expect(content.firstRange(of: Data(made.value.reveal().utf8)) == nil)
        }
        await storage.close()
    }

    @Test("A name is taken once, and revoking a key takes its secrets with it")
    func revoke() async throws {
        let storage = try await Storage.open(.memory)
        let (web, phone) = (key("web"), key("phone"))
        try await storage.add(web)
        try await storage.add(phone)
        await #expect(throws: StorageError.nameTaken("web")) { try await storage.add(web) }
        for (id, owner) in [("a", web), ("b", web), ("c", phone)] {
            #expect(try await storage.add(secret(id, of: owner), secretsMax: 10))
        }
        #expect(try await storage.revokeKey(named: "web"))
        #expect(try await !storage.revokeKey(named: "web"))
        #expect(try await storage.secrets(at: 100).map(\.id) == ["c"])
        #expect(try await storage.revokeSecret(id: "c"))
        #expect(try await !storage.revokeSecret(id: "c"))
        await storage.close()
    }

    @Test("Live secrets have a limit, and those that expired make room and are swept")
    func limit() async throws {
        let storage = try await Storage.open(.memory)
        let key = key("web")
        for id in ["a", "b"] { #expect(try await storage.add(secret(id, of: key), secretsMax: 2)) }
        #expect(try await !storage.add(secret("c", of: key), secretsMax: 2))
        #expect(try await storage.add(secret("c", of: key, at: 700, expires: 1_300), secretsMax: 2))
        #expect(try await storage.secrets(at: 0).map(\.id) == ["a", "b", "c"])
        #expect(try await storage.add(secret("d", of: key, at: 1_300, expires: 1_400), secretsMax: 2))
        #expect(try await storage.secrets(at: 0).map(\.id) == ["c", "d"])
        #expect(try await storage.revokeSecrets(owner: "web") == 2)
        await storage.close()
    }

    @Test("One key's secrets take no room from another's, nor from those of a key that takes its name")
    func shares() async throws {
        let storage = try await Storage.open(.memory)
        var renewed = key("web")
        renewed.hash = SecretHash(of: "another text")
        for (index, owner) in [key("web"), key("phone"), renewed].enumerated() {
            #expect(try await storage.add(secret("a\(index)", of: owner), secretsMax: 2))
            #expect(try await storage.add(secret("b\(index)", of: owner), secretsMax: 2))
            #expect(try await !storage.add(secret("c\(index)", of: owner), secretsMax: 2))
        }
        await storage.close()
    }

    @Test("However short they live, no more expired secrets are kept than live ones may be")
    func expired() async throws {
        let storage = try await Storage.open(.memory)
        for index in 0..<20 {
            let secret = secret("s\(index)", of: key("web"), at: 100 + index, expires: 101 + index)
            #expect(try await storage.add(secret, secretsMax: 3))
        }
        #expect(try await storage.secrets(at: 0).count == 4)
        await storage.close()
    }

    @Test("A full disk is an error that names the remedy; what is there is read on, and room makes it work again")
    func full() async throws {
        let folder = TemporaryFolder()
        let storage = try await Storage.open(.directory(folder.path), bytesMax: 256 * 1_024)
        try await storage.add(key("web"))
        var large = secret("large", of: key("web"))
        large.session = String(repeating: "x", count: 240 * 1_024)
        await #expect(throws: StorageError.full(path: folder.path + "/antiphon.sqlite")) {
            try await storage.add(large, secretsMax: 10)
        }
        #expect("\(StorageError.full(path: "p"))".contains("Free some"))
        #expect(try await storage.keys().map(\.name) == ["web"])
        #expect(try await storage.secrets(at: 0).isEmpty)
        #expect(try await storage.add(secret("small", of: key("web")), secretsMax: 10))
        await storage.close()
    }

    @Test("A server whose storage is full answers so, and lets in whom it knows")
    func fullServer() async throws {
        let folder = TemporaryFolder()
        let storage = try await Storage.open(.directory(folder.path), bytesMax: 256 * 1_024)
        try await storage.add(key("web"))
        let authenticator = Authenticator(configured: [], storage: storage)
        var order = SecretOrder()
        order.safetyIdentifier = String(repeating: "x", count: 240 * 1_024)
        let full = StorageError.full(path: folder.path + "/antiphon.sqlite")
        await #expect(throws: APIError.storageFailed("\(full)")) {
            try await authenticator.makeSecret(order, for: Grant(key("web")), now: 0)
        }
        let credentials = try #require(Credentials.bearer("web"))
        #expect(try await authenticator.authenticate(credentials, action: .realtime, now: 0).keyName == "web")
        await storage.close()
    }

    @Test("A file that is no database, or of a later version, is refused by name")
    func foreign() async throws {
        let folder = TemporaryFolder()
        let path = folder.path + "/antiphon.sqlite"
        try FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: true)
        try Data(repeating: 0x41, count: 8_192).write(to: URL(filePath: path))
        await #expect(throws: StorageError.damaged(path: path)) { try await Storage.open(.directory(folder.path)) }
        try FileManager.default.removeItem(atPath: path)
        await (try Storage.open(.directory(folder.path))).close()
        var bytes = try Data(contentsOf: URL(filePath: path))
        bytes[63] = 99  // The last byte of user_version, https://sqlite.org/fileformat2.html#user_version_number.
        try bytes.write(to: URL(filePath: path))
        await #expect(throws: StorageError.newer(path: path, version: 99, known: 2)) {
            try await Storage.open(.directory(folder.path))
        }
    }

    @Test("A directory that cannot be made is refused by name")
    func noDirectory() async throws {
        let error = await #expect(throws: StorageError.self) {
            try await Storage.open(.directory("/dev/null/antiphon"))
        }
        #expect(error.map { "\($0)".contains("--data") } == true)
    }

    @Test("Two processes may open and write one file at the same time")
    func two() async throws {
        let folder = TemporaryFolder()
        async let one = Storage.open(.directory(folder.path))
        async let two = Storage.open(.directory(folder.path))
        let storages = try await [one, two]
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (index, storage) in storages.enumerated() {
                group.addTask {
                    for number in 0..<20 { try await storage.add(key("key-\(index)-\(number)")) }
                }
            }
            try await group.waitForAll()
        }
        for storage in storages {
            #expect(try await storage.keys().count == 40)
            await storage.close()
        }
    }

    @Test("Who makes a file at the same time as another does waits for the other")
    func together() async throws {
        for _ in 0..<60 {
            let folder = TemporaryFolder()
            let storages = try await withThrowingTaskGroup(of: Storage.self) { group in
                for _ in 0..<4 { group.addTask { try await Storage.open(.directory(folder.path)) } }
                return try await group.reduce(into: [Storage]()) { $0.append($1) }
            }
            for storage in storages { await storage.close() }
        }
    }

    @Test("Names of keys are values to SQL, whatever is in them", arguments: Seed.some(20))
    func fuzz(_ seed: Seed) async throws {
        var random = seed.generator
        let storage = try await Storage.open(.memory)
        for _ in 0..<50 {
            var bytes = Array("x'); DROP TABLE keys; --".utf8)
            bytes.mutate(using: &random, alphabet: Array("'\";%?\0-".utf8))
            let name = String(decoding: bytes, as: UTF8.self)
            guard try await storage.key(named: name) == nil else { continue }
            try await storage.add(APIKey(name: name, hash: SecretHash(of: name)))
            #expect(try await storage.key(named: name)?.name == name)
            #expect(try await storage.revokeKey(named: name))
        }
        await storage.close()
    }
}
