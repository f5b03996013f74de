import Bytes
import HTTP
import Testing

@Suite("The WebSocket handshake")
struct HandshakeTests {
    typealias Vector = (text: String, count: Int, digest: String)

    static let vectors: [Vector] = [
        ("abc", 1, "a9993e364706816aba3e25717850c26c9cd0d89d"),
        ("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 1, "84983e441c3bd26ebaae4aa1f95129e5e54670f1"),
        ("a", 1_000_000, "34aa973cd4c4daa4f61eeb2bdbad27316534016f"),
        (
            "0123456701234567012345670123456701234567012345670123456701234567", 10,
            "dea356a2cddd90c7a7ecedc5ebb563934f460452"
        ),
        ("", 1, "da39a3ee5e6b4b0d3255bfef95601890afd80709"),
    ]

    @Test("SHA-1 (RFC 3174 §7.3)", arguments: vectors)
    func sha1(_ vector: Vector) {
        let digest = SHA1.digest(of: bytes(String(repeating: vector.text, count: vector.count)))
        #expect(digest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() == vector.digest)
    }

    private static let upgrade = "Connection: keep-alive, Upgrade\r\nUpgrade: WebSocket\r\n"
    private static let key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
    private static let version = "Sec-WebSocket-Version: 13\r\n"

    private func head(_ fields: String, line: String = "GET /v1/realtime HTTP/1.1") throws -> RequestHead {
        var server = ServerConnection.limited()
        server.receive(bytes("\(line)\r\nHost: h\r\n\(fields)\r\n"))
        return try #require(server.pump().first?.request)
    }

    @Test("The key is answered as in the RFC's example (RFC 6455 §1.3)")
    func accepts() throws {
        let extensions = "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n"
        let offer = try WebSocketOffer(head(Self.upgrade + Self.key + Self.version + extensions))
        #expect(offer.subprotocols == [])
        let answer = try offer.answer(choosing: nil)
        #expect(answer == ["Sec-WebSocket-Accept": "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="])
    }

    @Test("The caller chooses among the sub-protocols, in one field or several (RFC 6455 §4.2.2)")
    func subprotocols() throws {
        let fields =
            "Sec-WebSocket-Protocol: realtime, openai-insecure-api-key.ek_1\r\nSec-WebSocket-Protocol: other\r\n"
        let offer = try WebSocketOffer(head(Self.upgrade + Self.key + Self.version + fields))
        #expect(offer.subprotocols == ["realtime", "openai-insecure-api-key.ek_1", "other"])
        #expect(try offer.answer(choosing: "realtime")["Sec-WebSocket-Protocol"] == "realtime")
        #expect(throws: WebSocketOffer.SubprotocolNotOffered.self) { try offer.answer(choosing: "Realtime") }
    }

    typealias Wrong = (refusal: WebSocketOffer.Refusal, status: Int, line: String, fields: String)

    static let wrong: [Wrong] = [
        (.notAnUpgrade, 426, "GET / HTTP/1.1", key + version),
        (.notAnUpgrade, 426, "GET / HTTP/1.1", "Upgrade: websocket\r\n" + key + version),
        (.notAnUpgrade, 426, "GET / HTTP/1.1", "Connection: Upgrade\r\nUpgrade: h2c\r\n" + key + version),
        (.notAnUpgrade, 426, "GET / HTTP/1.1", "Connection: close\r\nUpgrade: websocket\r\n" + key + version),
        (.wrongMethod, 405, "POST / HTTP/1.1", upgrade + key + version),
        (.wrongMethod, 405, "GET / HTTP/1.0", upgrade + key + version),
        (.wrongVersion, 426, "GET / HTTP/1.1", upgrade + key),
        (.wrongVersion, 426, "GET / HTTP/1.1", upgrade + key + "Sec-WebSocket-Version: 8\r\n"),
        (.wrongVersion, 426, "GET / HTTP/1.1", upgrade + key + version + version),
        (.wrongVersion, 426, "GET / HTTP/1.1", upgrade + key + "Sec-WebSocket-Version: 013\r\n"),
        (.malformedKey, 400, "GET / HTTP/1.1", upgrade + version),
        (.malformedKey, 400, "GET / HTTP/1.1", upgrade + version + key + key),
        (.malformedKey, 400, "GET / HTTP/1.1", upgrade + version + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ\r\n"),
        (.malformedKey, 400, "GET / HTTP/1.1", upgrade + version + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAAAA\r\n"),
        (.malformedKey, 400, "GET / HTTP/1.1", upgrade + version + "Sec-WebSocket-Key: a!hlIHNhbXBsZSBub25jZQ==\r\n"),
        (.malformedSubprotocols, 400, "GET / HTTP/1.1", upgrade + key + version + "Sec-WebSocket-Protocol: a b\r\n"),
    ]

    @Test("What is no handshake is refused with its status (RFC 6455 §4.2.1, §4.4)", arguments: wrong)
    func refuses(_ row: Wrong) throws {
        let head = try head(row.fields, line: row.line)
        #expect(throws: row.refusal) { try WebSocketOffer(head) }
        #expect(row.refusal.response.status == row.status)
        #expect(row.refusal.description.hasSuffix("."))
        let version = row.refusal.response.headers["Sec-WebSocket-Version"]
        #expect(version == (row.refusal == .wrongVersion ? "13" : nil))
    }

    private static let keyBytes: (UInt64, UInt64) = (0x6D61_7320_6568_74, 0x6563_6E6F_6E20_656C)

    private static let client = WebSocketRequest(
        target: "/v1/realtime?model=m",
        host: "h",
        subprotocols: ["realtime", "x"],
        headers: ["Authorization": "Bearer k"],
        keyBytes: keyBytes
    )

    @Test("A client asks as the RFC says (RFC 6455 §4.1)")
    func request() throws {
        let request = Self.client.request
        #expect(request.method == "GET")
        #expect(request.headers["Sec-WebSocket-Protocol"] == "realtime, x")
        #expect(request.headers["Authorization"] == "Bearer k")
        let key = try #require(request.headers["Sec-WebSocket-Key"])
        #expect(try Base64.decode(key).count == 16)
    }

    private func answer(_ change: (inout ResponseHead) -> Void) throws -> String? {
        let key = try #require(Self.client.request.headers["Sec-WebSocket-Key"])
        let digest = SHA1.digest(of: bytes(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"))
        var head = ResponseHead(
            status: 101,
            headers: ["upgrade": "WebSocket", "connection": "upgrade", "Sec-WebSocket-Accept": Base64.encode(digest)]
        )
        change(&head)
        return try Self.client.subprotocol(acceptedBy: head)
    }

    @Test("A client takes the right answer, and no other (RFC 6455 §4.1)")
    func checks() throws {
        #expect(try answer { _ in } == nil)
        #expect(try answer { $0.headers.add("Sec-WebSocket-Protocol", "realtime") } == "realtime")
        typealias Refusal = WebSocketRequest.Refusal
        #expect(throws: Refusal.status(401)) { try answer { $0.status = 401 } }
        #expect(throws: Refusal.notAnUpgrade) { try answer { $0.headers.remove("upgrade") } }
        #expect(throws: Refusal.notAnUpgrade) { try answer { $0.headers.set("upgrade", "h2c") } }
        #expect(throws: Refusal.notAnUpgrade) { try answer { $0.headers.remove("connection") } }
        #expect(throws: Refusal.wrongAnswerToKey) { try answer { $0.headers.set("Sec-WebSocket-Accept", "x") } }
        #expect(throws: Refusal.wrongAnswerToKey) { try answer { $0.headers.remove("Sec-WebSocket-Accept") } }
        #expect(throws: Refusal.unknownExtension) {
            try answer { $0.headers.add("Sec-WebSocket-Extensions", "permessage-deflate") }
        }
        #expect(throws: Refusal.unknownSubprotocol) {
            try answer { $0.headers.add("Sec-WebSocket-Protocol", "other") }
        }
        #expect(throws: Refusal.unknownSubprotocol) {
            try answer {
                $0.headers.add("Sec-WebSocket-Protocol", "realtime")
                $0.headers.add("Sec-WebSocket-Protocol", "x")
            }
        }
    }
}
