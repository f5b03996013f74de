/// A file as words, whatever it is made of: one language, or a page with scripts in it.
struct Program: Sendable {
    let source: SourceText
    let language: Language
    private(set) var tokens: [Token]
    private(set) var comments: [Comment]

    init(_ source: SourceText, _ language: Language) {
        self.source = source
        self.language = language
        tokens = []
        comments = []
        switch language.name {
        case Language.html.name: readScripts()
        case Language.markdown.name: readFences()
        default: read(0..<source.bytes.count, language)
        }
    }

    private mutating func read(_ range: Range<Int>, _ language: Language) {
        var lexer: Lexer
        if language.has(.indented) {
            lexer = YAMLWords.read(source.bytes, range)
        } else {
            lexer = Lexer(source.bytes, range, language)
            lexer.run()
        }
        tokens += language.has(.literalsJoin) ? Self.joined(lexer.tokens, language) : lexer.tokens
        if language.name == Language.elixir.name { tokens = Self.withoutDocumentation(tokens) }
        let end = min(range.upperBound, source.bytes.count)
        let ending = Token(kind: .mark, text: ";", range: end..<end, startsLine: true)
        tokens.append(ending)
        if !lexer.inner.isEmpty { tokens += lexer.inner + [ending] }
        comments += lexer.comments
    }

    /// Elixir's `@moduledoc """…"""` says what the program does, and is no part of it.
    private static func withoutDocumentation(_ tokens: [Token]) -> [Token] {
        let attributes: Set = ["@moduledoc", "@doc", "@typedoc", "@shortdoc"]
        return tokens.enumerated().filter { index, token in
            token.kind != .string || index == 0 || !attributes.contains(tokens[index - 1].text)
        }.map(\.element)
    }

    /// `"a" "b"` is `"ab"`; in a shell only where no blank is between.
    private static func joined(_ tokens: [Token], _ language: Language) -> [Token] {
        var result: [Token] = []
        result.reserveCapacity(tokens.count)
        for token in tokens {
            guard token.kind == .string, let last = result.last, last.kind == .string,
                !language.has(.bareWords) || last.range.upperBound == token.range.lowerBound,
                !language.has(.linesEndStatements) || !token.startsLine || last.startsLine
            else {
                result.append(token)
                continue
            }
            let count = last.text.utf8.count
            let moved = token.pieces.map {
                Token.Piece(decoded: $0.decoded + count, source: $0.source, count: $0.count)
            }
            result[result.count - 1] = Token(
                kind: .string,
                text: last.text + token.text,
                range: last.range.lowerBound..<token.range.upperBound,
                startsLine: last.startsLine,
                pieces: last.pieces + moved,
                contentEnd: token.contentEnd
            )
        }
        return result
    }
}

extension Program {
    private mutating func readScripts() {
        let bytes = source.bytes
        var position = 0
        func find(_ text: String, from start: Int) -> Int? {
            let wanted = Array(text.utf8)
            var index = start
            while index + wanted.count <= bytes.count {
                if wanted.indices.allSatisfy({ bytes[index + $0] == wanted[$0] }) { return index }
                index += 1
            }
            return nil
        }
        func stands(_ text: String, _ offset: Int) -> Bool { bytes[offset...].starts(with: text.utf8) }
        while position < bytes.count {
            guard let open = find("<", from: position) else { break }
            if stands("<!--", open) {
                let close = find("-->", from: open + 4) ?? bytes.count
                comments.append(Comment(range: open..<min(bytes.count, close + 3)))
                position = close + 3
            } else if stands("<script", open), let start = find(">", from: open) {
                let close = find("</script", from: start) ?? bytes.count
                read((start + 1)..<close, .javaScript)
                position = close + 1
            } else {
                position = open + 1
            }
        }
        // Astro keeps its program between two lines of dashes.
        if source.line(0).elementsEqual("---".utf8), let close = find("\n---", from: 3) { read(4..<close, .javaScript) }
    }

    /// Code between fences, each block in the language that it names.
    private mutating func readFences() {
        var line = 0
        while line < source.lineCount {
            let fence = source.line(line).asText.trimmed
            guard fence.hasPrefix("```") || fence.hasPrefix("~~~") else {
                line += 1
                continue
            }
            let mark = String(fence.prefix(3))
            let name = fence.dropFirst(3).prefix { $0.isLetter || $0.isNumber || $0 == "+" || $0 == "#" }.lowercased()
            let first = line + 1
            line = first
            while line < source.lineCount, !source.line(line).asText.trimmed.hasPrefix(mark) { line += 1 }
            let range = source.lineRange(first).lowerBound..<source.lineRange(line).lowerBound
            if let language = Language.named(name), language.name != Language.markdown.name { read(range, language) }
            line += 1
        }
    }
}

extension Language {
    private static let fenceNames = [
        "python": python, "javascript": javaScript, "typescript": javaScript, "csharp": cSharp, "c#": cSharp,
        "kotlin": kotlin, "golang": go, "ruby": ruby, "rust": rust, "c++": c, "shell": shell, "console": shell,
        "dotenv": environment,
    ]

    static func named(_ name: String) -> Language? {
        fenceNames[name] ?? all.first { $0.extensions.contains(name) || $0.name.lowercased() == name }
    }
}
