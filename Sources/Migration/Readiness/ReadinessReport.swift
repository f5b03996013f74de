import Bytes

extension Readiness {
    /// For a person. What looks like a secret is not in it.
    public var text: String {
        let blocks = [facts.joined(separator: "\n")] + findings.map(Self.text)
        return Redaction.text((blocks + [summary]).joined(separator: "\n\n"))
    }

    /// One object, on one line.
    public var json: String {
        let account = environment.account
        let object: JSON = [
            "ready": .bool(isReady), "on": .string(day.description),
            "account": [
                "name": .optional(account?.name), "kind": .optional(account?.kind),
                "region": .optional(account?.location), "endpoint": .optional(account?.endpoint),
            ],
            "deployments": .array(realtime.map(describe)), "findings": .array(findings.map(\.json)),
            "fine": .array(fine.map { .string($0.rawValue) }), "blocks": .number(JSONNumber(count(.blocks))),
            "warns": .number(JSONNumber(count(.warns))), "unknown": .number(JSONNumber(count(.unknown))),
        ]
        return Redaction.json(object).text
    }

    private var realtime: [AzureDeployment] { (environment.deployments ?? []).filter { use(of: $0) != nil } }

    private var facts: [String] {
        let account = environment.account
        let place = [account?.kind, account?.location.map { "in \($0)" }].compactMap { $0 }.joined(separator: " ")
        let head = "\(account?.name ?? "An account that is not known")\(place.isEmpty ? "" : ", \(place)"), on \(day)"
        return [head] + realtime.map { "  \($0.name): " + fact($0).joined(separator: ", ") }
    }

    private func fact(_ deployment: AzureDeployment) -> [String] {
        [
            Self.model(of: deployment), deployment.type,
            deployment.capacity.map { "\(Self.number($0)) \($0 == 1 ? "unit" : "units")" },
            deployment.tokensPerMinute.map { "\(Self.number($0)) tokens a minute" },
            deployment.requestsPerMinute.map { "\(Self.number($0)) requests a minute" },
            retires(deployment).map { "until \($0.day)\($0.isOfAzure ? "" : " at OpenAI")" },
        ].compactMap { $0 }
    }

    private func describe(_ deployment: AzureDeployment) -> JSON {
        [
            "name": .string(deployment.name), "model": .optional(deployment.model),
            "version": .optional(deployment.version), "type": .optional(deployment.type),
            "capacity": .optional(deployment.capacity), "tokens_per_minute": .optional(deployment.tokensPerMinute),
            "requests_per_minute": .optional(deployment.requestsPerMinute),
            "retires": .optional(retires(deployment)?.day.description),
        ]
    }

    private static func text(_ finding: ReadinessFinding) -> String {
        let head = [finding.severity.rawValue, finding.id.rawValue, finding.subject].compactMap { $0 }
        return "\(head.joined(separator: "  "))\n    \(finding.message)\n    Do: \(finding.remedy)"
    }

    private var summary: String {
        let counts = [
            (count(.blocks), "block", "blocks"), (count(.warns), "warn", "warns"),
            (count(.unknown), "are not known", "is not known"),
        ].filter { $0.0 > 0 }.map { "\($0.0) \($0.0 == 1 ? $0.2 : $0.1)" }
        return (isReady ? "Ready" : "Not ready") + (counts.isEmpty ? "." : ": \(counts.joined(separator: ", ")).")
    }
}

extension ReadinessFinding {
    var json: JSON {
        [
            "id": .string(id.rawValue), "area": .string(area.rawValue), "severity": .string(severity.rawValue),
            "subject": .optional(subject), "message": .string(message), "remedy": .string(remedy),
        ]
    }
}

extension JSON {
    static func optional(_ text: String?) -> JSON { text.map { .string($0) } ?? .null }

    static func optional(_ value: Double?) -> JSON {
        guard let value else { return .null }
        return (Int(exactly: value).map { JSONNumber($0) } ?? JSONNumber(value)).map { .number($0) } ?? .null
    }
}
