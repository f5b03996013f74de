import Bytes
import HTTP
import NetIO
import RealtimeServer
import Testing

/// Plain requests that are answered.
@Suite("Plain requests", .timeLimit(.minutes(1)))
struct PlainRequestTests {
    @Test("Models are listed as far as the key may use them", arguments: ["/v1", "/openai/v1"])
    func models(_ prefix: String) async throws {
        let change: @Sendable (inout Settings) -> Void = { RefusedCase.rights(&$0) }
        try await Running.with(change) { running in
            let all = try await running.ask("GET", "\(prefix)/models")
            #expect(all.status == 200)
            #expect(all["Content-Type"] == "application/json")
            #expect(all.json?["object"]?.string == "list")
            let names = all.json?["data"]?.array?.compactMap { $0["id"]?.string } ?? []
            #expect(Set(["gpt-realtime", "whisper-1", "gpt-realtime-translate"]).isSubset(of: names))
            let some = try await running.ask("GET", "\(prefix)/models", key: "sk-mini")
            #expect(some.json?["data"]?.array?.compactMap { $0["id"]?.string } == ["gpt-realtime-mini"])
            let one = try await running.ask("GET", "\(prefix)/models/gpt-realtime")
            #expect(one.json == ["id": "gpt-realtime", "object": "model", "created": 0, "owned_by": "antiphon"])
            #expect(try await running.ask("GET", "\(prefix)/models/gpt-realtime", key: "sk-mini").status == 404)
        }
    }

    @Test("The operator's names are all that is listed")
    func narrowed() async throws {
        try await Running.with({ $0.models = ["prod", "staging"] }) { running in
            let names = try await running.ask("GET", "/v1/models").json?["data"]?.array?.map { $0["id"]?.string }
            #expect(names == ["prod", "staging"])
            _ = try await running.call("/v1/realtime?model=prod").event("session.created")
        }
    }

    @Test("Health and readiness are everybody's, and HEAD has their head alone", arguments: ["/healthz", "/readyz"])
    func health(_ path: String) async throws {
        try await Running.with { running in
            let answer = try await running.ask("GET", path, key: nil)
            #expect(answer.status == 200)
            #expect(answer["Content-Type"]?.hasPrefix("text/plain") == true)
            #expect(!answer.body.isEmpty)
            let head = try await running.ask("HEAD", path, key: nil)
            #expect(head.status == 200)
            #expect(head.body.isEmpty)
            #expect(head["Content-Length"] == answer["Content-Length"])
        }
    }
}
