/// Cuts a program into words, by its language's table. It never fails: what it does not understand is a mark.
struct Lexer {
    let bytes: [UInt8]
    let language: Language
    private(set) var end: Int
    var position: Int
    var tokens: [Token] = []
    var comments: [Comment] = []
    /// What stood in holes of strings, to be read after everything else: it belongs to no neighbour.
    var inner: [Token] = []
    private var isAtLineStart = true
    private var openBrackets = 0
    private var openHoles = 0
    private static let holesMax = 16
    /// For each byte, whether a string, a comment or a long mark may begin with it.
    private let isOpening: [Bool]

    init(_ bytes: [UInt8], _ range: Range<Int>, _ language: Language) {
        self.bytes = bytes
        self.language = language
        position = range.lowerBound
        end = min(range.upperBound, bytes.count)
        var isOpening = [Bool](repeating: false, count: 256)
        let marks =
            language.strings.map(\.open) + language.lineComments + language.blockComments.map(\.open) + [
                "'", "<<", "#", "=",
            ]
        for mark in marks { if let first = mark.utf8.first { isOpening[Int(first)] = true } }
        self.isOpening = isOpening
    }

    func byte(_ offset: Int) -> UInt8 { offset < end && offset >= 0 ? bytes[offset] : 0 }

    func stands(_ text: String, at offset: Int) -> Bool {
        var index = offset
        for byte in text.utf8 {
            guard index < end, bytes[index] == byte else { return false }
            index += 1
        }
        return true
    }

    mutating func run() {
        while position < end { step() }
        finishDocString(nextStartsLine: true)
    }

    /// Reads one word, or what is between words.
    private mutating func step() {
        let byte = byte(position)
        if byte == UInt8(ascii: "\n") {
            position += 1
            isAtLineStart = true
        } else if byte.isBlank || byte == 0x0C {
            position += 1
        } else if isOpening[Int(byte)], skipComment() || skipHidden() || readString() || readHereDocument() {
        } else if language.has(.bareWords) {
            readBareWord()
        } else if byte.isWord || byte == UInt8(ascii: "$") || byte == UInt8(ascii: "@") {
            readName()
        } else if byte == UInt8(ascii: "/"), language.has(.regularExpressions), readRegularExpression() {
        } else {
            readMark()
        }
    }

    mutating func emit(
        _ kind: Token.Kind,
        _ text: String,
        _ range: Range<Int>,
        pieces: [Token.Piece] = [],
        contentEnd: Int? = nil
    ) {
        finishDocString(nextStartsLine: isAtLineStart)
        if openHoles == 0, kind == .mark {
            if text == "(" || text == "[" || text == "{" { openBrackets += 1 }
            if text == ")" || text == "]" || text == "}" { openBrackets = max(0, openBrackets - 1) }
        }
        let token = Token(
            kind: kind,
            text: text,
            range: range,
            startsLine: isAtLineStart,
            pieces: pieces,
            contentEnd: contentEnd ?? range.upperBound
        )
        isAtLineStart = false
        if openHoles > 0 { inner.append(token) } else { tokens.append(token) }
    }

    /// A Python string that is a statement of its own says something to a reader, and nothing to a server.
    private mutating func finishDocString(nextStartsLine: Bool) {
        guard language.has(.docStrings), openHoles == 0, openBrackets == 0, nextStartsLine else { return }
        guard let last = tokens.last, last.kind == .string, last.startsLine else { return }
        tokens.removeLast()
        comments.append(Comment(range: last.range))
    }

    private mutating func readName() {
        let start = position
        position += 1
        while byte(position).isWord || byte(position) == UInt8(ascii: "$") { position += 1 }
        let first = bytes[start]
        emit(first.isDigit ? .number : .name, bytes[start..<position].asText, start..<position)
    }

    private static let longMarks = [
        "===", "!==", "...", "=>", ":=", "==", "!=", "->", "::", "?.", "??", "||", "&&", "+=",
    ]

