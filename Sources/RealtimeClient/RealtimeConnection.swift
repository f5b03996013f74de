internal import Bytes
internal import NetIO
public import RealtimeAPI

/// One session with a realtime server.
///
///     try await RealtimeConnection.withConnection(to: endpoint) { connection in
///         try await connection.send(.responseCreate(ResponseCreate()))
///         for try await received in connection.events { … }
///     }
///
/// It lives on its transport's executor, so that what comes enters it without waiting.
public actor RealtimeConnection {
    public struct Configuration: Sendable {
        /// How many bytes of events wait for the reader before the server is held back.
        public var receivedBytesMax = 4 << 20
        /// How many bytes may wait to be sent before `send` waits.
        public var sentBytesMax = 1 << 20

        public init() {}
    }

    /// What the server says.
    public nonisolated let events: RealtimeEvents
    public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    private let transport: any RealtimeTransport
    private nonisolated let executor: any SerialExecutor
    private let configuration: Configuration
    private let isTranslation: Bool
    /// How it ended: the close code and its reason. Nil while it goes on.
    public private(set) var end: ConnectionEnd?
    private var isClosing = false
    /// Those who wait to send, by number; and those who wait for the end.
    private var senders: [Int: CheckedContinuation<Void, Never>] = [:]
    private var nextSender = 0
    private var closers: [CheckedContinuation<Void, Never>] = []

    private init(_ transport: any RealtimeTransport, _ session: SessionKind, _ configuration: Configuration) {
        self.transport = transport
        self.configuration = configuration
        executor = transport.executor
        isTranslation = session == .translation
        let relay = Relay()
        let mailbox = RealtimeEvents.Messages(
            costMax: configuration.receivedBytesMax,
            cancelled: .cancelled,
            whenDrained: { relay.readOn() },
            whenAbandoned: { relay.readOn() }
        )
        events = RealtimeEvents(mailbox: mailbox, session: session)
        relay.connection = self
    }

    /// Opens a connection and closes it when `body` is done, whatever happens.
    public static func withConnection<Result>(
        to endpoint: RealtimeEndpoint,
        configuration: Configuration = Configuration(),
        by connector: some RealtimeConnector = NetIOConnector(),
        _ body: (RealtimeConnection) async throws -> Result
    ) async throws -> Result {
        let connection = try await open(to: endpoint, configuration: configuration, by: connector)
        do {
            let result = try await body(connection)
            await connection.close()
            return result
        } catch {
            await connection.close()
            throw error
        }
    }

    /// Opens a connection that its owner closes.
    public static func open(
        to endpoint: RealtimeEndpoint,
        configuration: Configuration = Configuration(),
        by connector: some RealtimeConnector = NetIOConnector()
    ) async throws(RealtimeClientError) -> RealtimeConnection {
        let transport = try await connector.connect(to: endpoint.url, headers: endpoint.allHeaders)
        let connection = RealtimeConnection(transport, endpoint.purpose.session, configuration)
        await connection.begin()
        return connection
    }

    private func begin() { transport.begin(self) }
}

// Sending.
extension RealtimeConnection {
    /// Sends an event. It waits while too much is still on its way out.
    public func send(_ event: ClientEvent, eventID: String? = nil) async throws(RealtimeClientError) {
        try await waitForRoom()
        transport.send { event.json(eventID: eventID).write(to: &$0) }
    }

    /// Appends audio to the input buffer: bytes in the session's input format. The event is written straight into
    /// what is sent.
    public func append(audio: [UInt8]) async throws(RealtimeClientError) {
        try await waitForRoom()
        transport.send { Self.write(audio, isTranslation: isTranslation, to: &$0) }
    }

    /// Appends samples of 16 bits, in a session whose input is PCM.
    public func append(samples: [Int16]) async throws(RealtimeClientError) {
        var audio: [UInt8] = []
        audio.reserveCapacity(samples.count * 2)
        PCM16.bytes(from: samples, appendingTo: &audio)
        try await append(audio: audio)
    }

