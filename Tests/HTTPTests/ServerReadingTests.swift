import HTTP
import Testing

@Suite("A server reads requests")
struct ServerReadingTests {
    private func events(of input: String) throws -> [ServerConnection.Event] {
        var server = ServerConnection.limited()
        return try server.serve(bytes(input)).events
    }

    @Test("Method, target, version and fields (RFC 9112 §3, §5)")
    func head() throws {
        let input = "POST /a?b=c HTTP/1.1\r\nHost: h:80\r\nX:  y \t\r\nEmpty:\r\nContent-Length: 0\r\n\r\n"
        let events = try events(of: input)
        let head = try #require(events.first?.request)
        #expect(head.method == "POST")
        #expect(head.target == "/a?b=c")
        #expect(head.url?.path == ["a"])
        #expect(head.authority == "h:80")
        #expect(head.version == .http11)
        #expect(head.headers.fields.map(\.value) == ["h:80", "y", "", "0"])
        #expect(events.dropFirst() == [.end])
    }

    @Test("One empty line before a request is passed over (RFC 9112 §2.2)")
    func emptyLine() throws {
        #expect(try events(of: "\r\nGET / HTTP/1.1\r\nHost: h\r\n\r\n").count == 2)
        #expect(try events(of: "\r\n\r\nGET / HTTP/1.1\r\nHost: h\r\n\r\n") == [.refused(.malformedRequestLine)])
    }

    typealias Target = (line: String, target: String, authority: String?)

    static let targets: [Target] = [
        ("GET /x HTTP/1.1\r\nHost: h", "/x", "h"),
        ("GET http://h/x?y HTTP/1.1\r\nHost: h", "/x?y", "h"),
        ("GET HTTPS://H:443/x HTTP/1.1\r\nHost: h:443", "/x", "H:443"),
        ("GET http://h HTTP/1.1\r\nHost: h", "/", "h"),
        ("GET http://h?q HTTP/1.1\r\nHost: h", "/?q", "h"),
        ("OPTIONS * HTTP/1.1\r\nHost: h", "*", "h"),
        ("GET / HTTP/1.1\r\nHost:", "/", ""),
        ("GET / HTTP/1.1\r\nHost: [::1]:80", "/", "[::1]:80"),
        ("GET / HTTP/1.0", "/", nil),
        ("GET http://h/ HTTP/1.0", "/", "h"),
    ]

    @Test("Targets in origin, absolute and asterisk form (RFC 9112 §3.2)", arguments: targets)
    func target(_ row: Target) throws {
        let head = try #require(try events(of: row.line + "\r\n\r\n").first?.request)
        #expect(head.target == row.target)
        #expect(head.authority == row.authority)
    }

    @Test("Bytes beyond ASCII are UTF-8, or else ISO 8859-1, so that no two values become one (RFC 9110 §5.5)")
    func beyondASCII() throws {
        var server = ServerConnection.limited()
        let input = bytes("GET / HTTP/1.1\r\nHost: h\r\nA: é\r\nB: ") + [0xE9] + bytes("\r\n\r\n")
        let head = try #require(try server.serve(input).events.first?.request)
        #expect(head.headers["A"] == "é")
        #expect(head.headers["B"] == "é")
    }

    typealias Body = (head: String, body: String, content: String)

    static let bodies: [Body] = [
        ("Content-Length: 5", "hello", "hello"),
        ("content-length:\t005 ", "hello", "hello"),
        ("Transfer-Encoding: chunked", "5\r\nhello\r\n0\r\n\r\n", "hello"),
        ("Transfer-Encoding: CHUNKED", "00A\r\n0123456789\r\n3;a=\"b;c\";d\r\nxyz\r\n0;e\r\n\r\n", "0123456789xyz"),
        ("Transfer-Encoding: chunked", "1\r\na\r\n1\r\nb\r\n000\r\nTrailer: x\r\nContent-Length: 7\r\n\r\n", "ab"),
    ]

    @Test("Bodies by length and in chunks, trailers forgotten (RFC 9112 §6, §7.1)", arguments: bodies)
    func body(_ row: Body) throws {
        let request = "POST / HTTP/1.1\r\nHost: h\r\n\(row.head)\r\n\r\n\(row.body)"
        let events = try events(of: request + request)
        #expect(events.count == 6)
        #expect(events.compactMap(\.body) == [bytes(row.content), bytes(row.content)])
        #expect(events.first?.request?.headers["Trailer"] == nil)
    }

