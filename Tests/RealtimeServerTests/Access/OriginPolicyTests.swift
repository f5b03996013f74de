import HTTP
import NetIO
import RealtimeServer
import TestSupport
import Testing

@Suite("Origins")
struct OriginPolicyTests {
    typealias Row = (origin: String?, allowed: [String], isAllowed: Bool)

    /// Asked of `http://antiphon.test`.
    static let rows: [Row] = [
        (nil, [], true),
        ("http://antiphon.test", [], true),
        ("http://antiphon.test:80", [], true),
        ("HTTP://Antiphon.Test", [], true),
        ("https://antiphon.test", [], false),
        ("http://antiphon.test:8080", [], false),
        ("http://localhost", [], false),
        ("http://antiphon.test.evil.example", [], false),
        ("http://evil.example", [], false),
        ("http://evil.example", ["https://evil.example"], false),
        ("https://app.example", ["https://app.example"], true),
        ("https://app.example:443", ["https://app.example"], true),
        ("https://app.example:8443", ["https://app.example"], false),
        ("https://sub.app.example", ["https://app.example"], false),
        ("http://evil.example", ["*"], true),
        ("null", [], false),
        ("null", ["https://app.example"], false),
        ("null", ["*"], true),
        ("", [], false),
        ("http://antiphon.test/", [], false),
        ("http://user@antiphon.test", [], false),
        ("file://antiphon.test", [], false),
        ("http://[::1]:3000", ["http://[::1]:3000"], true),
    ]

    @Test("A page may come from here, or from where the operator says", arguments: rows)
    func allowed(_ row: Row) throws {
        let policy = OriginPolicy(row.allowed == ["*"] ? .all : .only(Set(row.allowed)))
        let head = try #require(RequestHead.get("/", row.origin.map { [("Origin", $0)] } ?? []))
        let view = TrustedProxies().view(of: head, peer: "127.0.0.1", isSecure: false)
        #expect(policy.allows(head, seenAs: view) == row.isAllowed)
    }

    @Test("Two origins are none")
    func two() throws {
        let origins = [("Origin", "http://antiphon.test"), ("Origin", "http://evil.example")]
        let head = try #require(RequestHead.get("/", origins))
        let view = TrustedProxies().view(of: head, peer: "127.0.0.1", isSecure: false)
        #expect(!OriginPolicy.sameOrigin.allows(head, seenAs: view))
    }

    @Test("Behind a trusted proxy the page's own address is the proxy's")
    func proxied() throws {
        let headers = [
            ("Origin", "https://talk.example"), ("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "talk.example"),
        ]
        let head = try #require(RequestHead.get("/", headers))
        let range = try #require(AddressRange(parsing: "10.0.0.0/8"))
        let trusting = TrustedProxies([range])
        let policy = OriginPolicy.sameOrigin
        #expect(policy.allows(head, seenAs: trusting.view(of: head, peer: "10.1.2.3", isSecure: false)))
        #expect(!policy.allows(head, seenAs: trusting.view(of: head, peer: "192.0.2.1", isSecure: false)))
    }

    @Test("Of damaged origins none that is another page's is let in", arguments: Seed.some(200))
    func fuzz(_ seed: Seed) {
        var random = seed.generator
        let policy = OriginPolicy(.only(["https://app.example:8443"]))
        for text in ["https://app.example:8443", "http://antiphon.test", "http://[2001:db8::1]:80"] {
            for _ in 0..<50 {
                var bytes = Array(text.utf8)
                bytes.mutate(using: &random, alphabet: Array(":/[]@.%htps0189\u{e9}".utf8))
                let origin = String(decoding: bytes, as: UTF8.self)
                guard let head = RequestHead.get("/", [("Origin", origin)]) else { continue }
                let view = TrustedProxies().view(of: head, peer: "127.0.0.1", isSecure: false)
                guard policy.allows(head, seenAs: view) else { continue }
                let said = head.headers.only("Origin")?.lowercased() ?? ""
                #expect(said.hasPrefix("https://app.example:8443") || said.hasPrefix("http://antiphon.test"), "\(said)")
            }
        }
    }
}

@Suite("CORS")
struct CORSTests {
    private func preflight(_ origin: String, _ wanted: String) throws -> HeaderFields? {
        let headers = [
            ("Origin", origin), ("Access-Control-Request-Method", "POST"),
            ("Access-Control-Request-Headers", wanted),
        ]
        let head = try #require(RequestHead.get("/v1/realtime/client_secrets", headers, method: "OPTIONS"))
        let view = TrustedProxies().view(of: head, peer: "127.0.0.1", isSecure: false)
        return CORS(OriginPolicy(.only(["https://app.example"]))).preflight(head, seenAs: view)
    }

    @Test("A page that may ask is told which headers it may send")
    func allowed() throws {
        let wanted = "Authorization,content-type, x-stainless-os, x-evil, x-stainless-a\tb, OpenAI-Beta"
        let answer = try #require(try preflight("https://app.example", wanted))
        #expect(answer["Access-Control-Allow-Origin"] == "https://app.example")
        #expect(
            answer["Access-Control-Allow-Headers"] == "authorization, content-type, x-stainless-os, openai-beta"
        )
        #expect(answer["Access-Control-Allow-Methods"]?.contains("POST") == true)
        #expect(answer["Vary"]?.contains("Origin") == true)
        #expect(answer["Access-Control-Allow-Credentials"] == nil)
    }

    @Test("A page that may not ask is allowed nothing")
    func refused() throws {
        let answer = try #require(try preflight("https://evil.example", "authorization"))
        #expect(answer.fields.map(\.name) == ["Vary"])
    }

    @Test("Other requests are no preflight, and their answers may be read by pages that may ask")
    func ordinary() throws {
        let cors = CORS(OriginPolicy(.only(["https://app.example"])))
        for (origin, names) in [
            ("https://app.example", ["Vary", "Access-Control-Allow-Origin", "Access-Control-Expose-Headers"]),
            ("https://evil.example", ["Vary"]),
        ] {
            let head = try #require(RequestHead.get("/v1/models", [("Origin", origin)]))
            let view = TrustedProxies().view(of: head, peer: "127.0.0.1", isSecure: false)
            #expect(cors.preflight(head, seenAs: view) == nil)
            #expect(cors.headers(for: head, seenAs: view).fields.map(\.name) == names)
        }
    }
}
