extension Base64 {
    public static func encode(_ bytes: [UInt8]) -> String {
        var characters: [UInt8] = []
        encode(bytes, appendingTo: &characters)
        return String(decoding: characters, as: UTF8.self)
    }

    public static func encode(_ bytes: [UInt8], appendingTo characters: inout [UInt8]) {
        bytes.span.withUnsafeBytes { encode($0, appendingTo: &characters) }
    }

    /// Appends the characters that stand for `bytes`, padded, without a copy on the way.
    public static func encode(_ bytes: UnsafeRawBufferPointer, appendingTo characters: inout [UInt8]) {
        let count = encodedCount(of: bytes.count)
        // Swift writes the count of an empty array also where it stays 0, in storage that all threads share.
        guard count > 0 else { return }
        characters.append(addingCapacity: count) { output in
            output.withUnsafeMutableBufferPointer { storage, written in
                encode(bytes, into: UnsafeMutableRawBufferPointer(storage))
                written = count
            }
        }
    }

    private static func encode(_ bytes: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer) {
        encodingTable.withUnsafeBufferPointer { pairs in
            var index = 0
            var place = 0
            // Six bytes a step, of eight that are read.
            while index + 8 <= bytes.count {
                let word = bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self).bigEndian
                let characters =
                    UInt64(pairs[Int(word >> 52)])
                    | UInt64(pairs[Int(word >> 40 & 0xFFF)]) << 16
                    | UInt64(pairs[Int(word >> 28 & 0xFFF)]) << 32
                    | UInt64(pairs[Int(word >> 16 & 0xFFF)]) << 48
                output.storeBytes(of: characters.littleEndian, toByteOffset: place, as: UInt64.self)
                index += 6
                place += 8
            }
            while index < bytes.count {
                let group = encodedGroup(of: bytes[index..<min(index + 3, bytes.count)], pairs)
                output.storeBytes(of: group.littleEndian, toByteOffset: place, as: UInt32.self)
                index += 3
                place += 4
            }
        }
    }

    /// Four characters, the first lowest, for one to three bytes.
    private static func encodedGroup(
        of bytes: Slice<UnsafeRawBufferPointer>,
        _ pairs: UnsafeBufferPointer<UInt16>
    ) -> UInt32 {
        let bits = bytes.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - bytes.count))
        let characters = UInt32(pairs[bits >> 12]) | UInt32(pairs[bits & 0xFFF]) << 16
        let padding = UInt32(padding)
        switch bytes.count {
        case 1: return characters & 0xFFFF | padding << 16 | padding << 24
        case 2: return characters & 0xFF_FFFF | padding << 24
        default: return characters
        }
    }

    /// The two characters, the first lowest, for each value of twelve bits.
    private static let encodingTable: [UInt16] = (0..<4096).map {
        UInt16(alphabet[$0 >> 6]) | UInt16(alphabet[$0 & 0x3F]) << 8
    }
}