    @Test("Requests that came together are answered in their order (RFC 9112 §9.3.2)")
    func pipelining() throws {
        var server = ServerConnection.limited()
        server.receive(bytes((1...3).map { "GET /\($0) HTTP/1.1\r\nHost: h\r\n\r\n" }.joined()))
        for number in 1...3 {
            let events = server.pump()
            #expect(events.first?.request?.target == "/\(number)", "the next is not read before this one is answered")
            #expect(events.count == 2)
            #expect(server.wantsInput == (number == 3))
            var output: [UInt8] = []
            try server.respond(ResponseHead(status: 200), date: date, into: &output)
        }
        #expect(server.pump() == [])
        #expect(!server.isClosed)
    }

    @Test("What comes while an answer is made is bounded; beyond, this answer is the last")
    func pipeliningIsBounded() throws {
        var server = ServerConnection.limited { $0.pipelinedBytesMax = 100 }
        server.receive(bytes("GET / HTTP/1.1\r\nHost: h\r\n\r\n"))
        _ = server.pump()
        for _ in 0..<1000 {
            server.receive([UInt8](repeating: 0x41, count: 60))
            #expect(server.pendingBytes <= 100)
        }
        var output: [UInt8] = []
        try server.respond(ResponseHead(status: 200), date: date, into: &output)
        #expect(text(output).contains("Connection: close\r\n"))
        #expect(server.isClosed)
    }

    typealias Limit = (violation: HTTPViolation, status: Int, input: String)

    static let limits: [Limit] = [
        (.requestLineTooLong, 414, "GET /" + String(repeating: "a", count: 9_000)),
        (.headTooLong, 431, "GET / HTTP/1.1\r\nX: " + String(repeating: "a", count: 33_000)),
        (
            .headTooLong, 431,
            "GET / HTTP/1.1\r\n" + String(repeating: "X: \(String(repeating: "a", count: 900))\r\n", count: 40)
        ),
        (.tooManyHeaders, 431, "GET / HTTP/1.1\r\n" + String(repeating: "X: y\r\n", count: 101)),
        (.bodyTooLong, 413, "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1000001\r\n\r\n"),
        (.bodyTooLong, 413, "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nF4241\r\n"),
        (
            .chunkLineTooLong, 400,
            "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n1;" + String(repeating: "a", count: 300)
        ),
        (
            .chunkExtensionsTooLong, 400,
            "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
                + String(repeating: "1;\(String(repeating: "a", count: 99))\r\nx\r\n", count: 50)
        ),
        (
            .trailersTooLong, 431,
            "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nX: "
                + String(repeating: "a", count: 33_000)
        ),
        (
            .tooManyHeaders, 431,
            "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n"
                + String(repeating: "X: y\r\n", count: 101)
        ),
    ]

    @Test("Each limit has its status, and the connection ends", arguments: limits)
    func limit(_ row: Limit) throws {
        var server = ServerConnection.limited()
        let (events, output) = try server.serve(bytes(row.input))
        #expect(events.last == .refused(row.violation))
        #expect(text(output).hasPrefix("HTTP/1.1 \(row.status) "))
        #expect(text(output).hasSuffix(row.violation.description))
        #expect(server.isClosed)
        #expect(server.pendingBytes == 0)
    }

    @Test("A head and a body up to their limits pass")
    func withinLimits() throws {
        let line = "GET /" + String(repeating: "a", count: 8_192 - 16) + " HTTP/1.1\r\n"
        #expect(line.utf8.count == 8_192)
        let rest = String(repeating: "X: y\r\n", count: 99)
        #expect(try events(of: line + rest + "Host: h\r\n\r\n").last == .end)
        let body =
            "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1000000\r\n\r\n" + String(repeating: "a", count: 1_000_000)
        #expect(try events(of: body).last == .end)
    }

    @Test("The connection ends between requests, or in the midst of one")
    func ends() {
        let between = ["", "\r\n", "GET / HTTP/1.1\r\nHost: h\r\n\r\n"]
        let amidst = [
            "G", "GET / HTTP/1.1\r\n", "GET / HTTP/1.1\r\nHost: h\r\n",
            "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\na",
            "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n",
        ]
        for input in between + amidst {
            var server = ServerConnection.limited()
            server.receive(bytes(input))
            var events = server.pump()
            let isAnswered = events.last == .end
            server.receiveEnd()
            events += server.pump()
            #expect(events.contains(.failed(.truncated)) == amidst.contains(input))
            #expect(server.isClosed != isAnswered, "a request that came whole is still answered")
            #expect(!server.wantsInput)
        }
    }

    @Test("Every violation has a status of an error and a sentence", arguments: HTTPViolation.allCases)
    func catalogue(_ violation: HTTPViolation) {
        #expect(400...599 ~= violation.status)
        #expect(violation.description.hasSuffix("."))
    }
}
