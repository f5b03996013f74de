/// Where a page comes from: scheme, host and port (RFC 6454). The port that a scheme implies is no difference.
public struct Origin: Sendable, Hashable {
    let scheme: String
    let host: String
    let port: Int

    /// Longer than any host with its scheme and port.
    static let bytesMax = 300

    /// Nil where the text is none: `null`, a path after it, a user before it, another scheme than a page's.
    public init?(_ text: String) {
        guard text.utf8.count <= Self.bytesMax, let end = text.firstRange(of: "://") else { return nil }
        self.init(scheme: text[..<end.lowerBound].lowercased(), authority: text[end.upperBound...])
    }

    /// The origin of pages that this server itself would serve to a request.
    public init?(isSecure: Bool, authority: String) {
        guard authority.utf8.count <= Self.bytesMax else { return nil }
        self.init(scheme: isSecure ? "https" : "http", authority: authority[...])
    }

    private init?(scheme: String, authority: Substring) {
        guard let defaultPort = Self.defaultPorts[scheme] else { return nil }
        let hostEnd =
            authority.first == "[" ? authority.firstIndex(of: "]").map(authority.index(after:)) : Self.colon(authority)
        guard let hostEnd, hostEnd > authority.startIndex else { return nil }
        let host = authority[..<hostEnd].lowercased()
        guard host.utf8.allSatisfy(Self.isHostByte), let port = Self.port(authority[hostEnd...], defaultPort) else {
            return nil
        }
        self.scheme = scheme
        self.host = host
        self.port = port
    }

    private static let defaultPorts = ["http": 80, "https": 443]

    private static func colon(_ authority: Substring) -> Substring.Index {
        authority.firstIndex(of: ":") ?? authority.endIndex
    }

    private static func port(_ text: Substring, _ defaultPort: Int) -> Int? {
        if text.isEmpty { return defaultPort }
        guard text.first == ":", (2...6).contains(text.utf8.count),
            text.utf8.dropFirst().allSatisfy({ (0x30...0x39).contains($0) }), let port = Int(text.dropFirst())
        else { return nil }
        return (1...65_535).contains(port) ? port : nil
    }

    private static func isHostByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        case UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"): true
        case UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: ":"): true
        default: false
        }
    }
}

extension Origin: CustomStringConvertible {
    public var description: String {
        Self.defaultPorts[scheme] == port ? "\(scheme)://\(host)" : "\(scheme)://\(host):\(port)"
    }
}
