/// A string while it is read: the decoded bytes, and which of them stand in the source as they are.
private struct Decoding {
    var bytes: [UInt8] = []
    var pieces: [Token.Piece] = []

    mutating func take(_ byte: UInt8, from source: Int) {
        if let last = pieces.last, last.source + last.count == source, last.decoded + last.count == bytes.count {
            pieces[pieces.count - 1] = Token.Piece(decoded: last.decoded, source: last.source, count: last.count + 1)
        } else {
            pieces.append(Token.Piece(decoded: bytes.count, source: source, count: 1))
        }
        bytes.append(byte)
    }

    mutating func put(_ decoded: [UInt8], insteadOf source: Int) {
        pieces.append(Token.Piece(decoded: bytes.count, source: source, count: 0))
        bytes += decoded
    }
}

extension Lexer {
    mutating func readString() -> Bool {
        for form in language.strings {
            if form.isFenced {
                if readFenced(form) { return true }
            } else if form.open == "R\"(" {
                if readDelimited() { return true }
            } else if stands(form.open, at: position) {
                if language.has(.lifetimes), form.open == "'" { continue }
                let start = position
                position += form.open.utf8.count
                readRest(of: form, from: start, close: form.close)
                return true
            }
        }
        return language.has(.lifetimes) && byte(position) == UInt8(ascii: "'") && readCharacter()
    }

    private mutating func readFenced(_ form: Language.StringForm) -> Bool {
        let prefix = form.open.prefix { $0 != "#" }
        guard stands(String(prefix), at: position) else { return false }
        var index = position + prefix.utf8.count
        var marks = 0
        while byte(index) == UInt8(ascii: "#") {
            marks += 1
            index += 1
        }
        guard marks > 0, byte(index) == UInt8(ascii: "\"") else { return false }
        let quote = prefix.isEmpty && stands("\"\"\"", at: index) ? "\"\"\"" : "\""
        let start = position
        position = index + quote.utf8.count
        readRest(of: form, from: start, close: quote + String(repeating: "#", count: marks))
        return true
    }

    /// C++: `R"name(…)name"`
    private mutating func readDelimited() -> Bool {
        guard stands("R\"", at: position) else { return false }
        var index = position + 2
        while index < position + 18, byte(index).isWord { index += 1 }
        guard byte(index) == UInt8(ascii: "(") else { return false }
        let name = bytes[(position + 2)..<index].asText
        let start = position
        position = index + 1
        let form = Language.StringForm("R\"(", ")\"", .none, spansLines: true)
        readRest(of: form, from: start, close: ")" + name + "\"")
        return true
    }

    /// Rust: a character, or the mark of a lifetime.
    private mutating func readCharacter() -> Bool {
        let isCharacter = byte(position + 1) == UInt8(ascii: "\\") || byte(position + 2) == UInt8(ascii: "'")
        let start = position
        position += 1
        if isCharacter { readRest(of: Language.StringForm("'", "'"), from: start, close: "'") }
        return true
    }

    private mutating func readRest(of form: Language.StringForm, from start: Int, close: String) {
        var decoding = Decoding()
        var contentEnd: Int?
        while position < end {
            if stands(close, at: position) {
                contentEnd = position
                position += close.utf8.count
                guard form.escapes == .doubled, stands(close, at: position) else { break }
                contentEnd = nil
                decoding.take(bytes[position], from: position)
                position += close.utf8.count
                continue
            }
            let byte = bytes[position]
            if byte == UInt8(ascii: "\n"), !form.spansLines { break }
            if readHole(of: form, into: &decoding) { continue }
            if byte == UInt8(ascii: "\\"), form.escapes == .backslash {
                readEscape(into: &decoding)
            } else {
                decoding.take(byte, from: position)
                position += 1
            }
        }
        let range = start..<min(position, end)
        emit(.string, decoding.bytes.asText, range, pieces: decoding.pieces, contentEnd: contentEnd ?? range.upperBound)
    }

