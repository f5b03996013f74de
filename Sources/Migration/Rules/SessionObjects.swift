/// Objects that surely go to the service as a session or as the settings of a response.
struct WireObjectPlace: Sendable {
    enum Kind: Sendable {
        case session
        case transcription
        case response
    }

    let kind: Kind
    /// Its opening bracket; nil if it is only ever given members, one by one.
    let open: Int?
    let members: [Outline.Entry]
    /// The entry that says where it goes.
    let entry: Outline.Entry
    /// It describes a type, no value.
    let isType: Bool
    /// The name under which it was found, if it is not written where it goes.
    let variable: String?
}

extension FileContext {
    func wireObjects() -> [WireObjectPlace] {
        outline.entries.compactMap { entry in
            wireObject(ofEvent: entry) ?? wireObject(ofCall: entry)
        }
    }

    /// `{type: "session.update", session: …}`, and `event["type"] = …; event["session"] = …`.
    private func wireObject(ofEvent entry: Outline.Entry) -> WireObjectPlace? {
        guard entry.name.lowercased() == "type", let text = outline.text(of: entry) else { return nil }
        let kind: WireObjectPlace.Kind
        switch text {
        case "session.update": kind = .session
        case "transcription_session.update": kind = .transcription
        case "response.create": kind = .response
        default: return nil
        }
        let wanted = kind == .response ? "response" : "session"
        let siblings = outline.entries(in: entry.container)
        let found = siblings.first {
            $0.name.lowercased() == wanted && $0.owner == entry.owner && distance($0, entry) < 400
        }
        return found.flatMap { place(kind, $0) }
    }

    private func distance(_ one: Outline.Entry, _ other: Outline.Entry) -> Int { abs(one.nameToken - other.nameToken) }

    /// `connection.session.update(session=…)`, `clientSecrets.create({session: …})`, a body posted to `client_secrets`.
    private func wireObject(ofCall entry: Outline.Entry) -> WireObjectPlace? {
        guard entry.name == "session" || entry.name == "response", entry.owner.isEmpty, entry.container >= 0 else {
            return nil
        }
        guard goesToService(entry) else { return nil }
        return place(entry.name == "session" ? .session : .response, entry)
    }

    private func goesToService(_ entry: Outline.Entry) -> Bool {
        var open = entry.container
        for depth in 0..<5 where open >= 0 {
            if outline.isMark("(", at: open) {
                let callee = outline.callee(of: open)
                if depth == 0, entry.name == "session", Array(callee.suffix(2)) == ["session", "update"] {
                    return true
                }
                if depth == 0, entry.name == "response", Array(callee.suffix(2)) == ["response", "create"] {
                    return true
                }
                if entry.name == "session", callee.contains("clientSecrets") || callee.contains("client_secrets") {
                    return true
                }
                let inside = (open + 1)..<max(open + 1, min(outline.close(of: open), entry.nameToken))
                if entry.name == "session",
                    tokens[inside].contains(where: { $0.kind == .string && $0.text.hasSuffix("/client_secrets") })
                {
                    return true
                }
            }
            open = outline.parent[open]
        }
        return false
    }

    private func place(_ kind: WireObjectPlace.Kind, _ entry: Outline.Entry) -> WireObjectPlace? {
        let written = outline.object(of: entry)
        let variable = written == nil ? outline.variable(of: entry) : nil
        let open = written ?? variable.flatMap(outline.object(named:))
        let inside = open.map { open in
            outline.entries(in: open).filter { $0.owner.isEmpty || !outline.isMark("{", at: open) }
        }
        let members = (inside ?? []) + (variable.map(outline.members(of:)) ?? [])
        guard open != nil || !members.isEmpty else { return nil }
        return WireObjectPlace(
            kind: kind,
            open: open,
            members: members,
            entry: entry,
            isType: open.map(isType) ?? false,
            variable: variable
        )
    }

    /// TypeScript's `{ voice?: string; }`.
    private func isType(_ open: Int) -> Bool {
        guard outline.isMark("{", at: open), program.language.name == Language.javaScript.name else { return false }
        let inside = (open + 1)..<max(open + 1, min(outline.close(of: open), tokens.count))
        return inside.contains {
            outline.parent[$0] == open && (tokens[$0].isMark(";") || tokens[$0].isMark("?"))
        }
    }
}
