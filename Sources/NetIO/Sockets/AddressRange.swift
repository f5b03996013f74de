/// An address or a range of them: `10.0.0.0/8`, `fd00::/8`, `192.0.2.7`.
///
/// An IPv4 address in IPv6's clothes (`::ffff:192.0.2.7`) is taken for what it is.
public struct AddressRange: Sendable, Equatable, CustomStringConvertible {
    /// Beyond the prefix its bits mean nothing.
    private let address: IPAddress
    private let prefix: Int
    public let description: String

    /// Nil for what is neither.
    public init?(parsing text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = parts.first, !first.contains("%"), let address = IPAddress(String(first)) else { return nil }
        let bits = address.bytes.count * 8
        guard let prefix = parts.count == 2 ? Self.length(parts[1], atMost: bits) : bits else { return nil }
        self.address = address
        self.prefix = prefix
        description = text
    }

    /// Whether a peer is in it. A text that is no address is in none.
    public func contains(_ text: String) -> Bool {
        guard !text.contains("%"), let other = IPAddress(text) else { return false }
        return contains(other)
    }

    public func contains(_ other: IPAddress) -> Bool {
        guard other.bytes.count == address.bytes.count else { return false }
        let whole = prefix / 8
        guard address.bytes.prefix(whole) == other.bytes.prefix(whole) else { return false }
        let mask = ~(UInt8.max >> UInt8(prefix % 8))
        return mask == 0 || address.bytes[whole] & mask == other.bytes[whole] & mask
    }

    /// Whether all of another range is in it.
    public func contains(_ other: AddressRange) -> Bool { other.prefix >= prefix && contains(other.address) }

    private static func length(_ digits: Substring, atMost limit: Int) -> Int? {
        guard digits.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else { return nil }
        return Int(digits).flatMap { (0...limit).contains($0) ? $0 : nil }
    }
}
