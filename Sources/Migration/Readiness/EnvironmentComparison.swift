import Bytes

/// What differs between two environments that should be alike: names, versions, the network, the logs. What differs by
/// its nature, such as names of accounts and addresses, is not compared.
public struct EnvironmentComparison: Sendable, Equatable {
    public struct Difference: Sendable, Equatable {
        public let area: ReadinessArea
        public let what: String
        public let one: String
        public let other: String
    }

    /// What one of them does not say, or both: nothing shows that it differs.
    public struct Unknown: Sendable, Equatable {
        public let area: ReadinessArea
        public let what: String
        /// Of which of the two.
        public let environments: [String]
    }

    /// Why something is not known.
    public struct Gap: Sendable, Equatable {
        public let environment: String
        public let of: String
        public let reason: String
        public let remedy: String
    }

    public let names: [String]
    public private(set) var differences: [Difference] = []
    public private(set) var unknown: [Unknown] = []
    public let gaps: [Gap]

    public init(_ one: AzureEnvironment, named name: String, _ other: AzureEnvironment, named otherName: String) {
        names = [name, otherName]
        gaps = one.gaps(named: name) + other.gaps(named: otherName)
        // Of a deployment that only one of them has, its name says enough.
        let shared = Set(one.deploymentNames ?? []).intersection(other.deploymentNames ?? []).sorted()
        for (trait, counterpart) in zip(one.traits(of: shared), other.traits(of: shared)) {
            if let value = trait.value, let otherValue = counterpart.value {
                guard value != otherValue else { continue }
                differences.append(Difference(area: trait.area, what: trait.what, one: value, other: otherValue))
            } else {
                let silent = [(name, trait), (otherName, counterpart)].filter { $0.1.value == nil }.map(\.0)
                unknown.append(Unknown(area: trait.area, what: trait.what, environments: silent))
            }
        }
    }

    public var isSame: Bool { differences.isEmpty }
}

extension EnvironmentComparison {
    public var text: String {
        let rows = differences.map { row in
            "\(row.area.rawValue)  \(row.what)\n"
                + zip(names, [row.one, row.other]).map { "    \($0): \($1)" }.joined(separator: "\n")
        }
        let reasons = gaps.map { "\($0.environment), \($0.of): \($0.reason). \($0.remedy)" }
        return Redaction.text((rows + missing + reasons + [summary]).joined(separator: "\n\n"))
    }

    /// First what is known of one of the two.
    private var missing: [String] {
        (names.map { [$0] } + [names]).compactMap { environments in
            let what = unknown.filter { $0.environments == environments }.map { "\($0.area.rawValue), \($0.what)" }
            guard !what.isEmpty else { return nil }
            return "Not known of \(environments.joined(separator: " and ")): \(what.joined(separator: "; "))."
        }
    }

    private var summary: String {
        guard isSame else { return "\(differences.count) \(differences.count == 1 ? "difference" : "differences")." }
        return unknown.isEmpty ? "No drift." : "No drift in what is known."
    }

    /// One object, on one line.
    public var json: String {
        let rows = differences.map { row -> JSON in
            [
                "area": .string(row.area.rawValue), "what": .string(row.what), "one": .string(row.one),
                "other": .string(row.other),
            ]
        }
        let silences = unknown.map { row -> JSON in
            [
                "area": .string(row.area.rawValue), "what": .string(row.what),
                "environments": .array(row.environments.map { .string($0) }),
            ]
        }
        let reasons = gaps.map { gap -> JSON in
            [
                "environment": .string(gap.environment), "of": .string(gap.of), "reason": .string(gap.reason),
                "remedy": .string(gap.remedy),
            ]
        }
        let object: JSON = [
            "same": .bool(isSame), "environments": .array(names.map { .string($0) }), "differences": .array(rows),
            "unknown": .array(silences), "gaps": .array(reasons),
        ]
        return Redaction.json(object).text
    }
}

