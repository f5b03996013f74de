/// Azure's form of the API: `/openai/v1/realtime`, keys in `api-key`, deployments for models.
package enum AzureAddress {
    /// Whether a server is spoken to in that form: one in a cloud of Azure's, or at a path with `openai` in it, as
    /// gateways and this server have. The host may have a port.
    package static func matches(host: some StringProtocol, path: some StringProtocol) -> Bool {
        let name = host.lowercased().prefix { $0 != ":" }
        return domains.contains { name.hasSuffix($0) } || path.split(separator: "/").contains { $0 == "openai" }
    }

    private static let domains = [".azure.com", ".azure.us", ".azure.cn"]
}
