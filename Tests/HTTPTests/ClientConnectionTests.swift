import HTTP
import Testing

@Suite("A client reads responses")
struct ClientConnectionTests {
    private func events(
        _ input: String,
        method: String = "GET",
        headers: HeaderFields = HeaderFields(),
        ends: Bool = false
    ) throws -> (events: [ClientConnection.Event], client: ClientConnection) {
        var client = try ClientConnection.waiting(method, headers: headers)
        client.receive(bytes(input))
        if ends { client.receiveEnd() }
        return (client.pump().joiningBodies(), client)
    }

    @Test("A request, byte for byte (RFC 9112 §3, §6)")
    func request() throws {
        var client = ClientConnection.limited()
        var output: [UInt8] = []
        let request = ClientRequest("POST", "/a?b", host: "h:80", headers: ["X": "y"], body: bytes("hello"))
        try client.send(request, into: &output)
        #expect(text(output) == "POST /a?b HTTP/1.1\r\nHost: h:80\r\nContent-Length: 5\r\nX: y\r\n\r\nhello")
        #expect(throws: HTTPWriteError.wrongMoment) { try client.send(request, into: &output) }
    }

    typealias Wrong = (request: ClientRequest, error: HTTPWriteError)

    static let wrong: [Wrong] = [
        (ClientRequest("G T", "/", host: "h"), .invalidMethod("G T")),
        (ClientRequest("", "/", host: "h"), .invalidMethod("")),
        (ClientRequest("CONNECT", "/", host: "h"), .invalidMethod("CONNECT")),
        (ClientRequest("GET", "/ HTTP/1.1\r\nX: y", host: "h"), .invalidTarget("/ HTTP/1.1\r\nX: y")),
        (ClientRequest("GET", "x", host: "h"), .invalidTarget("x")),
        (ClientRequest("GET", "/é", host: "h"), .invalidTarget("/é")),
        (ClientRequest("GET", "/#a", host: "h"), .invalidTarget("/#a")),
        (ClientRequest("GET", "/", host: "h\r\nX: y"), .invalidHeaderValue(name: "Host")),
        (ClientRequest("GET", "/", host: "h", headers: ["host": "i"]), .reservedHeader("Host")),
        (ClientRequest("GET", "/", host: "h", headers: ["X": "a\r\nb"]), .invalidHeaderValue(name: "X")),
        (ClientRequest("GET", "/", host: "h", headers: ["Content-Length": "1"]), .reservedHeader("Content-Length")),
    ]

    @Test("A request that would be two is not written", arguments: wrong)
    func injection(_ row: Wrong) {
        var client = ClientConnection.limited()
        var output: [UInt8] = []
        #expect(throws: row.error) { try client.send(row.request, into: &output) }
        #expect(output == [])
        #expect(client.isIdle)
    }

    typealias Body = (method: String, head: String, body: String, content: String?, closes: Bool)

