internal import Bytes
internal import HTTP
internal import RealtimeAPI

/// Where an MCP server is, and what opens its door. Two that are the same share a dialogue.
struct MCPDoor: Sendable, Equatable {
    let url: String
    /// What a client of ours gave for this server. Keys are among them: they are sent there, and told nowhere.
    let headers: Private<HeaderFields>

    init(_ tool: MCPTool) {
        url = tool.serverURL ?? ""
        var fields = HeaderFields()
        for member in tool.headers.value?.members ?? [] where !Self.isOurs(member.name) {
            fields.add(member.name, member.value.string ?? "")
        }
        if let token = tool.authorization { fields.set("Authorization", "Bearer \(token)") }
        headers = Private(fields)
    }

    /// What says how a message is cut, to whom it goes and what it is, is not a client's to say. `Host` would lead a
    /// request past the list of hosts that are allowed.
    private static func isOurs(_ name: String) -> Bool {
        let name = name.lowercased()
        return ours.contains(name) || name.hasPrefix("mcp-") || name.hasPrefix("proxy-")
    }

    private static let ours: Set<String> = [
        "accept", "accept-encoding", "connection", "content-encoding", "content-length", "content-type", "expect",
        "host", "keep-alive", "last-event-id", "te", "trailer", "transfer-encoding", "upgrade", "user-agent",
    ]
}
