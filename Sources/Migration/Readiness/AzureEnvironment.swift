public import Bytes

/// What one output of `az` is about.
public enum AzureKind: String, Sendable, CaseIterable {
    case account, deployments, models, quota, privateEndpoints = "private-endpoints", diagnostics, roles, providers

    /// An empty list does not show what it is empty of; the name of its file may.
    package init?(fileName: String) {
        let name = fileName.lowercased()
        let signs: [(String, AzureKind)] = [
            ("deploy", .deployments), ("model", .models), ("usage", .quota), ("quota", .quota),
            ("endpoint", .privateEndpoints), ("diagnos", .diagnostics), ("role", .roles), ("provider", .providers),
            ("account", .account),
        ]
        guard let kind = signs.first(where: { name.contains($0.0) })?.1 else { return nil }
        self = kind
    }

    /// By its shape alone: the type that it names, or the fields that only it has.
    package init?(_ item: JSON) {
        let object = AzureObject(json: item)
        let types: [String: AzureKind] = [
            "microsoft.cognitiveservices/accounts": .account,
            "microsoft.cognitiveservices/accounts/deployments": .deployments,
            "microsoft.cognitiveservices/accounts/privateendpointconnections": .privateEndpoints,
            "microsoft.insights/diagnosticsettings": .diagnostics,
            "microsoft.authorization/roleassignments": .roles,
        ]
        if let type = object.head("type"), let kind = types[type.lowercased()] {
            self = kind
            return
        }
        func has(_ names: String...) -> Bool { names.allSatisfy { object[$0] != nil } }
        if has("roleDefinitionId", "scope") {
            self = .roles
        } else if has("privateLinkServiceConnectionState") {
            self = .privateEndpoints
        } else if has("currentValue", "limit") {
            self = .quota
        } else if has("namespace", "registrationState") {
            self = .providers
        } else if object["logs"]?.array != nil || object["metrics"]?.array != nil {
            self = .diagnostics
        } else if object.object("model")?["name"] != nil {
            self = has("sku") ? .deployments : .models
        } else if has("format", "version") {
            self = .models
        } else if has("kind", "endpoint") {
            self = .account
        } else {
            return nil
        }
    }
}

/// An account with all that belongs to it, as far as it was read. What is nil is not known.
public struct AzureEnvironment: Sendable, Equatable {
    public internal(set) var account: AzureAccount?
    public internal(set) var deployments: [AzureDeployment]?
    public internal(set) var models: [AzureModel]?
    public internal(set) var usages: [AzureUsage]?
    public internal(set) var diagnostics: [DiagnosticSetting]?
    public internal(set) var roles: [RoleAssignment]?
    /// The state of each namespace, in small letters.
    public internal(set) var providers: [String: String]?
    /// Why something is not known.
    var gaps: [AzureKind: AzFailure] = [:]
    /// Lists that go on elsewhere.
    var cutShort: Set<AzureKind> = []
    private var listedEndpoints: [PrivateEndpoint]?

    public init() {}

    /// What the connections say of themselves, or else the account of them.
    public var privateEndpoints: [PrivateEndpoint]? { listedEndpoints ?? account?.privateEndpoints }

    public enum Reading: Sendable, Equatable {
        case read
        /// It is not what `az` prints about an account.
        case unknown
        /// An empty list, and nothing says of what.
        case emptyOfUnknown
        /// Accounts of other names, and how many.
        case otherAccounts(Int)
    }

    /// Takes one output. `name` is its file's; `account` is the account that is meant, where there are several.
    public mutating func add(_ document: JSON, named name: String, account: String? = nil) -> Reading {
        let items = document.array ?? document["value"]?.array ?? [document]
        guard !items.isEmpty else {
            guard let kind = AzureKind(fileName: name), kind != .account else { return .emptyOfUnknown }
            begin(kind)
            return .read
        }
        var known: [(AzureKind, AzureObject)] = []
        for item in items {
            if let kind = AzureKind(item) { known.append((kind, AzureObject(json: item))) }
        }
        guard !known.isEmpty else { return .unknown }
        let accounts = known.filter { $0.0 == .account }.compactMap { AzureAccount($0.1) }
        if !accounts.isEmpty {
            let meant = accounts.filter { account == nil || $0.name.lowercased() == account?.lowercased() }
            guard meant.count == 1, let only = meant.first else { return .otherAccounts(accounts.count) }
            self.account = only
        }
        for (kind, object) in known { add(kind, object) }
        if document["nextLink"]?.string?.isEmpty == false, let kind = known.first?.0 { cutShort.insert(kind) }
        return .read
    }

    /// It is known now, if only to be empty.
    mutating func begin(_ kind: AzureKind) {
        switch kind {
        case .account: break
        case .deployments: deployments = deployments ?? []
        case .models: models = models ?? []
        case .quota: usages = usages ?? []
        case .privateEndpoints: listedEndpoints = listedEndpoints ?? []
        case .diagnostics: diagnostics = diagnostics ?? []
        case .roles: roles = roles ?? []
        case .providers: providers = providers ?? [:]
        }
    }

    private mutating func add(_ kind: AzureKind, _ object: AzureObject) {
        begin(kind)
        switch kind {
        case .account: break
        case .deployments: if let deployment = AzureDeployment(object) { add(deployment) }
        case .models: if let model = AzureModel(object) { models?.append(model) }
        case .quota: if let usage = AzureUsage(object) { usages?.append(usage) }
        case .privateEndpoints: if let endpoint = PrivateEndpoint(object) { listedEndpoints?.append(endpoint) }
        case .diagnostics: if let setting = DiagnosticSetting(object) { diagnostics?.append(setting) }
        case .roles: if let role = RoleAssignment(object) { roles?.append(role) }
        case .providers:
            if let name = object.text("namespace"), let state = object.text("registrationState") {
                providers?[name.lowercased()] = state
            }
        }
    }

    /// The same deployment may come from `deployment list` and from the management API.
    private mutating func add(_ deployment: AzureDeployment) {
        if let place = deployments?.firstIndex(where: { $0.name == deployment.name }) {
            deployments?[place].fill(from: deployment)
        } else if deployments?.count ?? 0 < Self.deploymentsMax {
            deployments?.append(deployment)
        } else {
            cutShort.insert(.deployments)
        }
    }

    /// Many times what an account can have.
    private static let deploymentsMax = 1_000

    func isKnown(_ kind: AzureKind) -> Bool {
        switch kind {
        case .account: account != nil
        case .deployments: deployments != nil
        case .models: models != nil
        case .quota: usages != nil
        case .privateEndpoints: privateEndpoints != nil
        case .diagnostics: diagnostics != nil
        case .roles: roles != nil
        // Another provider's state says nothing of the one that counts.
        case .providers: providers?["microsoft.cognitiveservices"] != nil
        }
    }
}
