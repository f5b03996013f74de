import HTTP
import NetIO
import Testing

@Suite("The HTTP client behind a proxy", .timeLimit(.minutes(1)))
struct HTTPProxyTests {
    private func request(_ url: String, by proxy: RawServer) -> HTTPClientRequest {
        var request = HTTPClientRequest("GET", url)
        request.options.proxy = .url("http://127.0.0.1:\(proxy.port)")
        return request
    }

    @Test("A plain request names the whole URL to the proxy")
    func absoluteForm() async throws {
        let proxy = RawServer { peer in
            guard let head = peer.readHead() else { return }
            peer.respond(String(head.prefix { $0 != "\r\n" }))
        }
        let response = try await withClient {
            try await $0.send(request("http://host.invalid/path", by: proxy))
        }
        #expect(String(decoding: response.body, as: UTF8.self) == "GET http://host.invalid/path HTTP/1.1")
    }

    @Test("An encrypted one asks for a tunnel, and TLS begins within it")
    func tunnel() async throws {
        let heard = Signal<[String]>()
        let proxy = RawServer { peer in
            guard let head = peer.readHead() else { return }
            peer.write("HTTP/1.1 200 Connection established\r\nX-Proxy: secret\r\n\r\n")
            // The first byte of TLS: a handshake record.
            heard.say([String(head.prefix { $0 != "\r\n" }), peer.read(1) == [22] ? "TLS" : "something else"])
        }
        await #expect(throws: HTTPClientError.self) {
            try await withClient { try await $0.send(request("https://host.invalid/", by: proxy)) }
        }
        #expect(await heard.heard() == ["CONNECT host.invalid:443 HTTP/1.1", "TLS"])
    }

    @Test("A tunnel that is refused is the proxy's refusal, with its status")
    func refusedTunnel() async throws {
        let proxy = RawServer { peer in
            guard peer.readHead() != nil else { return }
            peer.respond("no", status: "407 Proxy Authentication Required")
        }
        await #expect(throws: HTTPClientError.refusedByProxy(status: 407)) {
            try await withClient { try await $0.send(request("https://host.invalid/", by: proxy)) }
        }
    }
}
