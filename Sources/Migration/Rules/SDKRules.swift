/// Libraries that speak Preview only, and the Preview halves of others.
extension FileContext {
    func staleSDKs() -> [Finding] {
        guard !kind.isPreviewHalf else { return [] }
        return imports() + betaCalls() + previewNames()
    }

    private func imports() -> [Finding] {
        tokens.indices.compactMap { index in
            let token = tokens[index]
            let isModule = token.kind == .string && isImport(index)
            let isPython =
                token.kind == .name && program.language.name == Language.python.name && token.text == "rtclient"
                && ["from", "import"].contains(outline.token(index - 1)?.text ?? "")
            guard isModule || isPython else { return nil }
            if isModule, token.text.hasPrefix("openai/beta/realtime") { return betaModule(index) }
            if isModule, token.text.hasPrefix("openai/resources/beta/realtime") { return betaTypes(index) }
            let sdk = SDK.all.first {
                $0.floor == nil && $0.isOnlyRealtime && ($0.name == token.text || token.text.hasPrefix($0.name + "/"))
            }
            guard let sdk else { return nil }
            let place = token.range.lowerBound
            return finding(
                .previewSDK,
                limited(.sure, at: place),
                at: place,
                "'\(sdk.name)' speaks the Preview and will never speak GA: the connection is refused.",
                remedy: sdk.instead
            )
        }
    }

    private static let betaCallMessage =
        "The Preview half of the SDK sends 'OpenAI-Beta: realtime=v1': error beta_api_shape_disabled, close 4000."

    private func betaModule(_ index: Int) -> Finding {
        let token = tokens[index]
        let start = token.source(of: "openai/".utf8.count)
        return finding(
            .previewCall,
            limited(.sure, at: start),
            at: token.range.lowerBound,
            Self.betaCallMessage,
            remedy: "\"" + token.text.replacing("openai/beta/", with: "openai/") + "\"",
            edits: [Finding.Edit(start..<(start + "beta/".utf8.count), "")]
        )
    }

    /// An import of names alone sends nothing.
    private func betaTypes(_ index: Int) -> Finding {
        finding(
            .previewCall,
            .likely,
            at: tokens[index].range.lowerBound,
            Self.betaCallMessage,
            remedy: "\"openai/resources/realtime/realtime\" and its types, with a release that speaks GA"
        )
    }

    /// `client.beta.realtime.connect(…)`, `openai.types.beta.realtime`.
    private func betaCalls() -> [Finding] {
        tokens.indices.compactMap { index in
            guard tokens[index].isName("beta"), outline.token(index + 1)?.text == ".",
                outline.token(index + 2)?.isName("realtime") == true,
                outline.token(index - 1)?.text == "."
            else { return nil }
            let place = tokens[index].range.lowerBound
            let isConnect = outline.isMark(".", at: index + 3) && outline.token(index + 4)?.isName("connect") == true
            // An import of names alone sends nothing.
            let line = lineText(at: place).trimmed
            let isImport = ["import ", "from ", "using ", "use "].contains { line.hasPrefix($0) }
            let edits = isConnect ? [Finding.Edit(place..<tokens[index + 2].range.lowerBound, "")] : []
            return finding(
                .previewCall,
                limited(isImport ? .likely : .sure, at: place),
                at: place,
                Self.betaCallMessage,
                remedy: "'realtime' without 'beta', with a release that speaks GA",
                edits: edits
            )
        }
    }

    private func previewNames() -> [Finding] {
        tokens.indices.compactMap { index in
            let token = tokens[index]
            guard token.kind == .name else { return nil }
            let before = outline.token(index - 1)?.text ?? ""
            if token.text == "RealtimeConversation", before == ".", outline.token(index - 2)?.isName("OpenAI") == true {
                return previewName(token, "OpenAI.Realtime of OpenAI 2.9.0 or newer", .sure)
            }
            // A method of that name without a client before it is the program's own.
            guard let instead = SDK.previewNames[token.text], !token.text.hasPrefix("Get") || before == ".",
                !["class", "struct", "interface", "record", "enum"].contains(before)
            else { return nil }
            let isSure =
                names.contains("RealtimeConversation") || names.contains("pipecat") || names.contains("rtclient")
                || strings.contains("rt-client")
            return previewName(token, instead, isSure ? .sure : .likely)
        }
    }

    private func previewName(_ token: Token, _ instead: String, _ certainty: Finding.Certainty) -> Finding {
        finding(
            .previewCall,
            limited(certainty, at: token.range.lowerBound),
            at: token.range.lowerBound,
            "'\(token.text)' belongs to the Preview half of its SDK: what it says is refused with "
                + "beta_api_shape_disabled.",
            remedy: instead
        )
    }

    /// The libraries whose Realtime part the file uses.
    func usedSDKs() -> Set<String> {
        guard kind.mentionsRealtime else { return [] }
        let used = zip(SDK.all, Self.signs).filter { sdk, signs in
            languageFits(sdk.registry) && program.source.bytes.withUnsafeBytes { signs.areFound(in: $0) }
        }
        return Set(used.map { $0.0.key })
    }

    private static let signs = SDK.all.map { Needles($0.signs.map { $0.lowercased() }) }

    private func languageFits(_ registry: SDK.Registry) -> Bool {
        switch registry {
        case .pypi: program.language.name == Language.python.name
        case .npm: [Language.javaScript.name, Language.html.name].contains(program.language.name)
        case .nuget: program.language.name == Language.cSharp.name
        case .go: program.language.name == Language.go.name
        case .maven: [Language.java.name, Language.kotlin.name].contains(program.language.name)
        case .gem: program.language.name == Language.ruby.name
        case .swift: program.language.name == Language.swift.name
        }
    }
}
