public import HTTP
public import NetIO

/// Which peers are believed when they say for whom they ask, and how.
///
/// `X-Forwarded-…` headers are any client's to write. They count where the peer is a trusted proxy; from anybody else
/// they are as if they were not there.
public struct TrustedProxies: Sendable, Equatable {
    /// A request as the client made it, before any proxy.
    public struct View: Sendable, Equatable {
        public var address: String
        public var isSecure: Bool
        /// The host and port that the client asked, as it spelled them.
        public var authority: String?
    }

    /// Of a longer list the rest is not looked at.
    static let entriesMax = 32

    private let ranges: [AddressRange]

    public init(_ ranges: [AddressRange] = []) { self.ranges = ranges }

    private func trusts(_ address: IPAddress) -> Bool {
        let address = "\(address)"
        return ranges.contains { $0.contains(address) }
    }

    /// - Parameters:
    ///   - peer: the address at the other end of the connection.
    ///   - isSecure: whether the connection itself is TLS.
    public func view(of head: RequestHead, peer: String, isSecure: Bool) -> View {
        guard let address = IPAddress(peer) else {
            return View(address: peer, isSecure: isSecure, authority: head.authority)
        }
        guard trusts(address) else {
            return View(address: "\(address)", isSecure: isSecure, authority: head.authority)
        }
        return View(
            address: "\(client(behind: address, head.headers.list("X-Forwarded-For")))",
            isSecure: scheme(head.headers) ?? isSecure,
            authority: head.headers.list("X-Forwarded-Host").last ?? head.authority
        )
    }

    /// From right to left, as each proxy appends whom it was asked by: the first that is not one of ours is the client,
    /// and what stands left of it is the client's own invention.
    private func client(behind peer: IPAddress, _ forwarded: [String]) -> IPAddress {
        var client = peer
        for entry in forwarded.suffix(Self.entriesMax).reversed() {
            guard let address = Self.address(entry) else { return client }
            client = address
            if !trusts(address) { return client }
        }
        return client
    }

    /// An address, with or without a port: `192.0.2.1:80`, `[2001:db8::1]:80`, `[2001:db8::1]`, `2001:db8::1`.
    private static func address(_ entry: String) -> IPAddress? {
        if let address = IPAddress(entry) { return address }
        if entry.hasPrefix("[") {
            let parts = entry.dropFirst().split(separator: "]", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, parts[1].isEmpty || isPort(parts[1]) else { return nil }
            return IPAddress(String(parts[0]))
        }
        let end = entry.firstIndex(of: ":") ?? entry.endIndex
        return isPort(entry[end...]) ? IPAddress(String(entry[..<end])) : nil
    }

    private static func isPort(_ text: Substring) -> Bool {
        text.first == ":" && (2...6).contains(text.utf8.count)
            && text.utf8.dropFirst().allSatisfy {
                (0x30...0x39).contains($0)
            }
    }

    /// What the nearest proxy says. Nil where it says nothing that is known.
    private func scheme(_ headers: HeaderFields) -> Bool? {
        switch headers.list("X-Forwarded-Proto").last?.lowercased() {
        case "https", "wss": true
        case "http", "ws": false
        default: nil
        }
    }
}
