import Foundation
import Glibc

/// A socket of the loopback that listens. Whoever connects is served on a thread of his own, until this is let go of.
package final class LoopbackListener: Sendable {
    package let port: Int
    private let descriptor: Int32

    package init() {
        (descriptor, port) = boundToLoopback()
        precondition(listen(descriptor, 64) == 0)
    }

    deinit {
        shutdown(descriptor, Int32(SHUT_RDWR))
        close(descriptor)
    }

    /// Begins to accept. `serve` closes what it is given.
    package func serve(_ serve: @escaping @Sendable (_ peer: Int32) -> Void) {
        Thread.detachNewThread { [descriptor] in
            while true {
                let peer = accept(descriptor, nil, nil)
                guard peer >= 0 else { return }
                Thread.detachNewThread { serve(peer) }
            }
        }
    }
}

/// A socket of the loopback, and the port that it has.
func boundToLoopback() -> (descriptor: Int32, port: Int) {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
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
    return (descriptor, Int(UInt16(bigEndian: address.sin_port)))
}
