internal import NetIO

/// An HTTP client for each loop, for requests to where clients of the server want them sent. Each is made when it is
/// first needed, and all are closed before their loops end.
final class OutboundClients: Sendable {
    private struct State {
        var isClosed = false
        var clients: [ObjectIdentifier: HTTPClient] = [:]
    }

    /// Of each loop. Beyond it requests wait: each lookup of a name takes a thread.
    private static let connectionsMax = 256

    private let configuration: HTTPClient.Configuration
    private let state = Lock(State())

    init(_ policy: OutboundPolicy) {
        var configuration = HTTPClient.Configuration()
        configuration.outbound = policy
        configuration.connectionsMax = Self.connectionsMax
        self.configuration = configuration
    }

    /// Nil: the server ends.
    func client(on loop: EventLoop) -> HTTPClient? {
        state.withLock { state in
            guard !state.isClosed else { return nil }
            if let client = state.clients[ObjectIdentifier(loop)] { return client }
            let client = HTTPClient(on: loop, configuration: configuration)
            state.clients[ObjectIdentifier(loop)] = client
            return client
        }
    }

    /// Ends every request, and closes every connection.
    func close() async {
        let clients = state.withLock { state in
            state.isClosed = true
            return Array(state.clients.values)
        }
        for client in clients { await client.close() }
    }
}
