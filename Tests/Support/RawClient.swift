import Dispatch
import Foundation
import Glibc

/// A plain TCP client that does what no proper client would. It blocks on a queue of its own.
package final class RawClient: @unchecked Sendable {
    private let descriptor: Int32
    private let queue = DispatchQueue(label: "raw client")
    private var isOpen = true

    package init(port: UInt16) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        // A test that waits for nothing fails instead of hanging.
        var limit = timeval(tv_sec: 20, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        let status = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard status == 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
    }

    deinit { if isOpen { Glibc.close(descriptor) } }

    private func perform<Result: Sendable>(_ body: @escaping @Sendable () -> Result) async -> Result {
        await withCheckedContinuation { waiter in queue.async { waiter.resume(returning: body()) } }
    }

    package func send(_ text: String) async { await send(Array(text.utf8)) }

    /// Sends all of it, or as much as the server takes before it ends the connection.
    @discardableResult
    package func send(_ bytes: [UInt8]) async -> Int {
        await perform { [descriptor] in
            var sent = 0
            while sent < bytes.count {
                let count = bytes[sent...].withUnsafeBytes {
                    Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
                }
                guard count > 0 else { return sent }
                sent += count
            }
            return sent
        }
    }

    /// What comes next; empty at the end of the connection, nil after an error or a long silence.
    package func receive(max: Int = 64 * 1_024) async -> [UInt8]? {
        await perform { [descriptor] in
            var bytes = [UInt8](repeating: 0, count: max)
            let count = recv(descriptor, &bytes, max, 0)
            return count < 0 ? nil : Array(bytes[..<count])
        }
    }

    /// Reads and forgets for so long; false if the connection ended before. All on the thread of this client, so that
    /// it reads steadily while other tests keep the processor.
    package func discard(for duration: Duration) async -> Bool {
        await perform { [descriptor] in
            var bytes = [UInt8](repeating: 0, count: 64 * 1_024)
            let end = ContinuousClock.now + duration
            while ContinuousClock.now < end { guard recv(descriptor, &bytes, bytes.count, 0) > 0 else { return false } }
            return true
        }
    }

    /// Everything up to the end of the connection. Nil if it did not end properly.
    package func receiveAll() async -> [UInt8]? {
        var all: [UInt8] = []
        while let bytes = await receive() {
            if bytes.isEmpty { return all }
            all += bytes
        }
        return nil
    }

    package func receiveText() async -> String? { await receiveAll().map { String(decoding: $0, as: UTF8.self) } }

    /// What comes, until it holds that text.
    package func receive(until text: String) async -> String {
        var all: [UInt8] = []
        while let bytes = await receive(), !bytes.isEmpty {
            all += bytes
            let soFar = String(decoding: all, as: UTF8.self)
            if soFar.contains(text) { return soFar }
        }
        return String(decoding: all, as: UTF8.self)
    }

    package func receive(exactly count: Int) async -> [UInt8] {
        var all: [UInt8] = []
        while all.count < count, let bytes = await receive(max: count - all.count), !bytes.isEmpty { all += bytes }
        return all
    }

    package func endSending() async { _ = await perform { [descriptor] in shutdown(descriptor, Int32(SHUT_WR)) } }

    package func close() async {
        await perform { [self] in
            guard isOpen else { return }
            isOpen = false
            Glibc.close(descriptor)
        }
    }

    /// Ends the connection as a machine does that has lost its memory.
    package func reset() async {
        await perform { [descriptor] in
            var now = linger(l_onoff: 1, l_linger: 0)
            setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &now, socklen_t(MemoryLayout<linger>.size))
        }
        await close()
    }

    /// Takes little from the kernel's hands, so that the sender notices soon that nobody reads.
    package func shrinkReceiveBuffer() {
        var size: Int32 = 4_096
        setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, 4)
    }

    package static func openSockets(port: UInt16) -> Int {
        (0..<4_096).count { descriptor in
            [getsockname, getpeername].contains { name in
                var address = sockaddr_in()
                var length = socklen_t(MemoryLayout<sockaddr_in>.size)
                let status = withUnsafeMutablePointer(to: &address) { pointer in
                    pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { name(Int32(descriptor), $0, &length) }
                }
                return status == 0 && address.sin_family == sa_family_t(AF_INET) && address.sin_port == port.bigEndian
            }
        }
    }
}

extension RawClient {
    /// A WebSocket by hand: what follows is frames. Throws nothing where the server opens none: it then answers
    /// nothing.
    package static func webSocket(port: UInt16, _ target: String, headers: [String] = []) async throws -> RawClient {
        let client = try RawClient(port: port)
        let lines =
            [
                "GET \(target) HTTP/1.1", "Host: localhost", "Upgrade: websocket", "Connection: Upgrade",
                "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            ] + headers
        await client.send(lines.joined(separator: "\r\n") + "\r\n\r\n")
        var head: [UInt8] = []
        while !head.suffix(4).elementsEqual("\r\n\r\n".utf8), let byte = await client.receive(max: 1), !byte.isEmpty {
            head += byte
        }
        return client
    }

    /// A frame from the server: its first byte and its payload. Nil at the end of the connection.
    package func receiveFrame() async -> (first: UInt8, payload: [UInt8])? {
        let header = await receive(exactly: 2)
        guard header.count == 2 else { return nil }
        let extra = [126: 2, 127: 8][Int(header[1] & 0x7F)] ?? 0
        let length = await receive(exactly: extra)
        guard length.count == extra else { return nil }
        let count = extra == 0 ? Int(header[1] & 0x7F) : length.reduce(0) { $0 << 8 | Int($1) }
        let payload = await receive(exactly: count)
        return payload.count == count ? (header[0], payload) : nil
    }

    /// A client's frame, masked with a mask that changes nothing.
    package static func frame(_ first: UInt8, _ payload: [UInt8], isMasked: Bool = true) -> [UInt8] {
        let bit: UInt8 = isMasked ? 0x80 : 0
        let length: [UInt8] =
            switch payload.count {
            case ..<126: [bit | UInt8(payload.count)]
            case ...0xFFFF: [bit | 126, UInt8(payload.count >> 8), UInt8(payload.count & 0xFF)]
            default: [bit | 127] + (0..<8).reversed().map { UInt8(payload.count >> ($0 * 8) & 0xFF) }
            }
        return [first] + length + (isMasked ? [0, 0, 0, 0] : []) + payload
    }
}
