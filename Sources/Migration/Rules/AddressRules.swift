/// Addresses of the Preview.
extension FileContext {
    /// What an address rule looks at: the whole address, and where it stands.
    private struct Address {
        let text: String
        let joined: JoinedText
        let first: Int

        /// What stands before a place: scheme, host, path.
        func before(_ offset: Int) -> String { text.bytes(0..<offset) }
    }

    func staleAddresses() -> [Finding] {
        guard !kind.isPreviewHalf, !kind.isOnlyForeign else { return [] }
        let hasAzurePath = kind.namesAzurePath
        return tokens.indices.flatMap { index -> [Finding] in
            guard tokens[index].kind == .string, !isImport(index), !tokens[index].text.holds("\n") else { return [] }
            guard let joined = JoinedText(startingAt: index, of: outline, constants: constants) else { return [] }
            let address = Address(text: joined.text, joined: joined, first: index)
            guard !isProse(address) else { return [] }
            return [azurePath(address), version(address, hasAzurePath), deployment(address, hasAzurePath)]
                .compactMap(\.self)
                + [regional(address), sessions(address), offer(address), keyInQuery(address)].compactMap(\.self)
        }
    }

    /// A sentence about an address asks nobody anything.
    private func isProse(_ address: Address) -> Bool {
        guard !program.language.has(.bareWords) || program.language.has(.indented) else { return false }
        let start = address.text.offset(of: "://") ?? address.text.offset(of: "/") ?? 0
        return address.before(start).contains(" ")
    }

    func isImport(_ index: Int) -> Bool {
        guard let before = outline.token(index - 1) else { return false }
        if ["from", "import", "require", "require_relative", "include", "use", "export"].contains(before.text) {
            return true
        }
        let callee = outline.token(index - 2)?.text ?? ""
        return before.isMark("(") && ["require", "import", "mock", "include"].contains(callee)
            || program.language.name == Language.go.name && outline.token(outline.parent[index] - 1)?.text == "import"
    }

    private func place(_ range: Range<Int>, of address: Address) -> (token: Token, offset: Int)? {
        address.joined.token(at: range).map { (tokens[$0.token], $0.offset) }
    }

    private func report(
        _ rule: RuleID,
        _ certainty: Finding.Certainty,
        _ range: Range<Int>,
        _ address: Address,
        _ message: String,
        _ remedy: String,
        edits: [Finding.Edit] = []
    ) -> Finding? {
        guard let (token, inside) = place(range, of: address) else { return nil }
        let source = token.source(of: inside)
        guard !assertsAbsence(at: source) else { return nil }
        return finding(rule, limited(certainty, at: source), at: source, message, remedy: remedy, edits: edits)
    }

    /// Whether what stands before a path can be a service of Azure or a value.
    private func isAzure(_ before: String) -> Bool {
        before.isEmpty || before.hasSuffix(Token.hole)
            || before.lowercased().holdsAny(["azure", "cognitiveservices", "localhost", "127.0.0.1"])
                && !before.holdsAny(["learn.microsoft", "docs.microsoft", "github.com"])
    }

    private func endsPath(_ text: String, at offset: Int) -> Bool {
        guard let byte = text.byte(at: offset) else { return true }
        return [0x3F, 0x22, 0x27, 0x20, 0x26, Token.holeByte, 0x29, 0x5C].contains(byte)
    }

    /// A program's own server answers at a path of that name.
    private func isOwnRoute(_ index: Int) -> Bool {
        guard outline.isMark("(", at: index - 1) else { return false }
        let callee = outline.callee(of: index - 1)
        let servers = [
            "app", "router", "server", "mux", "fastify", "route", "routes", "r", "bp", "blueprint", "http", "api",
        ]
        let verbs = [
            "get", "post", "ws", "use", "route", "all", "websocket", "HandleFunc", "Handle", "MapGet", "MapPost",
        ]
        return callee.count == 2 && servers.contains(callee[0].lowercased()) && verbs.contains(callee[1])
    }

