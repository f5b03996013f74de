extension Base64 {
    public static func decode(_ characters: UnsafeRawBufferPointer) throws(Base64Error) -> [UInt8] {
        var bytes: [UInt8] = []
        try decode(characters, appendingTo: &bytes)
        return bytes
    }

    public static func decode(_ characters: [UInt8]) throws(Base64Error) -> [UInt8] {
        try characters.span.withUnsafeBytes { (characters) throws(Base64Error) in try decode(characters) }
    }

    public static func decode(_ text: String) throws(Base64Error) -> [UInt8] {
        try text.utf8.span.withUnsafeBytes { (characters) throws(Base64Error) in try decode(characters) }
    }

    /// Appends the bytes that `characters` stand for, without a copy on the way. On an error nothing is appended.
    public static func decode(
        _ characters: UnsafeRawBufferPointer,
        appendingTo bytes: inout [UInt8]
    ) throws(Base64Error) {
        guard characters.count.isMultiple(of: 4) else { throw Base64Error(in: characters) }
        guard !characters.isEmpty else { return }
        let count = decodedCount(of: characters)
        var isCanonical = false
        bytes.append(addingCapacity: count) { output in
            output.withUnsafeMutableBufferPointer { storage, written in
                isCanonical = decodeGroups(of: characters, into: UnsafeMutableRawBufferPointer(storage))
                written = isCanonical ? count : 0
            }
        }
        guard isCanonical else { throw Base64Error(in: characters) }
    }

    /// Fills `output` from characters of one group of four at least. Whether they are canonical base64; where they are
    /// not, `output` holds nothing of use.
    ///
    /// Each group but the last is stored as four bytes, of which the next group overwrites the fourth: the last group,
    /// one byte at least, is stored byte by byte. So nothing is written beyond the decoded count.
    private static func decodeGroups(
        of characters: UnsafeRawBufferPointer,
        into output: UnsafeMutableRawBufferPointer
    ) -> Bool {
        decodingTable.withUnsafeBufferPointer { table in
            let lastGroup = characters.count - 4
            var seen: UInt32 = 0
            var place = 0
            for index in stride(from: 0, to: lastGroup, by: 4) {
                let group =
                    table[Int(characters[index])]
                    | table[256 + Int(characters[index + 1])]
                    | table[512 + Int(characters[index + 2])]
                    | table[768 + Int(characters[index + 3])]
                seen |= group
                output.storeBytes(of: group.littleEndian, toByteOffset: place, as: UInt32.self)
                place += 3
            }
            let padding = paddingCount(of: characters)
            var last = table[Int(characters[lastGroup])] | table[256 + Int(characters[lastGroup + 1])]
            if padding < 2 { last |= table[512 + Int(characters[lastGroup + 2])] }
            if padding < 1 { last |= table[768 + Int(characters[lastGroup + 3])] }
            let bits = 24 - 8 * padding
            for shift in stride(from: 0, to: bits, by: 8) {
                output[place] = UInt8(truncatingIfNeeded: last >> UInt32(shift))
                place += 1
            }
            return (seen | last) & foreign == 0 && last >> UInt32(bits) == 0
        }
    }

    /// Marks, in the table's entries, a character that is not in the alphabet.
    fileprivate static let foreign: UInt32 = 0x8000_0000

    /// Four tables, one for each place in a group of four characters: the character's six bits where they belong in the
    /// three bytes, the first byte lowest.
    fileprivate static let decodingTable: [UInt32] = {
        var table = [UInt32](repeating: foreign, count: 4 * 256)
        for (index, character) in alphabet.enumerated() {
            let value = UInt32(index)
            table[Int(character)] = value << 2
            table[256 + Int(character)] = value >> 4 | (value & 0xF) << 12
            table[512 + Int(character)] = (value >> 2) << 8 | (value & 0x3) << 22
            table[768 + Int(character)] = value << 16
        }
        return table
    }()
}

extension Base64Error {
    /// Finds out what is wrong with characters that were refused. A character that base64 does not have comes before
    /// a fault of length: who sends the URL-safe alphabet without padding shall read about the alphabet.
    init(in characters: UnsafeRawBufferPointer) {
        let end = characters.lastIndex { $0 != Base64.padding }.map { $0 + 1 } ?? 0
        let padding = characters.count - end
        let wanted = [0, 3, 2, 1][end % 4]
        if let offset = characters[..<end].firstIndex(where: { Base64.decodingTable[Int($0)] == Base64.foreign }) {
            self = .character(characters[offset], offset: offset)
        } else if end % 4 == 1, padding > 0 {
            self = .misplacedPadding(offset: end)
        } else if padding > wanted {
            self = .misplacedPadding(offset: end + wanted)
        } else if padding < wanted {
            self = .missingPadding(count: characters.count)
        } else {
            self = .trailingBits(offset: end - 1)
        }
    }

    private static func character(_ byte: UInt8, offset: Int) -> Self {
        switch byte {
        case UInt8(ascii: "-"), UInt8(ascii: "_"): .urlSafeCharacter(byte, offset: offset)
        case ASCII.space, ASCII.tab...ASCII.carriageReturn: .whiteSpace(offset: offset)
        case Base64.padding: .misplacedPadding(offset: offset)
        default: .foreignCharacter(byte, offset: offset)
        }
    }
}
