/// Takes the body of a message out of what comes, without the marks of its chunks.
struct BodyReader: Sendable, Equatable {
    enum Event: Sendable, Equatable {
        case bytes([UInt8])
        case end
    }

    private enum State: Sendable, Equatable {
        case length(Int)
        case untilClose
        case chunked(ChunkReader)
        case ended
    }

    private var state: State
    private var bytesLeft: Int

    /// Refuses at once a length that is beyond the limit.
    init(_ framing: BodyFraming, _ limits: HTTPLimits) throws(HTTPViolation) {
        bytesLeft = limits.bodyBytesMax
        switch framing {
        case .length(let length):
            guard length <= limits.bodyBytesMax else { throw .bodyTooLong }
            state = .length(length)
        case .chunked: state = .chunked(ChunkReader())
        case .untilClose: state = .untilClose
        }
    }

    /// Nil while more must come.
    mutating func read(
        from input: inout InputBuffer,
        _ limits: HTTPLimits,
        inputHasEnded: Bool
    ) throws(HTTPViolation) -> Event? {
        switch state {
        case .ended: return nil
        case .length(0): return end()
        case .length(let length):
            guard let bytes = try take(length, from: &input, inputHasEnded) else { return nil }
            state = .length(length - bytes.count)
            return .bytes(bytes)
        case .untilClose:
            if input.isEmpty, inputHasEnded { return end() }
            return try take(.max, from: &input, inputHasEnded).map { .bytes($0) }
        case .chunked(var chunks):
            defer { if case .chunked = state { state = .chunked(chunks) } }
            guard let size = try chunks.advance(&input, limits) else {
                if inputHasEnded { throw .truncated }
                return nil
            }
            guard size > 0 else { return end() }
            guard size <= bytesLeft else { throw .bodyTooLong }
            guard let bytes = try take(size, from: &input, inputHasEnded) else { return nil }
            chunks.took(bytes.count)
            return .bytes(bytes)
        }
    }

    private mutating func end() -> Event {
        state = .ended
        return .end
    }

    /// The next bytes of the body, at most `max`. Nil while there are none.
    private mutating func take(
        _ max: Int,
        from input: inout InputBuffer,
        _ inputHasEnded: Bool
    ) throws(HTTPViolation) -> [UInt8]? {
        guard !input.isEmpty else {
            if inputHasEnded { throw .truncated }
            return nil
        }
        guard bytesLeft > 0 else { throw .bodyTooLong }
        let bytes = input.take(max: min(max, bytesLeft))
        bytesLeft -= bytes.count
        return bytes
    }
}

/// Finds the chunks of a body (RFC 9112 §7.1). Trailers are read and forgotten: a trailer that became a header would be
/// one more way to smuggle.
struct ChunkReader: Sendable, Equatable {
    private enum State: Sendable, Equatable {
        case size
        case data(Int)
        case dataEnd
        case trailers(FieldReader)
    }

    private var state = State.size
    private var extensionBytes = 0

    /// Reads on to the next bytes of data: how many of the chunk are to come; 0 at the end of the body. Nil while more
    /// must come to know.
    mutating func advance(_ input: inout InputBuffer, _ limits: HTTPLimits) throws(HTTPViolation) -> Int? {
        while true {
            switch state {
            case .size:
                guard let size = try readSize(&input, limits) else { return nil }
                state = size == 0 ? .trailers(FieldReader()) : .data(size)
            case .data(let left): return left
            case .dataEnd:
                guard try readDataEnd(&input) else { return nil }
                state = .size
            case .trailers(var reader):
                let limit = limits.headBytesMax
                let isEnd = try reader.readLine(from: &input, bytesMax: limit, tooLong: .trailersTooLong, limits)
                state = .trailers(reader)
                guard let isEnd else { return nil }
                if isEnd { return 0 }
            }
        }
    }

    /// So many bytes of the chunk were taken.
    mutating func took(_ count: Int) {
        guard case .data(let left) = state else { return }
        state = left > count ? .data(left - count) : .dataEnd
    }

    private mutating func readSize(_ input: inout InputBuffer, _ limits: HTTPLimits) throws(HTTPViolation) -> Int? {
        let read: (size: Int, rest: Int)? = try input.readLine(
            bytesMax: limits.chunkLineBytesMax,
            tooLong: .chunkLineTooLong
        ) { (line) throws(HTTPViolation) in try Self.size(line) }
        guard let read else { return nil }
        extensionBytes += read.rest
        guard extensionBytes <= limits.chunkExtensionBytesMax else { throw .chunkExtensionsTooLong }
        return read.size
    }

    /// One to fifteen hexadecimal digits, which fit into an `Int`, and how many bytes of extensions follow.
    private static func size(_ line: UnsafeRawBufferPointer) throws(HTTPViolation) -> (size: Int, rest: Int) {
        let end = line.firstIndex { Octet.hexValue($0) == nil } ?? line.count
        guard 1...15 ~= end else { throw .malformedChunkSize }
        guard end == line.count || line[end] == Octet.semicolon else { throw .malformedChunkSize }
        for byte in line[end...] where !Octet.isFieldValue(byte) { throw .malformedChunkSize }
        return (line[..<end].reduce(0) { $0 << 4 | (Octet.hexValue($1) ?? 0) }, line.count - end)
    }

    private func readDataEnd(_ input: inout InputBuffer) throws(HTTPViolation) -> Bool {
        let isEmpty: Bool?
        do throws(HTTPViolation) {
            isEmpty = try input.readLine(bytesMax: 2, tooLong: .malformedChunkEnd) { $0.isEmpty }
        } catch { throw .malformedChunkEnd }
        if isEmpty == false { throw .malformedChunkEnd }
        return isEmpty == true
    }
}
