/// A question to `az`. There is none that could change anything, and none that asks for keys.
public enum AzCommand: Sendable, Equatable {
    case account(name: String, group: String)
    case deployments(name: String, group: String)
    /// What the management API says of them, with fields that `az` does not know yet.
    case deploymentsOfAPI(id: String)
    case models(name: String, group: String)
    case usage(name: String, group: String)
    case quota(location: String)
    case privateEndpoints(id: String)
    case diagnostics(id: String)
    case roles(id: String)
    case provider(String)

    static let apiVersion = "2025-06-01"

    public var kind: AzureKind {
        switch self {
        case .account: .account
        case .deployments, .deploymentsOfAPI: .deployments
        case .models: .models
        case .usage, .quota: .quota
        case .privateEndpoints: .privateEndpoints
        case .diagnostics: .diagnostics
        case .roles: .roles
        case .provider: .providers
        }
    }

    /// The file that `--collect` keeps its answer in.
    public var fileName: String {
        switch self {
        case .deploymentsOfAPI: "deployments-api.json"
        case .usage: "account-usage.json"
        case .provider(let namespace): "provider-\(namespace.lowercased()).json"
        default: "\(kind.rawValue).json"
        }
    }

    /// What it is asked, without how it is to answer.
    public var words: [String] {
        switch self {
        case .account(let name, let group): Self.account("show", name, group)
        case .deployments(let name, let group): Self.account("deployment list", name, group)
        case .models(let name, let group): Self.account("list-models", name, group)
        case .usage(let name, let group): Self.account("list-usage", name, group)
        case .quota(let location): ["cognitiveservices", "usage", "list", "--location", location]
        case .deploymentsOfAPI(let id):
            ["rest", "--method", "get", "--url", "\(id)/deployments?api-version=\(Self.apiVersion)"]
        case .privateEndpoints(let id): ["network", "private-endpoint-connection", "list", "--id", id]
        case .diagnostics(let id): ["monitor", "diagnostic-settings", "list", "--resource", id]
        case .roles(let id): ["role", "assignment", "list", "--scope", id, "--include-inherited"]
        case .provider(let namespace): ["provider", "show", "--namespace", namespace]
        }
    }

    private static func account(_ verb: String, _ name: String, _ group: String) -> [String] {
        ["cognitiveservices", "account"] + verb.split(separator: " ").map(String.init)
            + ["--name", name, "--resource-group", group]
    }

    /// All that is given to `az`.
    public func arguments(subscription: String?) -> [String] {
        words + (subscription.map { ["--subscription", $0] } ?? []) + ["--output", "json", "--only-show-errors"]
    }

    /// The commands that may be run: whoever runs one looks here once more.
    private static let readOnly: Set<String> = [
        "cognitiveservices account show", "cognitiveservices account deployment list",
        "cognitiveservices account list-models", "cognitiveservices account list-usage",
        "cognitiveservices usage list", "network private-endpoint-connection list", "monitor diagnostic-settings list",
        "role assignment list", "provider show", "rest",
    ]

    public static func isReadOnly(_ arguments: [String]) -> Bool {
        let verb = arguments.prefix { !$0.hasPrefix("-") }.joined(separator: " ")
        guard readOnly.contains(verb) else { return false }
        return verb != "rest"
            || arguments.dropFirst().prefix(3) == ["--method", "get", "--url"]
                && !arguments.contains("--body")
    }
}

extension AzCommand {
    /// As a person types it.
    var line: String { (["az"] + words.map(Shell.quoted)).joined(separator: " ") }
}

enum Shell {
    /// One word, whatever is in it.
    static func quoted(_ word: String) -> String {
        let isPlain = word.unicodeScalars.allSatisfy {
            $0.isASCII && ($0.properties.isAlphabetic || "0123456789._/:=-".unicodeScalars.contains($0))
        }
        guard !isPlain || word.isEmpty else { return word }
        return "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }
}
