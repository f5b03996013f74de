internal import CUV
internal import Glibc

/// An address to listen on or to reach: a host, by name or in numbers, and a port.
public struct SocketAddress: Sendable, Hashable {
    /// Why a text is no address.
    public enum Mistake: Error, Sendable, Equatable {
        case missingPort(String)
        case badPort(String)
        case badHost(String)
    }

    /// Without the brackets that an IPv6 address is written in.
    public let host: String
    public let port: UInt16

    public init(host: String, port: UInt16) {
        self.host = host
        self.port = port
    }

    /// Reads `127.0.0.1:8080`, `[::1]:8080` or `localhost:8080`.
    public init(parsing text: String) throws(Mistake) {
        guard let colon = text.utf8.lastIndex(of: UInt8(ascii: ":")) else { throw .missingPort(text) }
        let digits = text[text.utf8.index(after: colon)...]
        guard (1...5).contains(digits.utf8.count), digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let port = UInt16(digits)
        else { throw .badPort(text) }
        var host = text[..<colon]
        if host.utf8.first == UInt8(ascii: "["), host.utf8.last == UInt8(ascii: "]") {
            host = host.dropFirst().dropLast()
            guard Self.isIPv6(String(host)) else { throw .badHost(text) }
        } else {
            let isName = host.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F: true
                default: false
                }
            }
            guard !host.isEmpty, isName else { throw .badHost(text) }
        }
        self.init(host: String(host), port: port)
    }

    /// Where a client on this machine finds who listens here: every address stands for this machine's own.
    public var asReachedFromHere: SocketAddress {
        switch host {
        case "0.0.0.0": SocketAddress(host: "127.0.0.1", port: port)
        case "::": SocketAddress(host: "::1", port: port)
        default: self
        }
    }

    /// Whether only this machine can be reached by it.
    public var isLoopback: Bool {
        if host == "localhost" { return true }
        return withSocketAddress { address in
            guard let address else { return false }
            switch Int32(address.pointee.sa_family) {
            case AF_INET:
                return UnsafeRawPointer(address).load(as: sockaddr_in.self).sin_addr.s_addr.bigEndian >> 24 == 127
            case AF_INET6:
                let bytes = withUnsafeBytes(of: UnsafeRawPointer(address).load(as: sockaddr_in6.self).sin6_addr) {
                    Array($0)
                }
                return bytes.dropLast().allSatisfy { $0 == 0 } && bytes.last == 1
            default: return false
            }
        }
    }

    private static func isIPv6(_ host: String) -> Bool {
        var address = sockaddr_in6()
        return uv_ip6_addr(host, 0, &address) == 0
    }

    /// The address as the operating system wants it; nil for a name that is not `localhost`.
    func withSocketAddress<Result>(_ body: (UnsafePointer<sockaddr>?) -> Result) -> Result {
        var storage = sockaddr_storage()
        let host = host == "localhost" ? "127.0.0.1" : host
        return withUnsafeMutablePointer(to: &storage) { storage in
            let raw = UnsafeMutableRawPointer(storage)
            let isFour = uv_ip4_addr(host, Int32(port), raw.assumingMemoryBound(to: sockaddr_in.self)) == 0
            if !isFour, uv_ip6_addr(host, Int32(port), raw.assumingMemoryBound(to: sockaddr_in6.self)) != 0 {
                return body(nil)
            }
            return body(UnsafePointer(raw.assumingMemoryBound(to: sockaddr.self)))
        }
    }

    /// Reads what the operating system tells. An IPv4 address in IPv6's clothes is taken for what it is.
    init(_ storage: sockaddr_storage) {
        var storage = storage
        (host, port) = withUnsafePointer(to: &storage) { storage in
            let raw = UnsafeRawPointer(storage)
            var text = [CChar](repeating: 0, count: 64)
            uv_ip_name(raw.assumingMemoryBound(to: sockaddr.self), &text, text.count)
            let name = String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            // The port lies at the same place for both families.
            let port = UInt16(bigEndian: raw.load(as: sockaddr_in.self).sin_port)
            return (name.hasPrefix("::ffff:") && name.contains(".") ? String(name.dropFirst(7)) : name, port)
        }
    }
}

extension SocketAddress: CustomStringConvertible {
    public var description: String { host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]:\(port)" : "\(host):\(port)" }
}

extension SocketAddress.Mistake: CustomStringConvertible {
    public var description: String {
        switch self {
        case .missingPort(let text): "'\(text)' has no port: write it as 127.0.0.1:8080 or [::1]:8080."
        case .badPort(let text): "'\(text)' must end with a port from 0 to 65535."
        case .badHost(let text): "'\(text)' has no valid host: write IPv6 addresses in brackets, as in [::1]:8080."
        }
    }
}
