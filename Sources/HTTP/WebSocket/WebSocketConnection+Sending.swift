extension WebSocketConnection {
    /// Why nothing was sent.
    public enum SendError: Error, Sendable, Equatable {
        /// A close frame was sent, after which nothing may follow.
        case closed
        /// More than the 125 bytes that a ping may have.
        case pingTooLong
        /// A client's payload is masked, so it cannot be sent as it is.
        case payloadMustBeMasked
    }

    /// Appends a message in one frame. That text is UTF-8 is the caller's to know: it made it.
    public mutating func send(
        _ kind: WebSocketMessage.Kind,
        _ payload: [UInt8],
        into out: inout [UInt8]
    ) throws(SendError) {
        guard state == .open else { throw .closed }
        append(kind.opcode, payload, to: &out)
    }

    /// Appends only what stands before the payload of so many bytes, which the server then sends as it is: one
    /// payload can
    /// go to several connections without a copy.
    public mutating func sendHeader(
        of kind: WebSocketMessage.Kind,
        payloadBytes: Int,
        into out: inout [UInt8]
    ) throws(SendError) {
        guard state == .open else { throw .closed }
        guard isServer else { throw .payloadMustBeMasked }
        WebSocketFrameHeader(kind.opcode, mask: nil, payloadBytes: max(payloadBytes, 0)).write(into: &out)
    }

    public mutating func ping(_ payload: [UInt8] = [], into out: inout [UInt8]) throws(SendError) {
        guard state == .open else { throw .closed }
        guard payload.count <= 125 else { throw .pingTooLong }
        append(.ping, payload, to: &out)
    }

    /// Begins the closing handshake. Does nothing where it has begun. A reason beyond 123 bytes is cut between
    /// characters.
    ///
    /// Whether the peer answers is not certain: the driver waits for `ended` as long as it likes.
    public mutating func close(_ code: WebSocketCloseCode, reason: String = "", into out: inout [UInt8]) {
        guard state == .open else { return }
        append(.close, Self.closePayload(code, reason), to: &out)
        state = .closing
    }

    static func closePayload(_ code: WebSocketCloseCode, _ reason: String) -> [UInt8] {
        var payload = [UInt8(code.rawValue >> 8), UInt8(code.rawValue & 0xFF)]
        for scalar in reason.unicodeScalars {
            let bytes = String(scalar).utf8
            guard payload.count + bytes.count <= 125 else { break }
            payload.append(contentsOf: bytes)
        }
        return payload
    }

    mutating func append(_ opcode: WebSocketOpcode, _ payload: [UInt8], to out: inout [UInt8]) {
        let mask = nextMask()
        let header = WebSocketFrameHeader(opcode, mask: mask, payloadBytes: payload.count)
        header.write(into: &out)
        guard let mask else {
            out.append(contentsOf: payload)
            return
        }
        _ = payload.span.withUnsafeBytes { Masking.append($0, mask: mask, to: &out) }
    }
}

extension WebSocketMessage.Kind {
    var opcode: WebSocketOpcode {
        switch self {
        case .text: .text
        case .binary: .binary
        }
    }
}