    /// Where `/openai/realtime` stands as a path of the service.
    private func azurePathOffset(_ address: Address) -> Int? {
        let text = address.text
        if text == "openai/realtime" || text.hasPrefix("openai/realtime?") {
            return kind.usesAzure || kind.isRealtime ? 0 : nil
        }
        guard let offset = text.offset(of: "/openai/realtime"), endsPath(text, at: offset + 16) else { return nil }
        return isAzure(address.before(offset)) || text.holdsAny(["api-version=", "deployment="]) ? offset : nil
    }

    private func azurePath(_ address: Address) -> Finding? {
        guard let offset = azurePathOffset(address), !isOwnRoute(address.first) else { return nil }
        return report(
            .azurePreviewPath,
            .sure,
            offset..<(offset + 16),
            address,
            "Azure retired the Preview path '/openai/realtime' on 2026-04-30: the handshake is refused.",
            "'/openai/v1/realtime?model=<deployment>', without api-version and deployment",
            edits: migrated(address, at: offset)
        )
    }

    /// The address rewritten, where one literal holds all of it.
    private func migrated(_ address: Address, at offset: Int) -> [Finding.Edit] {
        guard address.joined.literals == 1, let (token, start) = place(offset..<(offset + 1), of: address) else {
            return []
        }
        let text = token.text.bytes(start..<token.text.utf8.count)
        guard let mark = text.offset(of: "?"), text.holds("api-version="), text.holds("deployment=") else { return [] }
        var parts: [String] = []
        var position = mark + 1
        for part in text.bytes((mark + 1)..<text.utf8.count).split(separator: "&", omittingEmptySubsequences: false) {
            let end = position + part.utf8.count
            let source =
                token.source(
                    of: start + position
                )..<max(token.source(of: start + position), token.source(of: start + end))
            if !part.hasPrefix("api-version=") {
                let written = program.source.text(source)
                parts.append(
                    part.hasPrefix("deployment=") ? "model=" + written.dropFirst("deployment=".count) : written
                )
            }
            position = end + 1
        }
        let slash = text.hasPrefix("/") ? "/" : ""
        let range = token.source(of: start)..<token.contentEnd
        return [Finding.Edit(range, slash + "openai/v1/realtime?" + parts.joined(separator: "&"))]
    }

    private func version(_ address: Address, _ hasAzurePath: Bool) -> Finding? {
        let text = address.text
        if let offset = text.offset(of: "api-version=") {
            let isCurrent = text.holds("/openai/v1/realtime")
            let isRealtime = text.holds("/realtime") && !text.holds("/chat/")
            guard isCurrent || isRealtime || azurePathOffset(address) != nil || hasAzurePath && offset <= 1 else {
                return nil
            }
            return report(
                .azureAPIVersion,
                .sure,
                offset..<(offset + 12),
                address,
                isCurrent
                    ? "'/openai/v1/realtime' takes no api-version: HTTP 401 before the upgrade."
                    : "GA has no api-version, and the Preview versions are retired: the handshake is refused with "
                        + "HTTP 401.",
                "leave the parameter out"
            )
        }
        guard hasAzurePath, text == "api-version" else { return nil }
        let siblings = outline.entries(in: outline.parent[address.first]).map(\.name)
        let isAlone = !kind.namesChat
        return report(
            .azureAPIVersion,
            siblings.contains("deployment") || isAlone ? .sure : .likely,
            0..<1,
            address,
            "GA has no api-version: with it the handshake is refused with HTTP 401.",
            "leave the parameter out"
        )
    }

    private func deployment(_ address: Address, _ hasAzurePath: Bool) -> Finding? {
        let text = address.text
        let message =
            "GA takes the deployment's name as 'model': without it the session ends with missing_model, close 4000."
        if let offset = text.offset(of: "deployment=") {
            let before = offset > 0 ? text.byte(at: offset - 1) : UInt8(ascii: "&")
            guard before == UInt8(ascii: "&") || before == UInt8(ascii: "?") else { return nil }
            let isRealtime = text.holds("/openai/v1/realtime") || text.holds("/realtime?") && text.holds("api-version=")
            guard azurePathOffset(address) != nil || isRealtime || hasAzurePath && offset <= 1 else { return nil }
            return report(.azureDeployment, .sure, offset..<(offset + 11), address, message, "'model=<deployment>'")
        }
        guard hasAzurePath, text == "deployment" else { return nil }
        let siblings = tokens.indices.filter { outline.parent[$0] == outline.parent[address.first] }
        let near = siblings.contains { abs($0 - address.first) < 24 && tokens[$0].text == "api-version" }
        let isQuery = near || outline.callee(of: address.first - 1).contains("searchParams")
        return isQuery ? report(.azureDeployment, .sure, 0..<1, address, message, "'model'") : nil
    }

