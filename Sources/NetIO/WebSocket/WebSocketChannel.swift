internal import HTTP
internal import Synchronization

/// A WebSocket on a loop, of a server or a client. Confined to its loop: everything is called there, and the delegate
/// is called there.
public final class WebSocketChannel: @unchecked Sendable {
    public let loop: EventLoop
    public let peer: SocketAddress
    public let subprotocol: String?
    /// Held until `ended` was called.
    public var delegate: (any WebSocketDelegate)? {
        didSet { if awaitsDelegate, delegate != nil { delegateIsSet() } }
    }

    private let stream: TCPStream
    private var socket: WebSocketConnection
    private let keepAlive: KeepAlive
    private let tally: ServerTally?
    private var hasEnded = false
    private var isAborting = false
    private var isPaused = false
    /// A client's channel is handed over before anybody listens to it: it reads once somebody does.
    private var awaitsDelegate = false
    /// What was read before the reading was paused, or beyond what one turn may deliver, from `heldStart` on.
    private var held: [WebSocketEvent] = []
    private var heldStart = 0
    private var willDeliver = false
    /// The messages that were delivered in this turn of the loop.
    private var delivered = (count: 0, turn: 0)
    /// In the loop's milliseconds.
    private var heardAt: UInt64
    private var pingAt: UInt64
    private var cutAt = UInt64.max
    /// What the peer had taken of what we sent when that was looked at last.
    private var takenBytes = 0
    private var answerBytes = 0

    /// Answers to pings that a peer may leave unread. Beyond that it gets none (RFC 6455 §5.5.3 asks only for the
    /// latest).
    private static let answerBytesMax = 64 * 1_024
    /// What one turn of the loop delivers of a connection: a read may hold ten thousand empty messages, and there may
    /// be many reads in a turn, while the neighbours wait.
    private static let messagesMax = 64

    init(
        _ stream: TCPStream,
        peer: SocketAddress,
        subprotocol: String?,
        role: WebSocketConnection.Role,
        limits: WebSocketConnection.Limits,
        keepAlive: KeepAlive,
        tally: ServerTally?
    ) {
        self.stream = stream
        self.peer = peer
        self.subprotocol = subprotocol
        self.keepAlive = keepAlive
        self.tally = tally
        loop = stream.loop
        socket = WebSocketConnection(role: role, limits: limits)
        heardAt = stream.loop.milliseconds
        pingAt = heardAt.after(keepAlive.pingInterval)
    }

    /// Whether it came over TLS.
    public var isSecure: Bool { stream.isSecure }
    /// Whether what is sent can still reach the peer.
    public var isOpen: Bool { stream.isOpen && socket.isOpen }
    /// How many bytes of frames were sent and not yet taken by the kernel.
    public var queuedBytes: Int { stream.queuedBytes }

    /// The delegate is set: reads what came with the handshake, and what comes.
    func begin(with rest: [UInt8]) {
        setDeadline()
        if !rest.isEmpty { rest.span.withUnsafeBytes { received($0) } }
        if !isPaused, held.isEmpty { stream.startReading() }
    }
}

// A client's beginning.
extension WebSocketChannel {
    /// Keeps what came with the handshake, and reads nothing, until there is a delegate.
    func hold(_ rest: [UInt8]) {
        isPaused = true
        awaitsDelegate = true
        // A channel that nobody wants must not stay for ever.
        cutAt = loop.milliseconds.after(keepAlive.pongTimeout)
        stream.stopReading()
        setDeadline()
        if !rest.isEmpty { rest.span.withUnsafeBytes { received($0) } }
    }

    private func delegateIsSet() {
        awaitsDelegate = false
        cutAt = .max
        resumeReading()
    }
}

// Sending.
extension WebSocketChannel {
    /// Sends a text in one frame, when the loop's turn ends. After the end of the WebSocket it does nothing: `ended`
    /// tells.
    public func send(text: [UInt8]) { send(.text, text) }

    public func send(binary: [UInt8]) { send(.binary, binary) }

    /// Sends the text that `write` appends, without a copy in between. `write` must only append, and send nothing.
    public func send(textWith write: (inout [UInt8]) -> Void) {
        guard isOpen else { return }
        stream.write { out in
            do throws(WebSocketConnection.SendError) {
                try socket.send(.text, into: &out, writing: write)
            } catch { return }
        }
    }

    private func send(_ kind: WebSocketMessage.Kind, _ payload: [UInt8]) {
        guard isOpen else { return }
        stream.write { out in
            do throws(WebSocketConnection.SendError) {
                try socket.send(kind, payload, into: &out)
            } catch { return }
        }
    }

    /// Begins the end: says so, and waits a while for the peer to say it too. A code that must not be sent becomes
    /// 1000.
    public func close(code: UInt16 = 1_000, reason: String = "") {
        guard isOpen else { return }
        stream.write { socket.close(WebSocketCloseCode(Int(code)) ?? .normal, reason: reason, into: &$0) }
        cutAt = loop.milliseconds.after(keepAlive.closeTimeout)
        setDeadline()
    }

