/// `ws://host:port/path?query`, taken apart (RFC 6455 §3).
struct WebSocketURL: Sendable, Equatable {
    let isSecure: Bool
    let address: SocketAddress
    /// Path and query.
    let target: String

    init(parsing text: String) throws(WebSocketConnectError) {
        let parts = text.utf8.split(separator: UInt8(ascii: "/"), maxSplits: 3, omittingEmptySubsequences: false)
        guard parts.count >= 3, parts[1].isEmpty, text.utf8.allSatisfy({ 0x21...0x7E ~= $0 }),
            !text.utf8.contains(UInt8(ascii: "#"))
        else { throw .badURL(text) }
        switch String(Substring(parts[0])).lowercased() {
        case "ws:": isSecure = false
        case "wss:": isSecure = true
        default: throw .badURL(text)
        }
        var authority = String(Substring(parts[2]))
        var query = ""
        if parts.count == 3, let mark = authority.firstIndex(of: "?") {
            query = String(authority[mark...])
            authority = String(authority[..<mark])
        }
        target = "/" + (parts.count == 4 ? String(Substring(parts[3])) : query)
        let hasPort = authority.utf8.reversed().drop { 0x30...0x39 ~= $0 }.first == UInt8(ascii: ":")
        let isBare = !hasPort || authority.hasSuffix("]")
        do throws(SocketAddress.Mistake) {
            address = try SocketAddress(parsing: isBare ? "\(authority):\(isSecure ? 443 : 80)" : authority)
        } catch { throw .badURL(text) }
    }

    /// As the Host header has it: the usual port is left out.
    var host: String {
        let text = address.description
        guard address.port == (isSecure ? 443 : 80), let colon = text.lastIndex(of: ":") else { return text }
        return String(text[..<colon])
    }
}
