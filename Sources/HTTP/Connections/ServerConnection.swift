/// The server's half of an HTTP/1.1 connection (RFC 9112), without a socket.
///
/// Bytes go in by `receive`, and `next` is called until it has nothing more to say; it is called again after each
/// answer,
/// as the next request may have come meanwhile. One request is read and answered at a time, so answers cannot come in
/// another order than their requests. Once `isClosed`, the driver writes what it has and closes.
///
/// It does not know how long anything may take: the driver closes connections that are too slow.
public struct ServerConnection: Sendable {
    public enum Event: Sendable, Equatable {
        case request(RequestHead)
        /// A piece of the request's body; never an empty one.
        case body([UInt8])
        /// The request is whole: answer it.
        case end
        /// What came is refused: answer with the violation's status and sentence, and the connection closes after it.
        case refused(HTTPViolation)
        /// The connection ended in mid-request, or what came is refused while an answer is under way: there is
        /// nothing to
        /// answer any more, and the connection is closed.
        case failed(HTTPViolation)
    }

    enum State: Sendable, Equatable {
        /// Between two requests, or within a head.
        case head
        case body(BodyReader, Exchange)
        /// The request is whole, or refused; its answer is awaited or under way.
        case answering(Exchange)
        /// Another protocol has the connection now.
        case upgraded
        case closed
    }

    /// One request and its answer.
    struct Exchange: Sendable, Equatable {
        var answer = Answer.awaited
        var keepsAlive: Bool
        let version: HTTPVersion
        let asksForHead: Bool
        /// The client holds the body back until it is told to go on.
        var awaitsContinue = false
        /// The request was refused, so that nobody knows where the next begins.
        var isRefused = false
    }

    enum Answer: Sendable, Equatable {
        case awaited
        case chunked
        case untilClose
        /// To HEAD: the pieces of the body are not written.
        case withoutBody
    }

    let limits: HTTPLimits
    var state = State.head
    var input = InputBuffer()
    private var reader = HeadReader<RequestLine>()
    private var inputHasEnded = false
    private(set) var isDraining = false

    public init(limits: HTTPLimits) { self.limits = limits }

    public var isClosed: Bool { state == .closed }
    public var isUpgraded: Bool { state == .upgraded }

    /// Whether a request is being read or answered. A server that shuts down closes the others at once.
    public var isBusy: Bool {
        switch state {
        case .head: reader.hasBegun || !input.isEmpty
        case .body, .answering: true
        case .upgraded, .closed: false
        }
    }

    /// Whether the driver should read on. While an answer is being made, what the client sends must wait in its own
    /// buffers and not in ours.
    public var wantsInput: Bool {
        switch state {
        case .head, .body: !inputHasEnded
        case .answering: !inputHasEnded && input.isEmpty
        case .upgraded, .closed: false
        }
    }

    /// How many bytes are kept for later.
    package var pendingBytes: Int { input.count }

    /// No further request after this one: the server shuts down.
    public mutating func drain() {
        isDraining = true
        if !isBusy, !isUpgraded { close() }
    }

    public mutating func receive(_ bytes: [UInt8]) { bytes.span.withUnsafeBytes { receive($0) } }

    public mutating func receive(_ bytes: UnsafeRawBufferPointer) {
        switch state {
        case .head, .body: input.append(bytes)
        case .answering(var exchange):
            guard !exchange.isRefused else { return }
            guard input.count + bytes.count <= limits.pipelinedBytesMax else {
                exchange.isRefused = true
                exchange.keepsAlive = false
                input.removeAll()
                state = .answering(exchange)
                return
            }
            input.append(bytes)
        case .upgraded, .closed: return
        }
    }

    /// The client will send no more. What it has asked for is still answered.
    public mutating func receiveEnd() { inputHasEnded = true }

    /// What came, one thing at a time. Nil until more comes, or the answer is finished.
    public mutating func next() -> Event? {
        do throws(HTTPViolation) {
            switch state {
            case .head: return try readHead()
            case .body(let body, let exchange): return try readBody(body, exchange)
            case .answering, .upgraded, .closed: return nil
            }
        } catch {
            return refuse(error)
        }
    }

    private mutating func readHead() throws(HTTPViolation) -> Event? {
        guard let (line, fields) = try reader.read(from: &input, limits) else {
            guard inputHasEnded else { return nil }
            let isBetweenRequests = input.isEmpty && !reader.hasBegun
            close()
            return isBetweenRequests ? nil : .failed(.truncated)
        }
        reader = HeadReader()
        let head = try RequestHead(line, fields)
        let body = try BodyReader(BodyFraming.ofRequest(head), limits)
        for expectation in fields.values(of: "Expect") where !Octet.isSame(expectation, "100-continue") {
            throw .unsupportedExpectation
        }
        let exchange = Exchange(
            keepsAlive: head.keepsAlive && !isDraining,
            version: head.version,
            asksForHead: head.method == "HEAD",
            awaitsContinue: head.expectsContinue
        )
        state = .body(body, exchange)
        return .request(head)
    }

    private mutating func readBody(_ body: BodyReader, _ exchange: Exchange) throws(HTTPViolation) -> Event? {
        var (body, exchange) = (body, exchange)
        let event = try body.read(from: &input, limits, inputHasEnded: inputHasEnded)
        if event != nil { exchange.awaitsContinue = false }
        state = .body(body, exchange)
        switch event {
        case nil: return nil
        case .bytes(let bytes): return .body(bytes)
        case .end:
            state = .answering(exchange)
            return .end
        }
    }

    /// A refusal is answered if that can still be done in the place of the request's answer.
    private mutating func refuse(_ violation: HTTPViolation) -> Event {
        var exchange = Exchange(keepsAlive: false, version: .http11, asksForHead: false, isRefused: true)
        if case .body(_, let begun) = state {
            guard begun.answer == .awaited, violation != .truncated else {
                close()
                return .failed(violation)
            }
            exchange = Exchange(
                keepsAlive: false,
                version: begun.version,
                asksForHead: begun.asksForHead,
                isRefused: true
            )
        }
        input.removeAll()
        state = .answering(exchange)
        return .refused(violation)
    }

    mutating func close() {
        input.removeAll()
        state = .closed
    }

    /// The answer is written: on to the next request, or to the end.
    mutating func finish(_ exchange: Exchange) {
        guard exchange.keepsAlive, !isDraining else { return close() }
        state = .head
    }
}
