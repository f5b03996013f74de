import HTTP
import TestSupport
import Testing

/// How a stream was cut into pieces on its way means nothing.
@Suite("Cuts mean nothing")
struct SplitInvarianceTests {
    /// Right streams, and wrong ones: what is said of a mistake must not depend on the cuts either.
    private func stream(_ samples: [[UInt8]], _ alphabet: [UInt8], _ random: inout SplitMix64) -> [UInt8] {
        var stream = samples.randomElement(using: &random) ?? []
        if Bool.random(using: &random) { stream.mutate(using: &random, alphabet: alphabet) }
        return stream
    }

    @Test("for a server of HTTP", arguments: Seed.some(4))
    func server(_ seed: Seed) throws {
        var random = seed.generator
        for _ in 0..<1_000 {
            let input = stream(Samples.requests, Samples.headAlphabet, &random)
            var (whole, cut) = (ServerConnection.small, ServerConnection.small)
            let expected = try whole.serve(input)
            let cuts = input.randomCuts(using: &random)
            let seen = try cut.serve(input, cutAt: cuts)
            #expect(seen.events == expected.events, "\(text(input)) cut at \(cuts)")
            #expect(seen.output == expected.output)
            #expect(cut.isClosed == whole.isClosed)
        }
    }

    @Test("for a client of HTTP", arguments: Seed.some(4))
    func client(_ seed: Seed) throws {
        var random = seed.generator
        for _ in 0..<1_000 {
            let input = stream(Samples.responses, Samples.headAlphabet, &random)
            let cuts = input.randomCuts(using: &random)
            #expect(try read(input, cutAt: cuts) == read(input, cutAt: []), "\(text(input)) cut at \(cuts)")
        }
    }

    /// Everything that a client says, what comes after an upgrade put together.
    private func read(_ input: [UInt8], cutAt cuts: [Int]) throws -> [ClientConnection.Event] {
        var client = try ClientConnection.waiting(headers: ["Upgrade": "websocket"]) { $0 = .small }
        var events: [ClientConnection.Event] = []
        for piece in input.cut(at: cuts) {
            if case .upgraded(let head, let rest) = events.last {
                events[events.count - 1] = .upgraded(head, rest: rest + piece)
                continue
            }
            client.receive(piece)
            events += client.pump()
        }
        if !client.isUpgraded {
            client.receiveEnd()
            events += client.pump()
        }
        return events.joiningBodies()
    }

    @Test("for a WebSocket of either role", arguments: Seed.some(4), [false, true])
    func webSocket(_ seed: Seed, isServer: Bool) {
        var random = seed.generator
        for _ in 0..<1_000 {
            let input = stream(Samples.frames, Samples.frameAlphabet, &random)
            let role = isServer ? WebSocketConnection.Role.server : .client(masks: random)
            var whole = WebSocketConnection(role: role, limits: .small)
            var cut = whole
            let expected = whole.read(input, cutAt: [])
            let cuts = input.randomCuts(using: &random)
            let seen = cut.read(input, cutAt: cuts)
            #expect(seen.events == expected.events, "\(input) cut at \(cuts)")
            #expect(seen.output == expected.output)
        }
    }
}

extension HTTPLimits {
    /// Near enough for short streams to reach them.
    static let small = {
        var limits = HTTPLimits(bodyBytesMax: 20)
        limits.requestLineBytesMax = 60
        limits.headBytesMax = 250
        limits.headerCountMax = 6
        limits.chunkLineBytesMax = 12
        limits.chunkExtensionBytesMax = 8
        limits.pipelinedBytesMax = 1_000
        return limits
    }()
}

extension ServerConnection {
    static var small: Self { Self(limits: .small) }
}
