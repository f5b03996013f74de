/// How a WebSocket finds out that its peer is gone.
struct KeepAlive: Sendable {
    var pingInterval: Duration
    var pongTimeout: Duration
    var closeTimeout: Duration
}
