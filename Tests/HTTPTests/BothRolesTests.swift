import HTTP
import TestSupport
import Testing

/// Our client against our server, over a pipe that delivers as it likes.
@Suite("Both roles understand each other")
struct BothRolesTests {
    /// Bytes on their way.
    struct Pipe {
        var bytes: [UInt8] = []

        mutating func deliver(using random: inout SplitMix64) -> [UInt8] {
            let count = Int.random(in: 0...Swift.min(bytes.count, 200), using: &random)
            defer { bytes.removeFirst(count) }
            return Array(bytes[..<count])
        }
    }

    @Test("Requests and answers of all kinds arrive as they were sent", arguments: Seed.some(50))
    func http(_ seed: Seed) throws {
        var random = seed.generator
        var client = ClientConnection.limited()
        var server = ServerConnection.limited()
        var (up, down) = (Pipe(), Pipe())
        for round in 0..<20 {
            let method = ["GET", "POST", "HEAD", "PUT"].randomElement(using: &random) ?? "GET"
            let sent = (0..<Int.random(in: 0...500, using: &random)).map { UInt8(truncatingIfNeeded: $0 &* 7) }
            let answer = (0..<Int.random(in: 0...500, using: &random)).map { UInt8(truncatingIfNeeded: $0 &* 11) }
            let request = ClientRequest(method, "/\(round)?a=b", host: "h", headers: ["X": "y"], body: sent)
            try client.send(request, into: &up.bytes)
            var (received, answered): ([UInt8], [UInt8]) = ([], [])
            var isDone = false
            while !isDone {
                server.receive(up.deliver(using: &random))
                for event in server.pump() {
                    switch event {
                    case .request(let head):
                        #expect(head.method == method)
                        #expect(head.target == "/\(round)?a=b")
                        #expect(head.headers["x"] == "y")
                    case .body(let piece): received += piece
                    case .end: try respond(with: answer, from: &server, using: &random, into: &down.bytes)
                    case .refused, .failed: Issue.record("\(event)")
                    }
                }
                client.receive(down.deliver(using: &random))
                for event in client.pump() {
                    switch event {
                    case .response(let head): #expect(head.status == 200)
                    case .body(let piece): answered += piece
                    case .end: isDone = true
                    case .upgraded, .failed: Issue.record("\(event)")
                    }
                }
                #expect(!client.isClosed)
                if client.isClosed { return }
            }
            #expect(received == sent)
            #expect(answered == (method == "HEAD" ? [] : answer))
        }
        #expect(client.isIdle)
    }

    private func respond(
        with body: [UInt8],
        from server: inout ServerConnection,
        using random: inout SplitMix64,
        into output: inout [UInt8]
    ) throws {
        if Bool.random(using: &random) {
            return try server.respond(ResponseHead(status: 200), body: body, date: date, into: &output)
        }
        try server.beginResponse(ResponseHead(status: 200), date: date, into: &output)
        for piece in body.cut(at: body.randomCuts(using: &random)) { try server.sendBody(piece, into: &output) }
        try server.endResponse(into: &output)
    }

    /// A handshake over the pipe, up to the two connections, with frames that followed at once.
    private func handshake(_ random: inout SplitMix64) throws -> (
        client: WebSocketConnection, server: WebSocketConnection, rest: [UInt8]
    ) {
        let handshake = WebSocketRequest(
            target: "/v1/realtime",
            host: "h",
            subprotocols: ["realtime"],
            keyBytes: (random.next(), random.next())
        )
        var (client, server) = (ClientConnection.limited(), ServerConnection.limited())
        var (up, down): ([UInt8], [UInt8]) = ([], [])
        try client.send(handshake.request, into: &up)
        server.receive(up)
        let head = try #require(server.next()?.request)
        #expect(server.next() == .end)
        let offer = try WebSocketOffer(head)
        let headers = try offer.answer(choosing: "realtime")
        #expect(try server.upgrade(to: "websocket", headers: headers, date: date, into: &down) == [])
        var connection = WebSocketConnection(role: .server)
        try connection.send(.text, bytes("first"), into: &down)
        client.receive(down)
        guard case .upgraded(let response, let rest) = client.next() else { throw HTTPViolation.truncated }
        #expect(try handshake.subprotocol(acceptedBy: response) == "realtime")
        return (WebSocketConnection(role: .client(masks: random)), connection, rest)
    }

    @Test("Messages of both sides arrive as they were sent, until both have closed", arguments: Seed.some(50))
    func webSocket(_ seed: Seed) throws {
        var random = seed.generator
        var (client, server, first) = try handshake(&random)
        var (up, down) = (Pipe(), Pipe())
        var heard: [WebSocketEvent] = client.receive(first, into: &up.bytes)
        #expect(heard == [.text("first")])
        heard = []
        var (said, answered): ([WebSocketEvent], [WebSocketEvent]) = ([], [])
        var told: [WebSocketEvent] = []
        for round in 0..<300 {
            let payload = (0..<Int.random(in: 0...300, using: &random)).map { UInt8(truncatingIfNeeded: $0 &+ round) }
            switch Int.random(in: 0..<8, using: &random) {
            case 0:
                try client.send(.binary, payload, into: &up.bytes)
                said.append(.binary(payload))
            case 1:
                try client.send(.text, bytes("é\(round)"), into: &up.bytes)
                said.append(.text("é\(round)"))
            case 2:
                try server.sendHeader(of: .binary, payloadBytes: payload.count, into: &down.bytes)
                down.bytes += payload
                told.append(.binary(payload))
            case 3: try client.ping(bytes("\(round)"), into: &up.bytes)
            default: break
            }
            answered += server.receive(up.deliver(using: &random), into: &down.bytes)
            heard += client.receive(down.deliver(using: &random), into: &up.bytes)
        }
        let closesFirst = Bool.random(using: &random)
        if closesFirst { client.close(.normal, reason: "done", into: &up.bytes) }
        if !closesFirst || Bool.random(using: &random) { server.close(.goingAway, into: &down.bytes) }
        while !up.bytes.isEmpty || !down.bytes.isEmpty {
            answered += server.receive(up.deliver(using: &random), into: &down.bytes)
            heard += client.receive(down.deliver(using: &random), into: &up.bytes)
        }
        #expect(client.isClosed && server.isClosed)
        #expect(answered.filter(\.isMessage) == said)
        #expect(heard.filter(\.isMessage) == told)
        #expect(answered.filter(\.isEnd).count == 1)
        #expect(heard.filter(\.isEnd).count == 1)
    }
}

extension WebSocketEvent {
    var isMessage: Bool { if case .message = self { true } else { false } }
    var isEnd: Bool { if case .ended = self { true } else { false } }
}
