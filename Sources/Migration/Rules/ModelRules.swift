/// Models that are gone, and models that go.
extension FileContext {
    func staleModels() -> [Finding] {
        // Tests name models as they name anything.
        guard !kind.isPreviewHalf, !kind.isTest else { return [] }
        return tokens.indices.compactMap { index in
            guard tokens[index].kind == .string, tokens[index].text.utf8.count < 2_048 else { return nil }
            let text = tokens[index].text
            if let model = Vocabulary.model[text] { return staleModel(model, index, 0) }
            return text.holds("realtime") ? modelInside(index) : nil
        }
    }

    /// `…?model=gpt-4o-realtime-preview`, or after a colon as LiteLLM and its kin write it.
    private func modelInside(_ index: Int) -> Finding? {
        let text = tokens[index].text
        for mark in ["model=", "deployment=", "openai/", "azure/", "openai:"] {
            guard let offset = text.offset(of: mark) else { continue }
            let start = offset + mark.utf8.count
            let name = text.bytes(start..<text.utf8.count).prefix {
                $0.isLetter || $0.isNumber || $0 == "-" || $0 == "."
            }
            guard let model = Vocabulary.model[String(name)] else { continue }
            return staleModel(model, index, start)
        }
        return nil
    }

    private func staleModel(_ model: Vocabulary.Model, _ index: Int, _ offset: Int) -> Finding? {
        let place = tokens[index].source(of: offset)
        guard !assertsAbsence(at: place), !isListed(index), !isSaidByServer(index) else { return nil }
        guard offset > 0 || !isLookedUp(index) else { return nil }
        if model.isGone {
            return finding(
                .retiredModel,
                limited(certainty(of: index), at: place),
                at: place,
                "'\(model.name)' was shut down at OpenAI on \(model.until), at Azure with the Preview: the session "
                    + "ends with "
                    + "model_not_found or invalid_model.",
                remedy: model.successor
            )
        }
        guard !kind.isCatalogue, !isKey(index), isChosen(model, index) else { return nil }
        return finding(
            .retiringModel,
            .likely,
            at: place,
            "'\(model.name)' will be shut down at OpenAI on \(model.until); until then nothing fails.",
            remedy: model.successor
        )
    }

    /// The transcription models do other work as well; only a Realtime session's choice is meant.
    private func isChosen(_ model: Vocabulary.Model, _ index: Int) -> Bool {
        guard !model.name.hasPrefix("gpt-realtime") else { return true }
        let path = outline.parent[index] >= 0 ? outline.path(of: outline.parent[index]) : []
        let owners = outline.entries(holding: index).flatMap(\.owner)
        return (path + owners).contains { $0.lowercased().holds("transcription") }
    }

    /// One of many, or of what a type allows: a list of what there is, not a choice.
    private func isListed(_ index: Int) -> Bool {
        if kind.isCatalogue || outline.isMark("|", at: index - 1) || outline.isMark("|", at: index + 1) { return true }
        let near = tokens[max(0, index - 60)..<min(tokens.count, index + 60)]
        return Set(near.filter { $0.kind == .string && Self.isModelName($0.text) }.map(\.text)).count > 3
    }

    /// `"gpt-realtime": {input: 32, …}`: what is known of it, no choice.
    private func isKey(_ index: Int) -> Bool {
        let open = outline.parent[index]
        if outline.isMark("(", at: open), outline.isMark(":", at: outline.close(of: open) + 1) { return true }
        guard let entry = outline.entryNamed[index].map({ outline.entries[$0] }), entry.kind != .pair,
            !outline.isMark("?", at: index - 1), let first = outline.token(entry.value.lowerBound)
        else { return false }
        return first.kind == .number || ["{", "["].contains(first.text)
    }

    private func certainty(of index: Int) -> Finding.Certainty {
        let container = outline.parent[index]
        if isKey(index) { return .likely }
        if tokens[index].text.holds("model=") { return .sure }
        if outline.token(index - 1)?.text == "case" { return .likely }
        let entries = outline.entries(holding: index)
        if !entries.isEmpty {
            let names = entries.map { $0.name.lowercased() }
            if names.contains(where: { $0.holds("deployment") }) { return .likely }
            if names.contains(where: { $0.holds("model") }) { return .sure }
            let path = container >= 0 ? outline.path(of: container) : []
            return path.contains { $0.lowercased() == "model" } ? .sure : .likely
        }
        return container >= 0 && outline.isMark("(", at: container) && !kind.usesAzure ? .sure : .likely
    }
}
