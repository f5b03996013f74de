import Foundation
import Glibc

/// An HTTP server that answers as a test wants it to: late, in pieces, wrong, for ever, or not at all.
///
/// Each connection is served on a thread of its own. The first request gets the first script, and so on; the last one
/// is everybody's who comes later.
package final class StubServer: @unchecked Sendable {
    package enum Step: Sendable {
        case send(String)
        case bytes([UInt8])
        /// A piece after the other, so many milliseconds apart.
        case drip([String], milliseconds: Int32)
        /// The same again and again, until the other side has enough.
        case flood(String)
        /// Nothing more, until the other side has enough.
        case stall
        /// Nothing more, until the test says so.
        case waitForTest
        /// Ends the connection as a machine does that has lost its memory.
        case reset
        /// Takes another request on this connection.
        case keepAlive
    }

    /// What a request said.
    package struct Request: Sendable {
        package var head: String
        package var body: [UInt8]

        package var text: String { String(decoding: body, as: UTF8.self) }
        package var target: String { head.split(separator: " ").dropFirst().first.map(String.init) ?? "" }

        package func header(_ name: String) -> String? {
            for line in head.components(separatedBy: "\r\n") where line.lowercased().hasPrefix(name.lowercased() + ":")
            {
                return line.dropFirst(name.count + 1).trimmingCharacters(in: .whitespaces)
            }
            return nil
        }
    }

    package struct Seen: Sendable {
        package var requests: [Request] = []
        package var connections = 0
        /// Connections that are over.
        package var ended = 0
        /// What was flooded.
        package var bytes = 0
    }

    private let listener = LoopbackListener()
    private let scripts: [[Step]]
    private let condition = NSCondition()
    private var seen = Seen()
    private var isReleased = false
    private var waiters: [(until: @Sendable (Seen) -> Bool, resume: CheckedContinuation<Void, Never>)] = []

    package init(_ scripts: [[Step]]) {
        self.scripts = scripts
        listener.serve { [weak self] peer in
            guard let self else {
                close(peer)
                return
            }
            change { $0.connections += 1 }
            serve(peer)
        }
    }

    package convenience init(_ steps: Step...) { self.init([steps]) }

    package var port: Int { listener.port }
    package var url: String { "http://127.0.0.1:\(port)/v1" }
    package var now: Seen { condition.withLock { seen } }
    package var requests: [Request] { now.requests }

    /// Lets those go on who wait for the test.
    package func release() {
        condition.withLock {
            isReleased = true
            condition.broadcast()
        }
    }

    package func until(_ isSo: @escaping @Sendable (Seen) -> Bool) async {
        await withCheckedContinuation { continuation in
            let isDone = condition.withLock {
                if isSo(seen) { return true }
                waiters.append((isSo, continuation))
                return false
            }
            if isDone { continuation.resume() }
        }
    }

    private func change(_ body: (inout Seen) -> Void) {
        let done = condition.withLock {
            body(&seen)
            let done = waiters.filter { $0.until(seen) }
            waiters.removeAll { $0.until(seen) }
            return done
        }
        for waiter in done { waiter.resume.resume() }
    }

    // MARK: A connection

    private func serve(_ peer: Int32) {
        while let request = read(peer) {
            var number = 0
            change {
                number = $0.requests.count
                $0.requests.append(request)
            }
            guard let script = scripts.isEmpty ? nil : scripts[min(number, scripts.count - 1)] else { break }
            var isKept = false
            for step in script where !perform(step, peer, &isKept) { break }
            if !isKept { break }
        }
        close(peer)
        change { $0.ended += 1 }
    }

    /// False: the other side has gone.
    private func perform(_ step: Step, _ peer: Int32, _ isKept: inout Bool) -> Bool {
        switch step {
        case .send(let text): return write(Array(text.utf8), peer)
        case .bytes(let bytes): return write(bytes, peer)
        case .drip(let pieces, let milliseconds):
            for piece in pieces {
                guard write(Array(piece.utf8), peer) else { return false }
                poll(nil, 0, milliseconds)
            }
            return true
        case .flood(let text):
            let bytes = Array(text.utf8)
            while write(bytes, peer) { change { $0.bytes += bytes.count } }
            return false
        case .stall:
            var byte: UInt8 = 0
            while recv(peer, &byte, 1, 0) > 0 {}
            return false
        case .waitForTest:
            condition.withLock { while !isReleased { condition.wait() } }
            return true
        case .reset:
            var now = linger(l_onoff: 1, l_linger: 0)
            setsockopt(peer, SOL_SOCKET, SO_LINGER, &now, socklen_t(MemoryLayout<linger>.size))
            return false
        case .keepAlive:
            isKept = true
            return true
        }
    }

    private func read(_ peer: Int32) -> Request? {
        var head: [UInt8] = []
        while !head.suffix(4).elementsEqual("\r\n\r\n".utf8) {
            guard let byte = read(1, peer)?.first else { return nil }
            head.append(byte)
        }
        var request = Request(head: String(decoding: head, as: UTF8.self), body: [])
        let length = request.header("Content-Length").flatMap { Int($0) } ?? 0
        guard let body = read(length, peer) else { return nil }
        request.body = body
        return request
    }

    private func read(_ count: Int, _ peer: Int32) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        var have = 0
        while have < count {
            let more = bytes.withUnsafeMutableBytes { recv(peer, $0.baseAddress! + have, count - have, 0) }
            guard more > 0 else { return nil }
            have += more
        }
        return bytes
    }

    private func write(_ bytes: [UInt8], _ peer: Int32) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let more = bytes.withUnsafeBytes {
                Glibc.send(peer, $0.baseAddress! + sent, bytes.count - sent, Int32(MSG_NOSIGNAL))
            }
            guard more > 0 else { return false }
            sent += more
        }
        return true
    }
}

extension StubServer.Step {
    /// It says that it closes, or the next request could be lost on a connection that is about to be gone.
    package static func json(_ body: String, status: String = "200 OK", headers: String = "") -> Self {
        .send(
            "HTTP/1.1 \(status)\r\nContent-Type: application/json\r\nConnection: close\r\n\(headers)"
                + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
        )
    }

    /// The head of an event stream that ends with its connection.
    package static let eventHead = Self.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n")

    package static func events(_ data: String...) -> Self { .send(data.map { "data: \($0)\n\n" }.joined()) }

    /// An event stream in chunks, after which the connection lives on.
    package static func chunkedEvents(_ data: String...) -> Self {
        let head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
        let chunks = data.map { "data: \($0)\n\n" }.map { "\(String($0.utf8.count, radix: 16))\r\n\($0)\r\n" }
        return .send(head + chunks.joined() + "0\r\n\r\n")
    }
}
