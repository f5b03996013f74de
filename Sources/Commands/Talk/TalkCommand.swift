internal import Glibc
internal import NetIO
internal import RealtimeClient

/// `antiphon talk`.
public enum TalkCommand {
    public static var usage: CommandUsage { TalkOptions.usage }

    /// Talks until it is over. Throws why it did not end well.
    public static func run(_ arguments: [String], environment: [String: String]) async throws(CommandFailure) {
        let interrupts = await Interrupts.watch()
        try await run(arguments, environment: environment, console: .process, interrupts: interrupts)
    }

    package static func run(
        _ arguments: [String],
        environment: [String: String],
        console: Console,
        tools: SoundTools = .installed,
        interrupts: AsyncStream<Void>
    ) async throws(CommandFailure) {
        let options = try TalkOptions(arguments, environment: environment)
        let driver = try TalkDriver(options, tools, environment, console)
        let end = try await driver.run(interrupts)
        switch end {
        case .done: break
        case .doneWithTrouble: throw CommandFailure(text: "", exitCode: 1)
        case .failed(let why): throw .failed(why)
        case .refused(let why): throw options.server.refusal(401, why)
        }
    }
}

/// Control-C, each time.
enum Interrupts {
    /// Watches for the life of the process. The second ends it at once: whoever asks twice does not want to wait.
    static func watch() async -> AsyncStream<Void> {
        let (interrupts, interrupted) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingOldest(2))
        let loop = NetIOConnector.sharedLoop
        await loop.run {
            var isSecond = false
            let watcher = SignalWatcher(.interrupt, on: loop) {
                if isSecond { exit(1) }
                isSecond = true
                interrupted.yield()
            }
            // It is needed until the end of the process, and nobody else keeps it.
            _ = Unmanaged.passRetained(watcher)
        }
        return interrupts
    }
}
