import HTTP
import NetIO
import Testing

@Suite("An HTTP client that may not go everywhere", .timeLimit(.minutes(1)))
struct OutboundClientTests {
    @discardableResult
    private func withClient<Result>(
        _ change: (inout OutboundPolicy) -> Void,
        _ body: (HTTPClient) async throws -> Result
    ) async throws -> Result {
        let loop = EventLoop.start()
        var policy = OutboundPolicy()
        policy.allowsHTTP = true
        change(&policy)
        var configuration = HTTPClient.Configuration()
        configuration.outbound = policy
        let client = HTTPClient(on: loop, configuration: configuration)
        let outcome: Swift.Result<Result, any Error>
        do { outcome = .success(try await body(client)) } catch { outcome = .failure(error) }
        await client.close()
        await loop.stop()
        return try outcome.get()
    }

    /// Nobody knows what these names stand for until they are looked up: the socket is the last to ask.
    @Test("A name of this machine is not connected to", arguments: ["localhost", "LOCALHOST.", "a.localhost"])
    func names(_ host: String) async throws {
        let server = RawServer { peer in if peer.readHead() != nil { peer.respond("inside") } }
        try await withClient({ _ in }) { client in
            await #expect(throws: HTTPClientError.forbidden(.address(.loopback))) {
                try await client.send(HTTPClientRequest("GET", "http://\(host):\(server.port)/"))
            }
        }
        #expect(server.acceptedCount == 0)
    }

    @Test(
        "Nor is its address, however it is spelled",
        arguments: [
            "127.0.0.1", "127.1", "0x7f.1", "0177.0.0.1", "2130706433", "0x7f000001", "[::ffff:127.0.0.1]",
            "[::ffff:7f00:1]", "[::1]", "0.0.0.0", "0", "[::]", "user@127.0.0.1",
        ]
    )
    func spellings(_ host: String) async throws {
        let server = RawServer { peer in if peer.readHead() != nil { peer.respond("inside") } }
        try await withClient({ _ in }) { client in
            do throws(HTTPClientError) {
                let response = try await client.send(HTTPClientRequest("GET", "http://\(host):\(server.port)/"))
                Issue.record("\(response)")
            } catch {
                guard case .forbidden = error else {
                    Issue.record("\(error)")
                    return
                }
            }
        }
        #expect(server.acceptedCount == 0)
    }

    @Test("What is allowed arrives, at the name as it was looked at", arguments: ["localhost", "127.0.0.1"])
    func allowed(_ host: String) async throws {
        let server = RawServer { peer in
            while let head = peer.readHead() { peer.respond(head.contains("\r\nHost: \(host):") ? "right" : "wrong") }
        }
        try await withClient({ $0.allowsPrivateAddresses = true }) { client in
            for _ in 0..<2 {
                let url = "HTTP://\(host.uppercased()).:\(server.port)/x#y"
                let response = try await client.send(HTTPClientRequest("GET", url))
                #expect(response.body == Array("right".utf8))
            }
        }
        #expect(server.acceptedCount == 1, "the connection that was looked at is used again")
    }

    @Test("A range of addresses opens what it names, whatever the host's name")
    func range() async throws {
        let server = RawServer { peer in if peer.readHead() != nil { peer.respond("inside") } }
        for (range, isOpen) in [("127.0.0.0/8", true), ("10.0.0.0/8", false), ("0.0.0.0/0", false)] {
            try await withClient({ $0.hosts = [OutboundHost(parsing: range)].compactMap(\.self) }) { client in
                let request = HTTPClientRequest("GET", "http://localhost:\(server.port)/")
                let response = try? await client.send(request)
                #expect((response?.status == 200) == isOpen, "\(range)")
            }
        }
        #expect(server.acceptedCount == 1)
    }

    @Test("A redirect to this machine is not followed")
    func redirect() async throws {
        let inside = RawServer { peer in if peer.readHead() != nil { peer.respond("inside") } }
        let server = RawServer { peer in
            guard peer.readHead() != nil, peer.read(1) != nil else { return }
            peer.respond("", status: "307 Temporary Redirect", headers: "Location: \(inside.url)/\r\n")
        }
        try await withClient({ $0.allowsPrivateAddresses = true }) { client in
            await #expect(throws: HTTPClientError.redirected(status: 307, to: inside.url + "/")) {
                try await client.send(HTTPClientRequest("POST", server.url, body: [1]))
            }
        }
        #expect(inside.acceptedCount == 0)
    }

    @Test("Through a proxy nobody could look")
    func proxy() async throws {
        try await withClient({ $0.allowsPrivateAddresses = true }) { client in
            var request = HTTPClientRequest("GET", "http://localhost:9999/")
            request.options.proxy = .url("http://127.0.0.1:9")
            await #expect(throws: HTTPClientError.forbidden(.proxy)) { try await client.send(request) }
        }
    }
}
