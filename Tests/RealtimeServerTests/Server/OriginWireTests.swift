import HTTP
import NetIO
import RealtimeServer
import Testing

/// Browsers' pages and proxies, as they look on the wire.
@Suite("Origins and proxies on the wire", .timeLimit(.minutes(1)))
struct OriginWireTests {
    static let page = "https://app.example.com"

    private static func settings(_ settings: inout Settings) {
        settings.access.origins = .only([page])
    }

    private static func proxied(_ settings: inout Settings) {
        settings.access.trustedProxies = [AddressRange(parsing: "127.0.0.1")].compactMap(\.self)
    }

    private static func headers(_ origin: String) -> HeaderFields {
        ["Origin": origin, "api-key": Running.key]
    }

    @Test("A page of a configured origin is let in, and so is one of the server's own")
    func allowed() async throws {
        try await Running.with(Self.settings) { running in
            for origin in [Self.page, "http://\(running.server.address)"] {
                let caller = try await running.call(headers: Self.headers(origin))
                _ = try await caller.event("session.created")
            }
        }
    }

    @Test("Any page is let in where the operator says so")
    func any() async throws {
        try await Running.with({ $0.access.origins = .all }) { running in
            let caller = try await running.call(headers: Self.headers("https://anywhere.example"))
            _ = try await caller.event("session.created")
        }
    }

    @Test("A page that may ask reads the answer and its id; another gets no permission to")
    func exposed() async throws {
        try await Running.with(Self.settings) { running in
            let answer = try await running.ask("GET", "/v1/models", headers: ["Origin": Self.page])
            #expect(answer.status == 200)
            #expect(answer["Access-Control-Allow-Origin"] == Self.page)
            #expect(answer["Access-Control-Expose-Headers"]?.contains("x-request-id") == true)
            #expect(answer["Access-Control-Allow-Credentials"] == nil)
            #expect(answer["Vary"] == "Origin")
            let refused = try await running.ask("GET", "/v1/models", headers: ["Origin": "https://evil.example"])
            #expect(refused.status == 403)
            #expect(refused["Access-Control-Allow-Origin"] == nil)
            // A page reads why it was refused, too.
            let wrong = try await running.ask("GET", "/v1/models", key: "wrong", headers: ["Origin": Self.page])
            #expect(wrong.status == 401)
            #expect(wrong["Access-Control-Allow-Origin"] == Self.page)
        }
    }

    @Test("A browser asks beforehand what a page may send, without a key")
    func preflight() async throws {
        try await Running.with(Self.settings) { running in
            let asked: HeaderFields = [
                "Origin": Self.page, "Access-Control-Request-Method": "POST",
                "Access-Control-Request-Headers": "authorization,content-type,x-stainless-os,x-evil",
            ]
            let answer = try await running.ask("OPTIONS", "/v1/realtime/client_secrets", key: nil, headers: asked)
            #expect(answer.status == 204)
            #expect(answer.body.isEmpty)
            #expect(answer["Access-Control-Allow-Origin"] == Self.page)
            #expect(answer.head.headers.values(of: "Access-Control-Allow-Origin").count == 1)
            #expect(answer["Access-Control-Allow-Methods"]?.contains("POST") == true)
            #expect(answer["Access-Control-Allow-Headers"] == "authorization, content-type, x-stainless-os")
            var other = asked
            other.set("Origin", "https://evil.example")
            let refused = try await running.ask("OPTIONS", "/v1/realtime/client_secrets", key: nil, headers: other)
            #expect(refused["Access-Control-Allow-Origin"] == nil)
        }
    }

    @Test("Behind a proxy that is trusted, address and scheme are the client's")
    func trusted() async throws {
        let book = Logbook()
        try await Running.with(log: book.log, Self.proxied) { running in
            let headers: HeaderFields = [
                "api-key": Running.key, "X-Forwarded-For": "198.51.100.1, 203.0.113.9",
                "X-Forwarded-Proto": "https", "X-Forwarded-Host": "voice.example.com",
                "Origin": "https://voice.example.com",
            ]
            let caller = try await running.call(headers: headers)
            _ = try await caller.event("session.created")
        }
        #expect(book.lines(with: "session.started").allSatisfy { $0.contains("address=203.0.113.9") })
        #expect(book.lines(with: "session.started").count == 1)
    }

    @Test("What anybody else says of proxies is not believed")
    func untrusted() async throws {
        let book = Logbook()
        try await Running.with(log: book.log) { running in
            let caller = try await running.call(
                headers: ["api-key": Running.key, "X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "https"]
            )
            _ = try await caller.event("session.created")
            let page: HeaderFields = [
                "api-key": Running.key, "X-Forwarded-Host": "evil.example", "Origin": "http://evil.example",
            ]
            #expect(
                try await running.knock("/v1/realtime?model=gpt-realtime", headers: page).code == "origin_not_allowed"
            )
        }
        #expect(book.lines(with: "session.started").allSatisfy { $0.contains("address=127.0.0.1") })
    }

    @Test("Numbers are for this machine: not for those for whom a proxy on it asks, unless by a key for them")
    func metrics() async throws {
        try await Running.with(Self.proxied) { running in
            let here = try await running.ask("GET", "/metrics", key: nil)
            #expect(here.status == 200)
            #expect(here["Content-Type"]?.hasPrefix("text/plain; version=0.0.4") == true)
            let afar: HeaderFields = ["X-Forwarded-For": "203.0.113.9"]
            #expect(try await running.ask("GET", "/metrics", key: nil, headers: afar).status == 401)
            #expect(try await running.ask("GET", "/metrics", headers: afar).status == 200)
        }
    }

    @Test("Numbers are for everybody where the operator says so")
    func publicMetrics() async throws {
        let change: @Sendable (inout Settings) -> Void = {
            Self.proxied(&$0)
            $0.operations.metricsPublic = true
        }
        try await Running.with(change) { running in
            let afar: HeaderFields = ["X-Forwarded-For": "203.0.113.9"]
            let answer = try await running.ask("GET", "/metrics", key: nil, headers: afar)
            #expect(answer.status == 200)
        }
    }
}