/// One thing that two environments can have alike.
struct Trait: Sendable {
    let area: ReadinessArea
    let what: String
    /// Nil: not known.
    let value: String?

    init(_ area: ReadinessArea, _ what: String, _ value: String?) {
        (self.area, self.what, self.value) = (area, what, value)
    }
}

extension AzureEnvironment {
    func gaps(named name: String) -> [EnvironmentComparison.Gap] {
        AzureKind.allCases.compactMap { kind in
            gaps[kind].map { why in
                let what = kind.rawValue.split(separator: "-").joined(separator: " ")
                return EnvironmentComparison.Gap(environment: name, of: what, reason: why.reason, remedy: why.remedy)
            }
        }
    }

    var deploymentNames: [String]? { deployments?.map(\.name) }

    /// Always the same ones in the same order, for the same deployments.
    func traits(of shared: [String]) -> [Trait] {
        let names = Trait(.deployments, "names", deploymentNames.map { Self.list(Set($0)) })
        return accountTraits + [names] + shared.flatMap(deploymentTraits) + networkTraits + otherTraits
    }

    private var accountTraits: [Trait] {
        [
            Trait(.account, "kind", account?.kind), Trait(.account, "region", account?.location),
            Trait(.account, "tier", account?.tier), Trait(.account, "state", account?.state),
            Trait(.account, "custom subdomain", account.map { $0.subdomain == nil ? "no" : "yes" }),
        ]
    }

    private func deploymentTraits(_ name: String) -> [Trait] {
        let deployment = deployments?.first { $0.name == name }
        let traits: [(String, String?)] = [
            ("model", deployment?.model), ("version", deployment?.version), ("type", deployment?.type),
            ("capacity", deployment?.capacity.map(Readiness.number)), ("upgrades", deployment?.upgrade),
            ("content filter", deployment?.filter), ("state", deployment?.state),
        ]
        return traits.map { Trait(.deployments, "\(name), \($0.0)", $0.1) }
    }

    private var networkTraits: [Trait] {
        let approved = privateEndpoints?.count { $0.isApproved }
        return [
            Trait(.network, "public access", account?.publicAccess),
            Trait(.network, "who is let in otherwise", account.map { $0.defaultAction ?? "Allow" }),
            Trait(.network, "who passes by the rules", account.map { $0.bypass ?? "None" }),
            Trait(.network, "rules for addresses", account.map { "\($0.addresses.count)" }),
            Trait(.network, "rules for subnets", account.map { "\($0.subnets.count)" }),
            Trait(.network, "private endpoints, approved", approved.map { "\($0)" }),
            Trait(
                .network,
                "private endpoints, not approved",
                approved.map { "\((privateEndpoints?.count ?? 0) - $0)" }
            ),
        ]
    }

    private var otherTraits: [Trait] {
        let settings = diagnostics?.filter { !$0.destinations.isEmpty }
        let logs = settings.map { Set($0.flatMap(\.logs)) }
        let destinations = settings.map { Set($0.flatMap(\.destinations)) }
        let callers = roles?.filter { $0.mayCall && $0.covers(account?.id) }
            .map { "\($0.role) (\($0.holder ?? "holder not known"))" }
        return [
            Trait(.logging, "logs", logs.map(Self.list)),
            Trait(.logging, "destinations", destinations.map(Self.list)),
            Trait(.access, "keys", account.map { $0.keysAreDisabled == true ? "disabled" : "allowed" }),
            Trait(.access, "roles of callers", callers.map { Self.list(Set($0)) }),
            Trait(.providers, "Microsoft.CognitiveServices", providers?["microsoft.cognitiveservices"]),
            Trait(.providers, "Microsoft.Insights", providers?["microsoft.insights"]),
        ]
    }

    private static func list(_ words: Set<String>) -> String {
        words.isEmpty ? "none" : words.sorted().joined(separator: ", ")
    }
}
