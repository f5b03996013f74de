import Bytes

/// The account that a client connects to.
public struct AzureAccount: Sendable, Equatable {
    public struct SubnetRule: Sendable, Equatable {
        public var subnet: String
        public var state: String?
    }

    /// `/subscriptions/…/accounts/NAME`.
    public var id: String?
    public var name: String
    public var group: String?
    public var kind: String?
    /// As `az` writes it in commands: `swedencentral`.
    public var location: String?
    public var tier: String?
    public var state: String?
    public var endpoint: String?
    public var subdomain: String?
    public var publicAccess: String?
    public var keysAreDisabled: Bool?
    /// Nil where the account has no network rules: then everybody is let in.
    public var defaultAction: String?
    public var bypass: String?
    public var addresses: [String]
    public var subnets: [SubnetRule]
    /// As the account itself tells them.
    public var privateEndpoints: [PrivateEndpoint]

    init?(_ object: AzureObject) {
        guard let name = object.head("name") else { return nil }
        self.name = name
        id = object.head("id").flatMap(AzureID.account)
        group = object.head("resourceGroup") ?? id.flatMap { AzureID.part(after: "resourceGroups", of: $0) }
        kind = object.head("kind")
        location = object.head("location").flatMap(Self.location)
        tier = object.object("sku")?.text("name")
        state = object.text("provisioningState")
        endpoint = object.text("endpoint")
        subdomain = object.text("customSubDomainName")
        publicAccess = object.text("publicNetworkAccess")
        keysAreDisabled = object.bool("disableLocalAuth")
        let rules = object.object("networkAcls")
        defaultAction = rules?.text("defaultAction")
        bypass = rules?.text("bypass")
        addresses = rules?.list("ipRules")?.compactMap { $0.text("value") } ?? []
        subnets =
            rules?.list("virtualNetworkRules")?.compactMap { rule in
                rule.text("id").map { SubnetRule(subnet: $0, state: rule.text("state")) }
            } ?? []
        privateEndpoints = object.list("privateEndpointConnections")?.compactMap(PrivateEndpoint.init) ?? []
    }

    /// "Sweden Central" and "swedencentral" are one. What has more than letters and digits is no region.
    private static func location(_ text: String) -> String? {
        let isRegion = text.unicodeScalars.allSatisfy {
            $0.isASCII && ($0.properties.isAlphabetic || "0123456789 ".unicodeScalars.contains($0))
        }
        return isRegion ? text.lowercased().filter { $0 != " " } : nil
    }
}

public struct PrivateEndpoint: Sendable, Equatable {
    public var name: String
    /// Approved, Pending, Rejected, Disconnected.
    public var status: String?

    var isApproved: Bool { status?.lowercased() == "approved" }

    init?(_ object: AzureObject) {
        guard let name = object.head("name") ?? object.head("id").map(AzureID.last) else { return nil }
        self.name = name
        status = object.object("privateLinkServiceConnectionState")?.text("status")
    }
}

public struct AzureDeployment: Sendable, Equatable {
    public var name: String
    public var model: String?
    public var version: String?
    /// GlobalStandard, DataZoneStandard, GlobalProvisionedManaged, GlobalBatch, …
    public var type: String?
    public var capacity: Double?
    public var state: String?
    /// Running or Paused, where it is told.
    public var activity: String?
    /// NoAutoUpgrade, OnceCurrentVersionExpired, OnceNewDefaultVersionAvailable.
    public var upgrade: String?
    public var filter: String?
    public var tokensPerMinute: Double?
    public var requestsPerMinute: Double?
    var isRealtime: Bool?

    init?(_ object: AzureObject) {
        guard let name = object.head("name") else { return nil }
        self.name = name
        let model = object.object("model")
        self.model = model?.text("name")
        version = model?.text("version")
        let sku = object.object("sku")
        type = sku?.text("name")
        capacity = sku?.number("capacity") ?? object.number("currentCapacity")
        state = object.text("provisioningState")
        activity = object.text("deploymentState")
        upgrade = object.text("versionUpgradeOption")
        filter = object.text("raiPolicyName")
        tokensPerMinute = Self.perMinute("token", of: object)
        requestsPerMinute = Self.perMinute("request", of: object)
        isRealtime = object.object("capabilities")?.bool("realtime")
    }

