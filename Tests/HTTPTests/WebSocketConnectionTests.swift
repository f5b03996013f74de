import HTTP
import TestSupport
import Testing

@Suite("A WebSocket connection")
struct WebSocketConnectionTests {
    enum State: CaseIterable { case open, closing, closed }

    private func server(in state: State) -> WebSocketConnection {
        var connection = WebSocketConnection(role: .server)
        var output: [UInt8] = []
        if state != .open { connection.close(.normal, into: &output) }
        if state == .closed { _ = connection.read([.close(1000)]) }
        return connection
    }

    typealias Row = (from: State, frame: Frame, events: [WebSocketEvent], answer: [Frame], to: State)

    /// Every state and everything that can come.
    static let table: [Row] = [
        (.open, .text("a"), [.text("a")], [], .open),
        (.open, .binary([1]), [.binary([1])], [], .open),
        (.open, .text("a", isFinal: false), [], [], .open),
        (.open, .ping("a"), [.ping("a")], [.pong("a")], .open),
        (.open, .pong("a"), [.pong("a")], [], .open),
        (.open, .close(1001, "bye"), [.ended(.closedByPeer(.goingAway, reason: "bye"))], [.close(1001)], .closed),
        (.open, .close(), [.ended(.closedByPeer(nil, reason: ""))], [.close()], .closed),
        (
            .open, .continuation("a"), [.violation(.continuationWithoutStart)],
            [.close(1002, "A continuation came without a message to continue.")], .closed
        ),
        (.closing, .text("a"), [.text("a")], [], .closing),
        (.closing, .binary([1]), [.binary([1])], [], .closing),
        (.closing, .text("a", isFinal: false), [], [], .closing),
        (.closing, .ping("a"), [.ping("a")], [], .closing),
        (.closing, .pong("a"), [.pong("a")], [], .closing),
        (.closing, .close(1001, "bye"), [.ended(.closedByUs(.goingAway, reason: "bye"))], [], .closed),
        (.closing, .close(), [.ended(.closedByUs(nil, reason: ""))], [], .closed),
        (.closing, .continuation("a"), [.violation(.continuationWithoutStart)], [], .closed),
        (.closed, .text("a"), [], [], .closed),
        (.closed, .binary([1]), [], [], .closed),
        (.closed, .text("a", isFinal: false), [], [], .closed),
        (.closed, .ping("a"), [], [], .closed),
        (.closed, .pong("a"), [], [], .closed),
        (.closed, .close(1001), [], [], .closed),
        (.closed, .close(), [], [], .closed),
        (.closed, .continuation("a"), [], [], .closed),
    ]

    @Test("Every state and everything that comes (RFC 6455 §5.5, §7.1)", arguments: table)
    func transition(_ row: Row) {
        var connection = server(in: row.from)
        let (events, output) = connection.read([row.frame])
        #expect(events == row.events)
        #expect(output == row.answer.map(\.unmasked).bytes)
        #expect(connection.isOpen == (row.to == .open))
        #expect(connection.isClosed == (row.to == .closed))
    }

