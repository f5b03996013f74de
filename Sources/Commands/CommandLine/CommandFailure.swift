/// Why a command was not done: a sentence with the remedy, and whose fault it was.
public struct CommandFailure: Error, Sendable, Equatable {
    public let text: String
    /// 1 failed, 2 wrong usage.
    public let exitCode: Int32

    static func failed(_ text: String) -> CommandFailure { CommandFailure(text: text, exitCode: 1) }

    static func usage(_ text: String, of usage: CommandUsage) -> CommandFailure {
        let text = "\(text)\n`antiphon \(usage.name) --help` lists what there is."
        return CommandFailure(text: text, exitCode: 2)
    }
}
