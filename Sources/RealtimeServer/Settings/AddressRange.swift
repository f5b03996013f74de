internal import Glibc

/// An address or a range of them: `10.0.0.0/8`, `fd00::/8`, `192.0.2.7`.
///
/// An IPv4 address in IPv6's clothes (`::ffff:192.0.2.7`) is taken for what it is.
public struct AddressRange: Sendable, Equatable, CustomStringConvertible {
    /// 4 or 16; beyond the prefix they mean nothing.
    private let bytes: [UInt8]
    private let prefix: Int
    public let description: String

    /// Nil for what is neither.
    public init?(parsing text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = parts.first, let bytes = Self.bytes(of: String(first)) else { return nil }
        let prefix = parts.count == 2 ? Self.length(parts[1], atMost: bytes.count * 8) : bytes.count * 8
        guard let prefix else { return nil }
        self.bytes = bytes
        self.prefix = prefix
        description = text
    }

    /// Whether a peer is in it. A text that is no address is in none.
    public func contains(_ address: String) -> Bool {
        guard let other = Self.bytes(of: address), other.count == bytes.count else { return false }
        let whole = prefix / 8
        guard bytes.prefix(whole) == other.prefix(whole) else { return false }
        let mask = ~(UInt8.max >> UInt8(prefix % 8))
        return mask == 0 || bytes[whole] & mask == other[whole] & mask
    }

    private static func length(_ digits: Substring, atMost limit: Int) -> Int? {
        guard digits.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else { return nil }
        return Int(digits).flatMap { (0...limit).contains($0) ? $0 : nil }
    }

    private static func bytes(of text: String) -> [UInt8]? {
        var four = [UInt8](repeating: 0, count: 4)
        if inet_pton(AF_INET, text, &four) == 1 { return four }
        var six = [UInt8](repeating: 0, count: 16)
        guard inet_pton(AF_INET6, text, &six) == 1 else { return nil }
        let mapped: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF]
        return six.starts(with: mapped) ? Array(six.suffix(4)) : six
    }
}
