import Migration
import Testing

@Suite("The address that a doctor is called to")
struct DoctorTargetTests {
    typealias Row = (given: String, model: String?, url: String)

    static let rows: [Row] = [
        ("https://api.openai.com", nil, "wss://api.openai.com/v1/realtime?model=gpt-realtime"),
        ("https://api.openai.com/v1/", "m", "wss://api.openai.com/v1/realtime?model=m"),
        ("ws://127.0.0.1:8080/v1/realtime?model=x", nil, "ws://127.0.0.1:8080/v1/realtime?model=x"),
        ("http://[::1]:8080", nil, "ws://[::1]:8080/v1/realtime?model=gpt-realtime"),
        ("wss://c.openai.azure.com", "d", "wss://c.openai.azure.com/openai/v1/realtime?model=d"),
        ("https://c.openai.azure.com/openai/v1", "d e", "wss://c.openai.azure.com/openai/v1/realtime?model=d%20e"),
        (
            "wss://c.openai.azure.com/openai/realtime?api-version=1&deployment=d", nil,
            "wss://c.openai.azure.com/openai/realtime?api-version=1&deployment=d"
        ),
        ("wss://h/v1/realtime?intent=transcription", nil, "wss://h/v1/realtime?intent=transcription"),
        ("wss://h:443/v1/realtime?call_id=rtc_1#x", nil, "wss://h/v1/realtime?call_id=rtc_1"),
        ("WSS://h/prefix/v1", nil, "wss://h/prefix/v1/realtime?model=gpt-realtime"),
        ("wss://h?model=a", nil, "wss://h/v1/realtime?model=a"),
        ("wss://c.openai.azure.us", "d", "wss://c.openai.azure.us/openai/v1/realtime?model=d"),
        ("wss://c.openai.azure.cn", "d", "wss://c.openai.azure.cn/openai/v1/realtime?model=d"),
        ("wss://gate.example/prefix/openai/v1", "d", "wss://gate.example/prefix/openai/v1/realtime?model=d"),
    ]

    @Test("Where the WebSocket is opened", arguments: rows)
    func url(_ row: Row) throws {
        #expect(try DoctorTarget(row.given, model: row.model).url == row.url)
    }

    @Test("An Azure resource is named by itself, its host or an address")
    func azure() throws {
        let wanted = "wss://contoso.openai.azure.com/openai/v1/realtime?model=voice"
        for resource in ["contoso", "contoso.openai.azure.com", "https://contoso.openai.azure.com/"] {
            let target = try DoctorTarget(azureResource: resource, deployment: "voice")
            #expect(target.url == wanted && target.flavour == .azure && target.model == "voice")
        }
    }

    static let flavours: [(String, DoctorTarget.Flavour)] = [
        ("wss://c.openai.azure.us", .azure), ("wss://c.OpenAI.Azure.CN/v1", .azure), ("wss://h/openai/v1", .azure),
        ("wss://gate.example/prefix/openai/v1", .azure), ("wss://h/openair/v1", .openAI),
        ("wss://azure.com.example", .openAI),
    ]

    @Test("Whose headers it wants, by host and path", arguments: flavours)
    func flavour(_ url: String, _ flavour: DoctorTarget.Flavour) throws {
        #expect(try DoctorTarget(url).flavour == flavour)
    }

    @Test("A key in the query is not shown")
    func shown() throws {
        let target = try DoctorTarget("wss://h/v1/realtime?model=a&api-key=jewel&sig=gem")
        #expect(target.shownURL == "wss://h/v1/realtime?model=a&api-key=***&sig=***")
        #expect(target.url.contains("jewel"))
        #expect(try DoctorTarget("wss://h/v1/realtime?model=a&jewel").shownURL == "wss://h/v1/realtime?model=a&***")
    }

    @Test("What is no address is refused without showing its query")
    func mistakes() {
        for text in ["", "host", "wss://", "wss://a b/", "file:///etc", "wss://u@h/", "wss://h:0/", "wss://h:x/"] {
            #expect(throws: DoctorTarget.Mistake.self) { try DoctorTarget(text) }
        }
        #expect {
            try DoctorTarget("nothing?key=jewel")
        } throws: { error in !((error as? DoctorTarget.Mistake)?.text.contains("jewel") ?? true) }
    }

    @Test("What a credential is, is told by its form")
    func credentials() {
        func kind(_ text: String?) -> String { DoctorCredential(text).kind }
        #expect(kind(nil) == "no credential" && kind("") == "no credential")
        #expect(kind("ek_abc") == "a client secret (ek_…)")
        #expect(kind("0123456789abcdef") == "an API key" && kind("eyJ.x.y") == "an API key")
        // What it claims: `exp` 1700000000.5, `nbf` 1, two audiences.
        let token = "eyJhbGciOiJub25lIn0.eyJleHAiOjE3MDAwMDAwMDAuNSwibmJmIjoxLCJhdWQiOlsiYSIsImIiXX0.x"
        guard case .token(token, let claims) = DoctorCredential(token) else {
            Issue.record("it was not read")
            return
        }
        #expect(claims.expiresAt == 1_700_000_000 && claims.notBefore == 1 && claims.audience == ["a", "b"])
    }
}
