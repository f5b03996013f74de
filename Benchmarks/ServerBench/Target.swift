import HTTP
import NetIO

/// Where sessions are opened.
struct Target: Sendable {
    var url: String
    var key: String?
    var tls: TLSClient?
    /// Whether it speaks the protocol, or only answers.
    var isRealtime: Bool

    /// A server that only answers is told by the address whether with audio.
    func connect(_ manner: Frames.Manner?, on loop: EventLoop) async throws -> WebSocketChannel {
        let url = isRealtime || manner == .talks ? url : url + "&quiet=1"
        var headers = HeaderFields()
        if let key { headers.add("Authorization", "Bearer \(key)") }
        var options = WebSocketClientOptions()
        // A server at its limit is slow to greet, and still measured.
        options.connectTimeout = .seconds(60)
        options.pongTimeout = .seconds(120)
        return try await WebSocketChannel.connect(to: url, headers: headers, tls: tls, options: options, on: loop)
    }
}