    private mutating func readMark() {
        let start = position
        if bytes[start] != UInt8(ascii: "("), let long = Self.longMarks.first(where: { stands($0, at: start) }) {
            position += long.utf8.count
            emit(.mark, long, start..<position)
            return
        }
        position += 1
        while byte(position) & 0xC0 == 0x80 { position += 1 }
        emit(.mark, bytes[start..<min(position, end)].asText, start..<position)
    }

    /// What stands in a hole, up to its closing mark. Nil: it does not end where a hole may end.
    mutating func readHole(open: UInt8, close: UInt8, spansLines: Bool) -> String? {
        guard openHoles < Self.holesMax else { return nil }
        openHoles += 1
        defer { openHoles -= 1 }
        let first = inner.count
        let wasAtLineStart = isAtLineStart
        defer { isAtLineStart = wasAtLineStart }
        var depth = 1
        while position < end {
            let byte = byte(position)
            if byte == UInt8(ascii: "\n"), !spansLines { break }
            if byte == open { depth += 1 }
            if byte == close { depth -= 1 }
            if depth == 0 {
                let read = inner[first...]
                let name = read.count == 1 && read[first].kind == .name ? read[first].text : ""
                inner.append(Token(kind: .mark, text: ";", range: position..<position, startsLine: false))
                position += 1
                return name
            }
            step()
        }
        return nil
    }
}

// What is no code.
extension Lexer {
    private mutating func skipComment() -> Bool {
        for mark in language.lineComments where stands(mark, at: position) {
            let before = position > 0 ? bytes[position - 1] : 0x20
            if language.has(.commentsNeedBlank), !before.isBlank, before != 0x0A { continue }
            let start = position
            while position < end, bytes[position] != UInt8(ascii: "\n") { position += 1 }
            comments.append(Comment(range: start..<position))
            return true
        }
        for (open, close) in language.blockComments {
            let isLineBound = open.hasPrefix("\n")
            let mark = isLineBound ? String(open.dropFirst()) : open
            guard stands(mark, at: position), !isLineBound || isAtLineStart else { continue }
            let start = position
            position += mark.utf8.count
            while position < end, !stands(close, at: position) { position += 1 }
            position = min(end, position + close.utf8.count)
            comments.append(Comment(range: start..<position))
            return true
        }
        return false
    }

    /// `#if 0`, up to its `#else` or `#endif`.
    private mutating func skipHidden() -> Bool {
        guard language.has(.preprocessor), isAtLineStart, byte(position) == UInt8(ascii: "#") else { return false }
        guard stands("#if 0", at: position) || stands("#if false", at: position) else { return false }
        let start = position
        var depth = 0
        while position < end {
            let line = position
            while position < end, bytes[position] != UInt8(ascii: "\n") { position += 1 }
            let words = bytes[line..<position].asText.trimmed
            position = min(end, position + 1)
            if words.hasPrefix("#if") { depth += 1 }
            if words.hasPrefix("#endif") { depth -= 1 }
            if depth == 0 || depth == 1 && words.hasPrefix("#else") { break }
        }
        comments.append(Comment(range: start..<position))
        isAtLineStart = true
        return true
    }

    /// In JavaScript a slash where a value may begin opens a regular expression, quotes and all.
    private mutating func readRegularExpression() -> Bool {
        if let last = (openHoles > 0 ? inner : tokens).last {
            let isValue = last.kind != .mark || [")", "]", "}"].contains(last.text)
            if isValue, !["return", "case", "typeof"].contains(last.text) { return false }
        }
        var index = position + 1
        var inClass = false
        while index < end, bytes[index] != UInt8(ascii: "\n") {
            switch bytes[index] {
            case UInt8(ascii: "\\"): index += 1
            case UInt8(ascii: "["): inClass = true
            case UInt8(ascii: "]"): inClass = false
            case UInt8(ascii: "/") where !inClass:
                emit(.number, "/", position..<(index + 1))
                position = index + 1
                return true
            default: break
            }
            index += 1
        }
        return false
    }
}
