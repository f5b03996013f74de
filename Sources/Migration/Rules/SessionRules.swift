/// Fields of sessions and responses that GA refuses.
extension FileContext {
    func staleFields() -> [Finding] {
        guard !kind.isPreviewHalf else { return [] }
        let places = wireObjects()
        let proven = Set(places.map(\.open))
        let onTheWire = places.flatMap { fields(in: $0) + missingType(in: $0) }
        guard !kind.isForeign else { return onTheWire }
        return onTheWire + assignedFields(proven) + namedFields(proven) + camelFields()
    }

    private func fields(in place: WireObjectPlace) -> [Finding] {
        var edits = rewriting(of: place)
        return outline.entries(in: place.open).compactMap { entry in
            guard let field = Vocabulary.field[entry.name], place.kind != .response || field.isOfResponses else {
                return nil
            }
            guard entry.kind != .pair || outline.isMark("(", at: place.open) || outline.isMark("{", at: place.open)
            else { return nil }
            let found = stale(
                field,
                place.kind,
                at: tokens[entry.nameToken].range.lowerBound,
                place.isType ? .likely : .sure,
                edits
            )
            if found != nil { edits = [] }
            return found
        }
    }

    private func stale(
        _ field: Vocabulary.Field,
        _ kind: WireObjectPlace.Kind,
        at offset: Int,
        _ certainty: Finding.Certainty,
        _ edits: [Finding.Edit] = []
    ) -> Finding? {
        guard !assertsAbsence(at: offset) else { return nil }
        let parent = kind == .response ? "response" : "session"
        return finding(
            kind == .response ? .responseField : .sessionField,
            limited(certainty, at: offset),
            at: offset,
            "Unknown parameter: '\(parent).\(field.name)' (unknown_parameter): the whole event is refused, nothing "
                + "of it applies.",
            remedy: field.becomes,
            edits: edits
        )
    }

    private func missingType(in place: WireObjectPlace) -> [Finding] {
        let entries = outline.entries(in: place.open)
        let hasStale = entries.contains { Vocabulary.field[$0.name] != nil }
        // What is spread into it may bring the type, but hardly beside fields of the Preview.
        let mayBringType = outline.hasSpread(in: place.open)
        guard place.kind == .session, !entries.isEmpty, hasStale || !mayBringType else { return [] }
        guard !entries.contains(where: { $0.name.lowercased() == "type" }) else { return [] }
        let names = Set(entries.map(\.name))
        let isSession =
            !names.isDisjoint(with: ["instructions", "tools", "audio", "model", "tool_choice", "output_modalities"])
            || names.contains { Vocabulary.field[$0] != nil }
        guard isSession else { return [] }
        if let variable = place.variable,
            outline.entries.contains(where: { $0.name == "type" && $0.owner.last == variable })
        {
            return []
        }
        let offset = tokens[place.entry.nameToken].range.lowerBound
        return [
            finding(
                .sessionTypeMissing,
                limited(place.isType || mayBringType ? .likely : .sure, at: offset),
                at: offset,
                "Missing required parameter: 'session.type' (missing_required_parameter): the whole event is refused.",
                remedy: "type: \"realtime\" (or \"transcription\") in the session",
                edits: hasStale ? [] : rewriting(of: place)
            )
        ]
    }
}

// Fields that are not written into an object that goes to the service.
extension FileContext {
    /// `session["voice"] = …`, `session.put("voice", …)`, `cJSON_AddStringToObject(session, "voice", …)`.
    private func assignedFields(_ proven: Set<Int>) -> [Finding] {
        outline.entries.compactMap { entry in
            guard let field = Vocabulary.field[entry.name], !proven.contains(entry.container), kind.isRealtime,
                !ownSettings
            else { return nil }
            guard let owner = entry.owner.last?.lowercased(), owner.holds("session"), entry.kind != .colon else {
                return nil
            }
            let isItem = tokens[entry.nameToken].kind == .string || program.language.name == Language.javaScript.name
            // A bare `session` may be what came from the server, on its way to somebody else.
            let isSession = owner == "session" && (entry.owner.count > 1 || entry.kind == .pair)
            guard !kind.knowsGA || field.isUnmistakable else { return nil }
            let certainty: Finding.Certainty = isItem && isSession && !kind.knowsGA ? .sure : .likely
            return stale(field, .session, at: tokens[entry.nameToken].range.lowerBound, certainty)
        }
    }