    private mutating func readHole(of form: Language.StringForm, into decoding: inout Decoding) -> Bool {
        let marks: (open: String, close: UInt8)
        switch form.hole {
        case .none: return false
        case .dollarBraces: marks = ("${", UInt8(ascii: "}"))
        case .hashBraces: marks = ("#{", UInt8(ascii: "}"))
        case .backslashParenthesis: marks = ("\\(", UInt8(ascii: ")"))
        case .dollarName:
            if byte(position) == UInt8(ascii: "$"), byte(position + 1).isLetter || byte(position + 1) == 0x5F {
                let start = position
                position += 1
                while byte(position).isWord { position += 1 }
                putHole(bytes[(start + 1)..<position].asText, from: start, into: &decoding)
                return true
            }
            marks = ("${", UInt8(ascii: "}"))
        case .braces:
            let brace = byte(position)
            guard brace == UInt8(ascii: "{") || brace == UInt8(ascii: "}") else { return false }
            if byte(position + 1) == brace {
                decoding.take(brace, from: position)
                position += 2
                return true
            }
            marks = ("{", UInt8(ascii: "}"))
        }
        guard stands(marks.open, at: position) else { return false }
        let start = position
        position += marks.open.utf8.count
        let open: UInt8 = marks.close == UInt8(ascii: ")") ? UInt8(ascii: "(") : UInt8(ascii: "{")
        if let name = readHole(open: open, close: marks.close, spansLines: form.spansLines) {
            putHole(name, from: start, into: &decoding)
        } else if position >= end || bytes[position] == UInt8(ascii: "\n") {
            decoding.put([Token.holeByte], insteadOf: start)
        }
        return true
    }

    /// A hole that is one name says which, between two hole bytes; any other is one byte.
    private func putHole(_ name: String, from source: Int, into decoding: inout Decoding) {
        let said = name.isEmpty ? [] : Array(name.utf8) + [Token.holeByte]
        decoding.put([Token.holeByte] + said, insteadOf: source)
    }

    private mutating func readEscape(into decoding: inout Decoding) {
        let start = position
        position += 2
        let digits: Int
        switch byte(start + 1) {
        case UInt8(ascii: "n"): return decoding.put([0x0A], insteadOf: start)
        case UInt8(ascii: "t"): return decoding.put([0x09], insteadOf: start)
        case UInt8(ascii: "r"): return decoding.put([0x0D], insteadOf: start)
        case UInt8(ascii: "\n"): return
        case UInt8(ascii: "\r"):
            if byte(position) == UInt8(ascii: "\n") { position += 1 }
            return
        case UInt8(ascii: "x"): digits = 2
        case UInt8(ascii: "u"): digits = 4
        case UInt8(ascii: "U"): digits = 8
        case let byte:
            position = min(position, end)
            if position > start + 1 { decoding.put([byte], insteadOf: start) }
            return
        }
        let isBraced = byte(position) == UInt8(ascii: "{")
        if isBraced { position += 1 }
        var value: UInt32 = 0
        var count = 0
        while count < (isBraced ? 8 : digits), let digit = UInt32(String(UnicodeScalar(byte(position))), radix: 16) {
            value = value << 4 | digit
            position += 1
            count += 1
        }
        if isBraced, byte(position) == UInt8(ascii: "}") { position += 1 }
        decoding.put(Array(String(Character(UnicodeScalar(value) ?? "\u{FFFD}")).utf8), insteadOf: start)
    }

    /// `<<NAME`, `<<-'NAME'`, `<<~NAME`: from the next line to a line that is only the name.
    mutating func readHereDocument() -> Bool {
        guard language.has(.hereDocuments), stands("<<", at: position) else { return false }
        var index = position + 2
        if byte(index) == UInt8(ascii: "-") || byte(index) == UInt8(ascii: "~") { index += 1 }
        let quote = byte(index)
        let isQuoted = quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"")
        if isQuoted { index += 1 }
        let nameStart = index
        while byte(index).isWord { index += 1 }
        guard index > nameStart, bytes[nameStart].isLetter || bytes[nameStart] == 0x5F else { return false }
        let name = Array(bytes[nameStart..<index])
        let start = position
        while index < end, bytes[index] != UInt8(ascii: "\n") { index += 1 }
        var decoding = Decoding()
        index = min(end, index + 1)
        while index < end {
            var lineEnd = index
            while lineEnd < end, bytes[lineEnd] != UInt8(ascii: "\n") { lineEnd += 1 }
            let isLast = bytes[index..<lineEnd].filter { !$0.isBlank } == name
            if !isLast {
                for offset in index..<min(end, lineEnd + 1) { decoding.take(bytes[offset], from: offset) }
            }
            index = min(end, lineEnd + 1)
            if isLast { break }
        }
        position = index
        emit(.string, decoding.bytes.asText, start..<index, pieces: decoding.pieces)
        emit(.mark, ";", (index - 1)..<index)
        return true
    }
}
