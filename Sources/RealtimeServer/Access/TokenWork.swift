internal import Bytes
internal import RealtimeAPI

/// One command of `antiphon token` on an open storage.
struct TokenWork {
    let words: TokenArguments
    let data: String
    let now: Int

    func perform(_ verb: TokenVerb, _ storage: Storage) async throws(TokenFailure) -> String {
        do {
            switch verb {
            case .create: return try await create(storage)
            case .list: return shown(try await storage.keys())
            case .revoke: return try await revoke(storage)
            case .secret: return try await makeSecret(storage)
            case .secrets: return shown(try await storage.secrets(at: now))
            case .revokeSecret: return try await revokeSecret(storage)
            }
        } catch let failure as TokenFailure {
            throw failure
        } catch let error as APIError {
            throw .failed(error.message)
        } catch {
            throw .failed("\(error)")
        }
    }

    private func create(_ storage: Storage) async throws -> String {
        let name = words["--name"] ?? ""
        guard Self.isName(name) else {
            throw TokenFailure.usage("A key's name has 1 to 64 letters, digits, dots, dashes and underscores.")
        }
        let text = SecretText.key()
        let key = APIKey(
            name: name,
            hash: SecretHash(of: text.reveal()),
            models: try words.list("--models").map { .only(Set($0)) } ?? .all,
            actions: try actions(),
            limits: try limits(),
            createdAt: now
        )
        try await storage.add(key)
        if words.wantsJSON { return key.json(adding: [.init("key", .string(text.reveal()))]).text }
        return """
            \(text.reveal())

            This is the key '\(name)'. Keep it now: only its hash is stored, and nobody can show it again.
            """
    }

    private static func isName(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
                case UInt8(ascii: "0")...UInt8(ascii: "9"): true
                case UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"): true
                default: false
                }
            }
    }

    private func actions() throws(TokenFailure) -> Set<Action> {
        guard let names = try words.list("--actions") else { return Action.all }
        var actions: Set<Action> = []
        for name in names {
            guard let action = Action(rawValue: name) else {
                let all = Action.allCases.map(\.rawValue).joined(separator: ", ")
                throw .usage("There is no action '\(name)'. The actions are \(all).")
            }
            actions.insert(action)
        }
        return actions
    }

    private func limits() throws(TokenFailure) -> KeyLimits {
        KeyLimits(
            requestsPerMinute: try words.number("--requests-per-minute"),
            tokensPerMinute: try words.number("--tokens-per-minute"),
            sessionsMax: try words.number("--sessions"),
            sessionSeconds: try words.number("--session-seconds"),
            idleSeconds: try words.number("--idle-seconds")
        )
    }

    private func revoke(_ storage: Storage) async throws -> String {
        let name = words.operands.first ?? ""
        guard try await storage.revokeKey(named: name) else { throw noKey(name) }
        return words.wantsJSON
            ? JSON.object(["revoked": .string(name)]).text : "The key '\(name)' and its client secrets are revoked."
    }

    private func noKey(_ name: String) -> TokenFailure {
        .failed("There is no key '\(name)' in \(data). A key that the configuration names is revoked there.")
    }

    private func makeSecret(_ storage: Storage) async throws -> String {
        let name = words["--key"] ?? ""
        guard let key = try await storage.key(named: name) else { throw noKey(name) }
        var order = SecretOrder()
        order.seconds = try words.number("--seconds") ?? order.seconds
        order.sessionSeconds = try words.number("--session-seconds")
        order.idleSeconds = try words.number("--idle-seconds")
        order.session = try words["--session"].map { path throws(TokenFailure) in try Self.session(path) }
        let made = try await Authenticator(configured: [], storage: storage).makeSecret(
            order,
            for: Grant(key),
            now: now
        )
        guard words.wantsJSON else { return made.value.reveal() }
        return JSON.object([
            "value": .string(made.value.reveal()), "id": .string(made.id),
            "expires_at": .number(JSONNumber(made.expiresAt)), "key": .string(name),
        ]).text
    }

    private static func session(_ path: String) throws(TokenFailure) -> SessionObject {
        let bytes = try SessionFile.read(path)
        do {
            let json = try JSON(parsing: bytes)
            // A translation session is made at a place of its own on the wire, where it has no type.
            if json["type"]?.string == SessionKind.translation.rawValue {
                return .translation(try TranslationSession.read(json, .open))
            }
            return try SessionObject.read(json, .strict)
        } catch let fault as WireFault {
            throw .failed("\(path): \(APIError(fault).message)")
        } catch {
            throw .failed("\(path) is no JSON: \(error)")
        }
    }

    private func revokeSecret(_ storage: Storage) async throws -> String {
        let id = words.operands.first ?? ""
        guard try await storage.revokeSecret(id: id) else {
            throw TokenFailure.failed("There is no client secret '\(id)' in \(data).")
        }
        return words.wantsJSON
            ? JSON.object(["revoked": .string(id)]).text : "The client secret '\(id)' is revoked."
    }
}
