/// The mark of the Preview dialect, in a header or a sub-protocol.
extension FileContext {
    func betaHeaders() -> [Finding] {
        guard !kind.isPreviewHalf, !kind.isOnlyForeign else { return [] }
        return tokens.indices.compactMap { index in
            let token = tokens[index]
            guard token.kind == .string, token.text.utf8.count < 4_096 else { return rubyBeta(at: index) }
            let text = token.text.lowercased()
            if let offset = text.offset(of: "openai-beta.realtime-v1") {
                return betaMark(index, offset, "the sub-protocol 'openai-beta.realtime-v1'")
            }
            guard let offset = text.offset(of: "realtime=v1") else { return nil }
            guard text == "realtime=v1" || text.holds("openai-beta") || text.holds("assistants=v2") else { return nil }
            return betaMark(index, offset, "the header 'OpenAI-Beta: realtime=v1'")
        }
    }

    private func betaMark(_ index: Int, _ offset: Int, _ what: String) -> Finding? {
        let token = tokens[index]
        let place = token.source(of: offset)
        guard !assertsAbsence(at: place) else { return nil }
        let certainty: Finding.Certainty = isComparison(index) || isOneOfWords(index) ? .likely : .sure
        return finding(
            .betaHeader,
            limited(certainty, at: place),
            at: place,
            "With \(what) the service opens the connection, says error beta_api_shape_disabled and closes it with "
                + "4000.",
            remedy: "leave it out",
            edits: removal(of: index)
        )
    }

    private func isComparison(_ index: Int) -> Bool {
        let marks = ["==", "===", "!=", "!=="]
        return [outline.token(index - 1), outline.token(index + 1)].contains { marks.contains($0?.text ?? "") }
    }

    /// In a list, and no header's name in the file: a word to look for.
    private func isOneOfWords(_ index: Int) -> Bool {
        guard outline.isMark("[", at: outline.parent[index]), tokens[index].text == "realtime=v1" else { return false }
        return !["OpenAI-Beta", "openai-beta", "OPENAI_BETA"].contains { strings.contains($0) || names.contains($0) }
    }

    /// ruby-openai: `client.beta(realtime: "v1")`
    private func rubyBeta(at index: Int) -> Finding? {
        guard tokens[index].isName("beta"), outline.isMark("(", at: index + 1) else { return nil }
        guard let entry = outline.entry("realtime", in: index + 1), outline.text(of: entry) == "v1" else { return nil }
        let place = tokens[index].range.lowerBound
        return finding(
            .betaHeader,
            limited(.sure, at: place),
            at: place,
            "beta(realtime: \"v1\") sends 'OpenAI-Beta: realtime=v1': error beta_api_shape_disabled, close 4000.",
            remedy: "a client without beta, or a WebSocket of your own to /v1/realtime"
        )
    }

    /// Takes a member away with its comma, or a line that says nothing else.
    private func removal(of index: Int) -> [Finding.Edit] {
        let isArrayElement = outline.parent[index] >= 0 && outline.isMark("[", at: outline.parent[index])
        let entry = outline.entries.first { $0.value.contains(index) && $0.value.count == 1 }
        if let entry, entry.container >= 0, outline.isMark("{", at: entry.container), entry.owner.isEmpty,
            entry.kind != .equals, entry.kind != .pair
        {
            return [memberRemoval(entry.nameToken..<entry.value.upperBound)]
        }
        if let entry, entry.kind == .equals, !entry.owner.isEmpty { return statementRemoval(around: entry) }
        return isArrayElement && program.language.name != Language.swift.name
            ? [memberRemoval(index..<(index + 1))] : []
    }

    /// A member with the comma after it, else the one before; with its line if it has one to itself.
    func memberRemoval(_ members: Range<Int>) -> Finding.Edit {
        let first = tokens[members.lowerBound].range.lowerBound
        var start = first
        var end = tokens[members.upperBound - 1].range.upperBound
        if outline.isMark(",", at: members.upperBound), let comma = outline.token(members.upperBound) {
            end = comma.range.upperBound
        } else if outline.isMark(",", at: members.lowerBound - 1), let comma = outline.token(members.lowerBound - 1) {
            start = comma.range.lowerBound
        }
        let source = program.source
        let line = source.lineRange(source.lineIndex(of: first))
        let lead = source.bytes[line.lowerBound..<first]
        if start == first, lead.allSatisfy(\.isBlank) {
            let last = source.lineRange(source.lineIndex(of: end))
            if source.bytes[end..<last.upperBound].allSatisfy({ $0.isBlank || $0 == 0x0A }) {
                return Finding.Edit(line.lowerBound..<last.upperBound, "")
            }
        }
        while start == first, end < source.bytes.count, source.bytes[end] == 0x20 { end += 1 }
        return Finding.Edit(start..<end, "")
    }

    /// `headers["OpenAI-Beta"] = "realtime=v1"` on a line of its own. Not where a block would be left empty.
    private func statementRemoval(around entry: Outline.Entry) -> [Finding.Edit] {
        let source = program.source
        let line = source.lineIndex(of: tokens[entry.nameToken].range.lowerBound)
        let range = source.lineRange(line)
        let words = tokens.filter { range.contains($0.range.lowerBound) }
        let last = tokens[entry.value.upperBound - 1]
        let after = words.filter { $0.range.lowerBound >= last.range.upperBound && !$0.isMark(";") }
        let opens = program.source.line(line - 1).asText.trimmed
        guard words.first?.startsLine == true, words.first?.kind == .name, after.isEmpty, !opens.hasSuffix(":"),
            !opens.hasSuffix(")"), !opens.hasSuffix("else")
        else { return [] }
        return [Finding.Edit(range, "")]
    }
}
