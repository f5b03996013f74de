internal import Glibc

/// An IPv4 or IPv6 address. An IPv4 address in IPv6's clothes (`::ffff:192.0.2.1`) is the IPv4 address: a socket that
/// listens on both shows it so.
public struct IPAddress: Sendable, Hashable {
    /// Four or sixteen.
    let bytes: [UInt8]

    /// Nil where the text is no address. A zone (`fe80::1%eth0`) is left out.
    public init?(_ text: String) {
        let text = text.prefix { $0 != "%" }
        // What `inet_pton` would read up to a zero byte is not all that was said.
        guard text.utf8.count <= 45, !text.utf8.contains(0) else { return nil }
        if let bytes = Self.read(String(text), AF_INET, 4) {
            self.bytes = bytes
        } else if let bytes = Self.read(String(text), AF_INET6, 16) {
            self.bytes = bytes.starts(with: Self.mappedPrefix) ? Array(bytes[12...]) : bytes
        } else {
            return nil
        }
    }

    static let mappedPrefix: [UInt8] = [UInt8](repeating: 0, count: 10) + [0xFF, 0xFF]

    private static func read(_ text: String, _ family: Int32, _ count: Int) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        return inet_pton(family, text, &bytes) == 1 ? bytes : nil
    }
}

extension IPAddress: CustomStringConvertible {
    public var description: String {
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        inet_ntop(bytes.count == 4 ? AF_INET : AF_INET6, bytes, &text, socklen_t(text.count))
        return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}

/// A block of addresses, `10.0.0.0/8` or `2001:db8::/32`; a bare address is a block of one.
public struct AddressBlock: Sendable, Equatable {
    private let address: IPAddress
    private let bits: Int

    /// Nil where the text is no block, or has bits beyond its length: `10.0.0.1/8` may mean the one or the eight.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = parts.first, !first.contains("%"), let address = IPAddress(String(first)) else { return nil }
        let most = address.bytes.count * 8
        guard let bits = parts.count == 1 ? most : Self.length(parts[1], of: address, as: first) else { return nil }
        self.address = address
        self.bits = bits
        guard (bits..<most).allSatisfy({ !Self.bit($0, of: address) }) else { return nil }
    }

    /// Digits alone. The length of an IPv4 address that was written as IPv6 counts the 96 bits before it.
    private static func length(_ text: Substring, of address: IPAddress, as written: Substring) -> Int? {
        guard (1...3).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let number = Int(text)
        else { return nil }
        let isMapped = address.bytes.count == 4 && written.contains(":")
        let length = isMapped ? number - 96 : number
        return (0...address.bytes.count * 8).contains(length) ? length : nil
    }

    private static func bit(_ index: Int, of address: IPAddress) -> Bool {
        address.bytes[index / 8] >> (7 - UInt8(index % 8)) & 1 == 1
    }

    public func contains(_ other: IPAddress) -> Bool {
        guard other.bytes.count == address.bytes.count else { return false }
        let whole = bits / 8
        guard other.bytes.prefix(whole).elementsEqual(address.bytes.prefix(whole)) else { return false }
        return (whole * 8..<bits).allSatisfy { Self.bit($0, of: other) == Self.bit($0, of: address) }
    }
}
