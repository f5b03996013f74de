import RealtimeAPI

/// The MCP servers that a session or one of its responses has declared, and what they offer.
struct ToolServers: Sendable {
    private enum State: Sendable, Equatable {
        case listing(ItemID)
        case listed([MCPToolListing])
        case failed
    }

    private struct Server: Sendable, Equatable {
        var tool: MCPTool
        var state: State
    }

    /// In the order in which they were declared.
    private var servers: [Server] = []

    var labels: Set<String> { Set(servers.map(\.tool.serverLabel)) }

    var addresses: [String: String] {
        servers.reduce(into: [:]) { $0[$1.tool.serverLabel] = $1.tool.serverURL }
    }

    /// Starts to list what is new. A label that is known can be used again without its address.
    mutating func declare(_ tools: [MCPTool], _ stage: inout Stage) {
        for tool in tools {
            let index = servers.firstIndex { $0.tool.serverLabel == tool.serverLabel }
            if let index, servers[index].state != .failed, tool.isAt(servers[index].tool.serverURL) {
                servers[index].tool = tool.withAddress(of: servers[index].tool)
                continue
            }
            let item = stage.outbox.ids.toolListing()
            let complete = index.map { tool.withAddress(of: servers[$0].tool) } ?? tool
            if let index { forget(index, &stage) }
            servers.append(Server(tool: complete, state: .listing(item)))
            list(complete, item, &stage)
        }
    }

    private func list(_ tool: MCPTool, _ item: ItemID, _ stage: inout Stage) {
        let listing = MCPListTools { $0.serverLabel = tool.serverLabel }
        stage.open(.mcpListTools(listing.stamped(item, .inProgress)), id: item)
        stage.outbox.send(.mcpListToolsInProgress(ItemNamed { $0.itemID = item }))
        stage.outbox.perform(.mcp(item, .list(tool)))
    }

    /// False: no listing of ours.
    mutating func reported(_ item: ItemID, _ report: MCPReport, _ stage: inout Stage) -> Bool {
        guard let index = servers.firstIndex(where: { $0.state == .listing(item) }) else { return false }
        if case .listed(let tools) = report {
            servers[index].state = .listed(tools)
            stage.outbox.send(.mcpListToolsCompleted(ItemNamed { $0.itemID = item }))
            close(index, item, tools, .completed, &stage)
        } else {
            servers[index].state = .failed
            stage.outbox.send(.mcpListToolsFailed(ItemNamed { $0.itemID = item }))
            close(index, item, [], .incomplete, &stage)
        }
        return true
    }

    private func close(
        _ index: Int,
        _ item: ItemID,
        _ tools: [MCPToolListing],
        _ status: ItemStatus,
        _ stage: inout Stage
    ) {
        let listing = MCPListTools {
            $0.serverLabel = servers[index].tool.serverLabel
            $0.tools = tools
        }
        stage.close(.mcpListTools(listing.stamped(item, status)), id: item)
    }

    private mutating func forget(_ index: Int, _ stage: inout Stage) {
        if case .listing(let item) = servers[index].state {
            stage.outbox.perform(.mcp(item, .cancel))
            stage.outbox.send(.mcpListToolsFailed(ItemNamed { $0.itemID = item }))
            close(index, item, [], .incomplete, &stage)
        }
        servers.remove(at: index)
    }

    /// The session ends: what is being listed is not waited for.
    mutating func forgetAll(_ stage: inout Stage) {
        while let last = servers.indices.last { forget(last, &stage) }
    }

    /// The servers that a list of tools names, with their addresses.
    func servers(for tools: [MCPTool]) -> [MCPTool] {
        tools.map { tool in
            servers.first { $0.tool.serverLabel == tool.serverLabel }.map { tool.withAddress(of: $0.tool) } ?? tool
        }
    }

    /// What the model may use of them. What is not listed yet it does not see.
    func offered(for tools: [MCPTool]) -> [MCPServerTools] {
        tools.compactMap { tool in
            let server = servers.first { $0.tool.serverLabel == tool.serverLabel }
            guard case .listed(let listings)? = server?.state else { return nil }
            return MCPServerTools(
                serverLabel: tool.serverLabel,
                serverDescription: tool.serverDescription,
                tools: listings.filter { tool.allows($0) }
            )
        }
    }
}

extension MCPTool {
    /// At this address, or at the one that is known.
    fileprivate func isAt(_ url: String?) -> Bool { serverURL == nil || serverURL == url }

    /// What opens one server's door is not shown to another.
    fileprivate func withAddress(of known: MCPTool) -> MCPTool {
        guard isAt(known.serverURL) else { return self }
        var tool = self
        tool.serverURL = serverURL ?? known.serverURL
        tool.authorization = authorization ?? known.authorization
        if headers.isAbsent { tool.headers = known.headers }
        return tool
    }
}
