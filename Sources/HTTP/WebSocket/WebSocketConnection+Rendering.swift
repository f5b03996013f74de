extension WebSocketConnection {
    /// Appends a message in one frame, whose payload `write` appends. A server's payload is made where it is sent from,
    /// without a copy in between.
    public mutating func send(
        _ kind: WebSocketMessage.Kind,
        into out: inout [UInt8],
        writing write: (inout [UInt8]) -> Void
    ) throws(SendError) {
        guard state == .open else { throw .closed }
        guard isServer else {
            var payload: [UInt8] = []
            write(&payload)
            return append(kind.opcode, payload, to: &out)
        }
        // Most events have from 126 bytes to 64 KiB, whose header takes four; others move a little.
        let start = out.count
        let usual = 4
        out.append(contentsOf: repeatElement(0, count: usual))
        write(&out)
        let payloadBytes = max(out.count - start - usual, 0)
        var header: [UInt8] = []
        WebSocketFrameHeader(kind.opcode, mask: nil, payloadBytes: payloadBytes).write(into: &header)
        out.replaceSubrange(start..<min(start + usual, out.count), with: header)
    }
}
