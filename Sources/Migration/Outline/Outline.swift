/// What stands in what: brackets and their partners, and every place where a name is given a value.
struct Outline: Sendable {
    /// `name: value`, `"name": value`, `name = value`, `"name" => value`, `put("name", value)`.
    struct Entry: Sendable {
        enum Kind: Sendable {
            case colon
            case equals
            case arrow
            case pair
        }

        let kind: Kind
        let name: String
        /// The token that says the name.
        let nameToken: Int
        /// What stands before the name: `a` and `b` of `a.b["name"] = …`.
        let owner: [String]
        /// The tokens of the value.
        let value: Range<Int>
        /// The opening bracket around it; -1 outside all.
        let container: Int
    }

    let tokens: [Token]
    /// For every bracket the one that it belongs to; -1 for all else, and where there is none.
    private var partners: [Int] = []
    /// For every token the opening bracket around it; -1 outside all.
    private(set) var parent: [Int] = []
    private(set) var entries: [Entry] = []
    private(set) var entriesOf: [Int: [Int]] = [:]
    /// The entry that a call makes, by the call's bracket: `put("name", value)` adds to what is around it.
    private(set) var entryOfCall: [Int: Int] = [:]
    private let linesEndStatements: Bool
    private let hasShorthand: Bool
    private let isIndented: Bool
    /// The entries by the tokens that are their names.
    private(set) var entryNamed: [Int: Int] = [:]

    static let opening: [String: String] = ["(": ")", "[": "]", "{": "}"]

    init(_ program: Program) {
        tokens = program.tokens
        linesEndStatements = program.language.has(.linesEndStatements)
        isIndented = program.language.has(.indented)
        hasShorthand = [Language.javaScript.name, Language.html.name].contains(program.language.name)
        matchBrackets()
        for index in tokens.indices { readEntry(at: index) }
        for (index, entry) in entries.enumerated() {
            entriesOf[entry.container, default: []].append(index)
            entryNamed[entry.nameToken] = index
        }
    }

    private mutating func matchBrackets() {
        parent = [Int](repeating: -1, count: tokens.count)
        partners = parent
        var open: [Int] = []
        for (index, token) in tokens.enumerated() {
            if token.endsPart {
                // What is never closed reaches to the end of its part, and not into what stood in holes of strings.
                for bracket in open { partners[bracket] = index }
                open.removeAll()
            }
            if token.kind == .mark, [")", "]", "}"].contains(token.text) {
                // What does not match closes what it can: a broken file is read as far as it makes sense.
                if let place = open.lastIndex(where: { Self.opening[tokens[$0].text] == token.text }) {
                    partners[open[place]] = index
                    partners[index] = open[place]
                    open.removeSubrange(place...)
                }
            }
            parent[index] = open.last ?? -1
            if token.kind == .mark, Self.opening[token.text] != nil { open.append(index) }
        }
    }

    func token(_ index: Int) -> Token? { tokens.indices.contains(index) ? tokens[index] : nil }

    func isMark(_ mark: String, at index: Int) -> Bool { token(index)?.isMark(mark) ?? false }

    /// The end of a bracket: its partner, or the end of the file.
    func close(of open: Int) -> Int { partner(of: open) ?? tokens.count }

    private func partner(of index: Int) -> Int? {
        tokens.indices.contains(index) && partners[index] >= 0 ? partners[index] : nil
    }

    /// The next token of the same depth.
    func next(after index: Int) -> Int {
        guard let close = partner(of: index), close > index else { return index + 1 }
        return tokens[close].endsPart ? close : close + 1
    }

    /// The opening bracket of a closing one.
    func open(of close: Int) -> Int? { partner(of: close).flatMap { $0 < close ? $0 : nil } }
}

extension Outline {
    private mutating func readEntry(at index: Int) {
        let token = tokens[index]
        guard token.kind == .mark else { return }
        switch token.text {
        case ":": addEntry(.colon, separator: index)
        case "=", ":=": addEntry(.equals, separator: index)
        case "=>": addEntry(.arrow, separator: index)
        case ",":
            addPair(comma: index)
            addShorthand(before: index)
        case "}": addShorthand(before: index)
        default: return
        }
    }

    private func opensBlock(_ colon: Int) -> Bool {
        guard linesEndStatements, !isIndented, let next = token(colon + 1), next.startsLine else { return false }
        return parent[colon] < 0 || isMark("{", at: parent[colon]) && !isMark("{", at: colon + 1)
    }

    private mutating func addEntry(_ kind: Entry.Kind, separator: Int) {
        // A colon at a line's end opens a block: `if a in b.modalities:`.
        if kind == .colon, opensBlock(separator) { return }
        var name = separator - 1
        // `name?: value`
        if isMark("?", at: name) { name -= 1 }
        var owner: [String]?
        if isMark("]", at: name) {
            // `a["name"] = …`; `[a, "name"]` before a separator is something else.
            guard let open = open(of: name), open == name - 2, let key = token(name - 1) else { return }
            guard key.kind == .string || key.kind == .name else { return }
            owner = chain(endingAt: open - 1)
            name -= 1
        }
        guard let said = token(name), said.kind == .string || said.kind == .name else { return }
        if kind == .equals, said.kind == .string, owner == nil { return }
        let value = valueRange(from: separator + 1, inside: parent[separator])
        // A declared type stands between a name and its value: `let a: String = "b"`.
        var start = value.lowerBound
        if kind == .colon,
            let equals = value.prefix(12).first(where: { tokens[$0].isMark("=") && parent[$0] == parent[separator] })
        {
            start = equals + 1
        }
        let before = owner ?? (isMark(".", at: name - 1) || isMark("?.", at: name - 1) ? chain(endingAt: name - 2) : [])
        entries.append(
            Entry(
                kind: kind,
                name: said.text,
                nameToken: name,
                owner: before,
                value: min(start, value.upperBound)..<value.upperBound,
                container: parent[separator]
            )
        )
    }

