import HTTP
import NetIO
import TestSupport
import Testing

/// A running server, and the loops that it and its clients are on.
struct Stand: Sendable {
    let server: HTTPServer
    let loops: [EventLoop]
    let isSecure: Bool
    let trust: TLSClient?

    var loop: EventLoop { loops[0] }
    var port: UInt16 { server.address.port }
    var url: String { "\(isSecure ? "wss" : "ws")://localhost:\(port)" }

    /// Runs a server for as long as `body` takes, on a port that the system chooses.
    static func run(
        _ handler: any HTTPHandler = TestHandler(),
        tls: Bool = false,
        loops count: Int = 1,
        host: String = "127.0.0.1",
        options: HTTPServerOptions = HTTPServerOptions(),
        _ body: (Stand) async throws -> Void
    ) async throws {
        let certificate = tls ? try SelfSignedCertificate.make() : nil
        let server = try certificate.map { try TLSServer(certificatePEM: $0.certificate, keyPEM: $0.key) }
        let trust = try certificate.map { try TLSClient(authorityPEM: $0.certificate) }
        try await run(handler, tls: server, trust: trust, loops: count, host: host, options: options, body)
    }

    static func run(
        _ handler: any HTTPHandler = TestHandler(),
        tls: TLSServer?,
        trust: TLSClient?,
        loops count: Int = 1,
        host: String = "127.0.0.1",
        options: HTTPServerOptions = HTTPServerOptions(),
        _ body: (Stand) async throws -> Void
    ) async throws {
        let loops = (0..<count).map { _ in EventLoop.start() }
        let server = try await HTTPListener.start(
            on: loops,
            address: SocketAddress(host: host, port: 0),
            tls: tls,
            options: options,
            handler: handler
        )
        let outcome: Result<Void, any Error>
        do {
            outcome = .success(try await body(Stand(server: server, loops: loops, isSecure: tls != nil, trust: trust)))
        } catch { outcome = .failure(error) }
        await server.close(within: .milliseconds(100))
        for loop in loops { await loop.stop() }
        try outcome.get()
    }

    func connect(
        _ path: String = "/echo",
        headers: HeaderFields = HeaderFields(),
        subprotocols: [String] = [],
        options: WebSocketClientOptions = WebSocketClientOptions()
    ) async throws -> Party {
        let channel = try await WebSocketChannel.connect(
            to: url + path,
            headers: headers,
            subprotocols: subprotocols,
            tls: trust,
            options: options,
            on: loop
        )
        let party = Party()
        await loop.run { party.adopt(channel) }
        return party
    }

    /// How many sockets of this process have the server's port at one end.
    var openSockets: Int { RawClient.openSockets(port: port) }
}

/// Answers `/echo` with a WebSocket that echoes, other paths with what was asked, or as a test says.
struct TestHandler: HTTPHandler {
    var bodyMax = 1_024 * 1_024
    var opened: @Sendable (WebSocketChannel) -> Void = { $0.delegate = Echo() }
    var answering: @Sendable (HTTPRequest) async -> HTTPAnswer? = { _ in nil }

    func bodyBytesMax(for head: RequestHead) -> Int { bodyMax }

    func answer(_ request: HTTPRequest, on loop: EventLoop) async -> HTTPAnswer {
        if let answer = await answering(request) { return answer }
        guard request.head.target == "/echo" else {
            let text = "\(request.head.method) \(request.head.target) \(request.body.count) \(loop.isOnLoop)"
            return .response(ResponseHead(status: 200), body: Array(text.utf8))
        }
        let offered = try? WebSocketOffer(request.head).subprotocols.first
        return .webSocket(subprotocol: offered, headers: ["X-Test": "1"], opened: opened)
    }
}

/// Sends back what comes.
final class Echo: WebSocketDelegate {
    func received(_ message: WebSocketMessage, on channel: WebSocketChannel) {
        switch message.kind {
        case .text: channel.send(text: message.bytes)
        case .binary: channel.send(binary: message.bytes)
        }
    }
    func drained(_ channel: WebSocketChannel) {}
    func ended(_ end: WebSocketEnd, on channel: WebSocketChannel) {}
}

/// One end of a WebSocket, of either side, that tells a test what happens.
final class Party: WebSocketDelegate, @unchecked Sendable {
    enum Event: Sendable, Equatable {
        case message(WebSocketMessage)
        case drained
        case ended(WebSocketEnd)
    }

    private(set) var channel: WebSocketChannel!
    private let events: AsyncStream<Event>
    private let tell: AsyncStream<Event>.Continuation
    private let tellsDrained: Bool
    /// Called on the loop, before the test hears of it.
    var onEvent: (Event) -> Void = { _ in }

    init(tellsDrained: Bool = false) {
        self.tellsDrained = tellsDrained
        (events, tell) = AsyncStream.makeStream()
    }

    func adopt(_ channel: WebSocketChannel) {
        self.channel = channel
        channel.delegate = self
    }

    func received(_ message: WebSocketMessage, on channel: WebSocketChannel) { happened(.message(message)) }
    func drained(_ channel: WebSocketChannel) { if tellsDrained { happened(.drained) } }
    func ended(_ end: WebSocketEnd, on channel: WebSocketChannel) {
        happened(.ended(end))
        tell.finish()
    }

    private func happened(_ event: Event) {
        onEvent(event)
        tell.yield(event)
    }

    func next() async -> Event? {
        var iterator = events.makeAsyncIterator()
        return await iterator.next()
    }

    /// The next message's text.
    func text() async -> String? {
        guard case .message(let message) = await next() else { return nil }
        return String(decoding: message.bytes, as: UTF8.self)
    }

    /// How it ended; what comes before is skipped.
    func end() async -> WebSocketEnd? {
        while let event = await next() { if case .ended(let end) = event { return end } }
        return nil
    }

    func send(_ text: String) async { await send(Array(text.utf8)) }
    func send(_ bytes: [UInt8]) async { await perform { $0.send(text: bytes) } }
    func perform<Result: Sendable>(_ body: @escaping @Sendable (WebSocketChannel) -> Result) async -> Result {
        await channel.loop.run { [channel] in body(channel!) }
    }
}

/// Something that happens once, which a test waits for.
final class Promise<Value: Sendable>: Sendable {
    private let values: AsyncStream<Value>
    private let tell: AsyncStream<Value>.Continuation

    init() { (values, tell) = AsyncStream.makeStream() }

    func keep(_ value: Value) { tell.yield(value) }
    func value() async -> Value? {
        var iterator = values.makeAsyncIterator()
        return await iterator.next()
    }
}

/// Waits for what no event tells. A test that waits in vain fails and goes on.
func eventually(_ condition: () -> Bool, sourceLocation: SourceLocation = #_sourceLocation) async {
    let end = EventLoop.now + .seconds(30)
    while !condition() {
        guard EventLoop.now < end else {
            Issue.record("this did not become true", sourceLocation: sourceLocation)
            return
        }
        await Task.yield()
    }
}
