import Bytes
import HTTP

/// How a server is spoken to, once that is agreed.
struct MCPDialogue: Sendable, Equatable {
    /// Revisions in which a server is greeted first. They do not differ in how tools are listed and called.
    static let greeted = ["2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"]
    /// Revisions in which every request says all there is to know, and nobody is greeted.
    static let stateless = ["2026-07-28"]

    var version: String
    var sessionID: String?
    /// Which of the dialogues with this server it is: answers in an older one say nothing of a newer.
    var number: Int

    var isStateless: Bool { Self.stateless.contains(version) }

    /// What a request says of its method, in its headers too since 2026-07-28.
    func headers(_ method: String, name: String? = nil) -> HeaderFields {
        var headers = Self.headers
        headers.add("MCP-Protocol-Version", version)
        if let sessionID { headers.add("Mcp-Session-Id", sessionID) }
        guard isStateless else { return headers }
        headers.add("Mcp-Method", method)
        if let name { headers.add("Mcp-Name", Self.headerValue(name)) }
        return headers
    }

    static let headers: HeaderFields = [
        "Content-Type": "application/json", "Accept": "application/json, text/event-stream",
    ]

    /// A name is any text, and a header is not.
    private static func headerValue(_ name: String) -> String {
        let isPlain = name.utf8.allSatisfy { 0x20...0x7E ~= $0 } && !name.hasPrefix(" ") && !name.hasSuffix(" ")
        guard !isPlain || name.hasPrefix("=?base64?") else { return name }
        return "=?base64?\(Base64.encode(Array(name.utf8)))?="
    }
}

/// Who speaks.
public struct MCPClientName: Sendable, Equatable {
    public var name: String
    public var version: String

    public init(_ name: String, version: String) {
        self.name = name
        self.version = version
    }

    var json: JSON { ["name": .string(name), "version": .string(version)] }

    /// What every request carries since 2026-07-28.
    func meta(_ version: String) -> JSON {
        [
            "io.modelcontextprotocol/protocolVersion": .string(version),
            "io.modelcontextprotocol/clientInfo": json,
            "io.modelcontextprotocol/clientCapabilities": [:],
        ]
    }
}
