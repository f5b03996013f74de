internal import NetIO

/// Which origins browsers may come from (RFC 6454).
public enum OriginScope: Sendable, Equatable {
    case all
    /// In lower case: `https://example.com`, with a port where it is not the scheme's own.
    case only(Set<String>)

    public func allows(_ origin: String) -> Bool {
        switch self {
        case .all: true
        case .only(let origins): origins.contains(origin.lowercased())
        }
    }

    /// `scheme://host[:port]` in lower case, without the port that the scheme has anyway, as browsers send it; nil for
    /// what no browser sends.
    static func normalized(_ text: String) -> String? {
        let text = text.lowercased()
        guard let scheme = ["https", "http"].first(where: { text.hasPrefix("\($0)://") }) else { return nil }
        let authority = text.dropFirst(scheme.utf8.count + 3)
        let colon = authority.lastIndex(of: ":").flatMap { authority[$0...].contains("]") ? nil : $0 }
        let host = authority[..<(colon ?? authority.endIndex)]
        guard !host.isEmpty, isHost(host) else { return nil }
        guard let colon else { return text }
        let digits = authority[colon...].dropFirst()
        guard let port = UInt16(digits), port > 0, digits == "\(port)" else { return nil }
        let isOwn = port == (scheme == "https" ? 443 : 80)
        return "\(scheme)://\(host)" + (isOwn ? "" : ":\(port)")
    }

    private static func isHost(_ host: Substring) -> Bool {
        if host.hasPrefix("["), host.hasSuffix("]") {
            return AddressRange(parsing: String(host.dropFirst().dropLast())) != nil
        }
        return host.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
            case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"): true
            default: false
            }
        }
    }
}
