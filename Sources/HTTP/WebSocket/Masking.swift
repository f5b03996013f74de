/// The mask of WebSocket payloads: four bytes, repeated (RFC 6455 §5.3). Masking and unmasking are the same.
enum Masking {
    /// The key as it applies from a later byte on. Keys are as their bytes stand in memory.
    static func rotated(_ mask: UInt32, by count: Int) -> UInt32 {
        let bits = UInt32(truncatingIfNeeded: count & 3) * 8
        let number = UInt32(littleEndian: mask)
        return (bits == 0 ? number : number >> bits | number << (32 - bits)).littleEndian
    }

    /// Appends the bytes, masked. Whether all of them are ASCII: one pass finds out both.
    ///
    /// The copy out of the socket's buffer must be made anyway, as the message outlives it; so the mask costs nothing.
    static func append(_ bytes: UnsafeRawBufferPointer, mask: UInt32, to message: inout [UInt8]) -> Bool {
        guard !bytes.isEmpty else { return true }
        var seen: UInt64 = 0
        message.append(addingCapacity: bytes.count) { output in
            output.withUnsafeMutableBufferPointer { storage, written in
                seen = copy(bytes, to: UnsafeMutableRawBufferPointer(storage), mask: mask)
                written = bytes.count
            }
        }
        return seen & 0x8080_8080_8080_8080 == 0
    }

    /// Eight bytes a step, which the compiler makes wider. All bits that were seen, joined.
    private static func copy(
        _ bytes: UnsafeRawBufferPointer,
        to output: UnsafeMutableRawBufferPointer,
        mask: UInt32
    ) -> UInt64 {
        let wide = UInt64(mask) | UInt64(mask) << 32
        var seen: UInt64 = 0
        var index = 0
        while index &+ 8 <= bytes.count {
            let word = bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self) ^ wide
            seen |= word
            output.storeBytes(of: word, toByteOffset: index, as: UInt64.self)
            index &+= 8
        }
        var key = UInt64(littleEndian: wide)
        while index < bytes.count {
            let byte = bytes[index] ^ UInt8(truncatingIfNeeded: key)
            seen |= UInt64(byte)
            output[index] = byte
            key >>= 8
            index &+= 1
        }
        return seen
    }
}
