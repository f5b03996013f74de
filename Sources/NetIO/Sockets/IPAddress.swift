internal import CUV
internal import Glibc

/// An IPv4 or IPv6 address. An IPv4 address in IPv6's clothes (`::ffff:192.0.2.1`) is the IPv4 address: a socket that
/// listens on both shows it so, and one that connects to it connects there.
public struct IPAddress: Sendable, Hashable {
    /// Four or sixteen.
    let bytes: [UInt8]

    /// Nil where the text is no address. A zone (`fe80::1%eth0`) is left out.
    public init?(_ text: String) {
        let text = text.prefix { $0 != "%" }
        // What `inet_pton` would read up to a zero byte is not all that was said.
        guard text.utf8.count <= 45, !text.utf8.contains(0) else { return nil }
        guard let bytes = Self.read(String(text), AF_INET, 4) ?? Self.read(String(text), AF_INET6, 16) else {
            return nil
        }
        self.init(bytes: bytes)
    }

    /// What the operating system is about to be given, or has told; nil for another family.
    init?(_ address: UnsafeRawBufferPointer) {
        guard address.count >= MemoryLayout<sockaddr_in>.size else { return nil }
        switch Int32(address.loadUnaligned(as: sockaddr.self).sa_family) {
        case AF_INET:
            let four = address.loadUnaligned(as: sockaddr_in.self).sin_addr
            self.init(bytes: withUnsafeBytes(of: four) { Array($0) })
        case AF_INET6 where address.count >= MemoryLayout<sockaddr_in6>.size:
            let six = address.loadUnaligned(as: sockaddr_in6.self).sin6_addr
            self.init(bytes: withUnsafeBytes(of: six) { Array($0) })
        default: return nil
        }
    }

    init(bytes: [UInt8]) { self.bytes = bytes.starts(with: Self.mappedPrefix) ? Array(bytes[12...]) : bytes }

    private static let mappedPrefix: [UInt8] = [UInt8](repeating: 0, count: 10) + [0xFF, 0xFF]

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
