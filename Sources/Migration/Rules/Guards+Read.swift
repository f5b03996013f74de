/// What a program reads, or was told, is not what it says.
extension FileContext {
    /// `session["voice"]`, `options.get("voice")`, `name.contains("input_audio")`: asked for, not sent.
    func isRead(_ index: Int) -> Bool {
        isLookedUp(index) && !(isSubscript(outline.parent[index]) && isWritten(after: index + 1))
    }

    /// It names what is looked for, in an object or in a text.
    func isLookedUp(_ index: Int) -> Bool {
        let open = outline.parent[index]
        guard tokens[index].kind == .string, open >= 0 else { return false }
        guard !isSubscript(open) else { return true }
        let callee = outline.callee(of: open).last?.lowercased() ?? ""
        // What stands after the first argument of `get` is what it falls back to.
        return Self.questions.contains(callee) || index == open + 1 && Self.getters.contains(callee)
    }

    /// `a["b"]`, and not `["b"]`.
    private func isSubscript(_ open: Int) -> Bool {
        guard outline.isMark("[", at: open), outline.close(of: open) == open + 2,
            let before = outline.token(open - 1)
        else { return false }
        return before.kind == .name && !Self.words.contains(before.text) || [")", "]", "?."].contains(before.text)
    }

    private func isWritten(after close: Int) -> Bool {
        guard let next = outline.token(close + 1), !next.startsLine else { return false }
        return ["=", "[", ".", "->", "?."].contains(next.text)
    }

    private static let words: Set = ["return", "in", "of", "case", "await", "yield", "else"]
    private static let questions: Set = [
        "contains", "containskey", "includes", "hasprefix", "startswith", "starts_with", "hassuffix", "endswith",
        "cjson_getobjectitem",
    ]
    private static let getters: Set = [
        "get", "getstring", "optstring", "opt", "getproperty", "trygetproperty", "trygetvalue", "has", "dig",
    ]

    /// A part of a session or response that a server described: in its event, or with `object: "realtime.session"`.
    func isSaidByServer(_ index: Int) -> Bool {
        var open = outline.parent[index]
        for depth in 0..<Self.depthMax where open >= 0 {
            let members = outline.hasManyEntries(in: open) ? [] : outline.entries(in: open)
            if members.contains(where: { $0.name == "object" && Self.isObject(outline.text(of: $0)) }) { return true }
            let types = members.filter { $0.name == "type" }.compactMap { outline.text(of: $0) }
            if depth > 0, types.contains(where: Self.describing.contains) { return true }
            open = outline.parent[open]
        }
        return false
    }

    private static let depthMax = 8

    private static func isObject(_ text: String?) -> Bool {
        ["realtime.session", "realtime.transcription_session", "realtime.response"].contains(text)
    }

    private static let describing: Set = [
        "session.created", "session.updated", "transcription_session.created", "transcription_session.updated",
        "response.created", "response.done",
    ]
}
