internal import RealtimeEngine
internal import YAML

extension SettingKind<[ConfiguredKey]> {
    static let keys = SettingKind<[ConfiguredKey]>.list(
        of: .key,
        "each with a name, and a key or its sha256; optionally models, actions and limits"
    )
}

extension SettingKind<ConfiguredKey> {
    static let key = Self(
        "a mapping with name, and key or sha256",
        read: { node, path, faults in
            let keys = ["name", "key", "sha256", "models", "actions", "limits"]
            guard let record = SettingRecord(node, path, keys: keys, &faults) else { return nil }
            let name = record.required("name", .name, &faults)
            let secret = secret(of: record, &faults)
            let models = record.value("models", .models, &faults) ?? .all
            let actions = record.value("actions", .actions, &faults) ?? Action.all
            let limits = record.value("limits", .keyLimits, &faults) ?? KeyLimits()
            guard let name, let secret else { return nil }
            return ConfiguredKey(name: name, secret: secret, models: models, actions: actions, limits: limits)
        },
        write: \.name
    )

    private static func secret(of record: SettingRecord, _ faults: inout SettingFaults) -> ConfiguredKey.Secret? {
        switch (record.has("key"), record.has("sha256")) {
        case (true, false): return record.value("key", .secret, &faults).map { .text($0) }
        case (false, true): return record.value("sha256", .sha256, &faults).map { .sha256($0) }
        case (true, true): record.fault("has a key and a sha256; it must have one of them.", &faults)
        case (false, false): record.fault("has no key; give its text as 'key', or its hash as 'sha256'.", &faults)
        }
        return nil
    }
}

extension SettingKind<String> {
    /// Private too: somebody may have put the key itself there.
    static let sha256 = Self(
        "the SHA-256 of a key, 64 hexadecimal digits, as `printf %s \"$KEY\" | sha256sum` prints it",
        isPrivate: true,
        parse: { SecretHash(hex: $0) == nil ? nil : $0 },
        write: { $0 }
    )
}

extension SettingKind<KeyLimits> {
    static let keyLimits = Self(
        "a mapping of limits",
        read: { node, path, faults in
            let keys = ["requests_per_minute", "tokens_per_minute", "sessions", "session_duration", "session_idle"]
            guard let record = SettingRecord(node, path, keys: keys, &faults) else { return nil }
            return KeyLimits(
                requestsPerMinute: record.value("requests_per_minute", .requestsPerMinute, &faults) ?? nil,
                tokensPerMinute: record.value("tokens_per_minute", .tokensPerMinute, &faults) ?? nil,
                sessionsMax: record.value("sessions", .sessionsPerKey, &faults) ?? nil,
                sessionSeconds: record.value("session_duration", .wholeSeconds(1...3_600), &faults) ?? nil,
                idleSeconds: record.value("session_idle", .wholeSeconds(1...3_600), &faults) ?? nil
            )
        },
        write: { _ in "none" }
    )
}

extension SettingKind<Int?> {
    static let requestsPerMinute = limit(1...1_000_000)
    static let tokensPerMinute = limit(1...1_000_000_000)
    static let sessionsPerKey = limit(1...1_000_000)
}

extension SettingKind<[String: StoredPrompt]> {
    static let prompts = Self(
        "a mapping from the prompt's id to its instructions, and optionally its version",
        read: { node, path, faults in
            guard let entries = node.entries else {
                faults.add(node, path, expected: "a mapping from ids to prompts")
                return nil
            }
            var prompts: [String: StoredPrompt] = [:]
            for entry in entries {
                prompts[entry.key] = prompt(entry.value, "\(path).\(entry.key)", &faults)
            }
            return prompts
        },
        write: { $0.isEmpty ? "none" : $0.keys.sorted().joined(separator: ", ") }
    )

    private static func prompt(_ node: YAMLNode, _ path: String, _ faults: inout SettingFaults) -> StoredPrompt? {
        guard let record = SettingRecord(node, path, keys: ["version", "instructions"], &faults) else { return nil }
        let version = record.value("version", .name, &faults)
        return record.required("instructions", .text(bytesMax: 65_536), &faults).map {
            StoredPrompt(version: version, instructions: $0)
        }
    }
}
