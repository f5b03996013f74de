/// An HTTP client for each loop, so that an answer comes on the loop of whoever asked, and connections are kept from
/// one request to the next. Each is made when it is first needed.
///
/// Whoever made it closes it before the loops are stopped.
public final class HTTPClients: Sendable {
    private struct State {
        var clients: [ObjectIdentifier: HTTPClient] = [:]
        var isClosed = false
    }

    private let configuration: HTTPClient.Configuration
    private let state = Lock(State())

    public init(configuration: HTTPClient.Configuration = HTTPClient.Configuration()) {
        self.configuration = configuration
    }

    /// Nil: all are closed.
    public func client(on loop: EventLoop) -> HTTPClient? {
        state.withLock { state in
            guard !state.isClosed else { return nil }
            if let client = state.clients[ObjectIdentifier(loop)] { return client }
            let client = HTTPClient(on: loop, configuration: configuration)
            state.clients[ObjectIdentifier(loop)] = client
            return client
        }
    }

    /// Ends whatever is being answered, and closes every connection.
    public func close() async {
        let clients = state.withLock { state in
            state.isClosed = true
            defer { state.clients = [:] }
            return state.clients
        }
        for client in clients.values { await client.close() }
    }
}
