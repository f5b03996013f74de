import Dispatch
import Glibc
import HTTP
import NetIO
import Testing

@Suite("The HTTP client", .timeLimit(.minutes(1)))
struct HTTPClientTests {
    @Test("A request arrives as it was made, and its answer comes back")
    func exchange() async throws {
        let heard = Signal<(head: String, body: [UInt8]?)>()
        let server = RawServer { peer in
            guard let head = peer.readHead() else { return }
            heard.say((head, peer.read(7)))
            peer.respond("{\"a\":1}", status: "201 Created", headers: "Content-Type:  application/json \r\n")
        }
        let response = try await withClient { client in
            try await client.send(
                HTTPClientRequest(
                    "POST",
                    server.url + "/v1/x?y=z",
                    headers: ["Authorization": "Bearer k", "X-Empty": ""],
                    body: Array("{\"b\":2}".utf8)
                )
            )
        }
        #expect(response.status == 201)
        #expect(response.headers["content-type"] == "application/json")
        #expect(response.body == Array("{\"a\":1}".utf8))
        let request = await heard.heard()
        #expect(request?.body == Array("{\"b\":2}".utf8))
        #expect(request?.head.hasPrefix("POST /v1/x?y=z HTTP/1.1\r\n") == true)
        #expect(request?.head.contains("Authorization: Bearer k\r\n") == true)
        #expect(request?.head.contains("X-Empty:\r\n") == true)
        #expect(request?.head.contains("Content-Length: 7\r\n") == true)
        #expect(request?.head.contains("Content-Type") == false, "nobody said what the body is")
        #expect(request?.head.contains("Expect") == false)
    }

    @Test(
        "A method without a body sends none",
        arguments: ["GET", "HEAD", "DELETE", "POST", "OPTIONS"]
    )
    func methods(_ method: String) async throws {
        let server = RawServer { peer in
            while let head = peer.readHead() {
                let isRight = head.hasPrefix("\(method) / HTTP/1.1\r\n") && !head.contains("chunked")
                peer.write("HTTP/1.1 \(isRight ? "204 No Content" : "400 Bad Request")\r\n\r\n")
            }
        }
        let response = try await withClient { try await $0.send(HTTPClientRequest(method, server.url)) }
        #expect(response.status == 204)
    }

    @Test("One connection serves request after request")
    func reuse() async throws {
        let server = RawServer { peer in while peer.readHead() != nil { peer.respond("again") } }
        try await withClient { client in
            for _ in 0..<20 {
                let response = try await client.send(HTTPClientRequest("GET", server.url))
                #expect(response.body == Array("again".utf8))
            }
        }
        #expect(server.acceptedCount == 1)
    }

    @Test("Beyond so many connections in all, requests wait, and then have their turn")
    func connectionsMax() async throws {
        let (isAsked, mayAnswer, isAnswered) = (Signal<Void>(), DispatchSemaphore(value: 0), Lock(false))
        let first = RawServer { peer in
            guard peer.readHead() != nil else { return }
            isAsked.say(())
            mayAnswer.wait()
            isAnswered.withLock { $0 = true }
            peer.respond("first")
        }
        let second = RawServer { peer in
            if peer.readHead() != nil { peer.respond(isAnswered.withLock(\.self) ? "after" : "before") }
        }
        let loop = EventLoop.start()
        var configuration = HTTPClient.Configuration()
        configuration.connectionsMax = 1
        let client = HTTPClient(on: loop, configuration: configuration)
        async let one = client.send(HTTPClientRequest("GET", first.url))
        _ = await isAsked.heard()
        async let other = client.send(HTTPClientRequest("GET", second.url))
        for _ in 0..<50 { await loop.run {} }
        mayAnswer.signal()
        #expect(try await String(decoding: one.body, as: UTF8.self) == "first")
        #expect(try await String(decoding: other.body, as: UTF8.self) == "after")
        await client.close()
        await loop.stop()
    }

    @Test("A body is sent again where a kept connection turns out to be closed")
    func staleConnection() async throws {
        // Closes after each answer without having said so.
        let server = RawServer { peer in
            guard peer.readHead() != nil, let body = peer.read(4) else { return }
            peer.respond(String(decoding: body, as: UTF8.self))
        }
        try await withClient { client in
            for _ in 0..<5 {
                let request = HTTPClientRequest("POST", server.url, body: Array("body".utf8))
                let response = try await client.send(request)
                #expect(response.body == Array("body".utf8))
            }
        }
    }

    @Test("A body larger than every buffer is sent whole")
    func largeUpload() async throws {
        let body = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0) }
        let server = RawServer { peer in
            guard peer.readHead() != nil, let body = peer.read(3_000_000) else { return }
            peer.respond("\(body.reduce(0) { $0 &+ Int($1) })")
        }
        let response = try await withClient {
            try await $0.send(HTTPClientRequest("PUT", server.url, body: body))
        }
        #expect(String(decoding: response.body, as: UTF8.self) == "\(body.reduce(0) { $0 &+ Int($1) })")
    }

    @Test("Informational heads and trailers are no part of the response")
    func informational() async throws {
        let server = RawServer { peer in
            guard peer.readHead() != nil else { return }
            peer.write("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\nHTTP/1.1 200 OK\r\nX-One: 1\r\n")
            peer.write("Transfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\nX-Late: 2\r\n\r\n")
        }
        let response = try await withClient { try await $0.send(HTTPClientRequest("GET", server.url)) }
        #expect(response.body == Array("ok".utf8))
        #expect(response.headers["X-One"] == "1")
        #expect(response.headers["Link"] == nil)
        #expect(response.headers["X-Late"] == nil)
    }

    @Test("Many requests at once have their own answers")
    func many() async throws {
        let server = RawServer { peer in
            while let head = peer.readHead() { peer.respond(String(head.split(separator: " ")[1])) }
        }
        try await withClient { client in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<50 {
                    group.addTask {
                        let response = try await client.send(HTTPClientRequest("GET", "\(server.url)/\(number)"))
                        #expect(String(decoding: response.body, as: UTF8.self) == "/\(number)")
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    @Test("A request shows neither its keys nor its query")
    func description() {
        let request = HTTPClientRequest(
            "POST",
            "https://user:secret@host.example/path?key=secret",
            headers: ["Authorization": "Bearer secret"],
            body: Array("secret".utf8)
        )
        #expect("\(request)" == "POST https://host.example/path")
        #expect(String(reflecting: request) == "POST https://host.example/path")
    }
}

/// A client on a loop of its own, closed whatever happens.
func withClient<Result: Sendable>(
    _ body: @Sendable (HTTPClient) async throws -> Result
) async throws -> Result {
    let loop = EventLoop.start()
    let client = HTTPClient(on: loop)
    do {
        let result = try await body(client)
        await client.close()
        await loop.stop()
        return result
    } catch {
        await client.close()
        await loop.stop()
        throw error
    }
}
