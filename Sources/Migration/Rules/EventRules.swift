/// Names of events that GA neither sends nor takes.
extension FileContext {
    func staleEvents() -> [Finding] {
        guard !kind.isPreviewHalf, !kind.isForeign else { return [] }
        return tokens.indices.flatMap { index -> [Finding] in
            let token = tokens[index]
            guard token.kind == .string, token.text.utf8.count < 4_096 else { return [] }
            return eventNames(in: token).compactMap { staleEvent($0.name, at: $0.offset, index) }
        }
    }

    /// The event names that a string is, or quotes: `"type":"response.audio.delta"`.
    private func eventNames(in token: Token) -> [(name: String, offset: Int)] {
        let bare = Self.eventName(token.text)
        if Self.isStale(bare) { return [(bare, token.text.utf8.count - bare.utf8.count)] }
        guard token.text.holds("\""), token.text.holdsAny(["response.", "conversation.", "transcription_session."])
        else {
            return []
        }
        let names = Array(Vocabulary.serverEvents.keys) + Vocabulary.clientEvents.keys
        return names.compactMap { name in token.text.offset(of: "\"\(name)\"").map { (name, $0 + 1) } }.sorted {
            $0.1 < $1.1
        }
    }

    private static func isStale(_ name: String) -> Bool {
        Vocabulary.serverEvents[name] != nil || Vocabulary.clientEvents[name] != nil
    }

    private func staleEvent(_ name: String, at offset: Int, _ index: Int) -> Finding? {
        let token = tokens[index]
        let place = token.source(of: offset)
        guard !handlesBoth(name), !standsBesideSuccessor(name, index), !assertsAbsence(at: place) else { return nil }
        let part = offset..<(offset + name.utf8.count)
        if let successor = Vocabulary.clientEvents[name] {
            return finding(
                .clientEventName,
                // Who asks for it is a server, or stands between.
                limited(isCompared(index) ? .likely : .sure, at: place),
                at: place,
                "GA has no client event '\(name)': it is refused with invalid_value, param 'type'.",
                remedy: "'\(successor)' with session.type \"transcription\" and everything under audio.input"
            )
        }
        guard let known = certainty(of: name), let said = certainty(ofEventSaidAt: index) else { return nil }
        let certainty = min(known, said)
        guard let successor = Vocabulary.serverEvents[name] ?? nil else {
            return finding(
                .eventName,
                limited(certainty, at: place),
                at: place,
                "GA never sends '\(name)': what waits for it waits in silence.",
                remedy: "start with 'session.created'"
            )
        }
        let edits = token.isPlain(part) ? [Finding.Edit(place..<(place + part.count), successor)] : []
        return finding(
            .eventName,
            limited(certainty, at: place),
            at: place,
            "GA never sends '\(name)': its handler is never called, and nothing says so.",
            remedy: "'\(successor)'",
            edits: edits
        )
    }

    /// `{type: "response.audio.delta", delta}`: who writes a server's event says it, to a page or in a test. Nil: it
    /// was recorded.
    private func certainty(ofEventSaidAt index: Int) -> Finding.Certainty? {
        guard !outline.hasManyEntries(in: outline.parent[index]) else { return .sure }
        let holding = outline.entries(holding: index).last { $0.name == "type" && $0.value.count == 1 }
        // In Elixir that may as well be a pattern.
        guard let entry = holding, entry.kind != .equals, entry.container >= 0,
            program.language.name != Language.elixir.name
        else { return .sure }
        let siblings = outline.entries(in: entry.container).filter { $0.nameToken != entry.nameToken }
        guard !siblings.isEmpty, !siblings.contains(where: isDeclaration) else { return .sure }
        return isRecorded(siblings) ? nil : .likely
    }

    private func isRecorded(_ members: [Outline.Entry]) -> Bool {
        members.contains { $0.name == "event_id" && outline.text(of: $0)?.hasPrefix("event_") == true }
    }

    /// `delta: string;`
    private func isDeclaration(_ entry: Outline.Entry) -> Bool {
        if outline.isMark(";", at: entry.value.upperBound) { return true }
        guard let type = outline.token(entry.value.lowerBound), type.kind == .name else { return false }
        return ["string", "number", "boolean", "unknown", "any", "Array", "Record"].contains(type.text)
    }

    private func isCompared(_ index: Int) -> Bool {
        let marks = ["==", "===", "!=", "!==", "case"]
        return [outline.token(index - 1), outline.token(index + 1)].contains { marks.contains($0?.text ?? "") }
    }

    /// Nil: it belongs to another API.
    private func certainty(of name: String) -> Finding.Certainty? {
        // Any program may have conversations that are created; and a table of all names is no handler.
        if name == "conversation.created" { return kind.isRealtime && !kind.knowsGA ? .likely : nil }
        guard Vocabulary.sharedEvents.contains(name) else { return .sure }
        if kind.isRealtime { return kind.usesResponses ? .likely : .sure }
        guard !kind.usesResponses else { return nil }
        if name.hasPrefix("response.audio_transcript.") { return .sure }
        let hasOther =
            strings.contains("response.audio_transcript.delta") || strings.contains("response.audio_transcript.done")
        return hasOther ? .sure : kind.mentionsRealtime ? .likely : nil
    }
}
