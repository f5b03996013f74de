/// What one file said: findings, and what the judgment of other files needs of it.
public struct FileReport: Sendable {
    public let path: String
    public var findings: [Finding] = []
    /// Libraries whose Realtime part it uses.
    var usedSDKs: Set<String> = []
    /// Versions in a manifest: they matter only where the library's Realtime part is used.
    var versions: [Dependency] = []

    public init(path: String) { self.path = path }
}

/// Reads one file by all rules. A value: whoever walks the tree brings the bytes.
public struct FileCheck: Sendable {
    /// Larger files are not written by people.
    public static let bytesMax = 8 * 1_024 * 1_024
    public static let trafficBytesMax = 256 * 1_024 * 1_024

    public var readsMarkdown = false

    public init() {}

    /// Whether a file of that name is worth opening.
    public func reads(_ path: String) -> Bool {
        if Traffic.isTraffic(path) || Manifest.isManifest(path) { return true }
        guard let language = Language.of(path: path) else { return false }
        return readsMarkdown || language.name != Language.markdown.name
    }

    /// Words without one of which no rule finds anything.
    private static let needles = Needles([
        "realtime", "rt-client", "rtclient", "response.audio", "response.text", "conversation.item",
        "transcription_session",
        "input_audio", "inputaudio", "output_audio", "outputaudio", "session.update", "response.create",
        "turn_detection", "max_response_output", "maxresponseoutput",
    ])
    private static let dependencyNeedles = Needles(["openai", "rt-client", "rtclient", "livekit", "pipecat"])

    public static func isWorthReading(_ bytes: UnsafeRawBufferPointer, path: String) -> Bool {
        // In UTF-16 every second byte is zero.
        if bytes.count > 1, bytes[0] == 0xFF && bytes[1] == 0xFE || bytes[0] == 0xFE && bytes[1] == 0xFF { return true }
        if Manifest.isManifest(path), dependencyNeedles.areFound(in: bytes) { return true }
        return needles.areFound(in: bytes)
    }

    /// A line of machine-made code: nobody migrates that, its source is somewhere else.
    private static let minifiedLineBytes = 5_000

    public func check(_ bytes: [UInt8], path: String) -> FileReport {
        var report = FileReport(path: path)
        guard bytes.withUnsafeBytes({ Self.isWorthReading($0, path: path) }), let source = SourceText(bytes) else {
            return report
        }
        if Traffic.isTraffic(path) {
            report.findings = Traffic.check(source, path: path)
            return report
        }
        if Manifest.isManifest(path) { report.versions = Manifest.read(source, path: path) }
        guard let language = Language.of(path: path), readsMarkdown || language.name != Language.markdown.name else {
            return report
        }
        guard !isMinified(source, language) else { return report }
        let file = FileContext(path: path, Program(source, language))
        report.usedSDKs = file.usedSDKs()
        report.findings = finished(file.allFindings(), file)
        return report
    }

    private func isMinified(_ source: SourceText, _ language: Language) -> Bool {
        guard language.name == Language.javaScript.name, source.bytes.count > Self.minifiedLineBytes else {
            return false
        }
        return source.bytes.count / max(1, source.lineCount) > Self.minifiedLineBytes / 10
    }

    /// In order, one of a kind on a line, without what is allowed by a comment.
    private func finished(_ findings: [Finding], _ file: FileContext) -> [Finding] {
        let suppressions = Suppressions(file.program, path: file.path)
        var seen: Set<String> = []
        let placed = findings.map { finding in
            var finding = finding
            finding.place(in: file.program.source)
            return finding
        }
        let sorted = (placed + suppressions.complaints).sorted(by: Finding.inOrder)
        return sorted.filter { finding in
            let key = "\(finding.line) \(finding.rule.rawValue) \(finding.rule.isOncePerLine ? "" : finding.message)"
            return !suppressions.allow(finding) && seen.insert(key).inserted
        }
    }
}

extension Finding {
    /// By file, then by place; a sure one before a likely one of the same place.
    static func inOrder(_ left: Finding, _ right: Finding) -> Bool {
        if left.file != right.file { return left.file < right.file }
        if left.line != right.line { return left.line < right.line }
        if left.column != right.column { return left.column < right.column }
        if left.rule != right.rule { return left.rule.rawValue < right.rule.rawValue }
        return left.certainty > right.certainty
    }
}

extension RuleID {
    /// Two fields on one line are two findings, two signs of one header are one.
    var isOncePerLine: Bool { ![.sessionField, .responseField, .eventName, .retiredModel].contains(self) }
}

extension FileContext {
    func allFindings() -> [Finding] {
        let own = staleEvents() + betaHeaders() + staleAddresses() + versionSettings() + staleFields() + staleShapes()
        return own + staleModels() + staleSDKs() + exposedKeys() + loggedAudio() + quotedFindings()
    }

    private static let quotedDepthMax = 2

    /// JSON in strings is read as what it is; places are brought back to the file.
    private func quotedFindings() -> [Finding] {
        guard path.split(separator: "#").count <= Self.quotedDepthMax else { return [] }
        return tokens.flatMap { token -> [Finding] in
            guard token.kind == .string, token.text.utf8.count > 12,
                let first = token.text.utf8.first(where: { !$0.isBlank && $0 != 0x0A }),
                first == UInt8(ascii: "{") || first == UInt8(ascii: "["), token.text.holds("\"")
            else { return [] }
            let inner = FileContext(path: path + "#", Program(SourceText(token.text), .json), inheriting: kind)
            return inner.allFindings().compactMap { brought($0, from: token) }
        }
    }

    private func brought(_ finding: Finding, from token: Token) -> Finding? {
        let edits = finding.edits.map { edit -> Finding.Edit? in
            guard token.isPlain(edit.range), token.text.utf8.count == token.pieces.last.map({ $0.decoded + $0.count })
            else { return nil }
            let start = token.source(of: edit.range.lowerBound)
            return Finding.Edit(start..<(start + edit.range.count), edit.text)
        }
        return self.finding(
            finding.rule,
            finding.certainty,
            at: token.source(of: finding.offset),
            finding.message,
            remedy: finding.remedy,
            edits: edits.contains { $0 == nil } ? [] : edits.compactMap(\.self)
        )
    }
}

extension FileCheck {
    /// Recorded events, which may be long.
    public func isTraffic(_ path: String) -> Bool { Traffic.isTraffic(path) }
}
