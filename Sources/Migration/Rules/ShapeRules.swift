/// Values that GA refuses where the field itself is right.
extension FileContext {
    func staleShapes() -> [Finding] {
        guard !kind.isPreviewHalf, !kind.isForeign else { return [] }
        return bothModalities() + formats() + contents() + itemObjects()
    }

    private func bothModalities() -> [Finding] {
        outline.entries.compactMap { entry in
            guard entry.name == "output_modalities" else { return nil }
            let said = Set(tokens[entry.value].filter { $0.kind == .string }.map(\.text))
            guard said == ["audio", "text"], isListOfStrings(entry.value) else { return nil }
            let path = outline.path(of: entry.container)
            let isProven =
                !Set(path).isDisjoint(with: ["session", "response"])
                || wireObjects().contains { $0.members.contains { $0.nameToken == entry.nameToken } }
            guard isProven || kind.isRealtime && !kind.isCatalogue else { return nil }
            let place = tokens[entry.nameToken].range.lowerBound
            let quote =
                tokens[entry.value].first { $0.kind == .string }.map { program.source.text($0.range).prefix(1) } ?? "\""
            return finding(
                .bothModalities,
                limited(isProven ? .sure : .likely, at: place),
                at: place,
                "Invalid modalities: ['audio', 'text']. Supported combinations are: ['text'] and ['audio'] "
                    + "(invalid_value): the whole "
                    + "event is refused.",
                remedy: "output_modalities: [\"audio\"], which includes the transcript",
                edits: isPlainList(entry.value)
                    ? [Finding.Edit(sourceRange(entry.value), "[\(quote)audio\(quote)]")] : []
            )
        }
    }

    /// `["audio", "text"]`, `[]string{"audio", "text"}`, `listOf("audio", "text")` and nothing else: no condition.
    private func isListOfStrings(_ value: Range<Int>) -> Bool {
        guard let open = value.first(where: { tokens[$0].kind == .string }).map({ outline.parent[$0] }),
            value.contains(open)
        else { return false }
        let inside = tokens[(open + 1)..<min(outline.close(of: open), tokens.count)]
        return inside.allSatisfy { $0.kind == .string || $0.isMark(",") }
            && !tokens[value].contains { ["?", "if", "else", "when", "switch"].contains($0.text) }
    }

    private func isPlainList(_ value: Range<Int>) -> Bool {
        outline.isMark("[", at: value.lowerBound) && outline.close(of: value.lowerBound) == value.upperBound - 1
    }

    /// `audio.input.format: "pcm16"`, and `{type: "audio/pcm"}` without its rate.
    private func formats() -> [Finding] {
        outline.entries.compactMap { entry in
            if entry.name == "format", let index = outline.string(of: entry),
                let now = Vocabulary.formats[tokens[index].text]
            {
                let path = outline.path(of: entry.container)
                guard isAudioSide(path), !ownSettings else { return nil }
                let place = tokens[index].range.lowerBound
                return finding(
                    .audioFormatName,
                    limited(.sure, at: place),
                    at: place,
                    "Invalid type for 'session.audio.….format': expected an object, but got a string "
                        + "(invalid_type): the whole event is "
                        + "refused.",
                    remedy: now,
                    edits: formatObject(tokens[index].text, like: entry).map { [Finding.Edit(tokens[index].range, $0)] }
                        ?? []
                )
            }
            return missingRate(entry)
        }
    }

    private func isAudioSide(_ path: [String]) -> Bool {
        path.count > 1 && ["input", "output"].contains(path[0]) && path[1] == "audio"
    }

    private func missingRate(_ entry: Outline.Entry) -> Finding? {
        guard entry.name == "type", let index = outline.string(of: entry), tokens[index].text == "audio/pcm" else {
            return nil
        }
        guard entry.container >= 0, outline.entry("rate", in: entry.container) == nil,
            !outline.hasSpread(in: entry.container)
        else { return nil }
        let path = outline.path(of: entry.container)
        guard path.first == "format", path.count > 2, ["input", "output"].contains(path[1]), path[2] == "audio" else {
            return nil
        }
        let place = tokens[index].range.lowerBound
        let rate = member("rate", "24000", like: entry)
        return finding(
            .pcmRateMissing,
            limited(.sure, at: place),
            at: place,
            "Missing required parameter: 'session.audio.\(path[1]).format.rate' (missing_required_parameter): the "
                + "whole event is refused.",
            remedy: "{type: \"audio/pcm\", rate: 24000}",
            edits: rate.map {
                [Finding.Edit(tokens[index].range.upperBound..<tokens[index].range.upperBound, ", " + $0)]
            } ?? []
        )
    }

