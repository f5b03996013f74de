import Glibc
import NetIO
import TestSupport

/// A server made of nothing but a socket and what a test wants it to say: each connection runs `serve` on a thread of
/// its own, and is closed after it.
final class RawServer: Sendable {
    private let listener = LoopbackListener()
    private let connections = Lock(0)

    init(_ serve: @escaping @Sendable (RawPeer) -> Void) {
        listener.serve { [connections] socket in
            connections.withLock { $0 += 1 }
            serve(RawPeer(socket))
            close(socket)
        }
    }

    var port: Int { listener.port }
    var url: String { "http://127.0.0.1:\(port)" }
    var acceptedCount: Int { connections.withLock { $0 } }
}

/// The other end of a connection, with calls that wait.
struct RawPeer: Sendable {
    let socket: Int32

    init(_ socket: Int32) { self.socket = socket }

    /// Up to and with the empty line. Nil where the connection ended before.
    func readHead() -> String? {
        var head: [UInt8] = []
        while !head.ends(with: "\r\n\r\n") {
            guard let byte = read(1)?.first else { return nil }
            head.append(byte)
        }
        return String(decoding: head, as: UTF8.self)
    }

    /// Exactly so many bytes; nil where the connection ended before.
    func read(_ count: Int) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        var have = 0
        while have < count {
            let more = bytes.withUnsafeMutableBytes { recv(socket, $0.baseAddress! + have, count - have, 0) }
            guard more > 0 else { return nil }
            have += more
        }
        return bytes
    }

    /// Whether it was taken whole.
    @discardableResult
    func write(_ bytes: [UInt8]) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let more = bytes.withUnsafeBytes {
                send(socket, $0.baseAddress! + sent, bytes.count - sent, Int32(MSG_NOSIGNAL))
            }
            guard more > 0 else { return false }
            sent += more
        }
        return true
    }

    @discardableResult
    func write(_ text: String) -> Bool { write(Array(text.utf8)) }

    func respond(_ body: String, status: String = "200 OK", headers: String = "") {
        write("HTTP/1.1 \(status)\r\nContent-Length: \(body.utf8.count)\r\n\(headers)\r\n\(body)")
    }

    /// Waits until the other side has closed, whatever it says until then.
    func waitForEnd() { while read(1) != nil {} }
}

extension [UInt8] {
    fileprivate func ends(with text: String) -> Bool { suffix(text.utf8.count).elementsEqual(text.utf8) }
}

/// Something that a thread says and a test waits for.
final class Signal<Value: Sendable>: Sendable {
    private let stream: AsyncStream<Value>
    private let continuation: AsyncStream<Value>.Continuation

    init() { (stream, continuation) = AsyncStream.makeStream() }

    func say(_ value: Value) { continuation.yield(value) }

    /// The next thing said. Nil: the test's time is over.
    func heard() async -> Value? {
        for await value in stream { return value }
        return nil
    }
}
