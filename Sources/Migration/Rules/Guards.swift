/// Judgments that keep what only looks stale from being reported. Each has a name and tests of both sides.
extension FileContext {
    /// The statement asserts that something is absent, or takes it away: the opposite of sending it.
    func assertsAbsence(at offset: Int) -> Bool {
        let line = lineText(at: offset)
        guard !Self.absenceMarks.contains(where: { line.holds($0) }) else { return true }
        let start = line.trimmed
        return start.hasPrefix("delete ") || start.hasPrefix("del ")
            || start.hasPrefix("assert ") && line.holdsAny([" not in ", " is None", "!= "])
    }

    private static let absenceMarks = [
        "assertNil", "AssertNil", "NotIn", "toBeUndefined", "toBe(false)", ".not.to", "IsNull", "isNull", "assertNull",
        "assertFalse",
        "AssertFalse",
        "refute", "DoesNotContain", "doesNotContain", "NotContains", "assert.Nil", ".pop(", ".remove(", ".Remove(",
        "removeValue",
        "hasOwnProperty", "is_none()", "=== undefined", "== nil", "assert!(!", "EXPECT_FALSE", "ASSERT_FALSE",
    ]

    /// The file names what took a name's place as well: it serves both dialects, on purpose.
    func handlesBoth(_ stale: String) -> Bool {
        if stale == "conversation.item.created" {
            return strings.contains("conversation.item.added") || strings.contains("conversation.item.done")
        }
        guard let successor = Vocabulary.serverEvents[stale] ?? nil else { return false }
        if successor.hasPrefix("session.") { return false }
        return strings.contains(successor) || strings.contains(String(successor.dropFirst("response.".count)))
    }

    /// `case "transcription_session.updated", "session.updated":` hears either.
    func standsBesideSuccessor(_ stale: String, _ index: Int) -> Bool {
        guard let successor = Vocabulary.serverEvents[stale] ?? nil else { return false }
        let near = max(0, index - Self.besideMax)...min(tokens.count - 1, index + Self.besideMax)
        return near.contains { other in
            guard tokens[other].kind == .string, tokens[other].text == successor else { return false }
            let between = tokens[min(other, index)..<max(other, index)]
            return !between.contains { ["{", "}", ";", "break", "return"].contains($0.text) && $0.kind != .string }
        }
    }

    private static let besideMax = 6

    /// The lines before ask which dialect is meant.
    func choosesDialect(at offset: Int) -> Bool {
        let text = Self.withoutProse(lineText(at: offset, before: 2)).lowercased()
        let asks = text.holdsAny(["if ", "if(", "when ", " ? ", "case ", "else", "switch"])
        return asks
            && text.holdsAny([
                "is_beta", "isbeta", "use_beta", "usebeta", "legacy", "is_ga", "isga", "dialect", "preview_",
                "usepreview",
                "is_preview", "ispreview", "!ga", "not ga",
            ])
    }

    /// What an instruction to a model says about dialects asks nothing.
    private static func withoutProse(_ text: String) -> String {
        text.split(separator: "\"", omittingEmptySubsequences: false).enumerated()
            .map { $0.isMultiple(of: 2) || !$1.contains(" ") ? $1 : "" }.joined(separator: "\"")
    }

    /// How sure a finding may be, whatever its own signs say.
    func limited(_ certainty: Finding.Certainty, at offset: Int) -> Finding.Certainty {
        kind.isTest || kind.isForeign || kind.isSpecification || choosesDialect(at: offset) ? .likely : certainty
    }

    /// Settings of a framework, which translates them: only what is surely on the wire counts.
    var ownSettings: Bool { kind.hasFramework }
}
