import HTTP
import TestSupport
import Testing

/// The cases of the Autobahn test suite, by its numbers: what a server must make of what a client sends. 9 (limits,
/// times)
/// is here in small; 8, 11 do not exist; 12 and 13 are of compression, which is declined.
@Suite("The cases of the Autobahn test suite")
struct AutobahnTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let number: String
        let frames: [Frame]
        let events: [WebSocketEvent]
        var answers: [Frame] = []
        /// Whether the connection is open afterwards.
        var isOpen: Bool { if case .ended = events.last { false } else { true } }

        var testDescription: String { number }

        init(_ number: String, _ frames: [Frame], _ events: [WebSocketEvent], answers: [Frame] = []) {
            self.number = number
            self.frames = frames
            self.events = events
            self.answers = answers.map(\.unmasked)
        }
    }

    private static func filled(_ byte: UInt8, _ count: Int) -> [UInt8] { [UInt8](repeating: byte, count: count) }
    private static func stars(_ count: Int) -> String { String(repeating: "*", count: count) }

    static let sizes = [0, 125, 126, 127, 128, 65_535, 65_536]

    static let framing: [Case] =
        sizes.enumerated().map { .init("1.1.\($0 + 1)", [.text(stars($1))], [.text(stars($1))]) }
        + sizes.enumerated().map {
            .init("1.2.\($0 + 1)", [.binary(filled(0xFE, $1))], [.binary(filled(0xFE, $1))])
        }

    static let control: [Case] = [
        .init("2.1", [.ping()], [.ping("")], answers: [.pong()]),
        .init("2.2", [.ping("Hello, world!")], [.ping("Hello, world!")], answers: [.pong("Hello, world!")]),
        .init(
            "2.3",
            [Frame(opcode: 9, payload: [0, 0xFF, 0xFE])],
            [.ping([0, 0xFF, 0xFE])],
            answers: [Frame(opcode: 10, payload: [0, 0xFF, 0xFE])]
        ),
        .init(
            "2.4",
            [Frame(opcode: 9, payload: filled(0xFE, 125))],
            [.ping(filled(0xFE, 125))],
            answers: [Frame(opcode: 10, payload: filled(0xFE, 125))]
        ),
        .init("2.5", [Frame(opcode: 9, payload: filled(0xFE, 126))], [.violation(.controlFrameTooLong)]),
        .init("2.7", [.pong()], [.pong("")]),
        .init("2.8", [.pong("unsolicited")], [.pong("unsolicited")]),
        .init("2.9", [.pong("a"), .ping("b")], [.pong("a"), .ping("b")], answers: [.pong("b")]),
        .init(
            "2.10",
            (0..<10).map { .ping("\($0)") },
            (0..<10).map { .ping("\($0)") },
            answers: (0..<10).map { .pong("\($0)") }
        ),
    ]

    private static func reserved(_ bits: UInt8, _ frame: Frame) -> Frame {
        var frame = frame
        frame.reserved = bits
        return frame
    }

    static let reservedBits: [Case] = [
        .init("3.1", [reserved(1, .text("a"))], [.violation(.reservedBits)]),
        .init("3.2", [.text("a"), reserved(2, .text("b")), .ping()], [.text("a"), .violation(.reservedBits)]),
        .init("3.3", [.text("a"), reserved(3, .text("b")), .ping()], [.text("a"), .violation(.reservedBits)]),
        .init("3.4", [.text("a"), reserved(4, .text("b")), .ping()], [.text("a"), .violation(.reservedBits)]),
        .init("3.5", [reserved(5, .binary([1]))], [.violation(.reservedBits)]),
        .init("3.6", [reserved(6, .ping())], [.violation(.reservedBits)]),
        .init("3.7", [reserved(7, .close())], [.violation(.reservedBits)]),
    ]

    static let opcodes: [Case] = ([3, 4, 5, 6, 7, 11, 12, 13, 14, 15] as [UInt8]).enumerated().map { index, opcode in
        .init(
            "4.\(index / 5 + 1).\(index % 5 + 1)",
            [.text("a"), Frame(opcode: opcode), .ping()],
            [.text("a"), .violation(.unknownOpcode)]
        )
    }

    static let fragments: [Case] = [
        .init("5.1", [Frame(isFinal: false, opcode: 9), .continuation("b")], [.violation(.controlFrameFragmented)]),
        .init("5.2", [Frame(isFinal: false, opcode: 10), .continuation("b")], [.violation(.controlFrameFragmented)]),
        .init("5.3", [.text("a", isFinal: false), .continuation("b")], [.text("ab")]),
        .init(
            "5.6",
            [.text("a", isFinal: false), .ping("p"), .continuation("b")],
            [.ping("p"), .text("ab")],
            answers: [.pong("p")]
        ),
        .init("5.9", [.continuation("a", isFinal: false), .text("b")], [.violation(.continuationWithoutStart)]),
        .init("5.12", [.continuation("a"), .text("b")], [.violation(.continuationWithoutStart)]),
        .init(
            "5.15",
            [.text("a", isFinal: false), .continuation("b"), .continuation("c", isFinal: false)],
            [.text("ab"), .violation(.continuationWithoutStart)]
        ),
        .init("5.18", [.text("a", isFinal: false), .text("b")], [.violation(.messageWithinMessage)]),
        .init("5.18b", [.text("a", isFinal: false), .binary([1])], [.violation(.messageWithinMessage)]),
        .init(
            "5.19",
            [
                .text("1", isFinal: false), .continuation("2", isFinal: false), .ping("p"),
                .continuation("3", isFinal: false), .continuation("4", isFinal: false), .ping("q"), .continuation("5"),
            ],
            [.ping("p"), .ping("q"), .text("12345")],
            answers: [.pong("p"), .pong("q")]
        ),
    ]

    private static let kosme = "κόσμε"

    static let validText: [Case] = [
        .init("6.1.1", [.text("")], [.text("")]),
        .init("6.1.2", [.text("", isFinal: false), .continuation("", isFinal: false), .continuation("")], [.text("")]),
        .init(
            "6.1.3",
            [.text("", isFinal: false), .continuation("a", isFinal: false), .continuation("")],
            [.text("a")]
        ),
        .init("6.2.1", [.text("Hello-µ@ßöäüàá-UTF-8!!")], [.text("Hello-µ@ßöäüàá-UTF-8!!")]),
        .init(
            "6.2.2",
            [.text("Hello-µ@ßöä", isFinal: false), .continuation("üàá-UTF-8!!")],
            [.text("Hello-µ@ßöäüàá-UTF-8!!")]
        ),
        .init("6.2.3", split(Array("Hello-µ@ßöäüàá-UTF-8!!".utf8)), [.text("Hello-µ@ßöäüàá-UTF-8!!")]),
        .init("6.2.4", split(Array(kosme.utf8)), [.text(kosme)]),
        .init("6.7.1", [Frame(opcode: 1, payload: [0x00])], [.text("\0")]),
        .init("6.7.2", [Frame(opcode: 1, payload: [0xC2, 0x80])], [.text("\u{80}")]),
        .init("6.7.3", [Frame(opcode: 1, payload: [0xE0, 0xA0, 0x80])], [.text("\u{800}")]),
        .init("6.7.4", [Frame(opcode: 1, payload: [0xF0, 0x90, 0x80, 0x80])], [.text("\u{10000}")]),
        .init("6.9.1", [Frame(opcode: 1, payload: [0x7F])], [.text("\u{7F}")]),
        .init("6.9.2", [Frame(opcode: 1, payload: [0xDF, 0xBF])], [.text("\u{7FF}")]),
        .init("6.9.3", [Frame(opcode: 1, payload: [0xEF, 0xBF, 0xBF])], [.text("\u{FFFF}")]),
        .init("6.9.4", [Frame(opcode: 1, payload: [0xF4, 0x8F, 0xBF, 0xBF])], [.text("\u{10FFFF}")]),
        .init("6.11.1", [Frame(opcode: 1, payload: [0xED, 0x9F, 0xBF])], [.text("\u{D7FF}")]),
        .init("6.11.2", [Frame(opcode: 1, payload: [0xEE, 0x80, 0x80])], [.text("\u{E000}")]),
        .init("6.11.3", [Frame(opcode: 1, payload: [0xEF, 0xBF, 0xBD])], [.text("\u{FFFD}")]),
        .init("6.22.1", [.text("\u{FFFE}\u{1FFFE}\u{10FFFE}")], [.text("\u{FFFE}\u{1FFFE}\u{10FFFE}")]),
        .init("6.23.1", [.text("\u{FFF9}\u{FFFA}\u{FFFF}")], [.text("\u{FFF9}\u{FFFA}\u{FFFF}")]),
    ]

    /// One frame for each byte.
    private static func split(_ text: [UInt8]) -> [Frame] {
        text.enumerated().map { index, byte in
            Frame(isFinal: index == text.count - 1, opcode: index == 0 ? 1 : 0, payload: [byte])
        }
    }

    /// Sections 6.3 to 6.21: each is wrong in one frame, in two, and byte by byte.
    static let invalidText: [(number: String, payload: [UInt8])] = [
        ("6.3", Array(kosme.utf8) + [0xED, 0xA0, 0x80] + Array("edited".utf8)),
        ("6.4", Array(kosme.utf8) + [0xF4, 0x90, 0x80, 0x80] + Array("edited".utf8)),
        ("6.6.1", [0xCE]), ("6.6.3", [0xCE, 0xBA, 0xE1]), ("6.6.4", [0xCE, 0xBA, 0xE1, 0xBD]),
        ("6.8.1", [0xF8, 0x88, 0x80, 0x80, 0x80]), ("6.8.2", [0xFC, 0x84, 0x80, 0x80, 0x80, 0x80]),
        ("6.10.1", [0xF7, 0xBF, 0xBF, 0xBF]), ("6.10.2", [0xFB, 0xBF, 0xBF, 0xBF, 0xBF]),
        ("6.11.5", [0xF4, 0x90, 0x80, 0x80]),
        ("6.12.1", [0x80]), ("6.12.2", [0xBF]), ("6.12.3", [0x80, 0xBF]), ("6.12.8", filled(0x80, 63)),
        ("6.13.1", Array(0xC0...0xDF)), ("6.13.5", [0xFC, 0x20, 0xFD, 0x20]),
        ("6.14.1", [0xC0]), ("6.14.2", [0xE0, 0x80]), ("6.14.3", [0xF0, 0x80, 0x80]), ("6.14.6", [0xDF]),
        ("6.14.6+", [0xDF, 0x61]), ("6.14.7", [0xEF, 0xBF]), ("6.14.8", [0xF7, 0xBF, 0xBF]),
        ("6.15.1", [0xC0, 0xE0, 0x80, 0xF0, 0x80, 0x80]),
        ("6.16.1", [0xFE]), ("6.16.2", [0xFF]), ("6.16.3", [0xFE, 0xFE, 0xFF, 0xFF]),
        ("6.17.1", [0xC0, 0xAF]), ("6.17.2", [0xE0, 0x80, 0xAF]), ("6.17.3", [0xF0, 0x80, 0x80, 0xAF]),
        ("6.18.1", [0xC1, 0xBF]), ("6.18.2", [0xE0, 0x9F, 0xBF]), ("6.18.3", [0xF0, 0x8F, 0xBF, 0xBF]),
        ("6.19.1", [0xC0, 0x80]), ("6.19.2", [0xE0, 0x80, 0x80]), ("6.19.3", [0xF0, 0x80, 0x80, 0x80]),
        ("6.20.1", [0xED, 0xA0, 0x80]), ("6.20.7", [0xED, 0xBF, 0xBF]),
        ("6.21.1", [0xED, 0xA0, 0x80, 0xED, 0xB0, 0x80]), ("6.21.8", [0xED, 0xAF, 0xBF, 0xED, 0xBF, 0xBF]),
    ]

    static let closing: [Case] = [
        .init("7.1.1", [.text("a"), .close(1000)], [.text("a"), closed(1000)], answers: [.close(1000)]),
        .init("7.1.2", [.close(1000), .close(1000)], [closed(1000)], answers: [.close(1000)]),
        .init("7.1.3", [.close(1000), .ping()], [closed(1000)], answers: [.close(1000)]),
        .init("7.1.4", [.close(1000), .text("a")], [closed(1000)], answers: [.close(1000)]),
        .init(
            "7.1.5",
            [.text("a", isFinal: false), .close(1000), .continuation("b")],
            [closed(1000)],
            answers: [.close(1000)]
        ),
        .init("7.3.1", [.close()], [.ended(.closedByPeer(nil, reason: ""))], answers: [.close()]),
        .init("7.3.2", [Frame(opcode: 8, payload: [3])], [.violation(.closeBodyTooShort)]),
        .init("7.3.3", [.close(1000)], [closed(1000)], answers: [.close(1000)]),
        .init("7.3.4", [.close(1000, "Hello")], [closed(1000, "Hello")], answers: [.close(1000)]),
        .init("7.3.5", [.close(1000, stars(123))], [closed(1000, stars(123))], answers: [.close(1000)]),
        .init("7.3.6", [.close(1000, stars(124))], [.violation(.controlFrameTooLong)]),
        .init(
            "7.5.1",
            [Frame(opcode: 8, payload: [3, 0xE8, 0xCE, 0xBA, 0xED, 0xA0, 0x80])],
            [.violation(.invalidUTF8)]
        ),
    ]

    static let goodCodes = [1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999]
    static let badCodes = [0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65_535]

    private static func closed(_ code: Int, _ reason: String = "") -> WebSocketEvent {
        .ended(.closedByPeer(WebSocketCloseCode(code), reason: reason))
    }

    static let codes: [Case] =
        goodCodes.enumerated().map { index, code in
            .init("7.7.\(index + 1)", [.close(code, "why")], [closed(code, "why")], answers: [.close(code)])
        }
        + badCodes.enumerated().map { index, code in
            .init("7.9.\(index + 1)", [.close(code)], [.violation(.invalidCloseCode)])
        }

    static let small = WebSocketConnection.Limits.small
    static let limits: [Case] = [
        .init("9.1", [.text(stars(1_000))], [.text(stars(1_000))]),
        .init("9.1+", [.text(stars(1_001))], [.violation(.messageTooBig)]),
        .init("9.2", [.binary(filled(0, 1_000))], [.binary(filled(0, 1_000))]),
        .init("9.3", (0..<20).map { piece($0, of: 20, stars(50)) }, [.text(stars(1_000))]),
        .init("9.3+", (0..<20).map { piece($0, of: 20, stars(51)) }, [.violation(.messageTooBig)]),
        .init("9.4", (0..<21).map { piece($0, of: 21, "") }, [.violation(.tooManyFragments)]),
        .init("9.4+", (0..<40).map { piece($0 % 20, of: 20, "") }, [.text(""), .text("")]),
        .init("9.7", (0..<1_000).map { .text("\($0)") }, (0..<1_000).map { .text("\($0)") }),
    ]

    private static func piece(_ index: Int, of count: Int, _ text: String) -> Frame {
        Frame(isFinal: index == count - 1, opcode: index == 0 ? 1 : 0, payload: Array(text.utf8))
    }

    static let fragmentation: [Case] = [
        .init(
            "10.1.1",
            (0..<51).map { piece($0, of: 51, stars($0 == 50 ? 15 : 1_300)) },
            [.text(stars(65_015))]
        )
    ]

    static let all =
        framing + control + reservedBits + opcodes + fragments + validText + closing + codes + fragmentation

    @Test("A server makes of it what the suite expects, whole, byte by byte or cut anywhere", arguments: all)
    func server(_ row: Case) { check(row, limits: .init()) }

    @Test("The same within small limits (section 9)", arguments: limits)
    func limited(_ row: Case) { check(row, limits: .small) }

    private func check(_ row: Case, limits: WebSocketConnection.Limits) {
        let input = row.frames.bytes
        var random = SplitMix64(state: 6455)
        for cuts in [[], Array(1..<max(input.count, 1)), input.randomCuts(using: &random)] {
            var connection = WebSocketConnection(role: .server, limits: limits)
            let (events, output) = connection.read(input, cutAt: cuts)
            #expect(events == row.events)
            #expect(connection.isOpen == row.isOpen)
            #expect(connection.isClosed == !row.isOpen)
            #expect(output == row.answers.bytes + row.events.violationClose)
        }
    }

    @Test("Wrong text is refused at its first wrong byte (6.3 to 6.21)", arguments: invalidText)
    func wrongText(_ row: (number: String, payload: [UInt8])) {
        let whole = Frame(opcode: 1, payload: row.payload)
        var split = Self.split(row.payload)
        if split.isEmpty { split = [whole] }
        for frames in [[whole], split] {
            var connection = WebSocketConnection(role: .server)
            let (events, output) = connection.read(frames.bytes + Frame.ping().bytes, cutAt: [])
            #expect(events == [.violation(.invalidUTF8)])
            #expect(output == events.violationClose)
        }
    }

    @Test("Wrong text ends the connection while its frame is still coming (6.4.3, 6.4.4)")
    func failsFast() {
        let right = bytes(Self.kosme)
        let frame = Frame(opcode: 1, payload: right + [0xF4, 0x90] + Self.filled(0x80, 1_000)).bytes
        var connection = WebSocketConnection(role: .server)
        let first = 8 + right.count + 1
        #expect(connection.read(Array(frame[..<first]), cutAt: []).events == [])
        #expect(connection.read([frame[first]], cutAt: []).events == [.violation(.invalidUTF8)])
    }
}

extension WebSocketConnection.Limits {
    static let small = {
        var limits = Self()
        limits.messageBytesMax = 1_000
        limits.fragmentsMax = 20
        return limits
    }()
}

extension [WebSocketEvent] {
    /// What a server sends at the end of these: a close frame with the violation's code and sentence, or nothing.
    var violationClose: [UInt8] {
        guard case .ended(.violation(let violation)) = last else { return [] }
        return Frame.close(Int(violation.closeCode.rawValue), violation.description).unmasked.bytes
    }
}
