public import HTTP

/// What an HTTP server allows its clients, in bytes, connections and time.
public struct HTTPServerOptions: Sendable {
    public var limits: HTTPLimits
    public var webSocketLimits = WebSocketConnection.Limits()
    /// Open connections of the listener, over all its loops. One more is accepted, closed at once and counted.
    public var connectionsMax = 10_000
    /// Connections whose TLS handshake or first request is under way, over all loops. One more waits in the kernel.
    public var handshakesMax = 256
    /// How long a connection may take to begin while others wait for its place: silence must keep nobody out.
    public var crowdedTimeout = Duration.seconds(1)
    /// From a request's first byte to its whole head; for the first request from the connection on, with TLS's
    /// handshake.
    public var headTimeout = Duration.seconds(10)
    /// From a request's head to its whole body; and how long a client may take none of its answer.
    public var bodyTimeout = Duration.seconds(30)
    /// Between two requests.
    public var idleTimeout = Duration.seconds(60)
    /// A WebSocket's peer is pinged that often.
    public var pingInterval = Duration.seconds(20)
    /// A WebSocket whose peer sends nothing for that long, no answer to a ping either, is lost: TCP alone would not
    /// notice for hours.
    public var pongTimeout = Duration.seconds(40)
    /// How long the peer may take to end the connection after we have.
    public var closeTimeout = Duration.seconds(5)

    /// Bodies of at most 32 MiB; the handler may allow less for a request.
    public init(limits: HTTPLimits = HTTPLimits(bodyBytesMax: 32 * 1_024 * 1_024)) { self.limits = limits }

    /// How often deadlines are looked at: some times within the shortest.
    var step: Duration {
        let shortest = [headTimeout, bodyTimeout, idleTimeout, pingInterval, pongTimeout, closeTimeout].min()
        return min(max((shortest ?? .zero) / 4, .milliseconds(5)), .milliseconds(250))
    }

    var keepAlive: KeepAlive {
        KeepAlive(pingInterval: pingInterval, pongTimeout: pongTimeout, closeTimeout: closeTimeout)
    }
}