    static let bodies: [Body] = [
        ("GET", "HTTP/1.1 200 OK\r\nContent-Length: 5", "hello", "hello", false),
        ("GET", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked", "5\r\nhello\r\n0\r\nX: y\r\n\r\n", "hello", false),
        ("GET", "HTTP/1.1 200 OK\r\nContent-Length: 0", "", nil, false),
        ("GET", "HTTP/1.1 200\r\nContent-Length: 1\r\nConnection: close", "a", "a", true),
        ("GET", "HTTP/1.0 200 OK\r\nContent-Length: 1", "a", "a", true),
        ("GET", "HTTP/1.0 200 OK\r\nContent-Length: 1\r\nConnection: keep-alive", "a", "a", false),
        ("HEAD", "HTTP/1.1 200 OK\r\nContent-Length: 5", "", nil, false),
        ("HEAD", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked", "", nil, false),
        ("GET", "HTTP/1.1 204 No Content", "", nil, false),
        ("GET", "HTTP/1.1 304 Not Modified\r\nContent-Length: 5", "", nil, false),
        ("GET", "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1", "a", "a", false),
        ("GET", "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 100\r\n\r\nHTTP/1.1 200 \r\nContent-Length: 1", "a", "a", false),
    ]

    @Test("Where a response's body ends (RFC 9112 §6.3, RFC 9110 §15.2)", arguments: bodies)
    func body(_ row: Body) throws {
        let (events, client) = try events(row.head + "\r\n\r\n" + row.body, method: row.method)
        guard case .response = events.first else { return #expect(Bool(false), "\(events)") }
        #expect(events.compactMap(\.body) == (row.content.map { [bytes($0)] } ?? []))
        #expect(events.last == .end)
        #expect(client.isClosed == row.closes)
        #expect(client.isIdle != row.closes)
    }

    @Test("A body without length goes to the connection's end (RFC 9112 §6.3)")
    func untilClose() throws {
        var (events, client) = try events("HTTP/1.1 200 OK\r\n\r\nhello")
        #expect(events.last == .body(bytes("hello")))
        client.receiveEnd()
        #expect(client.pump() == [.end])
        #expect(client.isClosed)
    }

    typealias Refusal = (violation: HTTPViolation, input: String)

    static let refused: [Refusal] = [
        (.malformedStatusLine, "HTTP/1.1\r\n\r\n"), (.malformedStatusLine, "HTTP/1.1  200 OK\r\n\r\n"),
        (.malformedStatusLine, "HTTP/1.1 20 OK\r\n\r\n"), (.malformedStatusLine, "HTTP/1.1 2000 OK\r\n\r\n"),
        (.malformedStatusLine, "HTTP/1.1 099 OK\r\n\r\n"), (.malformedStatusLine, "HTTP/1.1 2x0 OK\r\n\r\n"),
        (.malformedStatusLine, "ICY 200 OK\r\n\r\n"), (.malformedStatusLine, "SSH-2.0-OpenSSH_9\r\n"),
        (.unsupportedVersion, "HTTP/2.0 200 OK\r\n\r\n"), (.controlCharacter, "HTTP/1.1 200 O\0K\r\n\r\n"),
        (.bareLineFeed, "HTTP/1.1 200 OK\n\n"), (.bareCarriageReturn, "HTTP/1.1 200 O\rK\r\n\r\n"),
        (.repeatedContentLength, "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\na"),
        (
            .contentLengthWithTransferEncoding,
            "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n"
        ),
        (.transferEncodingInHTTP10, "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"),
        (.transferEncodingWithoutBody, "HTTP/1.1 204 No Content\r\nTransfer-Encoding: chunked\r\n\r\n"),
        (.unexpectedUpgrade, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n"),
        (.tooManyInformational, String(repeating: "HTTP/1.1 100 Continue\r\n\r\n", count: 17)),
        (.bodyTooLong, "HTTP/1.1 200 OK\r\nContent-Length: 1000001\r\n\r\n"),
        (.bodyTooLong, "HTTP/1.1 200 OK\r\n\r\n" + String(repeating: "a", count: 1_000_001)),
        (.headTooLong, "HTTP/1.1 200 " + String(repeating: "a", count: 33_000)),
        (.tooManyHeaders, "HTTP/1.1 200 OK\r\n" + String(repeating: "X: y\r\n", count: 101)),
        (.unexpectedBytes, "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nabc"),
    ]

    @Test("What is no response is refused, and the connection ends", arguments: refused)
    func refuses(_ row: Refusal) throws {
        let (events, client) = try events(row.input)
        #expect(events.last == .failed(row.violation))
        #expect(client.isClosed)
        #expect(client.pendingBytes == 0)
    }

    @Test("An upgrade hands over what came after the head (RFC 9110 §7.8)")
    func upgrade() throws {
        let head = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n"
        let (events, client) = try events(head + "frames", headers: ["Upgrade": "websocket"])
        guard case .upgraded(let response, let rest) = events.first else { return #expect(Bool(false)) }
        #expect(response.headers["upgrade"] == "websocket")
        #expect(rest == bytes("frames"))
        #expect(client.isUpgraded)
    }

    @Test("Bytes that nobody asked for, and ends at all places")
    func ends() throws {
        var idle = ClientConnection.limited()
        idle.receive([1])
        #expect(idle.pump() == [.failed(.unexpectedBytes)])
        var quiet = ClientConnection.limited()
        quiet.receiveEnd()
        #expect(quiet.pump() == [])
        #expect(quiet.isClosed)
        for input in ["", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell"] {
            let (events, client) = try events(input, ends: true)
            #expect(events.last == .failed(.truncated))
            #expect(client.isClosed)
        }
    }
}
