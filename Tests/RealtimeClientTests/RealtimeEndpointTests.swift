import RealtimeClient
import Testing

@Suite("A realtime endpoint")
struct RealtimeEndpointTests {
    typealias Row = (base: String, flavour: RealtimeEndpoint.Flavour, purpose: RealtimeEndpoint.Purpose, url: String)

    static let rows: [Row] = [
        ("https://h", .openAI, .conversation(model: "m"), "wss://h/v1/realtime?model=m"),
        ("http://h:80/", .openAI, .conversation(model: "a&b"), "ws://h:80/v1/realtime?model=a%26b"),
        ("https://h/v1", .openAI, .transcription, "wss://h/v1/realtime?intent=transcription"),
        ("wss://h/p/v1/", .openAI, .translation(model: "m"), "wss://h/p/v1/realtime/translations?model=m"),
        ("https://h", .azure, .conversation(model: "ü"), "wss://h/openai/v1/realtime?model=%C3%BC"),
        ("HTTPS://h/openai/v1", .azure, .transcription, "wss://h/openai/v1/realtime?intent=transcription"),
    ]

    @Test("Its address is the flavour's and the purpose's", arguments: rows)
    func url(_ row: Row) throws {
        #expect(try RealtimeEndpoint(row.base, flavour: row.flavour, purpose: row.purpose).url == row.url)
    }

    @Test("What is no address is refused", arguments: ["", "h", "ftp://h", "https://", "https://h?x", "https://u:p@h"])
    func invalid(_ base: String) {
        #expect(throws: RealtimeClientError.self) { try RealtimeEndpoint(base, purpose: .transcription).url }
    }

    @Test("A key is sent as the flavour sends keys, and never shown")
    func credentials() {
        var endpoint = RealtimeEndpoint("https://h", purpose: .transcription, credential: .key("secret"))
        #expect(endpoint.allHeaders == [RealtimeEndpoint.Header("Authorization", "Bearer secret")])
        #expect(!"\(endpoint)".contains("secret"))
        #expect(!String(reflecting: endpoint).contains("secret"))
        endpoint.flavour = .azure
        #expect(endpoint.allHeaders == [RealtimeEndpoint.Header("api-key", "secret")])
        endpoint.credential = .bearer("token")
        #expect(endpoint.allHeaders == [RealtimeEndpoint.Header("Authorization", "Bearer token")])
        endpoint.credential = .none
        #expect(endpoint.allHeaders.isEmpty)
    }
}
