internal import Bytes
internal import MCP
internal import RealtimeAPI
internal import RealtimeEngine

extension MCPReport {
    /// In the words of the protocol that clients speak.
    init(_ answer: ToolAnswer) {
        switch answer {
        case .listed(let tools): self = .listed(tools.map { MCPToolListing($0) })
        case .called(let text): self = .called(output: text)
        case .failed(let failure): self = .failed(MCPError(failure))
        }
    }
}

extension MCPToolListing {
    fileprivate init(_ tool: ListedTool) {
        self.init()
        name = tool.name
        if let text = tool.description { description = .value(text) }
        inputSchema = tool.inputSchema
        if let hints = tool.annotations { annotations = .value(hints) }
    }
}

extension MCPError {
    fileprivate init(_ failure: MCPFailure) {
        switch failure {
        case .status(let status, _): self = .httpError(code: status, failure.description)
        // A gateway says it so where it reaches nobody.
        case .unreachable(let why): self = .httpError(code: 502, why)
        case .rpc(let code, let message): self = .protocolError(code: code, message)
        case .violation(let why): self = .protocolError(code: RPCCode.internalError, why)
        case .tool(let words): self = .toolFailed(words)
        }
    }

    static let mcpTimedOut = MCPError.httpError(code: 504, "The MCP server did not answer in time.")
}

extension MCPFailure {
    /// For the log: what a tool or its server says may be what somebody said.
    var name: String {
        switch self {
        case .status(let status, _): "status \(status)"
        case .unreachable(let why), .violation(let why): why
        case .rpc(let code, _): "error \(code)"
        case .tool: "the tool failed"
        }
    }
}