    private static func perMinute(_ key: String, of object: AzureObject) -> Double? {
        let limit = object.list("rateLimits")?.first { $0.text("key") == key }
        guard let limit, let count = limit.number("count"), count >= 0 else { return nil }
        let seconds = limit.number("renewalPeriod") ?? 60
        return seconds > 0 ? count * 60 / seconds : nil
    }

    /// What another reading of the same deployment knows, and this one does not.
    mutating func fill(from other: AzureDeployment) {
        model = model ?? other.model
        version = version ?? other.version
        type = type ?? other.type
        capacity = capacity ?? other.capacity
        state = state ?? other.state
        activity = activity ?? other.activity
        upgrade = upgrade ?? other.upgrade
        filter = filter ?? other.filter
        tokensPerMinute = tokensPerMinute ?? other.tokensPerMinute
        requestsPerMinute = requestsPerMinute ?? other.requestsPerMinute
        isRealtime = isRealtime ?? other.isRealtime
    }
}

/// What of a quota is used up.
public struct AzureUsage: Sendable, Equatable {
    /// `OpenAI.GlobalStandard.gpt-realtime`.
    public var name: String
    public var used: Double
    public var limit: Double
    /// Blocked, Included, InOverage, where it is told.
    public var status: String?

    init?(_ object: AzureObject) {
        guard let name = object.object("name")?.text("value") ?? object.text("name"),
            let used = object.number("currentValue"), let limit = object.number("limit")
        else { return nil }
        (self.name, self.used, self.limit) = (name, used, limit)
        status = object.text("status")
    }
}

/// A model that the account, or its region, offers.
public struct AzureModel: Sendable, Equatable {
    public var name: String
    public var version: String?
    /// Preview, GenerallyAvailable, Stable, Legacy, Deprecating, …
    public var lifecycle: String?
    var isRealtime: Bool
    var retires: CalendarDay?
    /// A kind of deployment may have a date of its own.
    var retiresByType: [String: CalendarDay] = [:]

    init?(_ object: AzureObject) {
        // The list of a region wraps each.
        let object = object.object("model") ?? object
        guard let name = object.head("name") else { return nil }
        self.name = name
        version = object.text("version")
        lifecycle = object.text("lifecycleStatus")
        isRealtime = object.object("capabilities")?.bool("realtime") ?? name.lowercased().contains("realtime")
        retires = object.object("deprecation")?.day("inference")
        for sku in object.list("skus") ?? [] {
            if let type = sku.text("name"), let day = sku.day("deprecationDate") { retiresByType[type] = day }
        }
    }
}

/// Where an account sends its logs.
public struct DiagnosticSetting: Sendable, Equatable {
    /// Categories, and groups of categories (`allLogs`, `audit`), that are on.
    public var logs: Set<String>
    public var destinations: Set<String>

    init?(_ object: AzureObject) {
        guard object["logs"]?.array != nil || object["metrics"]?.array != nil else { return nil }
        logs = Set(
            (object.list("logs") ?? []).filter { $0.bool("enabled") == true }
                .compactMap { $0.text("category") ?? $0.text("categoryGroup") }
        )
        destinations = Set(Self.destinations.filter { object.text($0.field) != nil }.map(\.name))
    }

    private static let destinations = [
        (field: "workspaceId", name: "Log Analytics workspace"), (field: "storageAccountId", name: "storage account"),
        (field: "eventHubAuthorizationRuleId", name: "event hub"), (field: "marketplacePartnerId", name: "partner"),
    ]

    func holds(_ category: String) -> Bool {
        !destinations.isEmpty && logs.contains { $0.lowercased() == "alllogs" || $0.lowercased() == category }
    }
}

/// A role that somebody has: who that is, is not kept.
public struct RoleAssignment: Sendable, Equatable {
    public var role: String
    /// User, Group, ServicePrincipal.
    public var holder: String?
    public var scope: String?
    /// The identifier of a built-in role is the same everywhere, its name has changed before.
    var definition: String?

