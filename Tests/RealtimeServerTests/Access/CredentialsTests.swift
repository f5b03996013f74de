import HTTP
import RealtimeServer
import TestSupport
import Testing

@Suite("Credentials")
struct CredentialsTests {
    struct Row: Sendable, CustomTestStringConvertible {
        var what: String
        var target = "/v1/realtime?model=gpt-realtime"
        var headers: [(String, String)] = []
        var token: String?
        var source: Credentials.Source?
        var testDescription: String { what }
    }

    static let rows = [
        Row(what: "nothing"),
        Row(what: "a bearer token", headers: [("Authorization", "Bearer sk-1")], token: "sk-1", source: .authorization),
        Row(what: "in any case", headers: [("authorization", "bEARER  sk-1")], token: "sk-1", source: .authorization),
        Row(what: "an api-key header", headers: [("api-key", "k")], token: "k", source: .apiKeyHeader),
        Row(what: "another scheme", headers: [("Authorization", "Basic dTpw")]),
        Row(
            what: "another scheme, for a proxy before us, and an api-key header",
            headers: [("Authorization", "Basic dTpw"), ("api-key", "k")],
            token: "k",
            source: .apiKeyHeader
        ),
        Row(what: "a scheme without a token", headers: [("Authorization", "Bearer ")]),
        Row(what: "two words", headers: [("Authorization", "Bearer a b")]),
        Row(what: "Azure in a browser", target: "/openai/v1/realtime?api-key=k", token: "k", source: .query),
        Row(
            what: "an older openai-node at Azure",
            target: "/openai/v1/realtime?Authorization=Bearer%20eyJ",
            token: "eyJ",
            source: .query
        ),
        Row(
            what: "the same, as URLSearchParams writes it",
            target: "/openai/v1/realtime?Authorization=Bearer+eyJ",
            token: "eyJ",
            source: .query
        ),
        Row(what: "an empty query", target: "/v1/realtime?api-key="),
        Row(
            what: "a sub-protocol",
            headers: [("Sec-WebSocket-Protocol", "realtime, openai-insecure-api-key.ek_1")],
            token: "ek_1",
            source: .subprotocol
        ),
        Row(
            what: "a sub-protocol without a key",
            headers: [("Sec-WebSocket-Protocol", "realtime, openai-insecure-api-key.")]
        ),
        Row(
            what: "a header beats the query and the sub-protocol",
            target: "/v1/realtime?api-key=query",
            headers: [
                ("Sec-WebSocket-Protocol", "openai-insecure-api-key.sub"), ("Authorization", "Bearer header"),
            ],
            token: "header",
            source: .authorization
        ),
        Row(
            what: "the query beats the sub-protocol",
            target: "/v1/realtime?api-key=query",
            headers: [("Sec-WebSocket-Protocol", "openai-insecure-api-key.sub")],
            token: "query",
            source: .query
        ),
        Row(
            what: "two different tokens, of which nobody knows the right one",
            headers: [("Authorization", "Bearer a"), ("Authorization", "Bearer b")]
        ),
        Row(
            what: "the same token twice",
            headers: [("Authorization", "Bearer a"), ("Authorization", "Bearer a")],
            token: "a",
            source: .authorization
        ),
    ]

    @Test("A key is found where the SDKs put it", arguments: rows)
    func token(_ row: Row) throws {
        let credentials = Credentials(try #require(RequestHead.get(row.target, row.headers)))
        #expect(credentials.token?.reveal() == row.token)
        #expect(credentials.source == row.source)
    }

    @Test(
        "The sub-protocol realtime is answered where it is offered",
        arguments: [
            (nil, nil), ("realtime", "realtime"), ("openai-agents-sdk.0.1, realtime", "realtime"),
            ("openai-insecure-api-key.k", nil), ("Realtime", nil),
        ] as [(String?, String?)]
    )
    func subprotocol(_ offered: String?, _ answered: String?) throws {
        let headers = offered.map { [("Sec-WebSocket-Protocol", $0)] } ?? []
        #expect(Credentials(try #require(RequestHead.get("/v1/realtime", headers))).subprotocol == answered)
    }

    @Test("Organization, project and beta come from headers or sub-protocols")
    func others() throws {
        let offer = "realtime, openai-organization.org_1, openai-project.proj_1, openai-beta.realtime-v1"
        let browser = Credentials(try #require(RequestHead.get("/", [("Sec-WebSocket-Protocol", offer)])))
        #expect(browser.organization == "org_1")
        #expect(browser.project == "proj_1")
        #expect(browser.asksForBeta)
        let headers = [
            ("OpenAI-Organization", "org_2"), ("OpenAI-Project", "proj_2"), ("OpenAI-Beta", "realtime=v1"),
            ("OpenAI-Safety-Identifier", "hash"),
        ]
        let program = Credentials(try #require(RequestHead.get("/", headers)))
        #expect(program.organization == "org_2")
        #expect(program.project == "proj_2")
        #expect(program.asksForBeta)
        #expect(program.safetyIdentifier == "hash")
        #expect(!Credentials(try #require(RequestHead.get("/", [("OpenAI-Beta", "assistants=v2")]))).asksForBeta)
    }

    @Test("A printed credential shows no key")
    func hidden() throws {
        let credentials = try #require(Credentials.bearer("sk-antiphon-secret"))
        var dumped = ""
        dump(credentials, to: &dumped)
        for text in ["\(credentials)", String(reflecting: credentials), dumped] { #expect(!text.contains("secret")) }
    }

    @Test("Whatever is sent, a key is one word that was sent", arguments: Seed.some(200))
    func fuzz(_ seed: Seed) {
        var random = seed.generator
        for _ in 0..<50 {
            guard let row = Self.rows.randomElement(using: &random) else { continue }
            var bytes = Array(RequestHead.text("GET", row.target, row.headers).utf8)
            bytes.mutate(using: &random, alphabet: Array(" .,=%+&?:Bearer-apikey\r\n\u{e9}".utf8))
            guard let head = RequestHead.reading(bytes) else { continue }
            let credentials = Credentials(head)
            #expect((credentials.token == nil) == (credentials.source == nil))
            #expect(credentials.token?.reveal().isEmpty != true)
        }
    }
}
