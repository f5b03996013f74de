import Bytes
import HTTP
import RealtimeAPI
import RealtimeServer
import Testing

/// Who is not let in is told why, in the way of the service whose path he came by (CONTRACT 3, 23).
@Suite("Refusals", .timeLimit(.minutes(1)))
struct RefusalTests {
    @Test("Somebody is not let in, and told why", arguments: RefusedCase.all)
    func refused(_ row: RefusedCase) async throws {
        try await Running.with(row.change) { running in
            switch try await Self.refusal(row, running) {
            case .http(let answer): try Self.check(answer, row)
            case .inBand(let error, let closeCode, let reason):
                #expect(row.manner == closeCode.map { .inBand($0) })
                #expect(error["code"]?.string == row.code.rawValue)
                #expect(error["type"]?.string == row.code.entry.type.rawValue)
                #expect(reason == "\(row.code.entry.type).\(row.code.rawValue)")
                if let says = row.says { #expect(error["message"]?.string?.contains(says) == true) }
            }
            #expect(running.server.sessionCount == 0)
        }
    }

    private static func refusal(_ row: RefusedCase, _ running: Running) async throws -> Running.Refusal {
        guard !row.isWebSocket else {
            return try await running.knock(row.target, headers: row.headers, subprotocols: row.subprotocols)
        }
        return .http(
            try await running.ask(row.method, row.target, key: nil, headers: row.headers, body: row.body)
        )
    }

    private static func check(_ answer: Answer, _ row: RefusedCase) throws {
        #expect(row.manner == .http(answer.status))
        #expect(answer["Content-Type"] == "application/json")
        #expect(answer["x-request-id"]?.hasPrefix("req_") == true)
        guard row.method != "HEAD" else {
            #expect(answer.body.isEmpty)
            return
        }
        let error = try #require(answer.error?.object)
        #expect(error.members.map(\.name) == ["message", "type", "param", "code"])
        #expect(error["code"]?.string == row.code.rawValue)
        #expect(error["type"]?.string == row.code.entry.type.rawValue)
        if let says = row.says { #expect(error["message"]?.string?.contains(says) == true) }
        if answer.status == 405 { #expect(answer["Allow"]?.isEmpty == false) }
        if answer.status == 426 { #expect(answer["Upgrade"] == "websocket") }
        let isFull = [.overloaded, .tooManySessions].contains(row.code)
        #expect((answer["Retry-After"] != nil) == isFull)
    }

    /// Codes of refused connections that nothing of this table can cause, each with the reason.
    static let elsewhere: [ErrorCode: String] = [
        .storageFailed: "FullDiskTests fills a disk",
        .versionMismatch: "PreviewSecretTests make secrets of both dialects",
        .decisionMade: "there are no calls yet",
    ]

    @Test("Every error of a refused connection is caused by somebody above")
    func coverage() {
        let wanted = Set(ErrorCode.allCases.filter { $0.entry.origin == .connection })
        let shown = Set(RefusedCase.all.map(\.code))
        #expect(wanted.subtracting(shown) == Set(Self.elsewhere.keys))
    }

    @Test(
        "A request that breaks HTTP is refused in the same shape",
        arguments: [
            ("GET / HTTP/2.0\r\nHost: h\r\n\r\n", 505), ("GET /\r\n\r\n", 400), ("GET / HTTP/1.1\r\n\r\n", 400),
            ("GET / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: gzip\r\n\r\n", 400),
        ]
    )
    func brokenRequests(_ text: String, _ status: Int) async throws {
        try await Running.with { running in
            let answer = try await PlainClient.ask(raw: text, at: running.server.address)
            #expect(answer.status == status)
            #expect(answer.code == ErrorCode.badRequest.rawValue)
            #expect(answer["x-request-id"]?.hasPrefix("req_") == true)
        }
    }
}
