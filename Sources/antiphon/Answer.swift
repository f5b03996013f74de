import Bytes

/// What the program says to its arguments, and how it ends. A value: `main.swift` prints it.
struct Answer {
    enum ExitCode: Int32 {
        case done = 0
        case failed = 1
        case wrongUsage = 2
    }

    let text: String
    let exitCode: ExitCode

    static let version = "0.1.0-dev"
    static let options = ["--help", "--version"]

    init(to arguments: [String]) async {
        guard let first = arguments.first else {
            self.init(wrongUsage: "antiphon needs a command.")
            return
        }
        let rest = Array(arguments.dropFirst())
        switch first {
        case "--help", "help":
            await self.init(helpWith: rest, askedBy: first)
        case "--version":
            self = rest.isEmpty ? Self(text: "antiphon \(Self.version)", exitCode: .done) : .tooMany(rest, after: first)
        default:
            await self.init(command: first, rest)
        }
    }

    init(text: String, exitCode: ExitCode) {
        self.text = text
        self.exitCode = exitCode
    }

    private init(helpWith topic: [String], askedBy word: String) async {
        guard let name = topic.first else {
            self.init(text: Self.help, exitCode: .done)
            return
        }
        guard topic.count == 1 else {
            self = .tooMany(Array(topic.dropFirst()), after: "\(word) \(name)")
            return
        }
        guard let command = Command.named(name) else {
            await self.init(command: name, [])
            return
        }
        self.init(text: command.help(), exitCode: .done)
    }

    private init(command name: String, _ arguments: [String]) async {
        if let command = Command.named(name) {
            self = await command.answer(to: arguments)
        } else if name.hasPrefix("-") {
            self.init(unknown: name, kind: "option", among: Self.options)
        } else {
            self.init(unknown: name, kind: "command", among: Command.all.map(\.name) + ["help"])
        }
    }

    private init(unknown word: String, kind: String, among known: [String]) {
        let suggestion = nearest(to: word, among: known).map { " Did you mean '\($0)'?" } ?? ""
        self.init(wrongUsage: "antiphon has no \(kind) '\(word)'.\(suggestion)")
    }

    private init(wrongUsage complaint: String) {
        self.init(text: complaint + "\n`antiphon --help` lists what there is.", exitCode: .wrongUsage)
    }

    private static func tooMany(_ words: [String], after what: String) -> Answer {
        Answer(wrongUsage: "antiphon \(what) takes nothing more, but was given '\(words.joined(separator: " "))'.")
    }

    private static var help: String {
        let width = Command.all.map(\.name.count).max() ?? 0
        let commands = Command.all.map { command in
            let padding = String(repeating: " ", count: width - command.name.count)
            return "  \(command.name)\(padding)  \(command.purpose)"
        }
        return """
            antiphon \(version): a Realtime API server of your own

            Usage: antiphon <command>
                   antiphon help [<command>]
                   antiphon --help | --version

            Commands; one that is not built yet says so when it is called:
            \(commands.joined(separator: "\n"))

            Exit codes: 0 done, 1 failed, 2 wrong usage.
            """
    }
}
