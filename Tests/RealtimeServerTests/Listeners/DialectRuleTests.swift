import HTTP
import RealtimeServer
import Testing

/// Which dialect a request asks for (CONTRACT 19.1, 23).
@Suite("Dialects of connections")
struct DialectRuleTests {
    enum Outcome: Sendable, Equatable {
        case ga
        case preview
        /// Preview, until a first `session.update` says otherwise.
        case previewUntilToldOtherwise
        case refused(Int)
    }

    struct Row: Sendable, CustomTestStringConvertible {
        let target: String
        var headers: [(String, String)] = []
        let served: Outcome
        let refusing: Outcome

        var testDescription: String { "\(target) \(headers.map { "\($0): \($1)" })" }
    }

    static let beta = [("OpenAI-Beta", "realtime=v1")]
    static let azure = "/openai/realtime?deployment=prod&api-version="

    static let rows = [
        Row(target: "/v1/realtime?model=m", served: .ga, refusing: .ga),
        Row(target: "/v1/realtime?model=m", headers: beta, served: .preview, refusing: .refused(4000)),
        Row(
            target: "/v1/realtime?model=m",
            headers: [("OpenAI-Beta", "assistants=v2, realtime=v1")],
            served: .preview,
            refusing: .refused(4000)
        ),
        // What the SDK sends with every REST request says nothing.
        Row(target: "/v1/realtime?model=m", headers: [("OpenAI-Beta", "assistants=v2")], served: .ga, refusing: .ga),
        Row(
            target: "/v1/realtime?model=m",
            headers: [("Sec-WebSocket-Protocol", "realtime, openai-insecure-api-key.k, openai-beta.realtime-v1")],
            served: .preview,
            refusing: .refused(4000)
        ),
        Row(
            target: "/v1/realtime?model=m",
            headers: [("Sec-WebSocket-Protocol", "realtime, openai-insecure-api-key.openai-beta.realtime-v1")],
            served: .ga,
            refusing: .ga
        ),
        Row(target: "/v1/realtime?model=m&api-version=2025-04-01-preview", served: .ga, refusing: .ga),
        Row(target: azure + "2024-10-01-preview", served: .previewUntilToldOtherwise, refusing: .refused(401)),
        Row(target: azure + "2025-04-01-preview", headers: beta, served: .preview, refusing: .refused(401)),
        Row(target: azure + "2025-08-28", served: .ga, refusing: .ga),
        Row(target: azure + "2025-08-28", headers: beta, served: .preview, refusing: .ga),
        Row(target: azure + "preview-2025", served: .ga, refusing: .ga),
        Row(target: "/openai/realtime?deployment=prod", served: .refused(401), refusing: .refused(401)),
        Row(target: "/openai/v1/realtime?model=prod", served: .ga, refusing: .ga),
        Row(target: "/openai/v1/realtime?model=prod", headers: beta, served: .preview, refusing: .ga),
        Row(
            target: "/openai/v1/realtime?model=prod&api-version=2025-04-01-preview",
            headers: beta,
            served: .refused(401),
            refusing: .refused(401)
        ),
        Row(
            target: "/v1/realtime/translations?model=t",
            headers: beta,
            served: .refused(4000),
            refusing: .refused(4000)
        ),
        Row(target: "/v1/realtime/translations?model=t", served: .ga, refusing: .ga),
    ]

    @Test("A request asks for one dialect, which is spoken or refused", arguments: rows)
    func detection(_ row: Row) throws {
        #expect(try Self.outcome(row, .serve) == row.served)
        #expect(try Self.outcome(row, .refuse) == row.refusing)
    }

    private static func outcome(_ row: Row, _ preview: Settings.Preview) throws -> Outcome {
        let head = try #require(RequestHead.get(row.target, row.headers))
        guard case .session(let request) = Route(method: "GET", target: head.url) else { throw NoSession() }
        switch DialectRule(preview: preview).choose(request, Credentials(head)) {
        case .speak(let spoken): return spoken.outcome
        case .refuse(let refusal): return .refused(refusal.number)
        }
    }

    struct NoSession: Error {}
}

extension DialectRule.Spoken {
    fileprivate var outcome: DialectRuleTests.Outcome {
        switch (name, mayTurn) {
        case (.ga, _): .ga
        case (.preview, false): .preview
        case (.preview, true): .previewUntilToldOtherwise
        }
    }
}

extension Refusal {
    /// The status, or the close code.
    fileprivate var number: Int {
        switch manner {
        case .http(let status, _): status
        case .inBand(let code): Int(code)
        }
    }
}