    /// The event of `append`, without a JSON value.
    package static func write(_ audio: [UInt8], isTranslation: Bool, to bytes: inout [UInt8]) {
        let type = isTranslation ? "session.input_audio_buffer.append" : "input_audio_buffer.append"
        bytes.reserveCapacity(bytes.count + Base64.encodedCount(of: audio.count) + type.utf8.count + 24)
        bytes.append(contentsOf: #"{"type":""#.utf8)
        bytes.append(contentsOf: type.utf8)
        bytes.append(contentsOf: #"","audio":""#.utf8)
        Base64.encode(audio, appendingTo: &bytes)
        bytes.append(contentsOf: #""}"#.utf8)
    }

    private func waitForRoom() async throws(RealtimeClientError) {
        while end == nil, !isClosing, transport.queuedBytes > configuration.sentBytesMax {
            if Task.isCancelled { throw .cancelled }
            let number = nextSender
            nextSender += 1
            await withTaskCancellationHandler {
                await withCheckedContinuation { senders[number] = $0 }
            } onCancel: {
                Task { await self.wakeSender(number) }
            }
        }
        if Task.isCancelled { throw .cancelled }
        if let end { throw .ended(end) }
        if isClosing { throw .ended(.closed) }
    }

    private func wakeSender(_ number: Int) { senders.removeValue(forKey: number)?.resume() }

    private func wakeSenders() {
        let waiting = senders
        senders = [:]
        for (_, sender) in waiting.sorted(by: { $0.key < $1.key }) { sender.resume() }
    }
}

// The end.
extension RealtimeConnection {
    /// Closes the connection and waits until it is. What was received before can still be read; what comes now cannot.
    public func close(code: UInt16 = 1_000, reason: String = "") async {
        guard end == nil else { return }
        if !isClosing {
            isClosing = true
            events.mailbox.finish()
            wakeSenders()
            transport.close(code: code, reason: reason)
            // The server's answer is behind whatever was held back.
            transport.resumeReading()
        }
        await withCheckedContinuation { closers.append($0) }
    }
}

// What the transport tells, on the executor that this actor lives on.
extension RealtimeConnection: RealtimeTransportReceiver {
    public nonisolated func received(_ text: [UInt8]) {
        assumeIsolated { $0.take(.text(text), cost: text.count) }
    }

    public nonisolated func receivedBinary(_ bytes: [UInt8]) {
        assumeIsolated { $0.take(.binary(bytes), cost: bytes.count) }
    }

    public nonisolated func drained() { assumeIsolated { $0.wakeSenders() } }
    public nonisolated func ended(_ end: ConnectionEnd) { assumeIsolated { $0.finish(end) } }

    private func take(_ message: RealtimeEvents.Message, cost: Int) {
        guard !isClosing else { return }
        // An event's own words cost little; what is kept for it costs something however short it is.
        if !events.mailbox.offer(message, cost: cost + 64) { transport.pauseReading() }
    }

    private func finish(_ end: ConnectionEnd) {
        self.end = end
        events.mailbox.finish(end.isNormal ? nil : .ended(end))
        wakeSenders()
        let closers = closers
        self.closers = []
        for closer in closers { closer.resume() }
    }

    fileprivate func readOn() {
        guard end == nil else { return }
        transport.resumeReading()
    }
}

/// Tells the connection that its mailbox has room again. The mailbox does not keep the connection alive.
private final class Relay: Sendable {
    private let target = Lock<WeakConnection>(WeakConnection())

    private struct WeakConnection {
        weak var value: RealtimeConnection?
    }

    var connection: RealtimeConnection? {
        get { target.withLock { $0.value } }
        set { target.withLock { $0.value = newValue } }
    }

    func readOn() {
        guard let connection else { return }
        Task { await connection.readOn() }
    }
}

extension RealtimeEndpoint.Purpose {
    var session: SessionKind {
        switch self {
        case .conversation: .realtime
        case .transcription: .transcription
        case .translation: .translation
        }
    }
}
