/// A file as the rules see it: its words, what stands in what, and what kind of program it is.
struct FileContext: Sendable {
    let path: String
    let program: Program
    let outline: Outline
    let constants: [String: String]
    /// Every string, decoded, without the prefix that a library gives to event names.
    let strings: Set<String>
    let names: Set<String>
    let kind: Kind

    /// What the file's words say of the program, decided once.
    struct Kind: Sendable {
        /// It names events, addresses or headers of Realtime.
        var isRealtime = false
        /// "realtime" stands somewhere in its words or its path.
        var mentionsRealtime = false
        var usesResponses = false
        /// It names what only GA has.
        var knowsGA = false
        /// A framework stands between the program and the wire, with settings of its own.
        var hasFramework = false
        /// Another company's API with event names of the Preview.
        var isForeign = false
        /// And no address of OpenAI's or Azure's beside it: nothing in the file goes there.
        var isOnlyForeign = false
        var isTest = false
        /// An OpenAPI document: it describes what somebody may send.
        var isSpecification = false
        /// An SDK's own Preview half, kept for its users.
        var isPreviewHalf = false
        var isForBrowser = false
        var isForPhone = false
        var usesAzure = false
        var hasSnakeCase = false
        /// Names many models: a list of what there is, not a choice.
        var isCatalogue = false
        /// It names Azure's Preview path, a session description, the address of calls, that of chats.
        var namesAzurePath = false
        var namesSDP = false
        var namesCalls = false
        var namesChat = false
    }

    init(path: String, _ program: Program, inheriting outer: Kind? = nil) {
        self.path = path
        self.program = program
        outline = Outline(program)
        constants = outline.constants
        var strings: Set<String> = []
        var names: Set<String> = []
        for token in program.tokens {
            if token.kind == .string { strings.insert(Self.eventName(token.text)) }
            if token.kind == .name { names.insert(token.text) }
        }
        self.strings = strings
        self.names = names
        kind = outer ?? Self.kind(of: program, path: path, strings, names)
    }

    /// `server.response.audio.delta` is how a client library passes `response.audio.delta` on.
    static func eventName(_ text: String) -> String {
        for prefix in ["server.", "client.", "realtime."] where text.hasPrefix(prefix) {
            return String(text.dropFirst(prefix.count))
        }
        return text
    }

    var tokens: [Token] { program.tokens }

    func finding(
        _ rule: RuleID,
        _ certainty: Finding.Certainty,
        at offset: Int,
        _ message: String,
        remedy: String,
        edits: [Finding.Edit] = []
    ) -> Finding {
        Finding(rule, certainty, at: offset, in: path, message, remedy: remedy, edits: edits)
    }

    /// The words of a line, and of so many before it.
    func lineText(at offset: Int, before: Int = 0) -> String {
        let line = program.source.lineIndex(of: offset)
        return (max(0, line - before)...line).map { program.source.line($0).asText }.joined(separator: "\n")
    }
}

extension FileContext {
    private static func kind(of program: Program, path: String, _ strings: Set<String>, _ names: Set<String>) -> Kind {
        var kind = Kind()
        let lowerPath = path.lowercased()
        let text = program.source.bytes
        func holds(_ needles: Needles) -> Bool { text.withUnsafeBytes { needles.areFound(in: $0) } }
        kind.isRealtime =
            !strings.isDisjoint(with: Vocabulary.realtimeEvents)
            || strings.contains { isRealtimeAddress($0) || quotes($0) || $0.lowercased().holds("realtime=v1") }
        kind.mentionsRealtime = lowerPath.holds("realtime") || holds(realtimeNeedles)
        kind.usesResponses =
            strings.contains { $0.hasSuffix("/responses") || $0.hasPrefix("response.reasoning") }
            || !strings.isDisjoint(with: ["response.completed", "response.incomplete", "response.in_progress"])
            || names.contains("responses")
        kind.knowsGA =
            !strings.isDisjoint(with: Vocabulary.currentWords) || !names.isDisjoint(with: Vocabulary.currentWords)
        kind.hasFramework = strings.union(names).contains { isFramework($0) }
        kind.isForeign =
            holds(foreignNeedles) || isForeign(lowerPath) || strings.contains { isForeignSocket($0) }
            || !kind.isRealtime && !strings.union(names).isDisjoint(with: geminiWords)
        kind.isOnlyForeign = kind.isForeign && !holds(ownNeedles)
        kind.isTest = isTest(lowerPath)
        kind.isPreviewHalf = isPreviewHalf(lowerPath, program) || isSpecificationOfBoth(program, strings)
        kind.isSpecification = isSpecification(program, strings)
        kind.isForPhone = ["swift", "kt", "dart", "m", "mm"].contains(
            String(lowerPath.split(separator: ".").last ?? "")
        )
        kind.isForBrowser = isForBrowser(lowerPath, names)
        kind.usesAzure = holds(azureNeedles)
        kind.hasSnakeCase = !names.isDisjoint(with: Vocabulary.snakeCaseStrategies)
        kind.namesAzurePath = strings.contains { $0.holds("openai/realtime") || $0.holds("realtimertc") }
        kind.namesSDP = strings.contains { $0.lowercased().holds("application/sdp") }
        kind.namesCalls = strings.contains { $0.holds("/calls") }
        kind.namesChat = names.contains("completions") || strings.contains { $0.holds("chat/completions") }
        kind.isCatalogue = strings.count { isModelName($0) } > 8
        return kind
    }

