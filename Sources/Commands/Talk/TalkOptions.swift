/// `antiphon talk`, taken apart.
struct TalkOptions: Sendable, Equatable {
    enum Source: Sendable, Equatable {
        case keyboard
        case file(String, isFast: Bool)
        case microphone
    }

    let server: ServerAddress
    let source: Source
    let model: String
    let voice: String?
    let instructions: String?
    /// Where the answers are kept.
    let save: String?
    let isSilent: Bool
    let wantsTextOnly: Bool

    static let usage = CommandUsage(
        name: "talk",
        purpose: "holds a conversation with a server from the terminal",
        options: [
            .init("--url", "URL", "the server; \(CommandUsage.urlDefault) if left out"),
            .init("--wav", "FILE", "say what this WAV file says, and end after the answer"),
            .init("--fast", nil, "send the file as fast as it goes, not as fast as it is spoken"),
            .init("--microphone", nil, "speak: through arecord and aplay (package alsa-utils)"),
            .init("--model", "NAME", "the model; gpt-realtime if left out"),
            .init("--voice", "NAME", "who answers; the server's own choice if left out"),
            .init("--instructions", "TEXT", "what the model is told about itself"),
            .init("--save", "FILE", "write the sound of the answers to this WAV file too"),
            .init("--no-play", nil, "play nothing"),
            .init("--text", nil, "ask for answers in writing, without sound"),
        ] + CommandUsage.serverOptions + [CommandUsage.helpOption],
        remarks: [
            "Without --wav and --microphone, each line that is typed, or comes from a pipe, is a turn of yours.",
            "Answers are printed as they come, and played through aplay where there is one. Control-C ends.",
            "Exit codes: 0 done, 1 failed, 2 wrong usage.",
        ]
    )

    init(_ arguments: [String], environment: [String: String]) throws(CommandFailure) {
        let usage = Self.usage
        let words = try CommandWords(arguments, for: usage)
        server = try ServerAddress(words["--url"] ?? CommandUsage.urlDefault, words, environment, usage)
        source = try Self.source(words)
        model = words["--model"] ?? "gpt-realtime"
        voice = words["--voice"]
        instructions = words["--instructions"]
        save = words["--save"]
        isSilent = words.has("--no-play")
        wantsTextOnly = words.has("--text")
        if wantsTextOnly, save != nil || voice != nil {
            throw .usage("--text asks for answers without sound; --save and --voice are about their sound.", of: usage)
        }
    }

    private static func source(_ words: CommandWords) throws(CommandFailure) -> Source {
        switch (words["--wav"], words.has("--microphone"), words.has("--fast")) {
        case (_?, true, _): throw .usage("Give --wav or --microphone, not both.", of: usage)
        case (let file?, false, let isFast): return .file(file, isFast: isFast)
        case (nil, _, true): throw .usage("--fast is about a file; name it with --wav.", of: usage)
        case (nil, let isMicrophone, false): return isMicrophone ? .microphone : .keyboard
        }
    }
}
