/// What `antiphon token` can be told. The table below makes the help, and nothing else is understood.
enum TokenVerb: String, CaseIterable {
    case create
    case list
    case revoke
    case secret
    case secrets
    case revokeSecret = "revoke-secret"

    struct Option {
        let name: String
        /// What stands after it; nil for a switch.
        let value: String?
        let purpose: String
        var isRequired = false
    }

    /// The word after the verb.
    var operand: String? {
        switch self {
        case .revoke: "NAME"
        case .revokeSecret: "ID"
        case .create, .list, .secret, .secrets: nil
        }
    }

    var purpose: String {
        switch self {
        case .create: "makes a key and prints it, once"
        case .list: "lists the keys"
        case .revoke: "revokes a key and every secret that it made"
        case .secret: "makes a client secret (ek_) of a key for a browser or a device"
        case .secrets: "lists the client secrets that have not expired"
        case .revokeSecret: "revokes a client secret; sessions that it opened go on"
        }
    }

    var options: [Option] {
        switch self {
        case .create: Self.creating + Self.common
        case .secret: Self.secretMaking + Self.common
        case .list, .revoke, .secrets, .revokeSecret: Self.common
        }
    }

    private static let common = [
        Option(name: "--data", value: "DIR", purpose: "the server's data directory"),
        Option(name: "--json", value: nil, purpose: "answer in JSON"),
        Option(name: "--help", value: nil, purpose: "explain this command"),
    ]

    private static let lasting = [
        Option(name: "--session-seconds", value: "N", purpose: "the longest that a session may last"),
        Option(name: "--idle-seconds", value: "N", purpose: "the longest that a session may be silent"),
    ]

    private static let creating =
        [
            Option(name: "--name", value: "NAME", purpose: "what it is called in lists and logs", isRequired: true),
            Option(name: "--models", value: "A,B", purpose: "the models it may use; all if left out"),
            Option(
                name: "--actions",
                value: "A,B",
                purpose:
                    "what it may do, of \(Action.allCases.map(\.rawValue).joined(separator: ", ")); all if left out"
            ),
            Option(name: "--requests-per-minute", value: "N", purpose: "responses in any minute"),
            Option(name: "--tokens-per-minute", value: "N", purpose: "tokens in any minute"),
            Option(name: "--sessions", value: "N", purpose: "sessions open at once"),
        ] + lasting

    private static let secretMaking =
        [
            Option(name: "--key", value: "NAME", purpose: "the key that it belongs to", isRequired: true),
            Option(name: "--seconds", value: "N", purpose: "how long it opens sessions, 10 to 7200; 600 if left out"),
            Option(name: "--session", value: "FILE", purpose: "a session in JSON that it pins, as in client_secrets"),
        ] + lasting

    var usage: String {
        let required = options.filter(\.isRequired).map { " \($0.name) \($0.value ?? "")" }.joined()
        return "antiphon token \(rawValue)\(operand.map { " \($0)" } ?? "")\(required)"
    }

    var help: String {
        let rows = options.map { ($0.name + ($0.value.map { " \($0)" } ?? ""), $0.purpose) }
        return "\(usage): \(purpose)\n\n\(Self.table(rows))"
    }

    static var help: String {
        let rows =
            allCases.map { ($0.rawValue + ($0.operand.map { " \($0)" } ?? ""), $0.purpose) }
            + [("\(TokenCertificate.option) DIR", TokenCertificate.purpose)]
        return """
            antiphon token: keys, client secrets and a certificate to try TLS with

            \(table(rows))

            `antiphon token <command> --help` lists a command's options. A running server takes notice at once.
            """
    }

    static func table(_ rows: [(String, String)]) -> String {
        let width = rows.map(\.0.count).max() ?? 0
        return rows.map { name, text in
            "  \(name)\(String(repeating: " ", count: width - name.count))  \(text)"
        }
        .joined(separator: "\n")
    }
}
