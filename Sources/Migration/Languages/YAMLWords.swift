/// YAML as words with braces where its indentation has them: enough to know which keys stand under which.
struct YAMLWords {
    private var lexer: Lexer
    private let end: Int
    /// Indentations at which a brace is open.
    private var levels: [Int] = []

    init(_ bytes: [UInt8], _ range: Range<Int>) {
        lexer = Lexer(bytes, range, .yaml)
        end = min(range.upperBound, bytes.count)
    }

    static func read(_ bytes: [UInt8], _ range: Range<Int>) -> Lexer {
        var words = YAMLWords(bytes, range)
        words.run()
        return words.lexer
    }

    private mutating func run() {
        while lexer.position < end { readRow() }
        close(downTo: -1)
    }

    private func lineEnd(from start: Int) -> Int {
        var index = start
        while index < end, lexer.bytes[index] != UInt8(ascii: "\n") { index += 1 }
        return index
    }

    private mutating func mark(_ text: String, at offset: Int) { lexer.emit(.mark, text, offset..<offset) }

    private mutating func close(downTo indentation: Int) {
        while let last = levels.last, last > indentation {
            levels.removeLast()
            mark("}", at: min(lexer.position, end))
        }
    }

    private mutating func readRow() {
        let start = lexer.position
        let end = lineEnd(from: start)
        var first = start
        while first < end, lexer.bytes[first] == 0x20 { first += 1 }
        defer { lexer.position = max(lexer.position, min(self.end, end + 1)) }
        guard first < end, lexer.bytes[first] != 0x0D else { return }
        if lexer.bytes[first] == UInt8(ascii: "#") {
            lexer.comments.append(Comment(range: first..<end))
            return
        }
        open(at: first - start)
        while lexer.stands("- ", at: first) {
            close(downTo: first - start)
            mark(",", at: first)
            first += 2
            while first < end, lexer.bytes[first] == 0x20 { first += 1 }
            open(at: first - start)
        }
        mark(",", at: first)
        readContent(first..<end, indentation: first - start)
    }

    private mutating func open(at indentation: Int) {
        close(downTo: indentation)
        guard levels.last.map({ $0 < indentation }) ?? true else { return }
        levels.append(indentation)
        mark("{", at: lexer.position)
    }

    private mutating func readContent(_ range: Range<Int>, indentation: Int) {
        lexer.position = range.lowerBound
        if let colon = keyEnd(in: range) {
            readScalar(range.lowerBound..<colon)
            lexer.emit(.mark, ":", colon..<(colon + 1))
            var value = colon + 1
            while value < range.upperBound, lexer.bytes[value].isBlank { value += 1 }
            let first = lexer.byte(value)
            if first == UInt8(ascii: "|") || first == UInt8(ascii: ">") {
                readBlock(after: range.upperBound, indentation: indentation)
            } else {
                readScalar(value..<range.upperBound)
            }
        } else {
            readScalar(range)
        }
    }

    /// The colon that ends a key: outside quotes and braces, before a blank or the line's end.
    private func keyEnd(in range: Range<Int>) -> Int? {
        var quote: UInt8?
        for index in range {
            let byte = lexer.bytes[index]
            if let open = quote {
                if byte == open { quote = nil }
            } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                quote = byte
            } else if byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") || byte == UInt8(ascii: "#") {
                return nil
            } else if byte == UInt8(ascii: ":") {
                let next = index + 1 < range.upperBound ? lexer.bytes[index + 1] : 0x20
                if next.isBlank { return index }
            }
        }
        return nil
    }

    private mutating func readScalar(_ range: Range<Int>) {
        var last = range.upperBound
        let first = lexer.byte(range.lowerBound)
        guard !range.isEmpty else { return }
        if first == UInt8(ascii: "{") || first == UInt8(ascii: "[") { return readFlow(range) }
        if first == UInt8(ascii: "\"") || first == UInt8(ascii: "'") { return readQuoted(range) }
        for index in range where index > range.lowerBound && lexer.bytes[index] == UInt8(ascii: "#") {
            guard lexer.bytes[index - 1].isBlank else { continue }
            lexer.comments.append(Comment(range: index..<range.upperBound))
            last = index
            break
        }
        while last > range.lowerBound, lexer.bytes[last - 1].isBlank { last -= 1 }
        let text = lexer.bytes[range.lowerBound..<last].asText
        guard !text.isEmpty else { return }
        let piece = Token.Piece(decoded: 0, source: range.lowerBound, count: last - range.lowerBound)
        lexer.emit(.string, text, range.lowerBound..<last, pieces: [piece])
    }

    private mutating func readQuoted(_ range: Range<Int>) {
        var line = Lexer(lexer.bytes, range, .javaScript)
        line.run()
        for token in line.tokens {
            lexer.emit(token.kind, token.text, token.range, pieces: token.pieces, contentEnd: token.contentEnd)
        }
    }

    private static let flowMarks = Set("{}[],".utf8)

    /// `{ type: response.create, items: [a, "b"] }` on one line.
    private mutating func readFlow(_ range: Range<Int>) {
        var index = range.lowerBound
        while index < range.upperBound {
            let byte = lexer.bytes[index]
            if byte == UInt8(ascii: "#"), index > range.lowerBound, lexer.bytes[index - 1].isBlank {
                return lexer.comments.append(Comment(range: index..<range.upperBound))
            }
            let end = wordEnd(from: index, in: range)
            if Self.flowMarks.contains(byte) || end == index {
                if !byte.isBlank { lexer.emit(.mark, String(UnicodeScalar(byte)), index..<(index + 1)) }
                index += 1
            } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                readQuoted(index..<end)
                index = end
            } else {
                readScalar(index..<end)
                index = end
            }
        }
    }

    /// Up to the quote that closes it, or a comma, a bracket, a colon before a blank.
    private func wordEnd(from start: Int, in range: Range<Int>) -> Int {
        let quote = lexer.bytes[start]
        if quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
            var index = start + 1
            while index < range.upperBound, lexer.bytes[index] != quote {
                index += lexer.bytes[index] == UInt8(ascii: "\\") ? 2 : 1
            }
            return min(index + 1, range.upperBound)
        }
        return range[start...].firstIndex { index in
            let byte = lexer.bytes[index]
            let ends = byte == UInt8(ascii: ":") && (index + 1 == range.upperBound || lexer.bytes[index + 1].isBlank)
            return ends || Self.flowMarks.contains(byte) || index == start && byte.isBlank
        } ?? range.upperBound
    }

    /// `|` and `>`: the lines below that stand further right.
    private mutating func readBlock(after start: Int, indentation: Int) {
        var index = min(end, start + 1)
        let first = index
        while index < end {
            let lineEnd = lineEnd(from: index)
            let blanks = lexer.bytes[index..<lineEnd].prefix { $0 == 0x20 }.count
            if index + blanks < lineEnd, lexer.bytes[index + blanks] != 0x0D, blanks <= indentation { break }
            index = min(end, lineEnd + 1)
        }
        let piece = Token.Piece(decoded: 0, source: first, count: index - first)
        lexer.emit(.string, lexer.bytes[first..<index].asText, first..<index, pieces: [piece])
        lexer.position = index
    }
}
