import Bytes
import HTTP
import NetIO
import RealtimeServer
import Testing

/// Where clients put their keys, and which sub-protocol they are answered.
@Suite("Keys and sub-protocols on the wire", .timeLimit(.minutes(1)))
struct CredentialWireTests {
    struct Way: Sendable, CustomTestStringConvertible {
        let what: String
        var target = "/v1/realtime?model=gpt-realtime"
        var headers: HeaderFields = [:]
        var subprotocols: [String] = []
        var answered: String?
        var testDescription: String { what }
    }

    static let key = Running.key
    static let azure = "/openai/v1/realtime?model=prod"

    static let ways = [
        Way(what: "a bearer token", headers: ["Authorization": "Bearer \(key)"]),
        Way(what: "an api-key header", headers: ["api-key": key]),
        Way(what: "Azure: an api-key header", target: azure, headers: ["api-key": key]),
        Way(what: "Azure: a bearer token", target: azure, headers: ["Authorization": "Bearer \(key)"]),
        Way(
            what: "OpenAI's SDK at Azure: the key beside what the SDK insists on",
            target: azure,
            headers: ["Authorization": "Bearer unused", "api-key": key]
        ),
        Way(what: "the same at OpenAI's paths", headers: ["Authorization": "Bearer unused", "api-key": key]),
        Way(
            what: "AsyncAzureOpenAI",
            target: "/openai/realtime?api-version=2025-08-28&deployment=prod",
            headers: ["api-key": key]
        ),
        Way(what: "a browser at Azure", target: azure + "&api-key=\(key)"),
        Way(what: "an older openai-node at Azure", target: azure + "&Authorization=Bearer%20\(key)"),
        Way(
            what: "a browser",
            subprotocols: ["realtime", "openai-insecure-api-key.\(key)"],
            answered: "realtime"
        ),
        Way(
            what: "openai-agents-js",
            subprotocols: ["realtime", "openai-insecure-api-key.\(key)", "openai-agents-sdk.0.3.2"],
            answered: "realtime"
        ),
        Way(what: "a key alone as sub-protocol", subprotocols: ["openai-insecure-api-key.\(key)"]),
        Way(what: "sub-protocols that nobody knows", headers: ["api-key": key], subprotocols: ["chat", "superchat"]),
        Way(
            what: "`realtime` beside a header",
            headers: ["api-key": key],
            subprotocols: ["chat", "realtime"],
            answered: "realtime"
        ),
    ]

    @Test("A key is taken from where the SDKs put it, and `realtime` answered where it is offered", arguments: ways)
    func taken(_ way: Way) async throws {
        try await Running.with { running in
            let caller = try await running.call(way.target, headers: way.headers, subprotocols: way.subprotocols)
            #expect(caller.channel.subprotocol == way.answered)
            _ = try await caller.event("session.created")
        }
    }

    @Test("The upgrade of somebody who is refused answers the sub-protocol too: a browser would hear nothing else")
    func refusedSubprotocol() async throws {
        try await Running.with { running in
            let answer = try await running.upgrade(
                "/v1/realtime?model=gpt-realtime",
                headers: ["Sec-WebSocket-Protocol": "realtime, openai-insecure-api-key.wrong"]
            )
            #expect(answer.status == 101)
            #expect(answer["Sec-WebSocket-Protocol"] == "realtime")
            #expect(answer["x-request-id"]?.hasPrefix("req_") == true)
            #expect(answer["Sec-WebSocket-Extensions"] == nil)
        }
    }
}
