/// A flat session written as GA has it: what keeps its place is left alone, what moves is cut out and put into `audio`.
extension FileContext {
    private struct Moved {
        var input: [(name: String, value: String)] = []
        var output: [(name: String, value: String)] = []
        var edits: [Finding.Edit] = []
        /// The name tokens of members that leave their place.
        var removed: Set<Int> = []
    }

    /// Empty where a part cannot be rewritten safely: then a person must do all of it.
    func rewriting(of place: WireObjectPlace) -> [Finding.Edit] {
        let entries = place.members
        guard !place.isType, place.kind != .transcription, let open = place.open, outline.isMark("{", at: open),
            entries.allSatisfy({ $0.kind == .colon && $0.owner.isEmpty && !$0.value.isEmpty }),
            !outline.hasSpread(in: open), isUsedOnce(place), let first = entries.first,
            entries.first(where: { $0.name == "audio" }) == nil,
            [",", "{"].contains(outline.token(first.nameToken - 1)?.text ?? "")
        else { return [] }
        var moved = Moved()
        for entry in entries {
            guard rewrite(entry, into: &moved) else { return [] }
        }
        var members: [String] = []
        if place.kind == .session, outline.entry("type", in: open) == nil {
            guard let quote = quote(like: first), let type = member("type", quote + "realtime" + quote, like: first)
            else { return [] }
            members.append(type)
        }
        if let audio = audio(moved, like: first) { members.append(audio) }
        return moved.edits + removals(moved.removed, of: entries)
            + insertion(members, after: open, before: first, moved.removed.count < entries.count)
    }

    /// Right after the opening brace, each on a line of its own where the others are.
    private func insertion(
        _ members: [String],
        after open: Int,
        before first: Outline.Entry,
        _ isFollowed: Bool
    ) -> [Finding.Edit] {
        guard !members.isEmpty else { return [] }
        let offset = tokens[open].range.upperBound
        let separator = separator(before: tokens[first.nameToken].range.lowerBound)
        let text = members.map { separator + $0 }.joined(separator: ",") + (isFollowed ? "," : "")
        return [Finding.Edit(offset..<offset, text)]
    }

    /// Members cut out with their commas; the last ones with the comma before them.
    private func removals(_ removed: Set<Int>, of entries: [Outline.Entry]) -> [Finding.Edit] {
        let trailing = entries.reversed().prefix { removed.contains($0.nameToken) }.count
        let kept = entries.dropLast(trailing)
        var edits = kept.filter { removed.contains($0.nameToken) }.map {
            memberRemoval($0.nameToken..<$0.value.upperBound)
        }
        if trailing > 0, let last = entries.last {
            let end = tokens[last.value.upperBound - 1].range.upperBound
            let start = kept.last.map { tokens[$0.value.upperBound - 1].range.upperBound }
            edits.append(Finding.Edit((start ?? tokens[entries[0].nameToken].range.lowerBound)..<end, ""))
        }
        return edits
    }

    /// A line's start with its indentation, where the first member has a line to itself; else a blank.
    private func separator(before offset: Int) -> String {
        let line = program.source.lineRange(program.source.lineIndex(of: offset))
        let lead = program.source.bytes[line.lowerBound..<offset]
        guard lead.allSatisfy(\.isBlank) else { return " " }
        let hasReturn = program.source.bytes[..<line.lowerBound].suffix(2).elementsEqual([0x0D, 0x0A])
        return (hasReturn ? "\r\n" : "\n") + lead.asText
    }

    private func isUsedOnce(_ place: WireObjectPlace) -> Bool {
        guard let variable = place.variable else { return true }
        return tokens.count { $0.isName(variable) } == 2
    }

    /// Where the words of a value stand in the file.
    func sourceRange(_ value: Range<Int>) -> Range<Int> {
        let start = tokens[value.lowerBound].range.lowerBound
        return start..<max(start, tokens[value.upperBound - 1].range.upperBound)
    }

    private func sourceText(_ value: Range<Int>) -> String { program.source.text(sourceRange(value)) }

    private func rewrite(_ entry: Outline.Entry, into moved: inout Moved) -> Bool {
        let value = sourceText(entry.value)
        switch entry.name {
        case "voice", "speed": moved.output.append((entry.name, value))
        case "turn_detection": moved.input.append((entry.name, value))
        case "input_audio_transcription": moved.input.append(("transcription", value))
        case "input_audio_noise_reduction": moved.input.append(("noise_reduction", value))
        case "input_audio_format", "output_audio_format":
            guard let name = outline.text(of: entry), let object = formatObject(name, like: entry) else { return false }
            if entry.name == "input_audio_format" {
                moved.input.append(("format", object))
            } else {
                moved.output.append(("format", object))
            }
        case "max_response_output_tokens": return rename(entry, to: "max_output_tokens", &moved)
        case "modalities": return rewriteModalities(entry, &moved)
        case "temperature": break
        default: return true
        }
        moved.removed.insert(entry.nameToken)
        return true
    }

    private func rename(_ entry: Outline.Entry, to name: String, _ moved: inout Moved) -> Bool {
        let token = tokens[entry.nameToken]
        let start = token.kind == .string ? token.source(of: 0) : token.range.lowerBound
        moved.edits.append(Finding.Edit(start..<(start + entry.name.utf8.count), name))
        return true
    }

    private func rewriteModalities(_ entry: Outline.Entry, _ moved: inout Moved) -> Bool {
        guard outline.isMark("[", at: entry.value.lowerBound),
            outline.close(of: entry.value.lowerBound) == entry.value.upperBound - 1
        else { return false }
        let inside = tokens[(entry.value.lowerBound + 1)..<(entry.value.upperBound - 1)]
        let said = inside.filter { $0.kind == .string }.map(\.text)
        guard inside.allSatisfy({ $0.kind == .string || $0.isMark(",") }), let quote = quote(like: entry) else {
            return false
        }
        let kept = said.contains("audio") ? "audio" : "text"
        moved.edits.append(Finding.Edit(sourceRange(entry.value), "[\(quote)\(kept)\(quote)]"))
        return rename(entry, to: "output_modalities", &moved)
    }

    private func audio(_ moved: Moved, like entry: Outline.Entry) -> String? {
        func object(_ members: [(name: String, value: String)]) -> String? {
            let written = members.compactMap { member($0.name, $0.value, like: entry) }
            return written.isEmpty ? nil : "{" + written.joined(separator: ", ") + "}"
        }
        let sides = [("input", object(moved.input)), ("output", object(moved.output))]
        let written = sides.compactMap { name, value in value.flatMap { member(name, $0, like: entry) } }
        return written.isEmpty ? nil : member("audio", "{" + written.joined(separator: ", ") + "}", like: entry)
    }
}
