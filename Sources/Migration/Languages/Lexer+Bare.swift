/// Words that no quotes enclose: of a shell, and of files of settings.
extension Lexer {
    private static let shellMarks = Set("(){};|&<>,`".utf8)

    mutating func readBareWord() {
        let start = position
        if language.name == Language.environment.name, let last = tokens.last, last.isMark("="), !last.startsLine {
            while position < end, bytes[position] != UInt8(ascii: "\n"), !isCommentAhead { position += 1 }
            var last = position
            while last > start, bytes[last - 1].isBlank { last -= 1 }
            emitBare(start..<last)
            return
        }
        while position < end, isBare(bytes[position], since: start) { position += 1 }
        guard position > start else {
            position += 1
            while byte(position) & 0xC0 == 0x80 { position += 1 }
            return emit(.mark, bytes[start..<min(position, end)].asText, start..<min(position, end))
        }
        emitBare(start..<position)
    }

    private var isCommentAhead: Bool { bytes[position] == UInt8(ascii: "#") && bytes[position - 1].isBlank }

    private func isBare(_ byte: UInt8, since start: Int) -> Bool {
        if byte.isBlank || byte == 0x0A || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") { return false }
        if byte == UInt8(ascii: "=") || byte == UInt8(ascii: ":") {
            // A setting ends at its sign of equality, an address goes on.
            return bytes[start..<position].contains(UInt8(ascii: "/"))
                || byte == UInt8(ascii: ":") && stands("://", at: position)
        }
        if byte == UInt8(ascii: "}") || byte == UInt8(ascii: "{") { return isInBraces(since: start, byte) }
        return !Self.shellMarks.contains(byte)
    }

    private func isInBraces(since start: Int, _ byte: UInt8) -> Bool {
        if byte == UInt8(ascii: "{") { return position > start && bytes[position - 1] == UInt8(ascii: "$") }
        return bytes[start..<position].contains(UInt8(ascii: "{"))
    }

    private mutating func emitBare(_ range: Range<Int>) {
        guard !range.isEmpty else { return }
        let word = bytes[range]
        if word.allSatisfy(\.isWord) {
            emit(word.first?.isDigit == true ? .number : .name, word.asText, range)
        } else {
            emit(
                .string,
                word.asText,
                range,
                pieces: [Token.Piece(decoded: 0, source: range.lowerBound, count: range.count)]
            )
        }
    }
}
