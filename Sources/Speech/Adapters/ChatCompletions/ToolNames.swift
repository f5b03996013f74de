internal import RealtimeAPI
package import RealtimeEngine

/// What the tools of MCP servers are called where all tools are functions: `mcp__label__tool`, and the way back.
///
/// A function's name has 64 letters, digits, `_` and `-`; a label and a tool may have others. What would be called the
/// same gets a number.
package struct ToolNames: Sendable, Equatable {
    package struct MCPName: Sendable, Hashable {
        package var serverLabel: String
        package var tool: String
    }

    static let charactersMax = 64

    private var names: [MCPName: String] = [:]
    private var tools: [String: MCPName] = [:]

    package init(_ request: ResponseRequest) {
        var taken = Set(request.functions.map(\.name))
        for server in request.mcpTools {
            for listing in server.tools {
                let tool = MCPName(serverLabel: server.serverLabel, tool: listing.name)
                guard names[tool] == nil else { continue }
                let name = Self.free(Self.plain(tool), taken)
                taken.insert(name)
                names[tool] = name
                tools[name] = tool
            }
        }
    }

    /// Also of a tool that this response may not use: an older answer may have called it.
    package func name(of tool: String, of serverLabel: String) -> String {
        let tool = MCPName(serverLabel: serverLabel, tool: tool)
        return names[tool] ?? Self.plain(tool)
    }

    package func tool(named name: String) -> MCPName? { tools[name] }

    private static func plain(_ tool: MCPName) -> String {
        let text = "mcp__\(tool.serverLabel)__\(tool.tool)"
        return String(text.unicodeScalars.map { $0.isOfName ? Character($0) : "_" }.prefix(charactersMax))
    }

    private static func free(_ name: String, _ taken: Set<String>) -> String {
        guard taken.contains(name) else { return name }
        // There are finitely many, so one of the numbers is free.
        for number in 2...(taken.count + 2) {
            let suffix = "_\(number)"
            let numbered = name.prefix(charactersMax - suffix.count) + suffix
            if !taken.contains(String(numbered)) { return String(numbered) }
        }
        return name
    }
}

extension Unicode.Scalar {
    fileprivate var isOfName: Bool {
        switch self {
        case "a"..."z", "A"..."Z", "0"..."9", "_", "-": true
        default: false
        }
    }
}
