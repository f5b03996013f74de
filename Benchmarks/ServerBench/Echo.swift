import HTTP
import NetIO

/// The bare echo: `NetIO`'s server and WebSocket and nothing else. It looks into no frame, and answers each with the
/// same few bytes, which look like the answer that the probes wait for.
enum Echo {
    private static let answer = Frames.cleared + Array(#","event_id":"event_0123456789abcdef"}"#.utf8)

    static func run(_ tls: TLSServer?) async throws -> Never {
        let loop = EventLoop.start()
        let server = try await HTTPListener.start(
            on: [loop],
            address: SocketAddress(host: "127.0.0.1", port: 0),
            tls: tls,
            options: options,
            handler: Handler()
        )
        print("Echoing on \(server.address)", terminator: ".\n")
        flush()
        while true { try await Task.sleep(for: .seconds(3_600)) }
    }

    private static var options: HTTPServerOptions {
        var options = HTTPServerOptions()
        options.connectionsMax = 20_100
        return options
    }

    private struct Handler: HTTPHandler {
        func bodyBytesMax(for head: RequestHead) -> Int { 0 }

        func answer(_ request: HTTPRequest, on loop: EventLoop) async -> HTTPAnswer {
            .webSocket(subprotocol: nil, headers: HeaderFields()) { $0.delegate = Delegate() }
        }
    }

    private final class Delegate: WebSocketDelegate {
        func received(_ message: WebSocketMessage, on channel: WebSocketChannel) { channel.send(text: Echo.answer) }
        func drained(_ channel: WebSocketChannel) {}
        func ended(_ end: WebSocketEnd, on channel: WebSocketChannel) {}
    }
}
