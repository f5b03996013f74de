/// Objects: what is in a bracket, and under which name the bracket stands.
extension Outline {
    func entries(in container: Int) -> [Entry] { (entriesOf[container] ?? []).map { entries[$0] } }

    /// More than an event or a session has: a table, which nobody need go through for each of its rows.
    func hasManyEntries(in container: Int) -> Bool { (entriesOf[container]?.count ?? 0) > 400 }

    func entry(_ name: String, in container: Int) -> Entry? { entries(in: container).first { $0.name == name } }

    /// The only string of a value: `"pcm16"`, or one that is passed through a conversion, `"pcm16".into()`.
    func string(of entry: Entry) -> Int? {
        guard let first = token(entry.value.lowerBound), first.kind == .string, !entry.value.isEmpty else { return nil }
        let rest = entry.value.dropFirst()
        guard rest.isEmpty || isMark(".", at: rest.startIndex) || token(rest.startIndex)?.isName("as") == true else {
            return nil
        }
        return entry.value.lowerBound
    }

    /// The text of a value; nil if it is not one string.
    func text(of entry: Entry) -> String? { string(of: entry).map { tokens[$0].text } }

    /// The bracket that holds the members of a value: of `{…}`, `dict(…)`, `map[string]any{…}`, `[…]` in Swift.
    func object(of entry: Entry) -> Int? { object(in: entry.value) }

    private func object(in range: Range<Int>) -> Int? {
        var index = range.lowerBound
        var fallback: Int?
        while index < range.upperBound {
            if isMark("{", at: index) { return index }
            if isMark("(", at: index) || isMark("[", at: index) {
                if entriesOf[index] != nil { return index }
                // `JSON.stringify({…})`, `json!({…})`
                if let inside = object(in: (index + 1)..<min(close(of: index), range.upperBound)) {
                    fallback = fallback ?? inside
                }
            }
            index = next(after: index)
        }
        return fallback
    }

    /// The entries whose value a token is, or is part of.
    func entries(holding index: Int) -> [Entry] {
        let container = parent.indices.contains(index) ? parent[index] : -1
        let made = entryOfCall[container].map { entries[$0] }
        return (entries(in: container) + (made.map { [$0] } ?? [])).filter { $0.value.contains(index) }
    }

    /// The entry whose value a bracket is; calls and arrays in between do not hide it.
    func entryHolding(_ bracket: Int) -> Entry? {
        // A bracket of `put("name", value)` stands for what the call adds to.
        var open = entryOfCall[bracket].map { entries[$0].container } ?? bracket
        for _ in 0..<8 {
            let found = entries(holding: open)
            if let entry = found.last(where: { $0.kind != .pair }) ?? found.last { return entry }
            let container = parent.indices.contains(open) ? parent[open] : -1
            guard container >= 0, !isMark("{", at: container) else { return nil }
            open = container
        }
        return nil
    }

    /// The names under which a bracket stands, innermost first: `format`, `input`, `audio`, `session`.
    func path(of open: Int) -> [String] {
        var names: [String] = []
        var open = open
        while names.count < 8, let entry = entryHolding(open) {
            names.append(entry.name)
            open = entry.container
            if open < 0 { break }
        }
        return names
    }

    /// What is called with a bracket: `["connection", "session", "update"]`.
    func callee(of open: Int) -> [String] { isMark("(", at: open) ? chain(endingAt: open - 1) : [] }

    /// Whether something is put into a bracket that is not written there: `...defaults`, `**options`.
    func hasSpread(in open: Int) -> Bool {
        var index = open + 1
        let end = close(of: open)
        while index < end {
            if isMark("...", at: index) || isMark("*", at: index) && isMark("*", at: index + 1) { return true }
            index = next(after: index)
        }
        return false
    }

    /// The object that a name was given, if it was given one only once in this file.
    func object(named name: String) -> Int? {
        let given = entries.filter { $0.name == name && $0.owner.isEmpty && ($0.kind == .equals || $0.kind == .colon) }
            // `{ session }` gives nothing that is not given elsewhere.
            .filter { $0.value.count != 1 || token($0.value.lowerBound)?.isName(name) != true }
        let objects = given.compactMap { object(of: $0) }
        return given.count == 1 && objects.count == 1 ? objects.first : nil
    }

    /// The object of a value, written there or under a name elsewhere in the file.
    func resolvedObject(of entry: Entry) -> Int? { object(of: entry) ?? variable(of: entry).flatMap(object(named:)) }

    /// The name that a value is.
    func variable(of entry: Entry) -> String? {
        guard entry.value.count == 1, let name = token(entry.value.lowerBound), name.kind == .name else { return nil }
        return name.text
    }

    /// What a variable is given member by member: `name["a"] = …`, `name.put("a", …)`.
    func members(of variable: String) -> [Entry] { entries.filter { $0.owner == [variable] } }

    /// Whether a variable begins as an empty object in this file, so that it holds what it is given here and no more.
    func beginsEmpty(_ variable: String) -> Bool {
        let makers: Set = ["new", "dict", "make", "Hash", "mutableMapOf", "JSONObject", "JsonObject"]
        return entries.contains { entry in
            guard entry.name == variable, entry.owner.isEmpty, entry.kind != .pair else { return false }
            return tokens[entry.value].contains {
                makers.contains($0.text) || $0.text.lowercased().holds("createobject")
            }
        }
    }

    /// The texts that names were given, where a name was given only one.
    var constants: [String: String] {
        var found: [String: String] = [:]
        var several: Set<String> = []
        for entry in entries where entry.kind == .equals || entry.kind == .colon || entry.kind == .arrow {
            guard let text = text(of: entry) else { continue }
            if let other = found[entry.name], other != text { several.insert(entry.name) }
            found[entry.name] = text
        }
        return found.filter { !several.contains($0.key) }
    }
}
