import HTTP

/// Streams of bytes as they come over a connection, right ones and wrong ones, for random walks.
enum Samples {
    static let requests: [[UInt8]] = [
        "GET /v1/realtime?model=gpt-realtime HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
        "POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 11\r\n\r\nhello world"
            + "GET /b HTTP/1.1\r\nHost: h\r\n\r\nHEAD /c HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n",
        "POST /a HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
            + "5\r\nhello\r\nA;x=\"y\"\r\n0123456789\r\n0\r\nTrailer: z\r\n\r\nGET /b HTTP/1.1\r\nHost: h\r\n\r\n",
        "\r\nPUT http://h/a%20b?c=d+e HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\nabc",
        "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\nGET / HTTP/1.0\r\n\r\nGET / HTTP/1.0\r\n\r\n",
    ].map(bytes)

    static let responses: [[UInt8]] = [
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
            + "5\r\nhello\r\nA;x=\"y\"\r\n0123456789\r\n0\r\nTrailer: z\r\n\r\n",
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\nframes",
        "HTTP/1.0 404 Not Found\r\nX: y\r\n\r\nno such thing",
    ].map(bytes)

    static let frames: [[UInt8]] = [
        [.text("hello"), .ping("p"), .text("κόσμε", isFinal: false), .pong(), .continuation("𝄞")],
        [.binary(Array(0...255)), .text("a", isFinal: false), .continuation("b", isFinal: false), .continuation("c")],
        [.text(String(repeating: "*", count: 200)), .close(1000, "done"), .text("late")],
        [.text("κόσμε"), .ping(), .binary([]), .close(4000)],
    ].map { (frames: [Frame]) in frames.bytes }

    static let headAlphabet = Array("\r\n\r\n \t:;,/?%=&+-0123456789aAfFxHTPhost".utf8) + [0, 0x7F, 0x80, 0xC3, 0xFF]
    static let frameAlphabet: [UInt8] = [
        0x00, 0x01, 0x02, 0x80, 0x81, 0x82, 0x88, 0x89, 0x8A, 0x83, 0xC1, 0xFD, 0xFE, 0xFF, 0x7D, 0x7E, 0x7F, 0xED,
    ]
}