    /// No message is delivered from here on, and nothing of one is kept: for whoever only waits for the end.
    public func discardMessages() {
        socket.discardMessages()
        held = held[heldStart...].filter { event in if case .ended = event { true } else { false } }
        heldStart = 0
    }

    /// Cuts the connection. `ended` follows, later.
    public func abort() {
        isAborting = true
        stream.close()
    }
}

// Reading.
extension WebSocketChannel: StreamOwner {
    /// No message is delivered from here on until `resumeReading`, and the peer is slowed down by TCP. What was read
    /// already is kept.
    public func pauseReading() {
        isPaused = true
        stream.stopReading()
    }

    /// Messages come again, later and not from within this call.
    public func resumeReading() {
        guard isPaused else { return }
        isPaused = false
        loop.post { [self] in deliverHeld() }
    }

    private func deliverHeld() {
        while !isPaused, heldStart < held.count, mayDeliver {
            heldStart += 1
            handle(held[heldStart - 1])
        }
        guard !isPaused else { return }
        guard heldStart == held.count else { return deliverLater() }
        held = []
        heldStart = 0
        guard !hasEnded, stream.isOpen else { return }
        heardAt = loop.milliseconds
        setDeadline()
        stream.startReading()
    }

    func secured() {}

    func received(_ bytes: UnsafeRawBufferPointer) {
        heardAt = loop.milliseconds
        var answers: [UInt8] = []
        let events = socket.receive(bytes, into: &answers)
        if !answers.isEmpty { answer(answers) }
        for event in events { take(event) }
        deliverLater()
    }

    func receivedEnd() {
        for event in socket.receiveEnd() { take(event) }
        deliverLater()
    }

    /// What this turn may not deliver any more the next one does; until then nothing is read.
    private func deliverLater() {
        guard !isPaused, !willDeliver, !held.isEmpty else { return }
        willDeliver = true
        stream.stopReading()
        loop.soon { [self] in
            willDeliver = false
            deliverHeld()
        }
    }

    private var mayDeliver: Bool { delivered.turn != loop.turns || delivered.count < Self.messagesMax }

    /// Pongs, or the last frame of all.
    private func answer(_ answers: [UInt8]) {
        if stream.queuedBytes == 0 { answerBytes = 0 }
        answerBytes += answers.count
        guard !socket.isOpen || answerBytes <= Self.answerBytesMax else { return }
        stream.write { $0.append(contentsOf: answers) }
    }

    private func take(_ event: WebSocketEvent) {
        if isPaused || !held.isEmpty || !mayDeliver { held.append(event) } else { handle(event) }
    }

    private func handle(_ event: WebSocketEvent) {
        switch event {
        case .message(let message):
            if delivered.turn != loop.turns { delivered = (0, loop.turns) }
            delivered.count += 1
            delegate?.received(message, on: self)
        case .ping, .pong: return
        case .ended(let end):
            stream.finish()
            finish(end)
        }
    }

    func drained() { delegate?.drained(self) }

    func deadlinePassed() {
        let now = loop.milliseconds
        if now >= lostAt, takesWhatWeSend() { heardAt = now }
        if now >= cutAt || now >= lostAt {
            tally?.timeouts.add(1, ordering: .relaxed)
            return stream.close()
        }
        if socket.isOpen, now >= pingAt {
            pingAt = now.after(keepAlive.pingInterval)
            stream.write { out in
                do throws(WebSocketConnection.SendError) { try socket.ping(into: &out) } catch { return }
            }
        }
        setDeadline()
    }

    /// A ping waits behind all that was sent before: a slow reader is alive for as long as it reads. One that has
    /// stopped is not, nor is one that owes us no more than an answer.
    private func takesWhatWeSend() -> Bool {
        guard let taken = stream.acknowledgedBytes, taken > takenBytes else { return false }
        takenBytes = taken
        return true
    }

    /// Who is not read from cannot be heard.
    private var lostAt: UInt64 { isPaused || !held.isEmpty ? .max : heardAt.after(keepAlive.pongTimeout) }

    /// The next moment at which there is something to do, if nothing comes.
    private func setDeadline() {
        let next = min(socket.isOpen ? pingAt : .max, lostAt, cutAt)
        let now = loop.milliseconds
        stream.setDeadline(after: next == .max ? nil : .milliseconds(Int64(clamping: next > now ? next - now : 0)))
    }

    func closed(_ failure: StreamFailure?) {
        guard isAborting else { return finish(.lost) }
        loop.post { [self] in finish(.lost) }
    }

    private func finish(_ end: WebSocketEnd) {
        guard !hasEnded else { return }
        hasEnded = true
        held = []
        heldStart = 0
        let delegate = delegate
        self.delegate = nil
        delegate?.ended(end, on: self)
    }
}

extension UInt64 {
    /// A moment in milliseconds, that much later.
    func after(_ delay: Duration) -> UInt64 {
        let (moment, overflow) = addingReportingOverflow(delay.millisecondsRoundedUp)
        return overflow ? .max : moment
    }
}
