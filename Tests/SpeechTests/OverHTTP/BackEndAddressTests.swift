import HTTP
import NetIO
import Speech
import Testing

@Suite("Where back ends are")
struct BackEndAddressTests {
    private static let azure = "https://me.openai.azure.com/openai"

    @Test(
        "The URL of an endpoint",
        arguments: [
            ("http://127.0.0.1:11434/v1", "http://127.0.0.1:11434/v1/chat/completions"),
            ("http://127.0.0.1:11434/v1/", "http://127.0.0.1:11434/v1/chat/completions"),
            ("https://host/v1/chat/completions", "https://host/v1/chat/completions"),
            ("\(azure)/v1", "\(azure)/v1/chat/completions"),
            (
                "\(azure)/deployments/mine?api-version=2024-10-21",
                "\(azure)/deployments/mine/chat/completions?api-version=2024-10-21"
            ),
            (
                "\(azure)/deployments/mine/chat/completions/?api-version=1#x",
                "\(azure)/deployments/mine/chat/completions?api-version=1"
            ),
        ]
    )
    func urls(_ given: String, _ expected: String) {
        #expect(BackEndAddress(url: given).url(of: "chat/completions") == expected)
    }

    @Test(
        "Which header has the key",
        arguments: [
            ("https://api.openai.com/v1", false), ("http://localhost:8000/v1", false), ("\(azure)/v1", true),
            ("\(azure)/deployments/x?api-version=1", true), ("https://me.services.ai.azure.com/v1", true),
            ("https://proxy/openai/deployments/x", true), ("https://host/v1?to=x.azure.com", false),
        ]
    )
    func headers(_ url: String, _ isAzure: Bool) {
        var address = BackEndAddress(url: url, key: BackEndKey("secret"))
        #expect(address.fields["api-key"] == (isAzure ? "secret" : nil))
        #expect(address.fields["Authorization"] == (isAzure ? nil : "Bearer secret"))
        address.keyHeader = isAzure ? .bearer : .apiKey
        #expect(address.fields["api-key"] == (isAzure ? nil : "secret"))
        address.key = nil
        #expect(address.fields.count == 1)
        address.headers = ["X-Tenant": BackEndKey("me"), "User-Agent": BackEndKey("mine")]
        #expect(address.fields["X-Tenant"] == "me" && address.fields["User-Agent"] == "mine")
    }

    @Test("A key is in no text")
    func key() {
        var address = BackEndAddress(url: "http://localhost/v1", key: BackEndKey("topsecret"))
        address.headers = ["X-Key": BackEndKey("topsecret")]
        let options = ChatOptions(address: address, model: "tiny")
        var dumped = ""
        dump(options, to: &dumped)
        #expect(!"\(options)\(String(reflecting: options))\(dumped)".contains("topsecret"))
    }
}

@Suite("Asking a back end again")
struct RetryPlanTests {
    private func refused(_ status: Int, _ after: Duration? = nil, isForGood: Bool = false) -> BackEndFault {
        .refused(BackEndFault.Refusal(status: status, message: "", retryAfter: after, isForGood: isForGood))
    }

    @Test("Only what may pass is asked for again")
    func which() {
        let mayPass = [
            refused(429), refused(500), refused(502), refused(503), .transport(.refused("")), .transport(.lost("")),
        ]
        let stays = [
            refused(400), refused(401), refused(404), refused(501), refused(429, isForGood: true), .reported("no"),
            .transport(.truncated("")), .transport(.unresolved("")), .late(.first, after: .seconds(1)),
            .misunderstood("sent nonsense"),
        ]
        for fault in mayPass {
            var plan = RetryPlan(BackEndPatience())
            #expect(plan.wait(after: fault) == .milliseconds(250), "\(fault)")
        }
        for fault in stays {
            var plan = RetryPlan(BackEndPatience())
            #expect(plan.wait(after: fault) == nil, "\(fault)")
        }
    }

    @Test("The wait doubles, is bounded, and ends; what the server says goes first")
    func waits() {
        var patience = BackEndPatience()
        patience.retriesMax = 4
        patience.retryWaitMax = .seconds(1)
        patience.retryWait = .milliseconds(300)
        var plan = RetryPlan(patience)
        #expect(plan.wait(after: refused(500)) == .milliseconds(300))
        #expect(plan.wait(after: refused(500)) == .milliseconds(600))
        #expect(plan.wait(after: refused(500)) == .seconds(1))
        #expect(plan.wait(after: refused(429, .seconds(2))) == nil, "longer than we wait")
        #expect(plan.wait(after: refused(429, .zero)) == .zero)
        #expect(plan.wait(after: refused(500)) == nil)
    }