    @Test(
        "Only what is open sends; nothing is written after a close frame (RFC 6455 §5.5.1)",
        arguments: State.allCases
    )
    func sends(_ state: State) throws {
        var connection = server(in: state)
        var output: [UInt8] = []
        if state == .open {
            try connection.send(.text, bytes("a"), into: &output)
            try connection.send(.binary, [1], into: &output)
            try connection.sendHeader(of: .text, payloadBytes: 70_000, into: &output)
            try connection.ping(bytes("p"), into: &output)
            let long = Frame(opcode: 1, payload: [UInt8](repeating: 0, count: 70_000)).unmasked.bytes.prefix(10)
            let frames = [Frame.text("a"), .binary([1])].map(\.unmasked).bytes
            #expect(output == frames + long + Frame.ping("p").unmasked.bytes)
        } else {
            #expect(throws: WebSocketConnection.SendError.closed) { try connection.send(.text, [], into: &output) }
            #expect(throws: WebSocketConnection.SendError.closed) { try connection.ping(into: &output) }
            #expect(throws: WebSocketConnection.SendError.closed) {
                try connection.sendHeader(of: .text, payloadBytes: 1, into: &output)
            }
            connection.close(.normal, into: &output)
            #expect(output == [])
        }
    }

    @Test("The connection below ends", arguments: State.allCases)
    func lost(_ state: State) {
        var connection = server(in: state)
        #expect(connection.receiveEnd() == (state == .closed ? [] : [.ended(.lost)]))
        #expect(connection.isClosed)
        #expect(connection.receiveEnd() == [])
        #expect(connection.read([.text("a")]).events == [])
    }

    typealias Wrong = (section: String, violation: WebSocketViolation, bytes: [UInt8])

    static let wrong: [Wrong] = [
        ("§5.1", .maskMissing, Frame.text("a").unmasked.bytes),
        ("§5.1", .maskMissing, Frame.close().unmasked.bytes),
        ("§5.2", .lengthNotMinimal, Frame(opcode: 1, payload: [], length: .two).bytes),
        ("§5.2", .lengthNotMinimal, Frame(opcode: 1, payload: [UInt8](repeating: 0, count: 125), length: .two).bytes),
        ("§5.2", .lengthNotMinimal, Frame(opcode: 1, payload: [UInt8](repeating: 0, count: 126), length: .eight).bytes),
        (
            "§5.2", .lengthNotMinimal,
            Frame(opcode: 1, payload: [UInt8](repeating: 0, count: 65_535), length: .eight).bytes
        ),
        ("§5.2", .lengthTooLarge, [0x82, 0xFF, 0x80, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4]),
        ("§5.5", .controlFrameTooLong, [0x89, 0xFE, 0, 126, 1, 2, 3, 4]),
        ("§5.5", .controlFrameTooLong, [0x88, 0xFF, 0, 0, 0, 0, 0, 0, 0, 1, 1, 2, 3, 4]),
        ("§10.4", .messageTooBig, [0x82, 0xFF, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1, 2, 3, 4]),
        ("§10.4", .messageTooBig, [0x82, 0xFF, 0, 0, 0, 0, 1, 0x50, 0, 1, 1, 2, 3, 4]),
    ]

    @Test("Frames that are wrong are refused before their payload comes (RFC 6455)", arguments: wrong)
    func refuses(_ row: Wrong) {
        for cuts in [[], Array(1..<min(row.bytes.count, 20))] {
            var connection = WebSocketConnection(role: .server)
            let (events, output) = connection.read(row.bytes, cutAt: cuts)
            #expect(events == [.violation(row.violation)])
            #expect(output == events.violationClose)
            #expect(connection.pendingBytes == 0)
        }
    }

    @Test("A message of exactly 21 MiB is the longest that is read (CONTRACT 23)")
    func longest() {
        let payload = [UInt8](repeating: 0x61, count: 22_020_096)
        var connection = WebSocketConnection(role: .server)
        let events = connection.read([.binary(payload)]).events
        #expect(events == [.binary(payload)])
    }

    @Test("A client refuses what is masked, and masks all that it sends (RFC 6455 §5.1, §5.3)")
    func client() throws {
        var connection = WebSocketConnection(role: .client(masks: SplitMix64(state: 1)))
        var masks = SplitMix64(state: 1)
        var output: [UInt8] = []
        try connection.send(.text, bytes("hello, world"), into: &output)
        _ = connection.receive(Frame.ping("p").unmasked.bytes, into: &output)
        connection.close(.normal, into: &output)
        let keys = (0..<3).map { _ in
            withUnsafeBytes(of: UInt32(truncatingIfNeeded: masks.next())) { Array($0) }
        }
        let frames = [
            Frame(opcode: 1, payload: bytes("hello, world"), mask: keys[0]),
            Frame(opcode: 10, payload: bytes("p"), mask: keys[1]),
            Frame(opcode: 8, payload: [3, 0xE8], mask: keys[2]),
        ]
        #expect(output == frames.bytes)
        #expect(throws: WebSocketConnection.SendError.closed) {
            try connection.sendHeader(of: .text, payloadBytes: 1, into: &output)
        }
        var other = WebSocketConnection(role: .client(masks: SplitMix64(state: 1)))
        #expect(throws: WebSocketConnection.SendError.payloadMustBeMasked) {
            try other.sendHeader(of: .text, payloadBytes: 1, into: &output)
        }
        #expect(other.read([.text("a")]).events == [.violation(.maskForbidden)])
    }

    @Test("Pings hold at most 125 bytes, and reasons are cut between characters (RFC 6455 §5.5)")
    func longControl() throws {
        var connection = WebSocketConnection(role: .server)
        var output: [UInt8] = []
        #expect(throws: WebSocketConnection.SendError.pingTooLong) {
            try connection.ping([UInt8](repeating: 0, count: 126), into: &output)
        }
        #expect(output == [])
        connection.close(.goingAway, reason: String(repeating: "é", count: 70), into: &output)
        let reason = String(repeating: "é", count: 61)
        #expect(output == Frame.close(1001, reason).unmasked.bytes)
    }

    @Test("Nothing is kept of messages that nobody wants, and the closing handshake goes on")
    func discarding() {
        var connection = WebSocketConnection(role: .server)
        var output: [UInt8] = []
        let piece = String(repeating: "a", count: 100_000)
        #expect(connection.receive(Frame.text(piece, isFinal: false).bytes, into: &output) == [])
        connection.close(.policyViolation, into: &output)
        connection.discardMessages()
        #expect(connection.pendingBytes == 0)
        let more = Frame.continuation(piece).bytes + Frame.text(piece, isFinal: false).bytes
        #expect(connection.receive(more, into: &output) == [])
        #expect(connection.pendingBytes == 0)
        let end = WebSocketEvent.ended(.closedByUs(.policyViolation, reason: ""))
        #expect(connection.receive(Frame.close(1008).bytes, into: &output) == [end])
    }

    @Test("What is kept of a message grows with what came, not with what was announced")
    func memory() {
        var connection = WebSocketConnection(role: .server)
        var output: [UInt8] = []
        let announced: [UInt8] = [0x82, 0xFF, 0, 0, 0, 0, 1, 0, 0, 0, 1, 2, 3, 4]
        _ = connection.receive(announced + [UInt8](repeating: 0, count: 1_000), into: &output)
        #expect(1_000...4_096 ~= connection.pendingBytes)
        for _ in 0..<100 {
            _ = connection.receive([UInt8](repeating: 0, count: 1_000), into: &output)
        }
        #expect(101_000...300_000 ~= connection.pendingBytes)
        _ = connection.receiveEnd()
        #expect(connection.pendingBytes == 0)
        var idle = WebSocketConnection(role: .server)
        _ = idle.read([.text("a"), .ping("p")])
        #expect(idle.pendingBytes == 0, "an idle connection keeps nothing")
    }

    @Test(
        "A text that is written in its place is the same as one that is given",
        arguments: [
            0, 1, 125, 126, 127, 65_535, 65_536, 70_000,
        ]
    )
    func writtenInPlace(_ count: Int) throws {
        let payload = (0..<count).map { UInt8(0x20 + $0 % 90) }
        var (server, client) = (
            WebSocketConnection(role: .server), WebSocketConnection(role: .client(masks: SplitMix64(state: 1)))
        )
        var (given, written): ([UInt8], [UInt8]) = ([1, 2, 3], [1, 2, 3])
        try server.send(.text, payload, into: &given)
        try server.send(.text, into: &written) { $0 += payload }
        #expect(given == written)
        var sent: [UInt8] = []
        try client.send(.text, into: &sent) { $0 += payload }
        #expect(server.receive(sent, into: &written) == [.message(WebSocketMessage(.text, payload))])
        server.close(.normal, into: &written)
        #expect(throws: WebSocketConnection.SendError.closed) { try server.send(.text, into: &written) { _ in } }
    }

    @Test("Every violation has a code and a sentence that fits into a reason", arguments: WebSocketViolation.allCases)
    func catalogue(_ violation: WebSocketViolation) {
        #expect([1002, 1007, 1009].contains(violation.closeCode.rawValue))
        #expect(violation.description.hasSuffix("."))
        #expect(violation.description.utf8.count <= 123)
    }
}
