/// Fields of the Preview that are not written into an object that goes to the service for sure.
extension FileContext {
    func looseFields(_ proven: Set<Int>) -> [Finding] { assignedFields(proven) + namedFields(proven) + camelFields() }

    /// `session["voice"] = …`, `session.put("voice", …)`, `cJSON_AddStringToObject(session, "voice", …)`.
    private func assignedFields(_ proven: Set<Int>) -> [Finding] {
        guard kind.isRealtime, !ownSettings else { return [] }
        return outline.entries.compactMap { entry in
            guard let field = Vocabulary.field[entry.name], !proven.contains(entry.nameToken) else { return nil }
            guard let owner = entry.owner.last?.lowercased(), owner.holds("session"), entry.kind != .colon else {
                return nil
            }
            let isItem = tokens[entry.nameToken].kind == .string || program.language.name == Language.javaScript.name
            // A bare `session` may be what came from the server, on its way to somebody else.
            let isSession = owner == "session" && (entry.owner.count > 1 || entry.kind == .pair)
            guard !kind.knowsGA || field.isUnmistakable else { return nil }
            guard !isSaidByServer(entry.nameToken) else { return nil }
            let certainty: Finding.Certainty = isItem && isSession && !kind.knowsGA ? .sure : .likely
            return stale(field, .session, at: tokens[entry.nameToken].range.lowerBound, certainty)
        }
    }

    /// What stands beside an unmistakable name: the same braces, and members of the same object.
    private struct Company: Hashable {
        let container: Int
        let owner: [String]
    }

    /// Names that nobody else has, wherever they stand; and what stands beside them.
    private func namedFields(_ proven: Set<Int>) -> [Finding] {
        guard !ownSettings else { return [] }
        var seen = proven
        var companies: [Company: Finding.Certainty] = [:]
        var found: [Finding] = []
        for (index, token) in tokens.enumerated() where !proven.contains(index) {
            guard let (field, offset) = unmistakable(index), isDeclared(index), !isOfBothDialects(field, index),
                !isRead(index), !isSaidByServer(index), !isOnlyNamed(index)
            else { continue }
            let isSent = isOnTheWire(index)
            // A program that knows GA may have settings of its own, which it translates.
            guard isSent || !kind.knowsGA else { continue }
            let certainty: Finding.Certainty = kind.isRealtime && isSent && !kind.knowsGA ? .sure : .likely
            let place = token.kind == .string ? token.source(of: offset) : token.range.lowerBound
            guard let finding = stale(field, parent(of: index, for: field), at: place, certainty) else { continue }
            seen.insert(index)
            found.append(finding)
            if let company = company(of: index) { companies[company] = max(certainty, companies[company] ?? certainty) }
        }
        return found + neighbours(in: companies, seen)
    }

    /// Whose field it is, by the name that its object stands under.
    private func parent(of index: Int, for field: Vocabulary.Field) -> WireObjectPlace.Kind {
        let holder = outline.entryHolding(outline.parent[index])
        let owner = outline.entryNamed[index].flatMap { outline.entries[$0].owner.last }
        let isOfResponse = holder?.name.lowercased() == "response" && holder?.kind != .equals || owner == "response"
        return isOfResponse && field.isOfResponses ? .response : .session
    }

    private func company(of index: Int) -> Company? {
        if let entry = outline.entryNamed[index].map({ outline.entries[$0] }), entry.container >= 0,
            outline.isMark("{", at: entry.container) || isArgument(entry)
        {
            return Company(container: entry.container, owner: entry.owner)
        }
        return objectAround(index).map { Company(container: $0, owner: []) }
    }

