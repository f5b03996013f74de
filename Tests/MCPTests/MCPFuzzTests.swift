import Bytes
import HTTP
import MCP
import TestSupport
import Testing

/// Whatever a server says, and in whatever order things happen: nothing traps, every order that is not cancelled is
/// answered once, nothing grows without bound, nothing comes after the end.
@Suite("MCP servers by chance", .timeLimit(.minutes(5)))
struct MCPFuzzTests {
    @Test("Random lives", arguments: Seed.some(8))
    func lives(_ seed: Seed) {
        var random = seed.generator
        for _ in 0..<Seed.scaled(150) { Life(&random).run(&random, seed) }
    }

    private struct Life {
        var stand: MCPStand
        var pending: Set<Int> = []
        var last = 0

        init(_ random: inout SplitMix64) {
            var limits = MCPLimits()
            limits.responseBytesMax = Int.random(in: 200...4_000, using: &random)
            limits.questionsMax = 3
            limits.lingeringMax = 2
            stand = MCPStand(limits: limits)
        }

        func run(_ random: inout SplitMix64, _ seed: Seed) {
            var life = self
            for _ in 0..<60 {
                life.step(&random)
                #expect(life.stand.sent.count <= 60, "\(seed)")
                life.check(seed)
            }
            // Everything ends; what has not been answered then never will be.
            for _ in 0..<400 {
                guard let next = life.stand.sent.first else { break }
                life.stand.end(.unreachable("over"), on: next.exchange)
                life.check(seed)
            }
            #expect(life.stand.sent.isEmpty && life.pending.isEmpty, "\(seed): \(life.pending)")
            #expect(life.stand.session.isIdle, "\(seed)")
            life.stand.close()
            life.stand.call(1_000)
            #expect(life.stand.sent.allSatisfy { $0.request.isErrand }, "\(seed)")
        }

        private mutating func check(_ seed: Seed) {
            for (order, _) in stand.answers { #expect(pending.remove(order) != nil, "\(seed): \(order)") }
            stand.answers = []
        }

        private mutating func step(_ random: inout SplitMix64) {
            let exchange = stand.sent.randomElement(using: &random)
            switch Int.random(in: 0..<12, using: &random) {
            case 0 where pending.count < 6:
                last += 1
                pending.insert(last)
                if Bool.random(using: &random) { stand.begin(last, .list) } else { stand.call(last) }
            case 1:
                guard Int.random(in: 0..<4, using: &random) == 0, let order = pending.sorted().first else { return }
                pending.remove(order)
                stand.cancel(order)
            case 2: stand.end(Bool.random(using: &random) ? nil : .unreachable("cut"), on: exchange?.exchange)
            case 3...6:
                guard let exchange else { return }
                stand.head(Self.status(&random), Self.headers(&random), on: exchange.exchange)
            default:
                guard let exchange else { return }
                stand.bytes(Self.words(exchange.request, &random), on: exchange.exchange)
                if Bool.random(using: &random) { stand.end(on: exchange.exchange) }
            }
        }

        private static func status(_ random: inout SplitMix64) -> Int {
            [200, 200, 200, 200, 202, 204, 301, 400, 401, 404, 500].randomElement(using: &random) ?? 200
        }

        private static func headers(_ random: inout SplitMix64) -> HeaderFields {
            var headers = HeaderFields()
            let types = ["application/json", "text/event-stream", "application/json", "text/event-stream", "x", "a/b"]
            headers.add("Content-Type", types.randomElement(using: &random) ?? "")
            let session = ["s1", "s2", "", "a b", nil].randomElement(using: &random) ?? nil
            if let session { headers.add("Mcp-Session-Id", session) }
            return headers
        }

        private static func words(_ request: MCPRequest, _ random: inout SplitMix64) -> String {
            let outcomes: [JSONObject] = [
                ["result": ["protocolVersion": "2025-06-18"]], ["result": ["tools": [["name": "a"]]]],
                ["result": ["tools": [], "nextCursor": "p"]], MCPStand.text("hello"), ["method": "ping"],
                ["error": ["code": -32602, "message": "no"]],
                ["error": ["code": -32022, "data": ["supported": ["x"]]]],
                ["result": ["isError": true, "content": [["type": "image"]]]], ["result": []], [:],
            ]
            var bytes = Array(MCPStand.message(request, outcomes.randomElement(using: &random) ?? [:]).utf8)
            let isEvent = Bool.random(using: &random)
            if isEvent { bytes = Array("id: e\nretry: 5\ndata: ".utf8) + bytes + Array("\n\n".utf8) }
            if Int.random(in: 0..<3, using: &random) == 0 {
                bytes.mutate(using: &random, alphabet: Array(#"{}[]":,0 \n"#.utf8) + [10, 13])
            }
            return String(decoding: bytes, as: UTF8.self)
        }
    }
}
