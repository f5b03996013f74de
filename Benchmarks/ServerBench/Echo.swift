import BenchSupport
import HTTP
import NetIO

/// The bare echo: `NetIO`'s server and WebSocket and nothing else. It looks into no frame, and answers with ready
/// bytes: a short one as the probes want it, a long one with as much audio as a server that talks sends meanwhile.
enum Echo {
    private static let answer = Frames.cleared + Array(#","event_id":"event_0123456789abcdef"}"#.utf8)
    /// What is longer is audio.
    private static let shortMax = 100
    /// A fifth of a second of audio for four frames of five: what antiphon was measured to send under this load.
    private static let frames = 5

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
            let isQuiet = request.head.target.contains("quiet")
            return .webSocket(subprotocol: nil, headers: HeaderFields()) { $0.delegate = Delegate(isQuiet: isQuiet) }
        }
    }

    private final class Delegate: WebSocketDelegate {
        private let isQuiet: Bool
        private var heard = 0

        init(isQuiet: Bool) { self.isQuiet = isQuiet }

        func received(_ message: WebSocketMessage, on channel: WebSocketChannel) {
            guard message.bytes.count > Echo.shortMax else { return channel.send(text: Echo.answer) }
            heard += 1
            if !isQuiet, !heard.isMultiple(of: Echo.frames) { channel.send(text: Frames.answer) }
        }

        func drained(_ channel: WebSocketChannel) {}
        func ended(_ end: WebSocketEnd, on channel: WebSocketChannel) {}
    }
}
