/// The account itself, the way to it, who may use it, and who writes down that they did.
extension Readiness {
    func accountFindings() -> [ReadinessFinding] {
        guard let account = environment.account else { return [] }
        var findings: [ReadinessFinding] = []
        if let kind = account.kind, !["openai", "aiservices"].contains(kind.lowercased()) {
            findings += finding(.accountKind, seen: "'\(account.name)' is of the kind \(kind).")
        }
        if let state = account.state, state.lowercased() != "succeeded" {
            findings += finding(.accountState, seen: "'\(account.name)' is \(state).")
        }
        if account.subdomain == nil {
            findings += finding(.subdomainMissing, seen: "'\(account.name)' has none.")
        }
        return findings + region(of: account)
    }

    /// A deployment that is there says more than a list of what could be.
    private func region(of account: AzureAccount) -> [ReadinessFinding] {
        guard let models = environment.models, !models.isEmpty, !models.contains(where: \.isRealtime),
            environment.deployments?.contains(where: { use(of: $0) != nil }) != true
        else { return [] }
        let place = account.location ?? "its region"
        return finding(.regionWithoutRealtime, seen: "Of \(models.count) models in \(place) none is a Realtime model.")
    }

    func networkFindings() -> [ReadinessFinding] {
        guard let account = environment.account else { return [] }
        let endpoints = environment.privateEndpoints ?? []
        let unapproved = endpoints.filter { !$0.isApproved }.flatMap { endpoint in
            finding(
                .endpointUnapproved,
                nil,
                endpoint.name,
                seen: "'\(endpoint.name)' is \(endpoint.status ?? "in a state that is not told").",
                ["endpoint": endpoint.name]
            )
        }
        return publicAccess(of: account, hasPrivateWay: endpoints.contains(where: \.isApproved)) + unapproved
            + rules(of: account)
    }

    private func publicAccess(of account: AzureAccount, hasPrivateWay: Bool) -> [ReadinessFinding] {
        guard let access = account.publicAccess?.lowercased() else {
            return finding(.publicAccessUnknown, seen: "publicNetworkAccess is missing.")
        }
        // A perimeter has rules of its own, which the account does not tell.
        if access == "securedbyperimeter" {
            return finding(.publicAccessUnknown, seen: "A network security perimeter decides who is let in.")
        }
        let isDenied = account.defaultAction?.lowercased() == "deny"
        let hasRules = !account.addresses.isEmpty || !account.subnets.isEmpty
        if access == "disabled" {
            return hasPrivateWay ? [] : finding(.unreachable, seen: "Public access is off; no way in is left.")
        }
        if isDenied {
            return hasRules || hasPrivateWay ? [] : finding(.unreachable, seen: "The rules let nobody in.")
        }
        let beside = hasPrivateWay ? " The private endpoint beside it changes nothing of that." : ""
        return finding(.networkOpen, seen: "Public access is on, and no rule denies it.\(beside)")
    }

    private func rules(of account: AzureAccount) -> [ReadinessFinding] {
        guard account.publicAccess?.lowercased() == "enabled" else { return [] }
        let wide = account.addresses.filter(Self.isWide).flatMap { address in
            finding(.networkRuleWide, nil, address, seen: "\(address) is let in.", ["address": address])
        }
        let broken = account.subnets.flatMap { rule -> [ReadinessFinding] in
            guard let state = rule.state, state.lowercased() != "succeeded" else { return [] }
            let subnet = AzureID.last(rule.subnet)
            return finding(.networkRuleBroken, nil, subnet, seen: "The rule for '\(subnet)' is \(state).")
        }
        return wide + broken
    }

    /// Sixteen million addresses and more.
    private static func isWide(_ range: String) -> Bool {
        let parts = range.split(separator: "/")
        guard parts.count == 2, let bits = Int(parts[1]) else { return range.hasPrefix("0.0.0.0") }
        return bits <= (range.contains(":") ? 32 : 8)
    }

    func loggingFindings() -> [ReadinessFinding] {
        guard let settings = environment.diagnostics else { return [] }
        guard settings.contains(where: { !$0.destinations.isEmpty && !$0.logs.isEmpty }) else {
            return finding(
                .diagnosticsMissing,
                seen: settings.isEmpty ? "There is none." : "Of \(settings.count) none sends a log."
            )
        }
        let isAudited = settings.contains { $0.holds("audit") }
        let isRequested = settings.contains { $0.holds("requestresponse") }
        return (isRequested ? [] : finding(.requestsNotLogged, seen: "No setting holds RequestResponse."))
            + (isAudited ? [] : finding(.auditNotLogged, seen: "No setting holds Audit."))
    }

    func accessFindings() -> [ReadinessFinding] {
        let keysAreAllowed = environment.account.map { $0.keysAreDisabled != true }
        let keys =
            keysAreAllowed == true
            ? finding(
                .keysAllowed,
                seen: "disableLocalAuth is \(environment.account?.keysAreDisabled == nil ? "not set" : "false")."
            ) : []
        guard let roles = environment.roles else { return keys }
        let covering = roles.filter { $0.covers(environment.account?.id) }
        let callers = covering.filter(\.mayCall)
        if callers.isEmpty {
            if let unknown = covering.first(where: \.isUnknown) { return keys + callerIsUnknown(unknown.role) }
            let others = Set(covering.map(\.role)).sorted().prefix(5).joined(separator: ", ")
            let seen = others.isEmpty ? "No role is assigned." : "Assigned are \(others)."
            return keys + finding(.callerRoleMissing, keysAreAllowed == true ? .warns : .blocks, seen: seen)
        }
        guard callers.allSatisfy({ $0.holder?.lowercased() == "user" }) else { return keys }
        let seen = "\(callers.count) \(callers.count == 1 ? "person has" : "people have") one."
        return keys + finding(.callerRolePeople, seen: seen)
    }

    private func callerIsUnknown(_ role: String) -> [ReadinessFinding] {
        finding(.callerRoleUnknown, nil, role, seen: "Assigned is '\(role)'.", ["role": role])
    }

    func providerFindings() -> [ReadinessFinding] {
        let rules: [(String, ReadinessID)] = [
            ("Microsoft.CognitiveServices", .providerUnregistered), ("Microsoft.Insights", .insightsUnregistered),
        ]
        return rules.flatMap { namespace, id -> [ReadinessFinding] in
            guard let state = environment.providers?[namespace.lowercased()], state.lowercased() != "registered"
            else { return [] }
            return finding(id, nil, namespace, seen: "\(namespace) is \(state).")
        }
    }
}
