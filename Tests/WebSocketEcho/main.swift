// Sends every message back, over the server's own HTTP and WebSocket code: what the Autobahn test suite talks to. It
// says its address, and lives until its standard input ends.
import Foundation
import HTTP
import NetIO

struct Echo: HTTPHandler {
    func answer(_ request: HTTPRequest, on loop: EventLoop) async -> HTTPAnswer {
        .webSocket(subprotocol: nil, headers: HeaderFields()) { $0.delegate = EchoDelegate() }
    }

    func bodyBytesMax(for head: RequestHead) -> Int { 0 }
}

final class EchoDelegate: WebSocketDelegate {
    func received(_ message: WebSocketMessage, on channel: WebSocketChannel) {
        switch message.kind {
        case .text: channel.send(text: message.bytes)
        case .binary: channel.send(binary: message.bytes)
        }
    }

    func drained(_ channel: WebSocketChannel) {}
    func ended(_ end: WebSocketEnd, on channel: WebSocketChannel) {}
}

let loop = EventLoop.start()
let anyPort = SocketAddress(host: "127.0.0.1", port: 0)
let server = try await HTTPListener.start(on: [loop], address: anyPort, handler: Echo())
// Unbuffered: whoever started this reads the line from a pipe.
FileHandle.standardOutput.write(Data("ws://\(server.address)\n".utf8))
while readLine() != nil {}
