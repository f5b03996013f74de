import Glibc

/// A port of the loopback at which nobody listens, and nobody else will before `body` returns: it is bound.
package func withClosedPort<Result>(_ body: (UInt16) async throws -> Result) async rethrows -> Result {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    withUnsafeMutablePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { raw in
            precondition(bind(descriptor, raw, length) == 0)
            precondition(getsockname(descriptor, raw, &length) == 0)
        }
    }
    return try await body(UInt16(bigEndian: address.sin_port))
}
