import RealtimeAPI

/// What tools must be among themselves.
struct ToolRules {
    var limits: EngineLimits
    var hasMCP: Bool
    var knownServers: Set<String>
    var serverAddresses: [String: String]
    var place: String

    init(_ circumstances: UpdateCircumstances, at place: String) {
        limits = circumstances.limits
        hasMCP = circumstances.offer.hasMCP
        knownServers = circumstances.knownServers
        serverAddresses = circumstances.serverAddresses
        self.place = place
    }

    func check(_ tools: [Tool]) throws(APIError) {
        guard tools.count <= limits.toolsMax else {
            throw .invalidValue("\(place).tools", "At most \(limits.toolsMax) tools can be declared.")
        }
        var names: Set<String> = []
        var labels: Set<String> = []
        for (index, tool) in tools.enumerated() {
            let at = "\(place).tools[\(index)]"
            switch tool {
            case .function(let function):
                guard names.insert(function.name).inserted else {
                    throw .invalidValue("\(at).name", "There are two functions named '\(function.name)'.")
                }
            case .mcp(let server):
                guard hasMCP else { throw .unsupported("\(at).type", "MCP tools are not available here.") }
                guard labels.insert(server.serverLabel).inserted else {
                    throw .invalidValue("\(at).server_label", "There are two servers labelled '\(server.serverLabel)'.")
                }
                try checkAddress(server, at)
            case .unknown: break
            }
        }
        guard labels.union(knownServers).count <= limits.toolServersMax else {
            throw .invalidValue("\(place).tools", "A session can name at most \(limits.toolServersMax) MCP servers.")
        }
    }

    /// A response cannot give another address to a label that the session's tools are known by.
    private func checkAddress(_ server: MCPTool, _ at: String) throws(APIError) {
        guard let url = server.serverURL else {
            guard knownServers.contains(server.serverLabel) else {
                throw APIError(WireFault(.missing).under("server_url").under(at))
            }
            return
        }
        guard place == "response", let known = serverAddresses[server.serverLabel], known != url else { return }
        throw .invalidValue("\(at).server_url", "The label '\(server.serverLabel)' stands for another server.")
    }

    /// A choice that names a tool names one that is there.
    func check(_ choice: ToolChoice, among tools: [Tool]) throws(APIError) {
        switch choice {
        case .auto, .none, .unknown: return
        case .required:
            guard !tools.isEmpty else {
                throw .invalidValue("\(place).tool_choice", "A tool is required, but none is declared.")
            }
        case .function(let wanted):
            let exists = tools.contains { if case .function(let tool) = $0 { tool.name == wanted.name } else { false } }
            guard exists else {
                throw .invalidValue("\(place).tool_choice.name", "There is no function named '\(wanted.name)'.")
            }
        case .mcp(let wanted):
            let exists = tools.contains {
                if case .mcp(let tool) = $0 { tool.serverLabel == wanted.serverLabel } else { false }
            }
            guard exists else {
                throw .invalidValue(
                    "\(place).tool_choice.server_label",
                    "There is no MCP server labelled '\(wanted.serverLabel)'."
                )
            }
        }
    }
}