    init?(_ object: AzureObject) {
        definition = object.text("roleDefinitionId").map { AzureID.last($0).lowercased() }
        guard let role = object.text("roleDefinitionName") ?? definition else { return nil }
        self.role = role
        holder = object.text("principalType")
        scope = object.text("scope")
    }

    /// What lets a client without a key open a session: the built-in roles whose data actions reach deployments. Of
    /// some the name has changed since.
    static let callers = [
        "5e0bd9bd-7b93-4f28-af87-19fc36ad61bd": "Cognitive Services OpenAI User",
        "a001fd3d-188f-4b5d-821b-7da978bf7442": "Cognitive Services OpenAI Contributor",
        "a97b65f3-24c7-4388-baec-2e87135dc908": "Cognitive Services User",
        "64702f94-c441-49e6-a78b-ef80e0188fee": "Azure AI Developer",
        "53ca6127-db72-4b80-b1b0-d745d6d5456d": "Azure AI User",
        "eadc314b-1a2d-4efa-be10-5d325db5065e": "Azure AI Project Manager",
        "c883944f-8b7b-4483-af10-35834be79c4a": "Azure AI Owner",
    ]

    /// Built-in roles that are met on accounts and have no such data action.
    private static let others = [
        "8e3af657-a8ff-443c-a75c-2fe8c4bcb635": "Owner",
        "b24988ac-6180-42a0-ab88-20f7382dd24c": "Contributor",
        "acdd72a7-3385-48ef-bd42-f606fba81ae7": "Reader",
        "18d7d88d-d35e-4fb5-a5c3-7773c20a72d9": "User Access Administrator",
        "f58310d9-a9f6-439a-9e8d-f62e7b41a168": "Role Based Access Control Administrator",
        "25fbc0a9-bd7c-42a3-aa1a-3b75d497ee68": "Cognitive Services Contributor",
        "bba48692-92b0-4667-a9ad-c31c7b334ac2": "Cognitive Services Usages Reader",
        "e47c6f54-e4a2-4754-9501-8e0985b135e1": "Azure AI Account Owner",
        "43d0d8ad-25c7-4714-9337-8ba259a9fe05": "Monitoring Reader",
        "749f88d5-cbae-40b8-bcfc-e573ddc772fa": "Monitoring Contributor",
    ]

    var mayCall: Bool { isAmong(Self.callers) }

    /// A role of somebody's own, or of tomorrow: what it allows stands in its definition, which was not read.
    var isUnknown: Bool { !mayCall && !isAmong(Self.others) }

    private func isAmong(_ known: [String: String]) -> Bool {
        definition.map { known[$0] != nil } == true || known.values.contains(role)
    }

    /// Roles stand above the resources that they are for.
    func covers(_ account: String?) -> Bool {
        guard let account = account?.lowercased(), let scope = scope?.lowercased() else { return true }
        let isAbove = scope == "/" || scope.hasPrefix("/providers/microsoft.management/")
        return isAbove || account == scope || account.hasPrefix(scope + "/")
    }
}

/// The identifiers of resources, which are paths.
enum AzureID {
    /// Nil: no identifier of an account. Only what is sure to be one is given to a command.
    static func account(_ text: String) -> String? {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 9, parts[0].isEmpty, parts.dropFirst().allSatisfy({ !$0.isEmpty }),
            text.unicodeScalars.allSatisfy(isPlain),
            parts[7].lowercased() == "accounts", parts[6].lowercased() == "microsoft.cognitiveservices"
        else { return nil }
        return text
    }

    static func last(_ id: String) -> String { id.split(separator: "/").last.map(String.init) ?? id }

    static func part(after name: String, of id: String) -> String? {
        let parts = id.split(separator: "/")
        guard let place = parts.firstIndex(where: { $0.lowercased() == name.lowercased() }), place + 1 < parts.count
        else { return nil }
        return String(parts[place + 1])
    }

    private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCII && (scalar.properties.isAlphabetic || "0123456789/._-()".unicodeScalars.contains(scalar))
    }
}