    /// A member written as its neighbour is: `rate: 24000`, `"rate": 24000`, `'rate' => 24000`.
    func member(_ name: String, _ value: String, like entry: Outline.Entry) -> String? {
        let token = tokens[entry.nameToken]
        guard entry.kind != .pair, entry.kind != .equals, entry.nameToken + 1 < tokens.count else { return nil }
        let quote = token.kind == .string ? program.source.text(token.range).prefix(1) : ""
        let separator = entry.kind == .arrow ? " => " : ": "
        return "\(quote)\(name)\(quote)\(separator)\(value)"
    }

    /// What `"pcm16"` has become, in the language's own braces.
    func formatObject(_ name: String, like entry: Outline.Entry) -> String? {
        guard program.language.name != Language.swift.name, let quote = quote(like: entry) else { return nil }
        let kinds = ["pcm16": "audio/pcm", "g711_ulaw": "audio/pcmu", "g711_alaw": "audio/pcma"]
        guard let kind = kinds[name], let type = member("type", quote + kind + quote, like: entry) else { return nil }
        guard name == "pcm16", let rate = member("rate", "24000", like: entry) else { return "{\(type)}" }
        return "{\(type), \(rate)}"
    }

    /// The quotes that strings have near an entry.
    func quote(like entry: Outline.Entry) -> String? {
        let token =
            tokens[entry.nameToken].kind == .string
            ? tokens[entry.nameToken] : tokens[entry.value].first { $0.kind == .string }
        guard let token else { return "\"" }
        let quote = String(program.source.text(token.range).prefix(1))
        return quote == "\"" || quote == "'" ? quote : nil
    }

    /// `text` and `audio` as contents of an assistant's message.
    private func contents() -> [Finding] {
        outline.entries.flatMap { entry -> [Finding] in
            guard entry.name == "type", outline.text(of: entry) == "conversation.item.create", entry.container >= 0,
                let holder = outline.entry("item", in: entry.container), let item = outline.resolvedObject(of: holder),
                let role = outline.entry("role", in: item), outline.text(of: role) == "assistant",
                let content = outline.entry("content", in: item)
            else { return [] }
            return content.value.compactMap { index in
                guard outline.isMark("{", at: index), let type = outline.entry("type", in: index),
                    let value = outline.string(of: type)
                else { return nil }
                return staleContent(value)
            }
        }
    }

    private func staleContent(_ index: Int) -> Finding? {
        let token = tokens[index]
        guard let now = ["text": "output_text", "audio": "output_audio"][token.text] else { return nil }
        let place = token.range.lowerBound
        let source = token.source(of: 0)
        return finding(
            .contentType,
            limited(.sure, at: place),
            at: place,
            "Invalid value: '\(token.text)' in 'item.content[].type' of an assistant's message (invalid_value): "
                + "the item is not created.",
            remedy: "\"\(now)\"",
            edits: token.isPlain(0..<token.text.utf8.count)
                ? [Finding.Edit(source..<(source + token.text.utf8.count), now)] : []
        )
    }

    /// `item.object === "realtime.item"`: live GA items have no `object`.
    private func itemObjects() -> [Finding] {
        tokens.indices.compactMap { index in
            guard tokens[index].kind == .string, tokens[index].text == "realtime.item" else { return nil }
            let marks = [outline.token(index - 1)?.text ?? "", outline.token(index + 1)?.text ?? ""]
            guard marks.contains(where: { ["==", "===", "!=", "!=="].contains($0) }) else { return nil }
            // Who asks first whether it is there at all does without.
            guard !lineText(at: tokens[index].range.lowerBound).holds("!= \"\"") else { return nil }
            return finding(
                .itemObject,
                .likely,
                at: tokens[index].range.lowerBound,
                "GA's items carry no 'object': the comparison is false, and nothing says so.",
                remedy: "ask for 'item.type'"
            )
        }
    }
}
