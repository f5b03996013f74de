internal import Bytes
internal import HTTP

extension TokenWork {
    func shown(_ keys: [APIKey]) -> String {
        if words.wantsJSON { return JSON.object(["keys": .array(keys.map { $0.json() })]).text }
        guard !keys.isEmpty else { return "There are no keys in \(data). `antiphon token create` makes one." }
        return TokenVerb.table(keys.map { ($0.name, $0.summary) })
    }

    func shown(_ secrets: [StoredSecret]) -> String {
        if words.wantsJSON { return JSON.object(["secrets": .array(secrets.map(\.json))]).text }
        guard !secrets.isEmpty else { return "There are no client secrets in \(data)." }
        return TokenVerb.table(secrets.map { ($0.id, "of \($0.owner), for \($0.expiresAt - now) seconds more") })
    }
}

extension APIKey {
    fileprivate var named: [(String, Int?)] {
        [
            ("requests_per_minute", limits.requestsPerMinute), ("tokens_per_minute", limits.tokensPerMinute),
            ("sessions_max", limits.sessionsMax), ("session_seconds", limits.sessionSeconds),
            ("idle_seconds", limits.idleSeconds),
        ]
    }

    private var modelNames: [String]? { if case .only(let names) = models { names.sorted() } else { nil } }
    private var actionNames: [String] { Action.allCases.filter(actions.contains).map(\.rawValue) }

    fileprivate var summary: String {
        let models = modelNames.map { $0.joined(separator: ",") } ?? "all"
        let actions = actions == Action.all ? "all" : actionNames.joined(separator: ",")
        let limits = named.compactMap { name, limit in limit.map { " \(name)=\($0)" } }.joined()
        return "created=\"\(HTTPDate.text(secondsSince1970: createdAt))\" models=\(models) actions=\(actions)\(limits)"
    }

    func json(adding more: [JSONObject.Member] = []) -> JSON {
        let limits = named.compactMap { name, limit in
            limit.map { JSONObject.Member(name, .number(JSONNumber($0))) }
        }
        let members: [JSONObject.Member] = [
            .init("name", .string(name)), .init("created_at", .number(JSONNumber(createdAt))),
            .init("models", modelNames.map { .array($0.map { .string($0) }) } ?? .string("all")),
            .init("actions", .array(actionNames.map { .string($0) })),
            .init("limits", .object(JSONObject(uniqueMembers: limits))),
        ]
        return .object(JSONObject(uniqueMembers: members + more))
    }
}

extension StoredSecret {
    fileprivate var json: JSON {
        [
            "id": .string(id), "key": .string(owner), "created_at": .number(JSONNumber(createdAt)),
            "expires_at": .number(JSONNumber(expiresAt)), "pins_session": .bool(session != nil),
        ]
    }
}
