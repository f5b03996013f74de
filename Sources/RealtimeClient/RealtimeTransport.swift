/// What carries a session's text messages: a WebSocket, whoever made it.
///
/// Its methods are called on its executor, and it calls its receiver there, never from within a call of its own.
public protocol RealtimeTransport: AnyObject, Sendable {
    /// The connection lives on it, so that a message that comes enters it without waiting.
    var executor: any SerialExecutor { get }
    /// Delivers what comes from here on, and keeps the receiver until the end.
    func begin(_ receiver: any RealtimeTransportReceiver)
    /// Sends one text message, which `write` appends. After the end it does nothing.
    func send(_ write: (inout [UInt8]) -> Void)
    /// What was sent and not yet taken by the system, in bytes.
    var queuedBytes: Int { get }
    /// No message is delivered until `resumeReading`; the server has to wait.
    func pauseReading()
    func resumeReading()
    /// Begins the end; the receiver is told when it is reached, within a few seconds.
    func close(code: UInt16, reason: String)
}

/// Whom a transport tells.
public protocol RealtimeTransportReceiver: AnyObject, Sendable {
    /// A text message, which is valid UTF-8.
    func received(_ text: [UInt8])
    /// A message that no server of this protocol sends.
    func receivedBinary(_ bytes: [UInt8])
    /// `queuedBytes` fell.
    func drained()
    /// The last call.
    func ended(_ end: ConnectionEnd)
}

/// Makes transports.
public protocol RealtimeConnector: Sendable {
    func connect(
        to url: String,
        headers: [RealtimeEndpoint.Header]
    ) async throws(RealtimeClientError) -> any RealtimeTransport
}
