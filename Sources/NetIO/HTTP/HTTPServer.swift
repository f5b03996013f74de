internal import Synchronization

/// A running HTTP server: one listener on each of its loops, all on the same address. It must be closed before its
/// loops stop.
public final class HTTPServer: Sendable {
    /// What has happened since the start.
    public struct Counters: Sendable, Equatable {
        /// Connections that were accepted, the refused ones too.
        public var accepted = 0
        /// Connections beyond `connectionsMax`.
        public var refused = 0
        public var tlsFailures = 0
        /// Connections that were too slow, and WebSockets whose peers answered no ping.
        public var timeouts = 0

        public init() {}
    }

    /// Where it listens, with the port that the system chose if none was asked for.
    public let address: SocketAddress
    private let listeners: [HTTPListener]
    private let tally: ServerTally

    init(address: SocketAddress, listeners: [HTTPListener], tally: ServerTally) {
        self.address = address
        self.listeners = listeners
        self.tally = tally
    }

    /// Connections that are open now, WebSockets too.
    public var connectionCount: Int { tally.open.load(ordering: .relaxed) }

    public var counters: Counters {
        var counters = Counters()
        counters.accepted = tally.accepted.load(ordering: .relaxed)
        counters.refused = tally.refused.load(ordering: .relaxed)
        counters.tlsFailures = tally.tlsFailures.load(ordering: .relaxed)
        counters.timeouts = tally.timeouts.load(ordering: .relaxed)
        return counters
    }

    /// Takes no further request: idle connections are closed, busy ones finish theirs. After the limit everything is
    /// cut. WebSockets are until then the business of those whom they belong to.
    public func close(within limit: Duration) async {
        let end = EventLoop.now + limit
        for listener in listeners { await listener.loop.run { listener.drain() } }
        for listener in listeners { await listener.close(by: end) }
    }
}

/// The counters of a server, which its loops share.
final class ServerTally: Sendable {
    let open = Atomic<Int>(0)
    let accepted = Atomic<Int>(0)
    let refused = Atomic<Int>(0)
    let tlsFailures = Atomic<Int>(0)
    let timeouts = Atomic<Int>(0)
}
