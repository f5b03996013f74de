/// The client's half of an HTTP/1.1 connection (RFC 9112), without a socket: one request at a time.
///
/// Outgoing requests to models go through libcurl; this is for the upgrade to WebSocket, and for tests.
public struct ClientConnection: Sendable {
    public enum Event: Sendable, Equatable {
        case response(ResponseHead)
        /// A piece of the response's body; never an empty one.
        case body([UInt8])
        case end
        /// `101`: another protocol begins, with these bytes.
        case upgraded(ResponseHead, rest: [UInt8])
        /// What came is no response: the connection is closed.
        case failed(HTTPViolation)
    }

    enum State: Sendable, Equatable {
        case idle
        case head(Exchange)
        case body(BodyReader, Exchange)
        case upgraded
        case closed
    }

    struct Exchange: Sendable, Equatable {
        let asksForHead: Bool
        let asksForUpgrade: Bool
        var keepsAlive = true
        var informationalCount = 0
    }

    let limits: HTTPLimits
    private(set) var state = State.idle
    private var input = InputBuffer()
    private var reader = HeadReader<StatusLine>()
    private var inputHasEnded = false

    public init(limits: HTTPLimits) { self.limits = limits }

    public var isClosed: Bool { state == .closed }
    public var isUpgraded: Bool { state == .upgraded }
    /// Whether a request may be sent.
    public var isIdle: Bool { state == .idle }

    /// How many bytes are kept for later.
    package var pendingBytes: Int { input.count }

    /// Writes a request. `Host` comes from the argument, the body's length from the body.
    public mutating func send(_ request: ClientRequest, into out: inout [UInt8]) throws(HTTPWriteError) {
        guard state == .idle else { throw .wrongMoment }
        try request.check()
        let own = request.ownFields
        HeadWriter.write(
            method: request.method,
            target: request.target,
            request.headers,
            own: own,
            into: &out
        )
        out.append(contentsOf: request.body)
        state = .head(
            Exchange(asksForHead: request.method == "HEAD", asksForUpgrade: request.headers.contains("Upgrade"))
        )
    }

    public mutating func receive(_ bytes: [UInt8]) { bytes.span.withUnsafeBytes { receive($0) } }

    public mutating func receive(_ bytes: UnsafeRawBufferPointer) {
        switch state {
        case .idle, .head, .body: input.append(bytes)
        case .upgraded, .closed: return
        }
    }

    /// The server will send no more.
    public mutating func receiveEnd() { inputHasEnded = true }

    /// What came, one thing at a time. Nil until more comes.
    public mutating func next() -> Event? {
        do throws(HTTPViolation) {
            switch state {
            case .idle:
                guard input.isEmpty else { throw .unexpectedBytes }
                if inputHasEnded { close() }
                return nil
            case .head(let exchange): return try readHead(exchange)
            case .body(let body, let exchange): return try readBody(body, exchange)
            case .upgraded, .closed: return nil
            }
        } catch {
            close()
            return .failed(error)
        }
    }

    private mutating func close() {
        input.removeAll()
        state = .closed
    }

    private mutating func readHead(_ exchange: Exchange) throws(HTTPViolation) -> Event? {
        var exchange = exchange
        while true {
            guard let (line, fields) = try reader.read(from: &input, limits) else {
                if inputHasEnded { throw .truncated }
                return nil
            }
            reader = HeadReader()
            let head = ResponseHead(status: line.status, reason: line.reason, headers: fields)
            if line.status == 101 { return try upgrade(head, exchange) }
            if line.status < 200 {
                exchange.informationalCount += 1
                guard exchange.informationalCount <= limits.informationalMax else { throw .tooManyInformational }
                state = .head(exchange)
                continue
            }
            let framing = try BodyFraming.ofResponse(line, fields, answersHead: exchange.asksForHead)
            exchange.keepsAlive = framing != .untilClose && keepsAlive(line, fields)
            state = .body(try BodyReader(framing, limits), exchange)
            return .response(head)
        }
    }

    private func keepsAlive(_ line: StatusLine, _ fields: HeaderFields) -> Bool {
        switch line.version {
        case .http11: !fields.list("Connection", contains: "close")
        case .http10: fields.list("Connection", contains: "keep-alive")
        }
    }

    private mutating func upgrade(_ head: ResponseHead, _ exchange: Exchange) throws(HTTPViolation) -> Event {
        guard exchange.asksForUpgrade else { throw .unexpectedUpgrade }
        state = .upgraded
        return .upgraded(head, rest: input.takeAll())
    }

    private mutating func readBody(_ body: BodyReader, _ exchange: Exchange) throws(HTTPViolation) -> Event? {
        var body = body
        let event = try body.read(from: &input, limits, inputHasEnded: inputHasEnded)
        state = .body(body, exchange)
        switch event {
        case nil: return nil
        case .bytes(let bytes): return .body(bytes)
        case .end:
            if exchange.keepsAlive { state = .idle } else { close() }
            return .end
        }
    }
}
