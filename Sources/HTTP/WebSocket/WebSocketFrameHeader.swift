/// What stands before a frame's payload: two to fourteen bytes (RFC 6455 §5.2).
struct WebSocketFrameHeader: Sendable, Equatable {
    static let bytesMax = 14

    let isFinal: Bool
    let opcode: WebSocketOpcode
    /// The key as the bytes stand in memory, so that unmasking needs no turning round. Nil for none.
    let mask: UInt32?
    let payloadBytes: Int

    init(isFinal: Bool = true, _ opcode: WebSocketOpcode, mask: UInt32?, payloadBytes: Int) {
        self.isFinal = isFinal
        self.opcode = opcode
        self.mask = mask
        self.payloadBytes = payloadBytes
    }

    /// Reads a header, refusing what can be refused as early as its bytes are there. Nil while it has not come whole.
    init?(parsing bytes: UnsafeRawBufferPointer, isMasked: Bool) throws(WebSocketViolation) {
        guard let first = bytes.first else { return nil }
        guard first & 0x70 == 0 else { throw .reservedBits }
        guard let opcode = WebSocketOpcode(rawValue: first & 0xF) else { throw .unknownOpcode }
        isFinal = first & 0x80 != 0
        self.opcode = opcode
        if opcode.isControl, !isFinal { throw .controlFrameFragmented }
        guard bytes.count >= 2 else { return nil }
        guard (bytes[1] & 0x80 != 0) == isMasked else { throw isMasked ? .maskMissing : .maskForbidden }
        let short = Int(bytes[1] & 0x7F)
        if opcode.isControl, short > 125 { throw .controlFrameTooLong }
        let maskStart = short < 126 ? 2 : short == 126 ? 4 : 10
        guard bytes.count >= maskStart else { return nil }
        payloadBytes = try short < 126 ? short : Self.longLength(bytes[2..<maskStart])
        guard isMasked else {
            mask = nil
            return
        }
        guard bytes.count >= maskStart + 4 else { return nil }
        mask = bytes.loadUnaligned(fromByteOffset: maskStart, as: UInt32.self)
    }

    private static func longLength(_ bytes: Slice<UnsafeRawBufferPointer>) throws(WebSocketViolation) -> Int {
        let length = bytes.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        guard length <= UInt64(Int64.max) else { throw .lengthTooLarge }
        guard length > (bytes.count == 2 ? 125 : 0xFFFF) else { throw .lengthNotMinimal }
        return Int(length)
    }

    /// How many bytes the header takes.
    var byteCount: Int { (payloadBytes < 126 ? 2 : payloadBytes <= 0xFFFF ? 4 : 10) + (mask == nil ? 0 : 4) }

    func write(into out: inout [UInt8]) {
        out.append((isFinal ? 0x80 : 0) | opcode.rawValue)
        let maskBit: UInt8 = mask == nil ? 0 : 0x80
        switch payloadBytes {
        case ..<126: out.append(maskBit | UInt8(truncatingIfNeeded: payloadBytes))
        case ...0xFFFF:
            out.append(maskBit | 126)
            Self.append(payloadBytes, bytes: 2, to: &out)
        default:
            out.append(maskBit | 127)
            Self.append(payloadBytes, bytes: 8, to: &out)
        }
        if let mask { withUnsafeBytes(of: mask) { out.append(contentsOf: $0) } }
    }

    private static func append(_ number: Int, bytes: Int, to out: inout [UInt8]) {
        for place in (0..<bytes).reversed() { out.append(UInt8(truncatingIfNeeded: number >> (8 * place))) }
    }
}
