import Commands
import RealtimeServer

/// A command of the program. The table below is the only place that knows their names; the help is made from it.
struct Command {
    let name: String
    /// Completes the sentence "antiphon <name> …".
    let purpose: String
    /// Nil: not built yet.
    var built: Built?

    struct Built {
        /// Both are given the arguments after the command's name.
        let help: @Sendable ([String]) -> String
        let run: @Sendable ([String]) async -> Answer
    }

    static let all = [
        Command(
            name: "serve",
            purpose: "serves the Realtime API",
            built: Built(help: { _ in Serve.help }, run: { await Serve.run($0) })
        ),
        Command(TalkCommand.usage) { words throws(CommandFailure) in
            try await TalkCommand.run(words, environment: Environment.variables)
        },
        Command(TranscribeCommand.usage) { words throws(CommandFailure) in
            try await TranscribeCommand.run(words, environment: Environment.variables)
        },
        Command(
            name: "token",
            purpose: "makes and revokes keys and client secrets",
            built: Built(help: { words in TokenCommand.help(on: words) }, run: { await Token.run($0) })
        ),
        Command(
            name: "check",
            purpose: "finds what a client must change to move to the current API",
            built: Built(help: { _ in CheckOptions.help }, run: { await Check.run($0) })
        ),
        Command(DoctorCommand.usage) { words throws(CommandFailure) in
            try await DoctorCommand.run(words, environment: Environment.variables, version: Answer.version)
        },
        Command(ReadinessCommand.usage) { words throws(CommandFailure) in
            try await ReadinessCommand.run(words, environment: Environment.variables)
        },
        Command(name: "load", purpose: "puts many sessions on a server and measures how it answers"),
        Command(name: "replay", purpose: "plays a recorded session again"),
    ]

    static func named(_ name: String) -> Command? { all.first { $0.name == name } }

    /// What `antiphon help <name>` and `antiphon <name> --help` say.
    func help(on arguments: [String] = []) -> String { built?.help(arguments) ?? refusal }

    func answer(to arguments: [String]) async -> Answer {
        guard let built else { return Answer(text: refusal, exitCode: .failed) }
        if arguments.contains("--help") { return Answer(text: built.help(arguments), exitCode: .done) }
        return await built.run(arguments)
    }

    private var refusal: String { "antiphon \(name) is not built yet. One day it \(purpose).\n\(Self.worksToday)" }

    /// What is not built is refused by name, never half there.
    static func refusal(of name: String) -> String { named(name)?.refusal ?? worksToday }

    private static let worksToday = "`antiphon --help` lists what works today."
}

extension Command {
    /// One of the commands that print by themselves.
    private init(_ usage: CommandUsage, run: @escaping @Sendable ([String]) async throws(CommandFailure) -> Void) {
        name = usage.name
        purpose = usage.purpose
        built = Built(help: { _ in usage.help }) { words in
            do throws(CommandFailure) {
                try await run(words)
                return Answer(text: "", exitCode: .done)
            } catch {
                return Answer(text: error.text, exitCode: Answer.ExitCode(rawValue: error.exitCode) ?? .failed)
            }
        }
    }
}
