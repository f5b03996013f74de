import Foundation
import HTTP
import NetIO

#if canImport(Glibc)
    import Glibc
#endif

/// One request over a socket of its own, which the thread waits on: nothing of the server's way to read and write is in
/// it but the machine that reads the answer.
enum PlainClient {
    struct Trouble: Error { let what: String }

    static func ask(_ request: ClientRequest, at address: SocketAddress) async throws -> Answer {
        var machine = ClientConnection(limits: HTTPLimits(bodyBytesMax: 1_024 * 1_024))
        var bytes: [UInt8] = []
        try machine.send(request, into: &bytes)
        return try await exchange(bytes, machine, address)
    }

    /// Sends what no machine of ours would write.
    static func ask(raw text: String, at address: SocketAddress) async throws -> Answer {
        var machine = ClientConnection(limits: HTTPLimits(bodyBytesMax: 1_024 * 1_024))
        var unsent: [UInt8] = []
        try machine.send(ClientRequest("GET", "/", host: "h"), into: &unsent)
        return try await exchange(Array(text.utf8), machine, address)
    }

    private static func exchange(
        _ bytes: [UInt8],
        _ machine: ClientConnection,
        _ address: SocketAddress
    ) async throws -> Answer {
        try await withCheckedThrowingContinuation { done in
            Thread.detachNewThread {
                done.resume(with: Result { try wait(for: machine, after: bytes, address) })
            }
        }
    }

    private static func wait(
        for machine: ClientConnection,
        after bytes: [UInt8],
        _ address: SocketAddress
    ) throws -> Answer {
        let descriptor = try connected(to: address)
        defer { close(descriptor) }
        guard send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count else {
            throw Trouble(what: "the request was not taken")
        }
        var machine = machine
        var answer: Answer?
        var buffer = [UInt8](repeating: 0, count: 64 * 1_024)
        while true {
            while let event = machine.next() {
                switch event {
                case .response(let head): answer = Answer(head: head)
                case .body(let bytes): answer?.body += bytes
                case .upgraded(let head, _): return Answer(head: head)
                case .end: if let answer { return answer }
                case .failed(let violation): throw Trouble(what: violation.description)
                }
            }
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count >= 0 else { throw Trouble(what: "no answer: \(String(cString: strerror(errno)))") }
            if count == 0 { machine.receiveEnd() } else { machine.receive(Array(buffer.prefix(count))) }
        }
    }

    private static func connected(to address: SocketAddress) throws -> Int32 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var limit = timeval(tv_sec: 20, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        var target = sockaddr_in()
        target.sin_family = sa_family_t(AF_INET)
        target.sin_port = address.port.bigEndian
        inet_pton(AF_INET, address.host, &target.sin_addr)
        let status = withUnsafePointer(to: &target) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard status == 0 else {
            close(descriptor)
            throw Trouble(what: "nobody listens on \(address)")
        }
        return descriptor
    }
}