    static func isRealtimeAddress(_ text: String) -> Bool {
        text.holdsAny(["/v1/realtime", "/openai/realtime", "realtimertc"]) || text == "openai/realtime"
    }

    /// JSON in a string.
    private static func quotes(_ text: String) -> Bool {
        text.holds("\"type\"") && text.holdsAny(["session.update", "input_audio_buffer.", "response.create"])
    }

    private static func isFramework(_ text: String) -> Bool {
        let frameworks = [
            "livekit", "pipecat", "@openai/agents", "@livekit/agents", "ag2", "autogen", "semantic_kernel", "agents",
            "@openai/agents-realtime", "RealtimeAgent",
        ]
        return frameworks.contains(text) || text.hasPrefix("@livekit/") || text.hasPrefix("@openai/agents")
    }

    /// Services that speak like the Preview and will go on doing so.
    private static let foreignWords = [
        "voice-live", "voicelive", "voice_live", "dashscope", "bigmodel.cn", "stepfun", "api.x.ai", "qwen",
        "volcengine",
        "api.minimax", "inworld", "hume.ai", "generativelanguage", "speechmatics", "nvidia", "together.xyz",
        "together.ai",
    ]
    private static let foreignNeedles = Needles(foreignWords)
    private static let ownNeedles = Needles(["api.openai.com", "openai.azure.com"])
    private static let foreignNames: Set = ["xai", "grok", "qwen", "gemini", "voicelive", "dashscope", "stepfun"]

    /// `providers/xai/session.py`, `ai-grok/adapter.ts`; what lies further up is named for more than one file.
    private static func isForeign(_ path: String) -> Bool {
        path.split(separator: "/").suffix(2).contains { part in
            part.split { !$0.isLetter && !$0.isNumber }.contains { foreignNames.contains(String($0)) }
        }
    }

    /// Google's service has fields of the Preview's names.
    private static let geminiWords: Set = ["genai", "output_audio_transcription", "outputAudioTranscription"]
    private static let realtimeNeedles = Needles(["realtime"])
    private static let azureNeedles = Needles(["azure", "api-version"])

    /// A WebSocket to a host that is neither OpenAI's, nor Azure's, nor only known to the program.
    private static func isForeignSocket(_ text: String) -> Bool {
        guard text.hasPrefix("wss://") else { return false }
        let host = text.dropFirst(6).prefix { $0 != "/" && $0 != "?" && $0 != ":" }
        guard host.contains("."), !host.utf8.contains(Token.holeByte), !host.contains("<"), !host.contains("{") else {
            return false
        }
        return !String(host).holdsAny(["openai.com", "azure", "microsoft", "example", "localhost", "127.0.0.1"])
            && text.lowercased().holds("realtime")
    }

    private static func isTest(_ path: String) -> Bool {
        let parts = path.split(separator: "/")
        let name = parts.last ?? ""
        return parts.dropLast().contains {
            ["test", "tests", "__tests__", "spec", "specs", "testing", "fixtures"].contains($0)
        }
            || name.hasPrefix("test_") || name.contains(".test.") || name.contains(".spec.")
            || name.hasSuffix("_test.go")
            || name.hasSuffix("tests.swift") || name.hasSuffix("test.java") || name.hasSuffix("tests.cs")
            || name.hasSuffix("_test.py") || name.hasSuffix("_spec.rb")
    }

    private static func isPreviewHalf(_ path: String, _ program: Program) -> Bool {
        let isGenerated = program.comments.prefix(3).contains { comment in
            program.source.text(comment.range).holdsAny([
                "generated from our OpenAPI spec", "<auto-generated", "@generated",
            ])
        }
        let stem = path.split(separator: "/").last?.split(separator: ".").first ?? ""
        return isGenerated || path.holdsAny(["beta/realtime", "realtime/beta/", "realtime_beta/", "realtime-beta/"])
            || stem.hasSuffix("beta") && stem.contains("realtime")
    }

    /// A vendor's OpenAPI document, with the Preview's paths beside GA's.
    private static func isSpecificationOfBoth(_ program: Program, _ strings: Set<String>) -> Bool {
        isSpecification(program, strings)
            && strings.isSuperset(of: ["/realtime/sessions", "/realtime/client_secrets"])
    }

    private static func isSpecification(_ program: Program, _ strings: Set<String>) -> Bool {
        [Language.yaml.name, Language.json.name].contains(program.language.name)
            && strings.contains("openapi") && (strings.contains("paths") || strings.contains("components"))
    }

    private static func isForBrowser(_ path: String, _ names: Set<String>) -> Bool {
        let ending = path.split(separator: ".").last ?? ""
        if ["jsx", "tsx", "html", "vue", "svelte"].contains(ending) { return true }
        return ["js", "ts", "mjs"].contains(ending)
            && !names.isDisjoint(with: ["window", "document", "navigator", "RTCPeerConnection", "localStorage"])
    }

    static func isModelName(_ text: String) -> Bool {
        let families = [
            "gpt-", "o1", "o3", "o4", "whisper-", "tts-", "claude-", "gemini-", "text-embedding-", "dall-e",
        ]
        return families.contains { text.hasPrefix($0) } && text.utf8.count < 48
    }
}
