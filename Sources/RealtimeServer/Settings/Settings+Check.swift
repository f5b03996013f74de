internal import NetIO

extension Settings {
    /// What the server must not start with. Needs to know what storage holds: keys may live there alone.
    public func check(storageHoldsKeys: Bool) -> [SettingMistake] {
        contradictions + (exposure(storageHoldsKeys: storageHoldsKeys).map { [$0] } ?? [])
    }

    /// Settings that are right each for itself, and wrong together.
    var contradictions: [SettingMistake] {
        var messages: [String] = []
        if listen.tls.certificate != nil, listen.tls.key == nil {
            messages.append("listen.tls.certificate is set and listen.tls.key is not; set both.")
        }
        if listen.tls.key != nil, listen.tls.certificate == nil {
            messages.append("listen.tls.key is set and listen.tls.certificate is not; set both.")
        }
        if listen.tls.selfSigned, listen.tls.certificate != nil {
            messages.append("listen.tls.self_signed and listen.tls.certificate are both set; choose one.")
        }
        if script != nil, engine != .scripted {
            messages.append("script is set, but engine is not scripted; set engine to scripted, or leave script out.")
        }
        if sessions.queueHighBytes >= sessions.queueMaxBytes {
            messages.append(
                """
                sessions.queue_high is \(SizeText.text(sessions.queueHighBytes)); it must be less than \
                sessions.queue_max, \(SizeText.text(sessions.queueMaxBytes)).
                """
            )
        }
        if connections.pongTimeout <= connections.pingInterval {
            messages.append(
                """
                connections.pong_timeout is \(DurationText.text(connections.pongTimeout)); it must be more than \
                connections.ping_interval, \(DurationText.text(connections.pingInterval)).
                """
            )
        }
        return (messages + keysThatAreTwo + enginesOfOurName + routesToNowhere).map { SettingMistake(.combination, $0) }
    }

    /// A route that names one would mean another.
    private var enginesOfOurName: [String] {
        let parts = [
            ("chat", engines.chat[Route.embedded] != nil),
            ("transcription", engines.transcription[Route.embedded] != nil),
            ("speech", engines.speech[Route.embedded] != nil),
        ]
        return parts.filter(\.1).map { part, _ in
            "engines.\(part) has an engine named '\(Route.embedded)', which means what is in the program; rename it."
        }
    }

    /// Routes that name an engine which is not there.
    private var routesToNowhere: [String] {
        func missing(_ name: String?, _ part: String, _ engines: some Collection<String>, _ model: String) -> String? {
            guard let name, name != Route.embedded, !engines.contains(name) else { return nil }
            let known = ([Route.embedded] + engines.sorted()).joined(separator: ", ")
            return "routes.\(model).\(part) is '\(name)', which is no engine; it must be one of: \(known)."
        }
        return routes.sorted { $0.key < $1.key }.flatMap { model, route in
            [
                missing(route.think, "think", engines.chat.keys, model),
                missing(route.hear, "hear", engines.transcription.keys, model),
                missing(route.speak, "speak", engines.speech.keys, model),
            ]
            .compactMap(\.self)
        }
    }

    /// Two keys of one name would share their limits and logs; one key of two names has two sets of rights.
    private var keysThatAreTwo: [String] {
        var names: Set<String> = []
        var owners: [SecretHash: String] = [:]
        return access.configuredKeys.compactMap { key in
            guard names.insert(key.name).inserted else {
                let isReserved = key.name == Access.defaultKeyName && access.apiKey != nil
                let why = isReserved ? " (access.api_key has it)" : ""
                return "access.keys names '\(key.name)' twice\(why); give each key a name of its own."
            }
            guard let hash = key.key?.hash, let owner = owners.updateValue(key.name, forKey: hash) else { return nil }
            return "access.keys gives '\(owner)' and '\(key.name)' the same key; give each its own."
        }
    }

    /// Whoever reaches a server without keys may use it: that is right for one's own machine alone.
    private func exposure(storageHoldsKeys: Bool) -> SettingMistake? {
        guard !listen.address.isLoopback, access.configuredKeys.isEmpty, !storageHoldsKeys else { return nil }
        return SettingMistake(
            .combination,
            """
            listen.address is \(listen.address), which other machines can reach, and there is no key. Set \
            ANTIPHON_API_KEY or access.keys, or listen on 127.0.0.1:\(listen.address.port).
            """
        )
    }
}