    /// Python's `configure(voice="alloy", input_audio_format="pcm16")`
    private func isArgument(_ entry: Outline.Entry) -> Bool {
        entry.kind == .equals && program.language.name == Language.python.name
            && outline.isMark("(", at: entry.container)
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
    private func unmistakable(_ index: Int) -> (field: Vocabulary.Field, offset: Int)? {
        let token = tokens[index]
        if let field = Vocabulary.field[token.text] {
            return field.isUnmistakable || isUnmistakableHere(field, index) ? (field, 0) : nil
        }
        guard let name = tagName(token), let field = Vocabulary.field[name] else { return nil }
        guard field.isUnmistakable || isUnmistakableHere(field, index) else { return nil }
        return (field, token.text.offset(of: name) ?? 0)
    }

    /// Only Chat Completions has `modalities`, too. A member of that name counts; a variable or a parameter may hold
    /// anything.
    private func isUnmistakableHere(_ field: Vocabulary.Field, _ index: Int) -> Bool {
        guard field.name == "modalities", kind.isRealtime, !kind.namesChat else { return false }
        guard let entry = outline.entryNamed[index].map({ outline.entries[$0] }) else {
            return isOnTheWire(index) || isMember(index)
        }
        let isInBrackets = outline.isMark("(", at: entry.container)
        switch entry.kind {
        case .colon:
            // `{ modalities }` passes a variable on.
            let isShorthand = entry.value.lowerBound == entry.nameToken
            return !isShorthand && (!isInBrackets || program.language.name == Language.kotlin.name)
        case .equals: return isInBrackets || !entry.owner.isEmpty
        case .arrow, .pair: return true
        }
    }

    /// A name counts where it is given a value or a type; a string anywhere.
    private func isDeclared(_ index: Int) -> Bool {
        tokens[index].kind == .string || outline.entryNamed[index] != nil || isMember(index) || isCodingKey(index)
    }

    /// `public string voice { get; set; }`, `String voice;`
    private func isMember(_ index: Int) -> Bool {
        let typed = [Language.cSharp.name, Language.java.name, Language.c.name, Language.dart.name]
        guard typed.contains(program.language.name), tokens[index].kind == .name, let type = outline.token(index - 1)
        else { return false }
        let isType =
            type.kind == .name ? !Self.statements.contains(type.text) : [">", "]", "?", "*"].contains(type.text)
        return isType
            && (outline.isMark(";", at: index + 1)
                || outline.isMark("{", at: index + 1) && ["get", "init"].contains(outline.token(index + 2)?.text))
    }

    private static let statements: Set = ["return", "await", "throw", "delete", "new", "else", "in", "yield", "goto"]

    /// Swift: `enum CodingKeys: String, CodingKey { case voice, modalities }`
    private func isCodingKey(_ index: Int) -> Bool {
        let container = outline.parent[index]
        guard tokens[index].kind == .name, ["case", ","].contains(outline.token(index - 1)?.text ?? ""),
            outline.isMark("{", at: container)
        else { return false }
        return tokens[max(0, container - 8)..<container].contains { $0.isName("CodingKeys") }
    }

    /// A test's list of names, to go through one by one.
    private func isOnlyNamed(_ index: Int) -> Bool {
        kind.isTest && tokens[index].kind == .string && outline.entryNamed[index] == nil
            && outline.isMark("[", at: outline.parent[index])
            && [",", "["].contains(outline.token(index - 1)?.text ?? "")
    }

    /// It stands under a session, or an attribute says that it is the name on the wire.
    private func isOnTheWire(_ index: Int) -> Bool {
        if isCodingKey(index) { return true }
        // Where Swift spells its keys apart, a property's own name is nobody's.
        let isSpelledApart = tokens[index].kind == .name && names.contains("CodingKeys")
        if !isSpelledApart, outline.path(of: outline.parent[index]).first?.lowercased() == "session" { return true }
        guard tokens[index].kind == .string else { return false }
        if tokens[index].text.holds("json:\"") { return true }
        let attributes = [
            "JsonPropertyName", "SerialName", "JsonProperty", "SerializedName", "JsonKey", "Json", "rename",
        ]
        if tokens[max(0, index - 4)..<index].contains(where: { attributes.contains($0.text) }) { return true }
        return outline.isMark("=", at: index - 1) && outline.token(index - 3)?.text == "case"
    }

    /// What took its place stands beside it: an object that serves both dialects.
    private func isOfBothDialects(_ field: Vocabulary.Field, _ index: Int) -> Bool {
        guard kind.knowsGA, let container = objectAround(index) else { return false }
        let successors = ["modalities": "output_modalities", "max_response_output_tokens": "max_output_tokens"]
        let successor = successors[field.name] ?? "audio"
        let inside = tokens[container..<min(outline.close(of: container), tokens.count)].prefix(1_000)
        return inside.contains { $0.text == successor || tagName($0) == successor }
    }

    private func neighbours(in companies: [Company: Finding.Certainty], _ seen: Set<Int>) -> [Finding] {
        companies.sorted { $0.key.container < $1.key.container }.flatMap { company, certainty in
            (company.container..<min(outline.close(of: company.container), tokens.count)).compactMap { index in
                guard self.company(of: index) == company, !seen.contains(index), !isRead(index) else { return nil }
                let name = tagName(tokens[index]) ?? tokens[index].text
                guard let field = Vocabulary.field[name] else { return nil }
                let isName = outline.entryNamed[index] != nil || isMember(index) || isCodingKey(index)
                guard isName || tokens[index].kind == .string && isOnTheWire(index) else { return nil }
                return stale(field, parent(of: index, for: field), at: tokens[index].range.lowerBound, certainty)
            }
        }
    }

    /// `inputAudioFormat`, where a strategy writes it as `input_audio_format`.
    private func camelFields() -> [Finding] {
        guard kind.hasSnakeCase else { return [] }
        var told: Set<String> = []
        return tokens.enumerated().compactMap { index, token in
            guard token.kind == .name, let field = Vocabulary.camelFields[token.text],
                !outline.isMark(".", at: index - 1)
            else { return nil }
            guard let next = outline.token(index + 1), [":", ";", "="].contains(next.text) else { return nil }
            guard told.insert(token.text).inserted else { return nil }
            let certainty: Finding.Certainty = kind.isRealtime && !kind.knowsGA ? .sure : .likely
            return stale(field, .session, at: token.range.lowerBound, certainty)
        }
    }
}
