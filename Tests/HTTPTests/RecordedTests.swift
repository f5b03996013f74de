import Foundation
import HTTP
import Testing

/// A second opinion: what h11 and wsproto made of the same bytes, recorded by `Fixtures/record.py`.
@Suite("h11 and wsproto agree")
struct RecordedTests {
    struct Recording: Decodable {
        struct Request: Decodable, Equatable {
            let method: String
            let target: String
            let fields: [[String]]
            var body: String
        }

        struct Exchange: Decodable {
            let input: String
            let requests: [Request]
            let refused: Bool
        }

        struct Frames: Decodable {
            let input: String
            let events: [[String]]
            let code: Int?
        }

        let http: [Exchange]
        let webSocket: [Frames]
    }

    private static func recording() throws -> Recording {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/recorded.json")
        return try JSONDecoder().decode(Recording.self, from: Data(contentsOf: file))
    }

    /// Where this server refuses what h11 reads: h11 leaves these to its user, or is lenient, or waits for the whole
    /// head
    /// before it looks. What it had read before must be the same.
    private static let stricterThanH11: Set<HTTPViolation> = [
        .bareLineFeed, .bareCarriageReturn, .foldedHeader, .spaceBeforeColon, .missingColon, .malformedHeaderName,
        .controlCharacter, .malformedRequestLine, .unsupportedVersion, .unsupportedMethod, .missingHost, .repeatedHost,
        .malformedHost, .hostDiffersFromTarget, .malformedTarget, .repeatedContentLength,
        .contentLengthWithTransferEncoding, .unsupportedTransferCoding, .malformedChunkSize,
    ]

    @Test("on requests: what both read is the same, and what h11 refuses is refused")
    func requests() throws {
        for exchange in try Self.recording().http {
            let input = try #require([UInt8](hex: exchange.input))
            var server = ServerConnection.limited()
            let (events, _) = try server.serve(input)
            let ours = Self.requests(in: events)
            if let violation = events.last?.refusal, Self.stricterThanH11.contains(violation) {
                #expect(exchange.requests.starts(with: ours), "\(text(input))")
            } else {
                #expect(ours == exchange.requests, "\(text(input))")
                #expect((events.last?.refusal != nil) == exchange.refused, "\(text(input))")
            }
        }
    }

    private static func requests(in events: [ServerConnection.Event]) -> [Recording.Request] {
        var (whole, current): ([Recording.Request], Recording.Request?) = ([], nil)
        for event in events {
            switch event {
            case .request(let head):
                // h11 gives names in lower case, and bytes as ISO 8859-1.
                let fields = head.headers.fields.map { [$0.name.lowercased(), $0.value] }
                current = .init(method: head.method, target: head.target, fields: fields, body: "")
            case .body(let bytes): current?.body += String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
            case .end: current.map { whole.append($0) }
            case .refused, .failed: break
            }
        }
        return whole
    }

    @Test("on frames: the same messages, and the same end")
    func frames() throws {
        for frames in try Self.recording().webSocket {
            let input = try #require([UInt8](hex: frames.input))
            var connection = WebSocketConnection(role: .server)
            let events = connection.read(input, cutAt: []).events
            if Self.endsSooner(events, than: frames) {
                #expect(frames.events.starts(with: events.dropLast().map(Self.row)), "\(frames.input)")
            } else {
                #expect(events.map(Self.row) == frames.events, "\(frames.input)")
                #expect(Self.code(of: events) == frames.code, "\(frames.input)")
            }
        }
    }

    /// wsproto waits for a whole header before it looks at the mask, and knows no limit.
    private static func endsSooner(_ events: [WebSocketEvent], than frames: Recording.Frames) -> Bool {
        switch events.last {
        case .ended(.violation(.messageTooBig)): true
        case .ended(.violation): frames.code == nil
        default: false
        }
    }

    private static func row(_ event: WebSocketEvent) -> [String] {
        switch event {
        case .message(let message): [message.kind == .text ? "text" : "binary", message.bytes.hex]
        case .ping(let payload): ["ping", payload.hex]
        case .pong(let payload): ["pong", payload.hex]
        case .ended(.closedByPeer(_, let reason)), .ended(.closedByUs(_, let reason)): ["close", bytes(reason).hex]
        case .ended(.violation), .ended(.lost): ["violation", ""]
        }
    }

    private static func code(of events: [WebSocketEvent]) -> Int? {
        switch events.last {
        case .ended(.closedByPeer(let code, _)): code.map { Int($0.rawValue) } ?? 1005
        case .ended(.violation(let violation)): Int(violation.closeCode.rawValue)
        default: nil
        }
    }
}

extension [UInt8] {
    init?(hex: String) {
        var bytes: [UInt8] = []
        var rest = hex[...]
        while !rest.isEmpty {
            guard let byte = UInt8(rest.prefix(2), radix: 16) else { return nil }
            bytes.append(byte)
            rest = rest.dropFirst(2)
        }
        self = bytes
    }

    var hex: String { map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() }
}
