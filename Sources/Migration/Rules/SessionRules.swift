/// Fields of sessions and responses that GA refuses.
extension FileContext {
    func staleFields() -> [Finding] {
        guard !kind.isPreviewHalf, !kind.isOnlyForeign else { return [] }
        let places = wireObjects()
        let proven = Set(places.flatMap { $0.members.map(\.nameToken) })
        let onTheWire = places.flatMap { fields(in: $0) + missingType(in: $0) }
        guard !kind.isForeign else { return onTheWire }
        return onTheWire + looseFields(proven)
    }

    private func fields(in place: WireObjectPlace) -> [Finding] {
        var edits = rewriting(of: place)
        return place.members.compactMap { entry in
            guard let field = Vocabulary.field[entry.name], place.kind != .response || field.isOfResponses else {
                return nil
            }
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

    func stale(
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
        let entries = place.members
        let hasStale = entries.contains { Vocabulary.field[$0.name] != nil }
        // What is spread into it may bring the type, but hardly beside fields of the Preview.
        let mayBringType = place.open.map(outline.hasSpread(in:)) ?? false
        guard place.kind == .session, !entries.isEmpty, hasStale || !mayBringType else { return [] }
        guard !entries.contains(where: { $0.name.lowercased() == "type" }) else { return [] }
        let names = Set(entries.map(\.name))
        let isSession =
            !names.isDisjoint(with: ["instructions", "tools", "audio", "model", "tool_choice", "output_modalities"])
            || names.contains { Vocabulary.field[$0] != nil }
        guard isSession else { return [] }
        if let variable = place.variable {
            let isGivenType = outline.entries.contains { $0.name == "type" && $0.owner.last == variable }
            guard !isGivenType, place.open != nil || outline.beginsEmpty(variable) else { return [] }
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
