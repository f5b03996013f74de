internal import Bytes
internal import MCP
internal import NetIO
internal import RealtimeAPI
internal import RealtimeEngine

/// A session's dialogues with MCP servers, one for each label. Confined to the session's loop.
final class MCPConnections {
    private let access: MCPAccess
    private let loop: EventLoop
    private var byLabel: [String: MCPConnection] = [:]
    /// Those whose label stands for another server by now, and who still work.
    private var retired: [MCPConnection] = []

    init(_ access: MCPAccess, on loop: EventLoop) {
        self.access = access
        self.loop = loop
    }

    func list(_ tool: MCPTool, report: @escaping @Sendable (ToolAnswer) -> Void) -> MCPRun {
        begin(.list, of: tool, report)
    }

    func call(
        _ tool: MCPTool,
        name: String,
        arguments: String,
        report: @escaping @Sendable (ToolAnswer) -> Void
    ) -> MCPRun {
        guard let object = Self.object(arguments) else {
            loop.soon { report(.failed(.tool("The arguments are no JSON object."))) }
            return MCPRun {}
        }
        return begin(.call(name: name, arguments: object), of: tool, report)
    }

    /// The session is over.
    func close() {
        for connection in byLabel.values { connection.close() }
        for connection in retired { connection.close() }
        (byLabel, retired) = ([:], [])
    }

    private func begin(
        _ order: ToolOrder,
        of tool: MCPTool,
        _ report: @escaping @Sendable (ToolAnswer) -> Void
    ) -> MCPRun {
        let connection = connection(with: tool)
        let id = connection.begin(order) { [weak self] answer in
            report(answer)
            self?.sweep()
        }
        return MCPRun { [weak self] in
            connection.cancel(id)
            self?.sweep()
        }
    }

    private func connection(with tool: MCPTool) -> MCPConnection {
        let door = MCPDoor(tool)
        let known = byLabel[tool.serverLabel]
        if let known, known.door == door { return known }
        if let known { retired.append(known) }
        let connection = MCPConnection(door, access, on: loop)
        byLabel[tool.serverLabel] = connection
        sweep()
        return connection
    }

    private func sweep() {
        for connection in retired where connection.isIdle { connection.close() }
        retired.removeAll { $0.isIdle }
    }

    /// What a model said for arguments. Nothing is no arguments.
    private static func object(_ text: String) -> JSONObject? {
        guard text.utf8.contains(where: { $0 > 0x20 }) else { return [:] }
        return (try? JSON(parsing: text))?.object
    }
}

/// A list or a call that is under way.
struct MCPRun {
    let cancel: () -> Void
}
