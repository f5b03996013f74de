public import HTTP
internal import Synchronization

/// An HTTP client on a loop: libcurl's, with its pool of connections.
///
/// It may be used from anywhere; what it does, it does on its loop. Make one for each loop, as connections are reused
/// within one client only. It must be closed before its loop is stopped.
public final class HTTPClient: Sendable {
    public struct Configuration: Sendable, Equatable {
        /// How many connections are kept open for later requests.
        public var connectionsKept = 64
        /// How many connections to one host there may be at once; further requests wait. 0: as many as are needed.
        public var connectionsPerHostMax = 0
        /// How many there may be to all hosts; further requests wait. Looking up a host's name takes a thread, so what
        /// others may ask for must have an end. 0: as many as are needed.
        public var connectionsMax = 0
        /// Where its requests may go, if their URLs are somebody else's; nil: anywhere.
        ///
        /// Of a whole client and not of a request, as a connection that one request opened is used by the next.
        public var outbound: OutboundPolicy?

        public init() {}
    }

    public let loop: EventLoop
    let multi: CurlMulti
    private let outbound: OutboundPolicy?
    private let isClosed = Atomic<Bool>(false)

    public init(on loop: EventLoop, configuration: Configuration = Configuration()) {
        self.loop = loop
        outbound = configuration.outbound
        multi = CurlMulti(
            on: loop,
            connectionsKept: configuration.connectionsKept,
            connectionsPerHostMax: configuration.connectionsPerHostMax,
            connectionsMax: configuration.connectionsMax
        )
    }

    deinit {
        guard !isClosed.load(ordering: .acquiring) else { return }
        loop.post { [multi] in multi.close() }
    }

    /// Ends every transfer, and closes every connection.
    public func close() async {
        guard !isClosed.exchange(true, ordering: .acquiringAndReleasing) else { return }
        await withCheckedContinuation { done in
            loop.post { [multi] in
                multi.close()
                // The ends of the transfers were posted before this.
                multi.loop.post { done.resume() }
            }
        }
    }

    /// Starts a request whose response comes by callbacks. On the loop; the delegate is kept until the end.
    public func start(_ request: HTTPClientRequest, delegate: any TransferDelegate) -> Transfer {
        precondition(loop.isOnLoop, "a transfer belongs to its client's loop")
        let transfer = Transfer(request, on: multi, outbound: outbound, delegate: delegate)
        transfer.start()
        return transfer
    }

    /// Sends a request and waits for the whole response. A cancelled task cancels the request.
    public func send(_ request: HTTPClientRequest) async throws(HTTPClientError) -> HTTPClientResponse {
        try await ResponseCollector(request, self).response().get()
    }

    /// Sends a request and waits for the head of the response; the body comes as it is read. A cancelled task cancels
    /// the request, and so does letting go of the response.
    public func stream(_ request: HTTPClientRequest) async throws(HTTPClientError) -> StreamedResponse {
        try await StreamReceiver(request, self).response().get()
    }

    /// Asks for server-sent events. Any answer but a successful event stream is thrown, with its body.
    public func events(
        _ request: HTTPClientRequest,
        limits: ServerSentEvents.Limits = ServerSentEvents.Limits()
    ) async throws(HTTPClientError) -> ServerSentEvents {
        var request = request
        if !request.headers.contains("Accept") { request.headers.add("Accept", "text/event-stream") }
        // Each event has a limit; how many come has none.
        let errorBytesMax = request.options.responseBytesMax
        request.options.responseBytesMax = .max
        let response = try await stream(request)
        guard response.isEventStream else {
            throw .notAnEventStream(try await response.collect(bytesMax: errorBytesMax))
        }
        return ServerSentEvents(response, limits: limits)
    }
}
