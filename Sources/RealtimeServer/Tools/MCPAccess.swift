internal import MCP
internal import NetIO

/// What sessions are allowed of MCP servers. Where there is none, they have none.
struct MCPAccess: Sendable {
    let clients: HTTPClients
    let name: MCPClientName
    let limits: MCPLimits
    /// How long a list or a call may take, the greeting with it.
    let timeout: Duration
    /// Certificates to trust instead of the system's.
    let authorityFile: String?

    /// Of each loop. Beyond it requests wait: each lookup of a name takes a thread.
    private static let connectionsMax = 256

    /// Nil: the operator wants none.
    init?(_ settings: Settings.MCP, version: String) {
        guard settings.enabled else { return nil }
        var policy = OutboundPolicy()
        policy.hosts = settings.allow
        policy.allowsHTTP = settings.http
        policy.allowsPrivateAddresses = settings.privateAddresses
        var configuration = HTTPClient.Configuration()
        configuration.outbound = policy
        configuration.connectionsMax = Self.connectionsMax
        clients = HTTPClients(configuration: configuration)
        name = MCPClientName("antiphon", version: version)
        var limits = MCPLimits()
        limits.responseBytesMax = settings.responseBytesMax
        self.limits = limits
        timeout = settings.timeout
        authorityFile = settings.authorityFile
    }
}
