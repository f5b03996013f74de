/// Why a tool was not listed or did not do its work.
public enum MCPFailure: Error, Sendable, Equatable {
    /// The server answered with this status; what it said besides, if it was to be understood.
    case status(Int, saying: String?)
    /// There was no answer: a sentence.
    case unreachable(String)
    /// The server's own error (JSON-RPC 2.0 §5.1).
    case rpc(code: Int, message: String)
    /// What came is not what the protocol says: a sentence.
    case violation(String)
    /// The tool itself says that it failed, in its words.
    case tool(String)

    /// So many characters of what a server says of a failure are told on.
    static let wordsMax = 2_000

    static func words(_ text: String) -> String {
        text.utf8.count <= wordsMax ? text : String(text.unicodeScalars.prefix(wordsMax))
    }
}

extension MCPFailure: CustomStringConvertible {
    public var description: String {
        switch self {
        case .status(let status, let words):
            "The MCP server answered with status \(status)\(words.map { ": \($0)" } ?? ".")"
        case .unreachable(let why): why
        case .rpc(let code, let message): "The MCP server answered with error \(code): \(message)"
        case .violation(let why): why
        case .tool(let words): words
        }
    }
}
