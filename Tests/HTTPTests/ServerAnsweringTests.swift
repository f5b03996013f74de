import HTTP
import Testing

@Suite("A server answers")
struct ServerAnsweringTests {
    /// A server that has read this request.
    private func server(_ input: String) -> ServerConnection {
        var server = ServerConnection.limited()
        server.receive(bytes(input))
        _ = server.pump()
        return server
    }

    private static let get = "GET / HTTP/1.1\r\nHost: h\r\n\r\n"
    private static let head = "HEAD / HTTP/1.1\r\nHost: h\r\n\r\n"
    private static let post = "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\n"

    @Test("A whole answer, byte for byte (RFC 9112 §4, §6.2)")
    func whole() throws {
        var server = server(Self.get)
        var output: [UInt8] = []
        let head = ResponseHead(status: 200, headers: ["Content-Type": "text/plain"])
        try server.respond(head, body: bytes("hello"), date: date, into: &output)
        #expect(
            text(output) == """
                HTTP/1.1 200 OK\r
                Content-Type: text/plain\r
                Date: \(date)\r
                Content-Length: 5\r
                \r
                hello
                """
        )
        #expect(!server.isClosed)
    }

    @Test("An answer in chunks; an empty piece does not end it (RFC 9112 §7.1)")
    func chunks() throws {
        var server = server(Self.get)
        var output: [UInt8] = []
        try server.beginResponse(ResponseHead(status: 200), date: date, into: &output)
        for piece in ["hello", "", "0123456789abcdef"] { try server.sendBody(bytes(piece), into: &output) }
        try server.endResponse(into: &output)
        #expect(text(output).contains("Transfer-Encoding: chunked\r\n"))
        #expect(!text(output).contains("Content-Length"))
        #expect(text(output).hasSuffix("\r\n\r\n5\r\nhello\r\n10\r\n0123456789abcdef\r\n0\r\n\r\n"))
        #expect(!server.isClosed)
    }

    @Test("HEAD is told the length and not given the body (RFC 9110 §9.3.2)")
    func headRequest() throws {
        var server = server(Self.head)
        var output: [UInt8] = []
        try server.respond(ResponseHead(status: 200), body: bytes("hello"), date: date, into: &output)
        #expect(text(output).hasSuffix("Content-Length: 5\r\n\r\n"))
        server.receive(bytes(Self.head))
        _ = server.pump()
        output = []
        try server.beginResponse(ResponseHead(status: 200), date: date, into: &output)
        try server.sendBody(bytes("hello"), into: &output)
        try server.endResponse(into: &output)
        #expect(text(output).hasSuffix("Transfer-Encoding: chunked\r\n\r\n"))
        #expect(!server.isClosed)
    }

    @Test("204 and 304 have no body and no length (RFC 9110 §8.6)", arguments: [204, 304])
    func bodiless(_ status: Int) throws {
        var server = server(Self.get)
        var output: [UInt8] = []
        let head = ResponseHead(status: status)
        #expect(throws: HTTPWriteError.bodyNotAllowed(status: status)) {
            try server.respond(head, body: [1], date: date, into: &output)
        }
        #expect(throws: HTTPWriteError.bodyNotAllowed(status: status)) {
            try server.beginResponse(head, date: date, into: &output)
        }
        #expect(output == [])
        try server.respond(head, date: date, into: &output)
        #expect(!text(output).contains("Content-Length"))
    }

    typealias Persistence = (request: String, header: String?, closes: Bool)

    static let persistence: [Persistence] = [
        ("GET / HTTP/1.1\r\nHost: h\r\n\r\n", nil, false),
        ("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n", "close", true),
        ("GET / HTTP/1.1\r\nHost: h\r\nConnection: x, CLOSE\r\n\r\n", "close", true),
        ("GET / HTTP/1.1\r\nHost: h\r\nConnection: x\r\nConnection: close\r\n\r\n", "close", true),
        ("GET / HTTP/1.0\r\n\r\n", "close", true),
        ("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", "keep-alive", false),
    ]

    @Test("Whether the connection goes on (RFC 9112 §9.3)", arguments: persistence)
    func persists(_ row: Persistence) throws {
        var server = server(row.request)
        var output: [UInt8] = []
        try server.respond(ResponseHead(status: 200), date: date, into: &output)
        #expect(server.isClosed == row.closes)
        #expect(text(output).contains("\r\nConnection: ") == (row.header != nil))
        if let header = row.header { #expect(text(output).contains("\r\nConnection: \(header)\r\n")) }
    }

    @Test("An old client gets an answer of unknown length up to the connection's end (RFC 9112 §6.3)")
    func untilClose() throws {
        var server = server("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
        var output: [UInt8] = []
        try server.beginResponse(ResponseHead(status: 200), date: date, into: &output)
        try server.sendBody(bytes("hello"), into: &output)
        try server.endResponse(into: &output)
        #expect(text(output).contains("Connection: close\r\n"))
        #expect(text(output).hasSuffix("\r\n\r\nhello"))
        #expect(server.isClosed)
    }

    @Test("100 Continue is said once, to who waits, before the body (RFC 9110 §10.1.1)")
    func expectContinue() throws {
        let request = "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\nExpect: 100-Continue\r\n\r\n"
        var server = ServerConnection.limited()
        server.receive(bytes(request))
        #expect(server.pump().first?.request?.expectsContinue == true)
        var output: [UInt8] = []
        server.continueBody(into: &output)
        server.continueBody(into: &output)
        #expect(text(output) == "HTTP/1.1 100 Continue\r\n\r\n")
        server.receive(bytes("ab"))
        #expect(server.pump() == [.body(bytes("ab")), .end])
        var hasBody = self.server(request + "a")
        output = []
        hasBody.continueBody(into: &output)
        #expect(output == [], "the body has begun to come")
        var old = self.server("POST / HTTP/1.0\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n")
        old.continueBody(into: &output)
        #expect(output == [], "HTTP/1.0 knows no 1xx")
    }

    @Test("An answer before the body is whole is the last, and what follows is not a request (RFC 9112 §9.3)")
    func early() throws {
        var server = server(Self.post)
        var output: [UInt8] = []
        try server.respond(ResponseHead(status: 401), date: date, into: &output)
        #expect(text(output).contains("Connection: close\r\n"))
        #expect(server.isClosed)
        server.receive(bytes("hello" + Self.get))
        #expect(server.pump() == [])
        #expect(server.pendingBytes == 0)
    }

    @Test("A body that turns out wrong while an answer is under way ends the connection")
    func wrongWhileAnswering() throws {
        var server = server("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n")
        var output: [UInt8] = []
        try server.beginResponse(ResponseHead(status: 200), date: date, into: &output)
        server.receive(bytes("nonsense\r\n"))
        #expect(server.pump() == [.failed(.malformedChunkSize)])
        #expect(server.isClosed)
        #expect(throws: HTTPWriteError.wrongMoment) { try server.endResponse(into: &output) }
    }

    @Test("An upgrade hands over the bytes that came after the head (RFC 9110 §7.8)")
    func upgrade() throws {
        let request = "GET / HTTP/1.1\r\nHost: h\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n"
        var server = server(request + "\u{81}frames")
        var output: [UInt8] = []
        let rest = try server.upgrade(to: "websocket", headers: ["X": "y"], date: date, into: &output)
        #expect(rest == bytes("\u{81}frames"))
        #expect(
            text(output).hasPrefix(
                "HTTP/1.1 101 Switching Protocols\r\nX: y\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            )
        )
        #expect(!text(output).contains("Content-Length"))
        #expect(server.isUpgraded)
        server.receive(bytes("more"))
        #expect(server.pump() == [])
        #expect(server.pendingBytes == 0)
    }

    @Test("A server that shuts down finishes its answer and closes")
    func drain() throws {
        var idle = ServerConnection.limited()
        idle.drain()
        #expect(idle.isClosed)
        var busy = server(Self.get + Self.get)
        busy.drain()
        #expect(!busy.isClosed)
        var output: [UInt8] = []
        try busy.respond(ResponseHead(status: 200), date: date, into: &output)
        #expect(busy.isClosed)
        #expect(text(output).contains("Connection: close\r\n"))
        #expect(busy.pump() == [])
    }

    typealias Wrong = (headers: HeaderFields, error: HTTPWriteError)

    static let wrong: [Wrong] = [
        (["X": "a\r\nSet-Cookie: b"], .invalidHeaderValue(name: "X")), (["X": "a\rb"], .invalidHeaderValue(name: "X")),
        (["X": "a\nb"], .invalidHeaderValue(name: "X")), (["X": "a\0"], .invalidHeaderValue(name: "X")),
        (["X\r\nY": "a"], .invalidHeaderName("X\r\nY")), (["X:": "a"], .invalidHeaderName("X:")),
        (["": "a"], .invalidHeaderName("")), (["X ": "a"], .invalidHeaderName("X ")),
        (["é": "a"], .invalidHeaderName("é")),
        (["content-length": "1"], .reservedHeader("content-length")),
        (["Transfer-Encoding": "chunked"], .reservedHeader("Transfer-Encoding")),
        (["Connection": "close"], .reservedHeader("Connection")), (["Date": "now"], .reservedHeader("Date")),
    ]

    @Test("Fields that would write others, or contradict the machine, are refused (RFC 9110 §5.5)", arguments: wrong)
    func injection(_ row: Wrong) throws {
        var server = server(Self.get)
        var output: [UInt8] = []
        let head = ResponseHead(status: 200, headers: row.headers)
        #expect(throws: row.error) { try server.respond(head, date: date, into: &output) }
        #expect(throws: row.error) { try server.beginResponse(head, date: date, into: &output) }
        if row.error != .reservedHeader("Upgrade") {
            #expect(throws: row.error) {
                try server.upgrade(to: "websocket", headers: row.headers, date: date, into: &output)
            }
        }
        #expect(output == [])
        try server.respond(ResponseHead(status: 200), date: date, into: &output)
    }

    @Test("A reason, a date and a status are checked as well")
    func injectionElsewhere() {
        var server = server(Self.get)
        var output: [UInt8] = []
        #expect(throws: HTTPWriteError.invalidHeaderValue(name: "reason")) {
            try server.respond(ResponseHead(status: 200, reason: "a\r\nb"), date: date, into: &output)
        }
        #expect(throws: HTTPWriteError.invalidHeaderValue(name: "Date")) {
            try server.respond(ResponseHead(status: 200), date: "a\nb", into: &output)
        }
        for status in [-1, 0, 99, 100, 101, 199, 600, 1000] {
            #expect(throws: HTTPWriteError.invalidStatus(status)) {
                try server.respond(ResponseHead(status: status), date: date, into: &output)
            }
        }
        #expect(output == [])
    }
}
