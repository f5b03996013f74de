/// A line of Swift, taken apart: what is code, and what is comment.
struct SourceLine: Sendable, Equatable {
    var text = ""
    /// The code alone, without comments. Of a quoted text only the quotes remain, so that `"1"!` is still seen.
    var code = ""
    /// The comment of the line, with its slashes.
    var comment = ""
    /// The line begins inside a quoted text of several lines: it is data.
    var isQuoted = false

    static func lines(of text: String) -> [SourceLine] {
        var reader = Reader(text)
        return reader.read()
    }
}

/// Reads Swift just well enough to tell code, comments and quoted texts apart.
private struct Reader {
    enum Mode: Equatable {
        /// `depth` counts the open parentheses of an interpolation; the file itself is at depth 0 for ever.
        case code(depth: Int)
        case lineComment
        case blockComment
        case quote(hashes: Int, isMultiline: Bool)
    }

    let characters: [Character]
    var position = 0
    var modes: [Mode] = [.code(depth: 0)]
    var line = SourceLine()
    var lines: [SourceLine] = []

    init(_ text: String) {
        characters = text.map { $0 == "\r\n" ? "\n" : $0 }
    }

    mutating func read() -> [SourceLine] {
        while position < characters.count {
            if characters[position] == "\n" {
                endLine()
                continue
            }
            switch modes[modes.count - 1] {
            case .code(let depth): readCode(depth)
            case .lineComment: takeComment(1)
            case .blockComment: readBlockComment()
            case .quote(let hashes, let isMultiline): readQuote(hashes, isMultiline)
            }
        }
        endLine()
        if lines.last == SourceLine() { lines.removeLast() }
        return lines
    }

    private mutating func endLine() {
        lines.append(line)
        line = SourceLine()
        position += 1
        switch modes[modes.count - 1] {
        // A text of one line ends with its line, whatever comes; so does the reader's confusion, if it had any.
        case .lineComment, .quote(_, isMultiline: false): modes.removeLast()
        case .quote(_, isMultiline: true): line.isQuoted = true
        case .code, .blockComment: break
        }
    }

    private mutating func readCode(_ depth: Int) {
        let hashes = characters[position...].prefix { $0 == "#" }.count
        if looksAt("//") {
            modes.append(.lineComment)
        } else if looksAt("/*") {
            modes.append(.blockComment)
            takeComment(2)
        } else if looksAt("\"", after: hashes) {
            let isMultiline = looksAt("\"\"\"", after: hashes)
            modes.append(.quote(hashes: hashes, isMultiline: isMultiline))
            takeCode(hashes + (isMultiline ? 3 : 1))
        } else if looksAt("("), depth > 0 {
            modes[modes.count - 1] = .code(depth: depth + 1)
            takeCode(1)
        } else if looksAt(")"), depth > 0 {
            modes[modes.count - 1] = .code(depth: depth - 1)
            if depth == 1 { modes.removeLast() }
            takeCode(1)
        } else {
            takeCode(max(1, hashes))
        }
    }

    private mutating func readBlockComment() {
        if looksAt("/*") {
            modes.append(.blockComment)
            takeComment(2)
        } else if looksAt("*/") {
            modes.removeLast()
            takeComment(2)
        } else {
            takeComment(1)
        }
    }

    private mutating func readQuote(_ hashes: Int, _ isMultiline: Bool) {
        let marks = String(repeating: "#", count: hashes)
        let end = (isMultiline ? "\"\"\"" : "\"") + marks
        if looksAt("\\" + marks + "(") {
            modes.append(.code(depth: 1))
            takeCode(2 + hashes)
        } else if looksAt("\\" + marks), !looksAt("\n", after: 1 + hashes) {
            skip(2 + hashes)
        } else if looksAt(end) {
            modes.removeLast()
            takeCode(end.count)
        } else {
            skip(1)
        }
    }

    private func looksAt(_ wanted: String, after offset: Int = 0) -> Bool {
        characters[min(position + offset, characters.count)...].starts(with: wanted)
    }

    private mutating func takeCode(_ count: Int) {
        line.code += skip(count)
    }

    private mutating func takeComment(_ count: Int) {
        line.comment += skip(count)
    }

    @discardableResult
    private mutating func skip(_ count: Int) -> String {
        let end = min(position + count, characters.count)
        let passed = String(characters[position..<end])
        line.text += passed
        position = end
        return passed
    }
}
