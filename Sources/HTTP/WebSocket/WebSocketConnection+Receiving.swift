extension WebSocketConnection {
    public mutating func receive(_ bytes: [UInt8], into out: inout [UInt8]) -> [WebSocketEvent] {
        bytes.span.withUnsafeBytes { receive($0, into: &out) }
    }

    /// Reads what came. How it was cut makes no difference.
    public mutating func receive(_ bytes: UnsafeRawBufferPointer, into out: inout [UInt8]) -> [WebSocketEvent] {
        var events: [WebSocketEvent] = []
        var rest = bytes
        do throws(WebSocketViolation) {
            while state != .closed {
                guard let event = try read(&rest, into: &out) else {
                    if rest.isEmpty { break }
                    continue
                }
                events.append(event)
            }
        } catch {
            events.append(fail(error, into: &out))
        }
        return events
    }

    /// The connection below has ended. The last event, unless there was one.
    public mutating func receiveEnd() -> [WebSocketEvent] {
        guard state != .closed else { return [] }
        end()
        return [.ended(.lost)]
    }

    /// Takes a header, or as much of a payload as is there, off the front of `bytes`.
    private mutating func read(
        _ bytes: inout UnsafeRawBufferPointer,
        into out: inout [UInt8]
    ) throws(WebSocketViolation) -> WebSocketEvent? {
        switch reading {
        case .header(let begun):
            guard let header = try readHeader(after: begun, &bytes) else { return nil }
            try begin(header)
            reading = .payload(header, read: 0)
            return header.payloadBytes == 0 ? try finish(header, into: &out) : nil
        case .payload(let header, let read):
            let count = min(header.payloadBytes - read, bytes.count)
            guard count > 0 else { return nil }
            let piece = UnsafeRawBufferPointer(rebasing: bytes[..<count])
            bytes = UnsafeRawBufferPointer(rebasing: bytes[count...])
            let mask = Masking.rotated(header.mask ?? 0, by: read)
            if !header.opcode.isControl, !discardsMessages { assembly?.makeRoom(for: header.payloadBytes - read) }
            try take(piece, of: header, mask: mask)
            reading = .payload(header, read: read + count)
            return read + count == header.payloadBytes ? try finish(header, into: &out) : nil
        }
    }

    /// A header that has come whole is read where it lies; one that was cut is put together first.
    private mutating func readHeader(
        after begun: [UInt8],
        _ bytes: inout UnsafeRawBufferPointer
    ) throws(WebSocketViolation) -> WebSocketFrameHeader? {
        if begun.isEmpty {
            if let header = try WebSocketFrameHeader(parsing: bytes, isMasked: isServer) {
                bytes = UnsafeRawBufferPointer(rebasing: bytes[header.byteCount...])
                return header
            }
            reading = .header(Array(bytes))
            bytes = UnsafeRawBufferPointer(rebasing: bytes[bytes.count...])
            return nil
        }
        let together = begun + bytes.prefix(WebSocketFrameHeader.bytesMax - begun.count)
        let isMasked = isServer
        let header = try together.span.withUnsafeBytes { (together) throws(WebSocketViolation) in
            try WebSocketFrameHeader(parsing: together, isMasked: isMasked)
        }
        let taken = (header?.byteCount ?? together.count) - begun.count
        bytes = UnsafeRawBufferPointer(rebasing: bytes[min(taken, bytes.count)...])
        if header == nil { reading = .header(together) }
        return header
    }

    /// Holds a frame to what came before it, before its payload is taken.
    private mutating func begin(_ header: WebSocketFrameHeader) throws(WebSocketViolation) {
        switch (header.opcode, assembly) {
        case (.close, _), (.ping, _), (.pong, _): return
        case (.continuation, nil): throw .continuationWithoutStart
        case (.text, .some), (.binary, .some): throw .messageWithinMessage
        case (.text, nil): assembly = Assembly(kind: .text)
        case (.binary, nil): assembly = Assembly(kind: .binary)
        case (.continuation, .some): break
        }
        guard header.payloadBytes <= limits.messageBytesMax - (assembly?.bytes.count ?? 0) else {
            throw .messageTooBig
        }
        assembly?.fragments += 1
        guard (assembly?.fragments ?? 0) <= limits.fragmentsMax else { throw .tooManyFragments }
    }

    private mutating func take(
        _ piece: UnsafeRawBufferPointer,
        of header: WebSocketFrameHeader,
        mask: UInt32
    ) throws(WebSocketViolation) {
        guard !header.opcode.isControl else {
            _ = Masking.append(piece, mask: mask, to: &controlPayload)
            return
        }
        guard !discardsMessages else { return }
        let isValid = assembly?.append(piece, mask: mask)
        if isValid == false { throw .invalidUTF8 }
    }

    /// The frame is whole.
    private mutating func finish(
        _ header: WebSocketFrameHeader,
        into out: inout [UInt8]
    ) throws(WebSocketViolation) -> WebSocketEvent? {
        reading = .header([])
        guard header.opcode.isControl else { return header.isFinal ? try deliver() : nil }
        let payload = controlPayload
        controlPayload = []
        switch header.opcode {
        case .close: return try receiveClose(payload, into: &out)
        case .ping:
            if state == .open { append(.pong, payload, to: &out) }
            return .ping(payload)
        case .pong: return .pong(payload)
        case .continuation, .text, .binary: return nil
        }
    }

    private mutating func deliver() throws(WebSocketViolation) -> WebSocketEvent? {
        guard let message = assembly else { return nil }
        assembly = nil
        guard !discardsMessages else { return nil }
        guard message.kind == .binary || message.utf8.isBetweenCharacters else { throw .invalidUTF8 }
        return .message(WebSocketMessage(message.kind, message.bytes))
    }

    private mutating func receiveClose(
        _ payload: [UInt8],
        into out: inout [UInt8]
    ) throws(WebSocketViolation) -> WebSocketEvent {
        let (code, reason) = try Self.closeBody(payload)
        let isAnswer = state == .closing
        if !isAnswer { append(.close, code.map { Self.closePayload($0, "") } ?? [], to: &out) }
        end()
        return .ended(isAnswer ? .closedByUs(code, reason: reason) : .closedByPeer(code, reason: reason))
    }

    private static func closeBody(
        _ payload: [UInt8]
    ) throws(WebSocketViolation) -> (WebSocketCloseCode?, reason: String) {
        guard !payload.isEmpty else { return (nil, "") }
        guard payload.count >= 2 else { throw .closeBodyTooShort }
        guard let code = WebSocketCloseCode(Int(payload[0]) << 8 | Int(payload[1])) else { throw .invalidCloseCode }
        guard let reason = String(validating: payload[2...], as: UTF8.self) else { throw .invalidUTF8 }
        return (code, reason)
    }

    private mutating func fail(_ violation: WebSocketViolation, into out: inout [UInt8]) -> WebSocketEvent {
        close(violation.closeCode, reason: violation.description, into: &out)
        end()
        return .ended(.violation(violation))
    }

    /// Nothing is kept of what did not come whole.
    private mutating func end() {
        state = .closed
        reading = .header([])
        assembly = nil
        controlPayload = []
    }
}

extension WebSocketConnection.Assembly {
    /// Beyond this the room of a frame is taken at once.
    private static let longBytes = 256 * 1_024

    /// Growing by doubling would copy megabytes in one go, while others wait. A peer that has only announced a long
    /// frame gets no room for it; and one that sends many short ones has no copy made for each.
    fileprivate mutating func makeRoom(for rest: Int) {
        guard bytes.count >= Self.longBytes, rest >= bytes.count, rest > bytes.capacity - bytes.count else { return }
        bytes.reserveCapacity(bytes.count + rest)
    }

    /// Appends a piece of a payload. Whether the text can still be valid: the first wrong byte ends the connection,
    /// also
    /// where megabytes would follow (as the Autobahn suite asks, section 6).
    fileprivate mutating func append(_ piece: UnsafeRawBufferPointer, mask: UInt32) -> Bool {
        let before = bytes.count
        let isASCII = Masking.append(piece, mask: mask, to: &bytes)
        guard kind == .text, !isASCII || !utf8.isBetweenCharacters else { return true }
        return bytes.withUnsafeBufferPointer { utf8.accept($0[before...]) }
    }
}
