/// How much a finding matters to whoever wants to go live.
public enum Severity: String, Sendable, CaseIterable, Comparable {
    /// A client cannot open a session, or soon will not.
    case blocks
    /// It works, and should not stay so.
    case warns
    /// It was not among what was read.
    case unknown

    public static func < (one: Self, other: Self) -> Bool { one.rank < other.rank }

    private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

/// What readiness looks at. An area without a finding is fine.
public enum ReadinessArea: String, Sendable, CaseIterable {
    case account, deployments, network, logging, access, providers
}

/// The names of the findings, as machines use them.
public enum ReadinessID: String, Sendable, CaseIterable {
    case accountKind = "account-kind"
    case accountState = "account-state"
    case regionWithoutRealtime = "region-without-realtime"
    case subdomainMissing = "subdomain-missing"
    case noRealtimeDeployment = "no-realtime-deployment"
    case deploymentNotFound = "deployment-not-found"
    case deploymentNotRealtime = "deployment-not-realtime"
    case deploymentState = "deployment-state"
    case deploymentBatch = "deployment-batch"
    case modelRetired = "model-retired"
    case modelRetiring = "model-retiring"
    case modelPreview = "model-preview"
    case retirementUnknown = "retirement-unknown"
    case capacityNone = "capacity-none"
    case capacitySmall = "capacity-small"
    case quotaUsedUp = "quota-used-up"
    case usageBlocked = "usage-blocked"
    case unreachable = "unreachable"
    case endpointUnapproved = "private-endpoint-unapproved"
    case networkOpen = "network-open"
    case networkRuleWide = "network-rule-wide"
    case networkRuleBroken = "network-rule-broken"
    case publicAccessUnknown = "public-access-unknown"
    case diagnosticsMissing = "diagnostics-missing"
    case requestsNotLogged = "requests-not-logged"
    case auditNotLogged = "audit-not-logged"
    case keysAllowed = "keys-allowed"
    case callerRoleMissing = "caller-role-missing"
    case callerRoleUnknown = "caller-role-unknown"
    case callerRolePeople = "caller-role-people"
    case providerUnregistered = "provider-unregistered"
    case insightsUnregistered = "insights-unregistered"
    case notKnown = "not-known"
}

/// A finding as people read about it. The table is in `ReadinessRule+Table.swift`.
public struct ReadinessRule: Sendable {
    public let id: ReadinessID
    /// Nil: whatever area the missing answer is about.
    public let area: ReadinessArea?
    public let severity: Severity
    /// When it is less, or more, than that.
    public var unless: String?
    /// One sentence: what is so.
    public let title: String
    /// What it means to a client.
    public let meaning: String
    /// The command that mends it; words in capitals are to be filled in, those in braces are known.
    public let remedy: String
    /// Where the portal has it.
    public let portal: String

    static func of(_ id: ReadinessID) -> ReadinessRule? { all.first { $0.id == id } }

    /// What docs/readiness.md holds.
    public static var documentation: String {
        all.map { rule in
            """
            ### `\(rule.id.rawValue)`

            \(rule.title)

            * Severity: \(rule.severity.rawValue)\(rule.unless.map { "; \($0)" } ?? "").
            * Means: \(rule.meaning)
            * Do: \(rule.remedy.hasPrefix("az ") ? "`\(rule.remedy)`" : rule.remedy)
            * In the portal: \(rule.portal)
            """
        }.joined(separator: "\n\n")
    }
}

/// Something that is so in one environment.
public struct ReadinessFinding: Sendable, Equatable {
    public let id: ReadinessID
    public let area: ReadinessArea
    public let severity: Severity
    /// What it is about, if not the account: a deployment, a namespace, a command.
    public let subject: String?
    /// What was seen, and what it means.
    public let message: String
    public let remedy: String
}