    /// `put("name", value)`, `Map.of("a", 1, "b", 2)`, `Add(object, "name", value)`, `{ "name", value }`: a string
    /// with a
    /// value after it.
    private mutating func addPair(comma: Int) {
        let container = parent[comma]
        guard container >= 0, let name = token(comma - 1), name.kind == .string, !isMark("[", at: container) else {
            return
        }
        // A string that is itself a value names nothing.
        if let before = token(comma - 2), before.kind == .mark, [":", "=", "=>", ":="].contains(before.text) { return }
        let value = valueRange(from: comma + 1, inside: container)
        guard !value.isEmpty else { return }
        let isRow = comma == container + 2 && value.upperBound == close(of: container)
        var place = (owner: [String](), container: container)
        if isMark("(", at: container) {
            place = receiver(of: container)
        } else if isRow {
            place.container = listAround(container)
        }
        if place.container != container { entryOfCall[container] = entries.count }
        entries.append(
            Entry(
                kind: .pair,
                name: name.text,
                nameToken: comma - 1,
                owner: place.owner,
                value: value,
                container: place.container
            )
        )
    }

    /// `{{"name", value}, {"other", value}}`: the rows of a list in braces are its members.
    private func listAround(_ row: Int) -> Int { isMark("{", at: parent[row]) ? parent[row] : row }

    /// Nobody writes longer chains; a machine may, and each call looks for its beginning.
    private static let chainMax = 64
    private static let setters: Set = [
        "put", "set", "add", "addProperty", "append", "insert", "setProperty", "putString", "Add", "Set",
    ]

    /// What a call with a name and a value adds to: the object that is named, the chain that it is part of
    /// (`JSONObject().put(…).put(…)`), what is around it; else the call itself holds them, as `Map.of(…)` does.
    private func receiver(of open: Int) -> (owner: [String], container: Int) {
        let callee = chain(endingAt: open - 1)
        if let first = token(open + 1), first.kind == .name, isMark(",", at: open + 2) {
            return ([first.text], callee.last?.contains("_") == true ? parent[open] : open)
        }
        guard let setter = callee.last, Self.setters.contains(setter) else { return (Array(callee.dropLast()), open) }
        var root = open
        for _ in 0..<Self.chainMax {
            guard token(root - 3)?.isMark(")") == true, isMark(".", at: root - 2), let call = self.open(of: root - 3)
            else { break }
            root = call
        }
        let begun = chain(endingAt: root - 1)
        guard root == open || Self.setters.contains(begun.last ?? "") else { return ([], root) }
        return (Array(begun.dropLast()), parent[root])
    }

    /// JavaScript's `{ session }`: a name that is its own value.
    private mutating func addShorthand(before end: Int) {
        let container = tokens[end].text == "}" ? open(of: end) ?? -1 : parent[end]
        guard hasShorthand, container >= 0, isMark("{", at: container), let name = token(end - 1), name.kind == .name
        else { return }
        guard isMark(",", at: end - 2) || end - 2 == container else { return }
        let value = (end - 1)..<end
        entries.append(
            Entry(kind: .colon, name: name.text, nameToken: end - 1, owner: [], value: value, container: container)
        )
    }

    /// Up to a comma, a semicolon, a closing bracket, or a line's end where that ends a statement.
    private func valueRange(from start: Int, inside container: Int) -> Range<Int> {
        let end = container >= 0 ? close(of: container) : tokens.count
        let endsWithLine = linesEndStatements && (container < 0 || isMark("{", at: container))
        var index = start
        while index < end {
            let token = tokens[index]
            if token.isMark(",") || token.isMark(";") { break }
            if endsWithLine, token.startsLine, index > start, !continues(token) { break }
            if token.isMark("}") || token.isMark(")") || token.isMark("]") { break }
            index = parametersEnd(at: index) ?? next(after: index)
        }
        return min(start, index)..<min(index, tokens.count)
    }

    /// The end of `<String, Object>`, whose commas end no value.
    private func parametersEnd(at open: Int) -> Int? {
        guard isMark("<", at: open), token(open - 1)?.kind == .name else { return nil }
        var depth = 0
        for index in open..<min(open + 16, tokens.count) {
            let token = tokens[index]
            if token.isMark("<") { depth += 1 }
            if token.isMark(">") { depth -= 1 }
            if depth == 0 { return index + 1 }
            let isType = token.kind == .name || [",", "<", ">", "?", ".", "[", "]"].contains(token.text)
            guard isType, token.kind != .string else { return nil }
        }
        return nil
    }

    private func continues(_ token: Token) -> Bool {
        token.kind == .mark && [".", "?.", "+", "?", ":", "&&", "||", "??", "{"].contains(token.text)
    }

    /// The names of `a.b["c"]` that ends at a token, outermost first.
    func chain(endingAt end: Int) -> [String] {
        var names: [String] = []
        var index = end
        while names.count < 8, let token = token(index) {
            if token.isMark("]") || token.isMark(")") {
                guard let open = open(of: index) else { break }
                if token.text == "]", open == index - 2, let key = self.token(index - 1), key.kind != .mark {
                    names.append(key.text)
                }
                index = open - 1
                continue
            }
            if token.isMark("?") || token.isMark("!") {
                index -= 1
                continue
            }
            guard token.kind == .name else { break }
            names.append(token.text)
            guard let dot = self.token(index - 1), [".", "?.", "::", "->"].contains(dot.text), dot.kind == .mark else {
                break
            }
            index -= 2
        }
        return names.reversed()
    }
}
