/// How a command is called. The table of its options makes its help and its page of the documentation, and nothing else
/// is understood.
public struct CommandUsage: Sendable {
    public struct Option: Sendable {
        public let name: String
        /// What stands after it; nil for a switch.
        public var value: String?
        public let purpose: String

        init(_ name: String, _ value: String? = nil, _ purpose: String) {
            self.name = name
            self.value = value
            self.purpose = purpose
        }

        /// As it is written: `--url URL`.
        public var text: String { name + (value.map { " \($0)" } ?? "") }
    }

    public let name: String
    /// A sentence, without the command's name.
    public let purpose: String
    /// What stands there that is no option, if anything.
    public var operands: String?
    public let options: [Option]
    /// What else one should know, a sentence each.
    public let remarks: [String]

    /// `antiphon talk [options]`
    public var line: String { "antiphon \(name) [options]" + (operands.map { " \($0)" } ?? "") }

    /// What `--help` says.
    public var help: String {
        let width = options.map(\.text.count).max() ?? 0
        let rows = options.map { option in
            "  \(option.text)\(String(repeating: " ", count: width - option.text.count))  \(option.purpose)"
        }
        return """
            antiphon \(name): \(purpose)

            Usage: \(line)

            \(rows.joined(separator: "\n"))

            \(remarks.joined(separator: "\n"))
            """
    }
}

extension CommandUsage {
    /// What every command knows that talks to a server.
    static let serverOptions = [
        Option("--key", "KEY", "the server's key; without it, ANTIPHON_API_KEY says it"),
        Option("--ca", "FILE", "trust the certificates in this file (PEM) too"),
        Option("--insecure", nil, "trust whatever certificate the server shows: for trials"),
    ]

    static let helpOption = Option("--help", nil, "explain this command")

    static let urlDefault = "http://127.0.0.1:8080/v1"
}
