import HTTP
import TestSupport
import Testing

/// Whatever comes, the outcome is an event or a refusal: no trap, no endless loop, no memory beyond the limits.
@Suite("Mutated input")
struct MutationTests {
    /// Ten seeds of each kind, 100,000 inputs in all; `make sim` has ten times as many.
    static let seeds = Seed.some(10)

    @Test("HTTP requests", arguments: seeds)
    func requests(_ seed: Seed) throws {
        var random = seed.generator
        var refusals: Set<HTTPViolation> = []
        var passed = 0
        for _ in 0..<4_000 {
            let input = mutated(Samples.requests, Samples.headAlphabet, &random)
            var server = ServerConnection.small
            let (events, _) = try server.serve(input, cutAt: input.randomCuts(using: &random))
            let ends = events.filter { $0.refusal != nil }
            #expect(ends.count <= 1)
            #expect(ends.isEmpty || events.last == ends.first, "nothing follows a refusal")
            #expect(server.pendingBytes <= 1_000)
            if let refusal = ends.first?.refusal { refusals.insert(refusal) }
            if ends.isEmpty { passed += 1 }
            server.receiveEnd()
            _ = server.pump()
            #expect(server.isClosed)
            #expect(server.pendingBytes == 0)
        }
        #expect(refusals.count >= 15, "the mutations must reach most refusals, not only \(refusals)")
        #expect((200..<3_800).contains(passed), "the mutations must be neither all harmless nor all fatal: \(passed)")
    }

    @Test("HTTP responses", arguments: seeds)
    func responses(_ seed: Seed) throws {
        var random = seed.generator
        for _ in 0..<2_000 {
            let input = mutated(Samples.responses, Samples.headAlphabet, &random)
            var client = try ClientConnection.waiting(headers: ["Upgrade": "websocket"]) { $0 = .small }
            var events: [ClientConnection.Event] = []
            for piece in input.cut(at: input.randomCuts(using: &random)) {
                client.receive(piece)
                events += client.pump()
                #expect(client.pendingBytes <= 1_000)
            }
            client.receiveEnd()
            events += client.pump()
            #expect(client.isClosed || client.isUpgraded)
            #expect(client.pendingBytes == 0)
            #expect(events.reduce(0) { $0 + ($1.body?.count ?? 0) } <= 20)
        }
    }

    @Test("WebSocket frames of both roles", arguments: seeds)
    func frames(_ seed: Seed) {
        var random = seed.generator
        var violations: Set<WebSocketViolation> = []
        for index in 0..<4_000 {
            let input = mutated(Samples.frames, Samples.frameAlphabet, &random)
            let role = index % 8 == 0 ? WebSocketConnection.Role.client(masks: random) : .server
            var connection = WebSocketConnection(role: role, limits: .small)
            var output: [UInt8] = []
            var events: [WebSocketEvent] = []
            for piece in input.cut(at: input.randomCuts(using: &random)) {
                events += connection.receive(piece, into: &output)
                #expect(connection.pendingBytes <= 4_096)
            }
            events += connection.receiveEnd()
            #expect(events.filter(\.isEnd).count == 1)
            #expect(events.last?.isEnd == true)
            #expect(connection.pendingBytes == 0)
            #expect(output.count <= input.count * 2 + 127)
            for case .message(let message) in events {
                #expect(message.bytes.count <= 1_000)
                if message.kind == .text { #expect(String(validating: message.bytes, as: UTF8.self) != nil) }
            }
            if case .ended(.violation(let violation)) = events.last { violations.insert(violation) }
        }
        #expect(violations.count >= 10, "the mutations must reach most refusals, not only \(violations)")
    }

    @Test("Targets, media types and forms", arguments: seeds)
    func texts(_ seed: Seed) {
        var random = seed.generator
        let form = "--XX\r\nContent-Disposition: form-data; name=\"sdp\"; filename=\"a\\\"\"\r\n\r\nv=0\r\n--XX--\r\n"
        let type = MediaType("multipart/form-data; boundary=XX")
        var (read, refused) = (0, 0)
        for _ in 0..<1_000 {
            var bytes = Array("/v1/a%20b?model=gpt%2F1&b&=c+d".utf8)
            bytes.mutate(using: &random, alphabet: Array("%&=+?#/aF09".utf8) + [0x80])
            _ = try? URLTarget(parsing: text(bytes))
            bytes = Array("application/sdp; charset=\"utf-8\"; b=c".utf8)
            bytes.mutate(using: &random, alphabet: Array("\"\\;=/ a,".utf8))
            _ = MediaType(text(bytes))
            bytes = Array(form.utf8)
            bytes.mutate(using: &random, alphabet: Array("\r\n-X\":;=".utf8))
            do {
                if let type { _ = try MultipartForm(parsing: bytes, type: type) }
                read += 1
            } catch { refused += 1 }
        }
        #expect(read > 50 && refused > 50)
    }

    private func mutated(_ samples: [[UInt8]], _ alphabet: [UInt8], _ random: inout SplitMix64) -> [UInt8] {
        var input = samples.randomElement(using: &random) ?? []
        input.mutate(using: &random, alphabet: alphabet)
        return input
    }
}
