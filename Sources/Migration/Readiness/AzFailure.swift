/// Why `az` did not answer a question.
public enum AzFailure: Sendable, Equatable {
    case missing
    case notLoggedIn
    case forbidden
    case notFound
    case timeout
    /// More than anybody prints about one account.
    case tooLong
    /// It ended well, and what it printed is nothing that it prints.
    case unreadable
    /// This `az` does not know the command.
    case tooOld
    case noNetwork
    /// In words of its own, one line.
    case other(String)

    /// What comes of what a command said and how it ended.
    package init(status: Int, errors: [UInt8]) {
        let text = String(decoding: errors.suffix(Self.errorBytesMax), as: UTF8.self)
        let folded = text.lowercased()
        func says(_ signs: String...) -> Bool { signs.contains { folded.contains($0) } }
        if says("az login", "no subscription found", "aadsts", "interactionrequired", "refresh token") {
            self = .notLoggedIn
        } else if says("authorizationfailed", "does not have authorization", "forbidden", "insufficient privileges") {
            self = .forbidden
        } else if says("notfound", "could not be found", "was not found") {
            self = .notFound
        } else if says(
            "unrecognized arguments",
            "is misspelled or not recognized",
            "requires the extension"
        ) {
            self = .tooOld
        } else if says(
            "failed to establish a new connection",
            "max retries exceeded",
            "name resolution",
            "connection error"
        ) {
            self = .noNetwork
        } else {
            self = .other(Self.line(of: text, status: status))
        }
    }

    private static let errorBytesMax = 16 * 1_024
    private static let lineMax = 200

    /// What it calls an error, or else its last line.
    private static func line(of text: String, status: Int) -> String {
        let lines = text.split(whereSeparator: \.isNewline).map { $0.trimmed }.filter { !$0.isEmpty }
        guard let line = lines.last(where: { $0.hasPrefix("ERROR:") }) ?? lines.last else {
            return "it ended with status \(status) and said nothing"
        }
        let said = Redaction.text(line.hasPrefix("ERROR:") ? line.dropFirst(6).trimmed : line)
        return "it said: " + (said.count > lineMax ? said.prefix(lineMax) + "…" : said)
    }

    /// Nothing else is answered either.
    public var endsAll: Bool { self == .missing || self == .notLoggedIn || self == .noNetwork }

    /// What was in the way.
    public var reason: String {
        switch self {
        case .missing: "there is no program `az` on the PATH"
        case .notLoggedIn: "`az` is not logged in"
        case .forbidden: "the one who is logged in may not read it"
        case .notFound: "`az` says that there is no such thing"
        case .timeout: "`az` did not answer in time"
        case .tooLong: "`az` printed more than is read"
        case .unreadable: "what `az` printed is not what it prints for this"
        case .tooOld: "this `az` does not know the command"
        case .noNetwork: "`az` did not reach the management API"
        case .other(let text): text
        }
    }

    /// What to do about it.
    public var remedy: String {
        switch self {
        case .missing: "Install the Azure CLI, or save what it prints elsewhere and give the files."
        case .notLoggedIn: "Run `az login`, and `az account set --subscription ID`."
        case .forbidden: "Ask for the role Reader on the account."
        case .notFound: "Look at the names: `az cognitiveservices account list --output table`."
        case .timeout, .noNetwork: "Look at the network and proxies; --timeout gives it more time."
        case .tooLong, .unreadable, .other: "Run the command by hand, and give the file that it makes."
        case .tooOld: "Run `az upgrade`."
        }
    }
}

extension StringProtocol {
    fileprivate var trimmed: String {
        let from = drop { $0.isWhitespace }
        guard let last = from.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(from[...last])
    }
}
