/// The end of the bytes, from `start`, that a JSON string shows as they are: no `"`, no `\`, no control character.
///
/// Four words a step, then one, then bytes, as audio in base64 makes strings of many thousand characters.
package func endOfPlainText(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
    var position = start
    while position <= bytes.count - 32 {
        let marks =
            specialBytes(of: bytes, at: position) | specialBytes(of: bytes, at: position + 8)
            | specialBytes(of: bytes, at: position + 16) | specialBytes(of: bytes, at: position + 24)
        guard marks == 0 else { break }
        position += 32
    }
    while position <= bytes.count - 8 {
        let marks = specialBytes(of: bytes, at: position)
        guard marks == 0 else { return position + marks.trailingZeroBitCount / 8 }
        position += 8
    }
    while position < bytes.count, !isSpecial(bytes[position]) { position += 1 }
    return position
}

private func isSpecial(_ byte: UInt8) -> Bool { byte < 0x20 || byte == ASCII.quote || byte == ASCII.backslash }

/// Marks the special ones of eight bytes by their high bits, the first byte lowest. A borrow may mark a byte above a
/// special one as well, never one below: the lowest mark is right.
///
/// Exchanging the second-lowest bit brings `"` (0x22) next to the control characters (below 0x20), and leaves these
/// among themselves: one comparison finds both.
private func specialBytes(of bytes: UnsafeRawBufferPointer, at position: Int) -> UInt64 {
    let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self))
    let ones: UInt64 = 0x0101_0101_0101_0101
    let controlsAndQuotes = (word ^ ones &* 0x02) &- ones &* 0x21
    let backslashes = (word ^ ones &* UInt64(ASCII.backslash)) &- ones
    return (controlsAndQuotes | backslashes) & ~word & (ones << 7)
}
