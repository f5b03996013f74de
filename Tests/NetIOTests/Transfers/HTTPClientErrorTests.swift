import Glibc
import HTTP
import NetIO
import TestSupport
import Testing

/// Each failure has a name of its own.
@Suite("What the HTTP client says went wrong", .timeLimit(.minutes(1)))
struct HTTPClientErrorTests {
    /// What comes of a request to a server that answers with these bytes and closes.
    private func failure(
        of answer: String,
        _ change: @Sendable (inout HTTPClientRequest) -> Void = { _ in }
    ) async throws -> HTTPClientError? {
        let server = RawServer { peer in
            guard peer.readHead() != nil else { return }
            peer.write(answer)
        }
        var request = HTTPClientRequest("GET", server.url)
        change(&request)
        return try await failure(of: request)
    }

    private func failure(of request: HTTPClientRequest) async throws -> HTTPClientError? {
        try await withClient { client in
            do throws(HTTPClientError) {
                _ = try await client.send(request)
                return nil
            } catch {
                return error
            }
        }
    }

    @Test("Nobody listens")
    func refused() async throws {
        let error = try await withClosedPort { port in
            try await failure(of: HTTPClientRequest("GET", "http://127.0.0.1:\(port)"))
        }
        guard case .refused = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test("A name without an address")
    func unresolved() async throws {
        let error = try await failure(of: HTTPClientRequest("GET", "http://no-such-host.invalid/"))
        guard case .unresolved = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test("The connection ends before, within and after a body")
    func ends() async throws {
        guard case .lost = try await failure(of: "") else {
            Issue.record("an empty answer")
            return
        }
        guard case .truncated = try await failure(of: "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf") else {
            Issue.record("a body cut short")
            return
        }
        let chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n"
        guard case .truncated = try await failure(of: chunked) else {
            Issue.record("chunks without their end")
            return
        }
        #expect(try await failure(of: "HTTP/1.1 200 OK\r\n\r\nup to the end") == nil)
    }

    @Test(
        "What is not HTTP",
        arguments: [
            "SSH-2.0-OpenSSH_9.2\r\n", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nx\r\n0\r\n\r\n",
        ]
    )
    func malformed(_ answer: String) async throws {
        let error = try await failure(of: answer)
        guard case .malformedResponse = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test("A body beyond its limit, said beforehand or not")
    func tooLarge() async throws {
        let body = String(repeating: "x", count: 101)
        let answers = ["HTTP/1.1 200 OK\r\nContent-Length: 101\r\n\r\n\(body)", "HTTP/1.1 200 OK\r\n\r\n\(body)"]
        for answer in answers {
            #expect(try await failure(of: answer) { $0.options.responseBytesMax = 100 } == .bodyTooLarge(limit: 100))
            #expect(try await failure(of: answer) { $0.options.responseBytesMax = 101 } == nil)
        }
    }

    @Test("A head beyond its limit")
    func headTooLarge() async throws {
        let fields = String(repeating: "X-Field: \(String(repeating: "x", count: 1_000))\r\n", count: 70)
        #expect(try await failure(of: "HTTP/1.1 200 OK\r\n\(fields)\r\n") == .headTooLarge(limit: 65_536))
    }

    @Test("An answer that points elsewhere is refused, unless it was asked for")
    func redirect() async throws {
        let answer = "HTTP/1.1 302 Found\r\nLocation: http://elsewhere.example/\r\nContent-Length: 0\r\n\r\n"
        #expect(try await failure(of: answer) == .redirected(status: 302, to: "http://elsewhere.example/"))
        #expect(try await failure(of: answer) { $0.options.redirects = .returned } == nil)
    }

    @Test("Nothing comes for too long: before the answer, and within it", arguments: [false, true])
    func stall(_ hasBegun: Bool) async throws {
        let ended = Signal<Bool>()
        let server = RawServer { peer in
            guard peer.readHead() != nil else { return }
            if hasBegun { peer.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf") }
            peer.waitForEnd()
            ended.say(true)
        }
        var request = HTTPClientRequest("GET", server.url)
        request.options.stallTimeout = .milliseconds(50)
        #expect(try await failure(of: request) == .timedOut(.stall, after: .milliseconds(50)))
        #expect(await ended.heard() == true)
    }

    @Test("A response that goes on for too long, although something comes")
    func total() async throws {
        let server = RawServer { peer in
            guard peer.readHead() != nil else { return }
            peer.write("HTTP/1.1 200 OK\r\n\r\n")
            while peer.write("more ") { usleep(2_000) }
        }
        var request = HTTPClientRequest("GET", server.url)
        request.options.stallTimeout = .seconds(30)
        request.options.totalTimeout = .milliseconds(80)
        #expect(try await failure(of: request) == .timedOut(.total, after: .milliseconds(80)))
    }

    @Test("TLS with a server that speaks none, within the time for connecting", arguments: [true, false])
    func handshake(_ answers: Bool) async throws {
        let server = RawServer { peer in
            if answers { peer.write("HTTP/1.1 400 Bad Request\r\n\r\n") }
            peer.waitForEnd()
        }
        var request = HTTPClientRequest("GET", "https://127.0.0.1:\(server.port)")
        request.options.connectTimeout = .milliseconds(answers ? 10_000 : 80)
        let error = try await failure(of: request)
        if answers {
            guard case .tls(.handshake, _) = error else {
                Issue.record("\(String(describing: error))")
                return
            }
        } else {
            #expect(error == .timedOut(.connect, after: .milliseconds(80)))
        }
    }

    @Test("A file of authorities that is not there")
    func authorityFile() async throws {
        let server = RawServer { $0.waitForEnd() }
        var request = HTTPClientRequest("GET", "https://127.0.0.1:\(server.port)")
        request.options.authorityFile = "/nonexistent/authority.pem"
        let error = try await failure(of: request)
        guard case .tls(.authorityFile, _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test(
        "What must not be sent is not sent",
        arguments: [
            HTTPClientRequest("GET", "http://127.0.0.1/", headers: ["X": "a\r\nY: b"]),
            HTTPClientRequest("GET", "http://127.0.0.1/", headers: ["X:": "a"]),
            HTTPClientRequest("GET", "http://127.0.0.1/", headers: ["Content-Length": "3"]),
            HTTPClientRequest("GET /\r\n", "http://127.0.0.1/"), HTTPClientRequest("GET", "http://127.0.0.1/a b"),
            HTTPClientRequest("GET", "file:///etc/passwd"), HTTPClientRequest("GET", ""),
            HTTPClientRequest("CONNECT", "http://127.0.0.1/"),
        ]
    )
    func invalid(_ request: HTTPClientRequest) async throws {
        guard case .invalidRequest = try await failure(of: request) else {
            Issue.record("\(request) was sent")
            return
        }
    }

    @Test("The client is closed")
    func closed() async throws {
        let loop = EventLoop.start()
        let client = HTTPClient(on: loop)
        await client.close()
        await #expect(throws: HTTPClientError.clientClosed) {
            try await client.send(HTTPClientRequest("GET", "http://127.0.0.1:1"))
        }
        await loop.stop()
    }

    @Test("Closing the client ends what is under way")
    func closing() async throws {
        let loop = EventLoop.start()
        let client = HTTPClient(on: loop)
        let arrived = Signal<Bool>()
        let server = RawServer { peer in
            _ = peer.readHead()
            arrived.say(true)
            peer.waitForEnd()
        }
        let outcome = Task { try await client.send(HTTPClientRequest("GET", server.url)) }
        _ = await arrived.heard()
        await client.close()
        await #expect(throws: HTTPClientError.clientClosed) { try await outcome.value }
        await loop.stop()
    }

    @Test("Whatever comes is a response or a failure, never a trap", arguments: Seed.some(2))
    func mutated(_ seed: Seed) async throws {
        let random = Lock(seed.generator)
        let samples = [
            "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX: y\r\n\r\nhello",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nT: u\r\n\r\n",
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n",
        ]
        let server = RawServer { peer in
            guard peer.readHead() != nil else { return }
            peer.write(
                random.withLock { random in
                    var bytes = Array((samples.randomElement(using: &random) ?? "").utf8)
                    bytes.mutate(using: &random, alphabet: Array("\r\n: 0123HTP/".utf8) + [0, 0x80])
                    return bytes
                }
            )
        }
        try await withClient { client in
            var request = HTTPClientRequest("GET", server.url)
            request.options.stallTimeout = .seconds(5)
            for _ in 0..<200 { _ = try? await client.send(request) }
        }
    }
}
