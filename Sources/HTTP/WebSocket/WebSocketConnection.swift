/// One end of a WebSocket (RFC 6455) after the handshake, without a socket: the same machine for both roles.
///
/// Bytes go in by `receive`, which says what they were and appends to `out` what must be sent in answer: pongs, and the
/// closing frames. Messages are put together where they are delivered: each byte is copied once, out of the buffer that
/// it came in, and unmasked on the way.
public struct WebSocketConnection: Sendable {
    public enum Role: Sendable {
        case server
        /// Masks must be unpredictable (RFC 6455 §10.3): the caller gives the generator that draws them.
        case client(masks: any RandomNumberGenerator & Sendable)
    }

    public struct Limits: Sendable, Equatable {
        /// The longest message: 21 MiB, which hold 15 MiB of audio in base64 with an event around it.
        public var messageBytesMax = 22_020_096
        /// The longest series of fragments: empty ones would go on for ever within any size. The Autobahn suite sends
        /// 65,537.
        public var fragmentsMax = 131_072

        public init() {}
    }

    enum State: Sendable, Equatable {
        case open
        /// We have sent a close frame and wait for theirs. What comes before it is still delivered, as the peer had
        /// sent
        /// it before it knew.
        case closing
        /// Both close frames have gone, or the peer broke the protocol, or the connection is lost. A peer that closes
        /// is answered in the same call, so it leads here at once.
        case closed
    }

    /// What of a frame has been read.
    enum Reading: Sendable, Equatable {
        /// The beginning of a header, fewer bytes than it has.
        case header([UInt8])
        case payload(WebSocketFrameHeader, read: Int)
    }

    /// A message of which frames have come.
    struct Assembly: Sendable, Equatable {
        var kind: WebSocketMessage.Kind
        var bytes: [UInt8] = []
        var fragments = 0
        var utf8 = UTF8Validator()
    }

    let limits: Limits
    private(set) var role: Role
    var state = State.open
    var reading = Reading.header([])
    var assembly: Assembly?
    var controlPayload: [UInt8] = []
    private(set) var discardsMessages = false

    public init(role: Role, limits: Limits = Limits()) {
        self.role = role
        self.limits = limits
    }

    /// Whether messages can be sent.
    public var isOpen: Bool { state == .open }
    /// Whether nothing more is delivered or sent: the driver closes the connection once its last bytes are written.
    public var isClosed: Bool { state == .closed }

    /// From here on nothing is kept or delivered of messages: only the closing handshake is still of interest.
    public mutating func discardMessages() {
        discardsMessages = true
        assembly?.bytes = []
    }

    /// How many bytes are kept of messages and frames that have not come whole.
    package var pendingBytes: Int {
        let header = if case .header(let bytes) = reading { bytes.capacity } else { 0 }
        return header + (assembly?.bytes.capacity ?? 0) + controlPayload.capacity
    }

    var isServer: Bool { if case .server = role { true } else { false } }

    /// A mask for one frame; nil where frames are not masked.
    mutating func nextMask() -> UInt32? {
        guard case .client(var masks) = role else { return nil }
        let mask = UInt32(truncatingIfNeeded: masks.next())
        role = .client(masks: masks)
        return mask
    }
}