    /// Names that nobody else has, wherever they stand; and what stands beside them.
    private func namedFields(_ proven: Set<Int>) -> [Finding] {
        guard !kind.knowsGA, !ownSettings else { return [] }
        var seen: Set<Int> = []
        var containers: [Int: Finding.Certainty] = [:]
        var found: [Finding] = []
        for (index, token) in tokens.enumerated() where !proven.contains(outline.parent[index]) {
            guard let (field, offset) = unmistakable(token), isDeclared(index) else { continue }
            let certainty: Finding.Certainty = kind.isRealtime && isOnTheWire(index) ? .sure : .likely
            guard
                let finding = stale(
                    field,
                    .session,
                    at: token.kind == .string ? token.source(of: offset) : token.range.lowerBound,
                    certainty
                )
            else { continue }
            seen.insert(index)
            found.append(finding)
            if let container = objectAround(index) {
                containers[container] = max(certainty, containers[container] ?? certainty)
            }
        }
        return found + neighbours(in: containers, seen)
    }

    /// The nearest braces around a word; attributes have brackets of their own.
    private func objectAround(_ index: Int) -> Int? {
        var container = outline.parent[index]
        for _ in 0..<3 where container >= 0 {
            if outline.isMark("{", at: container) { return container }
            container = outline.parent[container]
        }
        return nil
    }

    /// The name in a tag: `json:"voice,omitempty"`.
    private func tagName(_ token: Token) -> String? {
        guard token.kind == .string, let tag = token.text.offset(of: "json:\"") else { return nil }
        return String(token.text.bytes((tag + 6)..<token.text.utf8.count).prefix { $0 != "\"" && $0 != "," })
    }

    /// A name, or a string or tag that is one.
    private func unmistakable(_ token: Token) -> (field: Vocabulary.Field, offset: Int)? {
        if let field = Vocabulary.field[token.text], field.isUnmistakable { return (field, 0) }
        guard let name = tagName(token), let field = Vocabulary.field[name], field.isUnmistakable else { return nil }
        return (field, token.text.offset(of: name) ?? 0)
    }

    /// A name counts where it is given a value or a type; a string anywhere.
    private func isDeclared(_ index: Int) -> Bool {
        if tokens[index].kind == .string { return true }
        return outline.nameTokens.contains(index)
    }

    /// It stands under a session, or an attribute says that it is the name on the wire.
    private func isOnTheWire(_ index: Int) -> Bool {
        let container = outline.parent[index]
        if container >= 0, outline.path(of: container).first?.lowercased() == "session" { return true }
        guard tokens[index].kind == .string else { return false }
        if tokens[index].text.holds("json:\"") { return true }
        let attributes = [
            "JsonPropertyName", "SerialName", "JsonProperty", "SerializedName", "JsonKey", "Json", "rename",
        ]
        let before = (max(0, index - 4)..<index).map { tokens[$0].text }
        return before.contains { attributes.contains($0) } || before.first == "case" || before.contains("CodingKeys")
    }

    private func neighbours(in containers: [Int: Finding.Certainty], _ seen: Set<Int>) -> [Finding] {
        containers.sorted { $0.key < $1.key }.flatMap { container, certainty in
            (container..<min(outline.close(of: container), tokens.count)).compactMap { index in
                guard objectAround(index) == container, !seen.contains(index) else { return nil }
                let name = tagName(tokens[index]) ?? tokens[index].text
                guard let field = Vocabulary.field[name], !field.isUnmistakable else { return nil }
                let isName = outline.nameTokens.contains(index) && outline.parent[index] == container
                guard isName || tokens[index].kind == .string && isOnTheWire(index) else { return nil }
                return stale(field, .session, at: tokens[index].range.lowerBound, certainty)
            }
        }
    }

    /// `inputAudioFormat`, where a strategy writes it as `input_audio_format`.
    private func camelFields() -> [Finding] {
        guard kind.hasSnakeCase, !kind.knowsGA else { return [] }
        var told: Set<String> = []
        return tokens.enumerated().compactMap { index, token in
            guard token.kind == .name, let field = Vocabulary.camelFields[token.text],
                !outline.isMark(".", at: index - 1)
            else { return nil }
            guard let next = outline.token(index + 1), [":", ";", "="].contains(next.text) else { return nil }
            guard told.insert(token.text).inserted else { return nil }
            return stale(field, .session, at: token.range.lowerBound, kind.isRealtime ? .sure : .likely)
        }
    }
}