    @Test("When a server wants to be asked again")
    func retryAfter() {
        func after(_ name: String, _ value: String) -> Duration? {
            let head = ResponseHead(status: 429, headers: HeaderFields([HeaderFields.Field(name, value)]))
            return BackEndFault.Refusal(head, body: [], without: []).retryAfter
        }
        #expect(after("Retry-After", "2") == .seconds(2))
        #expect(after("retry-after", "0.5") == .milliseconds(500))
        #expect(after("retry-after-ms", "20") == .milliseconds(20))
        for nonsense in ["", "-1", "nan", "inf", "Fri, 31 Dec 1999 23:59:59 GMT"] {
            #expect(after("Retry-After", nonsense) == nil)
        }
    }
}

@Suite("Deadlines of a call")
struct CallDeadlinesTests {
    private static let patience: BackEndPatience = {
        var patience = BackEndPatience()
        patience.first = .seconds(30)
        patience.between = .seconds(20)
        patience.total = .seconds(100)
        return patience
    }()

    private func late(_ wait: CallDeadlines.Wait, _ seconds: Int) -> BackEndFault {
        .late(wait, after: .seconds(seconds))
    }

    @Test("The first piece, each further one, and all")
    func waits() {
        var deadlines = CallDeadlines(Self.patience, at: .seconds(1))
        deadlines.asked(at: .seconds(1))
        #expect(deadlines.next == .seconds(31))
        #expect(deadlines.overdue(at: .seconds(30)) == nil)
        #expect(deadlines.overdue(at: .seconds(31)) == late(.first, 30))
        deadlines.progressed(at: .seconds(10))
        #expect(deadlines.overdue(at: .seconds(30)) == late(.between, 20))
        deadlines.progressed(at: .seconds(90))
        #expect(deadlines.next == .seconds(101))
        #expect(deadlines.overdue(at: .seconds(101)) == late(.total, 100))
        deadlines.completed(at: .seconds(90))
        #expect(deadlines.next == .seconds(92))
    }

    @Test("What is held back takes no time")
    func held() {
        var deadlines = CallDeadlines(Self.patience, at: .zero)
        deadlines.asked(at: .zero)
        deadlines.progressed(at: .seconds(1))
        deadlines.held(at: .seconds(2))
        #expect(deadlines.next == nil)
        #expect(deadlines.overdue(at: .seconds(1_000)) == nil)
        deadlines.proceeded(at: .seconds(1_002))
        #expect(deadlines.next == .seconds(1_021))
        deadlines.progressed(at: .seconds(1_090))
        #expect(deadlines.next == .seconds(1_100))
    }

    @Test("Until it is asked again only the whole has a limit")
    func pausing() {
        var deadlines = CallDeadlines(Self.patience, at: .zero)
        deadlines.asked(at: .zero)
        deadlines.pausing()
        #expect(deadlines.next == .seconds(100))
    }
}

@Suite("What servers say of their failures")
struct BackEndMessageTests {
    private func message(_ body: String, _ secrets: [String] = []) -> String {
        BackEndMessage.text(ofBody: Array(body.utf8), without: secrets)
    }

    @Test(
        "In each of their shapes",
        arguments: [
            #"{"error":{"message":"No such model","type":"x","code":"model_not_found"}}"#,
            #"{"error":"No such model"}"#, #"{"detail":"No such model"}"#, #"{"message":"No such model"}"#,
            #"{"detail":{"error":"validation_error","message":"No such model"}}"#,
            #"{"detail":[{"loc":["body"],"msg":"No such model"}]}"#, #"[{"error":{"message":"No such model"}}]"#,
            "No such\r\n  model\n", #""No such model""#,
        ]
    )
    func shapes(_ body: String) { #expect(message(body) == "No such model") }

    @Test("Never the key, never long, never a page")
    func bounded() {
        #expect(message("Key abcdef is wrong", ["abcdef"]) == "Key ‹key› is wrong")
        #expect(message("Incorrect API key provided: sk-pr***xyz.") == "Incorrect API key provided: ‹key›")
        #expect(message("<html><body>Bad Gateway</body></html>").isEmpty)
        #expect(message("{}").isEmpty && message("").isEmpty && message("7").isEmpty)
        for text in [String(repeating: "word ", count: 500), String(repeating: "x", count: 5_000)] {
            #expect(message(text).count <= 301)
            #expect(message(text).hasSuffix("…"))
        }
        #expect(message("a\u{0}b\u{1B}[2Jc") == "a b [2Jc")
    }
}
