/// Hosts that an operator allows: `tools.example.com`, `*.example.com`, `tools.example.com:81`, `10.1.0.0/16`, `[::1]`.
public enum OutboundHost: Sendable, Equatable {
    /// A name; with a port, that one alone.
    case name(String, port: UInt16?)
    /// Every name that ends so, `.example.com`, but not `example.com` itself.
    case suffix(String)
    case addresses(AddressRange)

    /// Nil for what is none of them.
    public init?(parsing text: String) {
        let text = text.lowercased()
        let bare = text.hasPrefix("[") && text.hasSuffix("]") ? String(text.dropFirst().dropLast()) : text
        if let range = AddressRange(parsing: bare) {
            self = .addresses(range)
            return
        }
        if text.hasPrefix("*.") {
            guard Self.isName(text.dropFirst(2)) else { return nil }
            self = .suffix(String(text.dropFirst()))
            return
        }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count <= 2, let name = parts.first, Self.isName(name) else { return nil }
        guard parts.count == 2 else {
            self = .name(String(name), port: nil)
            return
        }
        guard let port = UInt16(parts[1]), port > 0, parts[1] == "\(port)" else { return nil }
        self = .name(String(name), port: port)
    }

    private static func isName(_ text: Substring) -> Bool {
        OutboundURL.isName(String(text)) && !OutboundURL.endsInANumber(String(text))
    }

    func names(_ url: OutboundURL) -> Bool {
        switch self {
        case .name(let name, let port): name == url.host && (port ?? url.port) == url.port
        case .suffix(let suffix): url.address == nil && url.host.hasSuffix(suffix)
        case .addresses: false
        }
    }

    var range: AddressRange? { if case .addresses(let range) = self { range } else { nil } }
}

extension OutboundHost: CustomStringConvertible {
    public var description: String {
        switch self {
        case .name(let name, let port): port.map { "\(name):\($0)" } ?? name
        case .suffix(let suffix): "*\(suffix)"
        case .addresses(let range): range.description
        }
    }
}