    private func regional(_ address: Address) -> Finding? {
        let text = address.text
        guard let offset = text.offset(of: "realtimeapi-preview.ai.azure.com") ?? text.offset(of: "realtimertc") else {
            return nil
        }
        return report(
            .regionalWebRTC,
            .sure,
            offset..<(offset + 11),
            address,
            "The regional Preview address for WebRTC is retired: the offer gets no answer.",
            "POST the offer to 'https://<resource>.openai.azure.com/openai/v1/realtime/calls'"
        )
    }

    private func sessions(_ address: Address) -> Finding? {
        let text = address.text
        for path in ["/realtime/transcription_sessions", "/realtime/sessions", "/realtimeapi/sessions"] {
            if "/" + text == path { return sessionsPath(path, .likely, 0..<text.utf8.count, address) }
            guard let offset = text.offset(of: path), endsPath(text, at: offset + path.utf8.count) else { continue }
            let before = address.before(offset)
            let isService =
                before.hasSuffix("/v1") && !before.hasPrefix("/api/") || before.hasSuffix("/openai")
                || before.holdsAny(["api.openai.com", "openai.azure.com"]) || path == "/realtimeapi/sessions"
            let isKnown = before.hasSuffix(Token.hole) && !kind.isForBrowser
            guard isService || isKnown, !isOwnRoute(address.first) else { return nil }
            let range = offset..<(offset + path.utf8.count)
            return sessionsPath(path, isService ? .sure : .likely, range, address)
        }
        return nil
    }

    private func sessionsPath(
        _ path: String,
        _ certainty: Finding.Certainty,
        _ range: Range<Int>,
        _ address: Address
    ) -> Finding? {
        report(
            .sessionsEndpoint,
            certainty,
            range,
            address,
            "'\(path)' made Preview secrets; with one a GA session ends with api_version_mismatch.",
            "POST /v1/realtime/client_secrets with {session: {type: \"realtime\", …}}; the secret is 'value' "
                + "of the answer"
        )
    }

    private func offer(_ address: Address) -> Finding? {
        let text = address.text
        guard kind.namesSDP, let offset = text.offset(of: "/v1/realtime"),
            !text.hasPrefix("ws"), !text.holds("ws://"), !text.holds("wss://")
        else { return nil }
        let end = offset + "/v1/realtime".utf8.count
        guard text.utf8.count == end || text.byte(at: end) == UInt8(ascii: "?") else { return nil }
        guard !kind.namesCalls else { return nil }
        let certainty: Finding.Certainty = text.hasPrefix("http") ? .sure : .likely
        var edits: [Finding.Edit] = []
        if let (token, inside) = place((end - 1)..<end, of: address), token.isPlain(inside..<(inside + 1)) {
            let source = token.source(of: inside) + 1
            edits = [Finding.Edit(source..<source, "/calls")]
        }
        return report(
            .offerEndpoint,
            certainty,
            offset..<end,
            address,
            "An SDP offer posted to '/v1/realtime' is refused with beta_api_shape_disabled.",
            "POST it to '/v1/realtime/calls'",
            edits: edits
        )
    }

    private func keyInQuery(_ address: Address) -> Finding? {
        let text = address.text.lowercased()
        guard text.holds("realtime"), let offset = text.offset(of: "api-key=") ?? text.offset(of: "api_key=") else {
            return nil
        }
        let before = offset > 0 ? text.byte(at: offset - 1) : nil
        guard before == UInt8(ascii: "&") || before == UInt8(ascii: "?") else { return nil }
        return report(
            .keyInQuery,
            .sure,
            offset..<(offset + 8),
            address,
            "A key in an address is kept by proxies, logs and histories; nothing fails, and whoever reads it can "
                + "use it.",
            "a client secret (ek_…) made by your server, as header or sub-protocol"
        )
    }
}
