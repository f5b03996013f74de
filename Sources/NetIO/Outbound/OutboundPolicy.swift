/// Where requests may go whose URL somebody else made: a client of ours, who must not reach through us what it cannot
/// reach itself.
///
/// A URL is looked at before anything is done, and each address that its host turns out to have right before a socket
/// is connected to it: what a name stood for a moment ago says nothing. Unless told otherwise, only `https` goes out,
/// to anybody's addresses, and neither to this machine nor to its neighbours.
public struct OutboundPolicy: Sendable, Equatable {
    /// Whom requests may be sent to; nil: everybody.
    ///
    /// A range of addresses that are all of one kind opens them although they are nobody's or a house's own:
    /// `10.1.0.0/16` does, `0.0.0.0/0` does not.
    public var hosts: [OutboundHost]?
    public var allowsHTTP = false
    /// This machine, private networks and those of providers. Link-local and reserved addresses stay closed.
    public var allowsPrivateAddresses = false

    public init() {}

    /// A URL that was looked at.
    package struct Destination: Sendable, Equatable {
        package let url: OutboundURL
        /// Its host is allowed by name: then its addresses need not be listed.
        let isNamed: Bool
    }

    /// Throws what can be said before any address is known.
    package func destination(of text: String) throws(OutboundRefusal) -> Destination {
        let url = try OutboundURL(parsing: text)
        guard url.isSecure || allowsHTTP else { throw .scheme("http") }
        let isNamed = hosts?.contains { $0.names(url) } ?? true
        let destination = Destination(url: url, isNamed: isNamed)
        guard isNamed || hosts?.contains(where: { $0.range != nil }) == true else { throw .host }
        try checkPort(of: url)
        if let address = url.address, let refusal = refusal(of: address, for: destination) { throw refusal }
        return destination
    }

    /// What is wrong with connecting to an address of this host; nil: nothing.
    package func refusal(of address: IPAddress, for destination: Destination) -> OutboundRefusal? {
        let opened = (hosts ?? []).compactMap(\.range).filter { $0.contains(address) }
        guard destination.isNamed || !opened.isEmpty else { return .host }
        let kind = address.kind
        let isOpened = opened.contains { $0.kind == kind }
        switch kind {
        case .global: return nil
        case .loopback, .privateUse, .shared: return allowsPrivateAddresses || isOpened ? nil : .address(kind)
        case .linkLocal, .reserved: return isOpened ? nil : .address(kind)
        case .translated:
            guard isOpened else { return .address(kind) }
            // The translator's other side: it is not to be a way round.
            let beyond = Destination(url: destination.url, isNamed: true)
            return address.translated.flatMap { refusal(of: $0, for: beyond) }
        case .multicast, .unspecified: return .address(kind)
        }
    }

    /// Below 1024 live other protocols than HTTP; one of those ports is allowed with its host.
    private func checkPort(of url: OutboundURL) throws(OutboundRefusal) {
        guard url.port < 1_024, url.port != 80, url.port != 443 else { return }
        let isListed = hosts?.contains { $0 == .name(url.host, port: url.port) } ?? false
        guard isListed else { throw .port(url.port) }
    }
}
