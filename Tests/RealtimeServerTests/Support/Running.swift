import Bytes
import HTTP
import NetIO
import RealtimeServer
import Speech
import Testing

/// A server of a test's own, on a port that the system chooses, with a loop for its clients.
final class Running: Sendable {
    static let key = "sk-test-of-the-whole-server"

    let server: Server
    let loop = EventLoop.start()

    init(
        speech: any SpeechEngine = ScriptedEngine(),
        storage: Storage? = nil,
        log: Log = .silent,
        _ change: (inout Settings) -> Void = { _ in }
    ) async throws {
        var settings = Settings()
        settings.listen.address = SocketAddress(host: "127.0.0.1", port: 0)
        settings.listen.loops = 2
        settings.access.apiKey = Private(Self.key)
        settings.shutdown.drain = .milliseconds(50)
        change(&settings)
        server = try await Server.start(
            settings,
            speech: speech,
            storage: storage,
            log: log,
            metrics: Metrics(version: "test")
        )
    }

    /// Starts a server, and ends it and its clients whatever the test does.
    static func with<Result>(
        speech: any SpeechEngine = ScriptedEngine(),
        storage: Storage? = nil,
        log: Log = .silent,
        _ change: (inout Settings) -> Void = { _ in },
        _ body: (Running) async throws -> Result
    ) async throws -> Result {
        let running = try await Running(speech: speech, storage: storage, log: log, change)
        do {
            let result = try await body(running)
            await running.end()
            return result
        } catch {
            await running.end()
            throw error
        }
    }

    private func end() async {
        await server.shutDown()
        await loop.stop()
    }

    /// Asks again, each time after a turn of the loop, until it is so.
    func eventually(_ what: Comment, _ isSo: () -> Bool) async throws {
        let end = EventLoop.now + .seconds(20)
        while !isSo() {
            try #require(EventLoop.now < end, what)
            await loop.run {}
        }
    }

    func url(_ target: String) -> String { "ws://\(server.address)\(target)" }

    func call(
        _ target: String = "/v1/realtime?model=gpt-realtime",
        headers: HeaderFields = ["Authorization": "Bearer \(key)"],
        subprotocols: [String] = [],
        on loop: EventLoop? = nil
    ) async throws -> Caller {
        try await Caller.connect(url(target), headers: headers, subprotocols: subprotocols, on: loop ?? self.loop)
    }
}
