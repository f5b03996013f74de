/// What an address stands for, by IANA's registries of special-purpose addresses (RFC 6890).
public enum AddressKind: String, Sendable, CaseIterable {
    /// Anybody's, anywhere.
    case global
    /// This machine.
    case loopback
    /// A house's own: RFC 1918, RFC 4193.
    case privateUse
    /// A provider's own, behind its translator: RFC 6598.
    case shared
    /// This wire's own. Clouds tell a machine its secrets at 169.254.169.254.
    case linkLocal
    case multicast
    /// No address, which Linux takes for this machine.
    case unspecified
    /// An IPv4 address in another's clothes: where it leads, a translator or a tunnel decides.
    case translated
    /// For documents, measurements and times to come.
    case reserved
}

extension IPAddress {
    /// RFC 6052's own prefix, at which a NAT64 translator reaches all of IPv4.
    static let translators = AddressRange(parsing: "64:ff9b::/96")

    public var kind: AddressKind {
        AddressKind.table.first { $0.range.contains(self) }?.kind ?? (bytes.count == 4 ? .global : .reserved)
    }

    /// The IPv4 address that a NAT64 translator would make of it.
    var translated: IPAddress? {
        Self.translators?.contains(self) == true ? IPAddress(bytes: Array(bytes.suffix(4))) : nil
    }
}

extension AddressRange {
    /// What all of its addresses are; nil where they are of more than one kind.
    var kind: AddressKind? { AddressKind.table.first { $0.range.contains(self) }?.kind }
}

extension AddressKind {
    /// The first that fits. What is not here is anybody's in IPv4; in IPv6 only 2000::/3 is.
    static let table: [(range: AddressRange, kind: AddressKind)] = [
        ("0.0.0.0/8", .unspecified), ("10.0.0.0/8", .privateUse), ("100.64.0.0/10", .shared),
        ("127.0.0.0/8", .loopback), ("169.254.0.0/16", .linkLocal), ("172.16.0.0/12", .privateUse),
        ("192.0.0.0/24", .reserved), ("192.0.2.0/24", .reserved), ("192.31.196.0/24", .reserved),
        ("192.52.193.0/24", .reserved), ("192.88.99.0/24", .translated), ("192.168.0.0/16", .privateUse),
        ("192.175.48.0/24", .reserved), ("198.18.0.0/15", .reserved), ("198.51.100.0/24", .reserved),
        ("203.0.113.0/24", .reserved), ("224.0.0.0/4", .multicast), ("240.0.0.0/4", .reserved),
        ("::/128", .unspecified), ("::1/128", .loopback), ("::/96", .translated), ("::ffff:0:0:0/96", .translated),
        ("64:ff9b::/96", .translated), ("64:ff9b:1::/48", .translated), ("2001::/32", .translated),
        ("2001::/23", .reserved), ("2001:db8::/32", .reserved), ("2002::/16", .translated),
        ("2620:4f:8000::/48", .reserved), ("3fff::/20", .reserved), ("fc00::/7", .privateUse),
        ("fe80::/10", .linkLocal), ("ff00::/8", .multicast), ("2000::/3", .global),
    ].compactMap { text, kind in AddressRange(parsing: text).map { ($0, kind) } }
}
