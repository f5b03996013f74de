/// `antiphon transcribe`, taken apart.
struct TranscribeOptions: Sendable, Equatable {
    let files: [String]
    let format: TranscriptFormat
    let language: String?
    let model: String
    /// Nil: the program's own recogniser.
    let server: ServerAddress?
    let output: String?
    let showsProgress: Bool

    static let usage = CommandUsage(
        name: "transcribe",
        purpose: "writes down what is said in WAV files",
        operands: "FILE...",
        options: [
            .init("--url", "URL", "let this server listen; without it, the program's own recogniser does"),
            .init(
                "--format",
                "FORMAT",
                TranscriptFormat.allCases.map(\.rawValue).joined(separator: ", ") + "; text if left out"
            ),
            .init("--language", "CODE", "the language that is spoken, such as en"),
            .init("--model", "NAME", "the server's transcription model; gpt-4o-transcribe if left out"),
            .init("--output", "FILE", "write to this file, not to standard output"),
            .init("--progress", nil, "tell on standard error how far it is, also where that is no terminal"),
        ] + CommandUsage.serverOptions + [CommandUsage.helpOption],
        remarks: [
            "Times are those of the turns that a speech detector finds. Several files are written one after the other,",
            "in text with their names, in JSON as a line each; srt and vtt take one file.",
            "Exit codes: 0 done, 1 failed for one file at least, 2 wrong usage.",
        ]
    )

    init(_ arguments: [String], environment: [String: String]) throws(CommandFailure) {
        let usage = Self.usage
        let words = try CommandWords(arguments, for: usage)
        files = words.operands
        guard !files.isEmpty else { throw .usage("antiphon transcribe needs a file.", of: usage) }
        format = try Self.format(words["--format"])
        if files.count > 1, format.holdsOneFile {
            throw .usage("\(format.rawValue) takes one file: the times of two would be the same.", of: usage)
        }
        language = words["--language"]
        model = words["--model"] ?? Talk.transcriptionModel
        output = words["--output"]
        showsProgress = words.has("--progress")
        if let url = words["--url"] {
            server = try ServerAddress(url, words, environment, usage)
            return
        }
        server = nil
        if let option = ["--key", "--ca", "--insecure", "--model"].first(where: words.has) {
            throw .usage("\(option) is about a server; name it with --url.", of: usage)
        }
    }

    private static func format(_ word: String?) throws(CommandFailure) -> TranscriptFormat {
        guard let word else { return .text }
        guard let format = TranscriptFormat(rawValue: word) else {
            let names = TranscriptFormat.allCases.map(\.rawValue).joined(separator: ", ")
            throw .usage("--format is one of \(names), and was given '\(word)'.", of: usage)
        }
        return format
    }
}
