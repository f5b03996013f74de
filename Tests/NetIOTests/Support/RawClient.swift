import TestSupport

extension RawClient {
    static let handshake = """
        GET /echo HTTP/1.1\r
        Host: localhost\r
        Upgrade: websocket\r
        Connection: Upgrade\r
        Sec-WebSocket-Version: 13\r
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
        \r

        """

    /// A WebSocket by hand: what follows is frames.
    static func webSocket(port: UInt16) async throws -> RawClient {
        let client = try RawClient(port: port)
        await client.send(handshake)
        var head: [UInt8] = []
        while !head.suffix(4).elementsEqual("\r\n\r\n".utf8), let byte = await client.receive(max: 1), !byte.isEmpty {
            head += byte
        }
        return client
    }

    /// A frame of at most 125 bytes from the server: its first byte and its payload.
    func receiveShortFrame() async -> (first: UInt8, payload: [UInt8])? {
        let header = await receive(exactly: 2)
        guard header.count == 2 else { return nil }
        return (header[0], await receive(exactly: Int(header[1] & 0x7F)))
    }
}
