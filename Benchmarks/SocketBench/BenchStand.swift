import Foundation
import HTTP
import NetIO

/// A server that echoes, and clients that send the next message when the one before has come back.
struct BenchStand: Sendable {
    private let serverLoop = EventLoop.start()
    private let clientLoop = EventLoop.start()
    private let server: HTTPServer
    private let trust: TLSClient?
    private let url: String

    init(isSecure: Bool) async throws {
        let certificate = isSecure ? try SelfSignedCertificate.make() : nil
        trust = try certificate.map { try TLSClient(authorityPEM: $0.certificate) }
        server = try await HTTPListener.start(
            on: [serverLoop],
            address: SocketAddress(host: "127.0.0.1", port: 0),
            tls: certificate.map { try TLSServer(certificatePEM: $0.certificate, keyPEM: $0.key) },
            handler: EchoHandler()
        )
        url = "\(isSecure ? "wss" : "ws")://localhost:\(server.address.port)/"
    }

    func close() async {
        await server.close(within: .zero)
        await serverLoop.stop()
        await clientLoop.stop()
    }

    /// What the process grows by for a connection, both ends together. Only many connections give a meaningful number.
    func idleBytes(connections: Int) async throws -> Int {
        let first = try await open(10)
        let before = Self.residentBytes
        let clients = try await open(connections)
        let bytes = (Self.residentBytes - before) / connections
        await abort(first + clients)
        return bytes
    }

    /// Microseconds of CPU for a message, of the server's thread and of the clients'.
    func echo(connections: Int, messages: Int) async throws -> (server: Double, client: Double) {
        let clients = try await open(connections)
        _ = await rounds(clients, 50)
        let before = (await cpu(serverLoop), await cpu(clientLoop))
        await rounds(clients, messages)
        let after = (await cpu(serverLoop), await cpu(clientLoop))
        await abort(clients)
        let count = Double(connections * messages)
        return (((after.0 - before.0) / count * 10).rounded() / 10, ((after.1 - before.1) / count * 10).rounded() / 10)
    }

    private static var residentBytes: Int {
        let text = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)) ?? ""
        return (text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) * Int(getpagesize())
    }

    private func rounds(_ clients: [BenchClient], _ messages: Int) async {
        await withTaskGroup(of: Void.self) { group in
            for client in clients { group.addTask { await client.run(messages, on: clientLoop) } }
        }
    }

    private func open(_ count: Int) async throws -> [BenchClient] {
        var clients: [BenchClient] = []
        for _ in 0..<count {
            let channel = try await WebSocketChannel.connect(to: url, tls: trust, on: clientLoop)
            clients.append(await clientLoop.run { BenchClient(channel) })
        }
        return clients
    }

    private func abort(_ clients: [BenchClient]) async {
        await clientLoop.run { for client in clients { client.channel.abort() } }
        while server.connectionCount > 0 { await Task.yield() }
    }

    private func cpu(_ loop: EventLoop) async -> Double {
        await loop.run {
            var time = timespec()
            clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
            return Double(time.tv_sec) * 1e6 + Double(time.tv_nsec) / 1e3
        }
    }
}

private struct EchoHandler: HTTPHandler {
    func bodyBytesMax(for head: RequestHead) -> Int { 0 }
    func answer(_ request: HTTPRequest, on loop: EventLoop) async -> HTTPAnswer {
        .webSocket(subprotocol: nil, headers: HeaderFields()) { $0.delegate = Echo() }
    }
}

private final class Echo: WebSocketDelegate {
    func received(_ message: WebSocketMessage, on channel: WebSocketChannel) { channel.send(text: message.bytes) }
    func drained(_ channel: WebSocketChannel) {}
    func ended(_ end: WebSocketEnd, on channel: WebSocketChannel) {}
}

/// Confined to its loop.
final class BenchClient: WebSocketDelegate, @unchecked Sendable {
    let channel: WebSocketChannel
    private var left = 0
    private var done: CheckedContinuation<Void, Never>?
    private static let message = [UInt8](repeating: 0x41, count: 6_400)

    init(_ channel: WebSocketChannel) {
        self.channel = channel
        channel.delegate = self
    }

    func run(_ messages: Int, on loop: EventLoop) async {
        await withCheckedContinuation { done in
            loop.post { [self] in
                left = messages
                self.done = done
                channel.send(text: Self.message)
            }
        }
    }

    func received(_ message: WebSocketMessage, on channel: WebSocketChannel) {
        left -= 1
        if left > 0 { return channel.send(text: Self.message) }
        done?.resume()
        done = nil
    }
    func drained(_ channel: WebSocketChannel) {}
    func ended(_ end: WebSocketEnd, on channel: WebSocketChannel) {}
}
