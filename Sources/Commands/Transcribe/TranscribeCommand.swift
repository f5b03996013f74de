internal import NetIO
internal import RealtimeClient
internal import RealtimeEngine
internal import Speech

/// `antiphon transcribe`.
public enum TranscribeCommand {
    public static var usage: CommandUsage { TranscribeOptions.usage }

    /// Writes down all files. Throws why it could not be done for one of them at least.
    public static func run(_ arguments: [String], environment: [String: String]) async throws(CommandFailure) {
        let interrupts = await Interrupts.watch()
        let task = Task { () -> Result<Void, CommandFailure> in
            do throws(CommandFailure) {
                try await run(arguments, environment: environment, console: .process)
                return .success(())
            } catch { return .failure(error) }
        }
        let ear = Task { for await _ in interrupts { task.cancel() } }
        defer { ear.cancel() }
        try await task.value.get()
    }

    package static func run(
        _ arguments: [String],
        environment: [String: String],
        console: Console,
        hearing: () -> LocalHearing = { .embedded }
    ) async throws(CommandFailure) {
        let options = try TranscribeOptions(arguments, environment: environment)
        // A recogniser that nobody asks need not be made.
        let work = Work(options: options, console: console, hearing: options.server == nil ? hearing() : nil)
        try await work.run()
    }

    private struct Work {
        let options: TranscribeOptions
        let console: Console
        let hearing: LocalHearing?

        /// A file that cannot be written down does not keep the others from it.
        func run() async throws(CommandFailure) {
            try checkLanguage()
            let output = if let path = options.output { try TextOutput(path) } else { nil as TextOutput? }
            var failures: [CommandFailure] = []
            for path in options.files {
                do throws(CommandFailure) {
                    let transcript = try await transcribe(path)
                    let isOneOfMany = options.files.count > 1
                    let text = options.format.write(transcript, file: path, isOneOfMany: isOneOfMany)
                    if let output { try output.write(text) } else { console.print(text) }
                } catch {
                    failures.append(error)
                    if Task.isCancelled { break }
                }
            }
            guard let first = failures.first else { return }
            throw CommandFailure(text: failures.map(\.text).joined(separator: "\n"), exitCode: first.exitCode)
        }

        private func checkLanguage() throws(CommandFailure) {
            guard let hearing, let language = options.language,
                case .only(let known) = hearing.recognizer.abilities.languages,
                !known.contains(language)
            else { return }
            throw .failed("The recogniser knows \(known.joined(separator: ", ")), and not '\(language)'.")
        }

        private func transcribe(_ path: String) async throws(CommandFailure) -> Transcript {
            let file = try SoundFile(path)
            let teller = ProgressTeller(path, options, console)
            defer { teller.end() }
            if let server = options.server {
                let transcriber = RemoteTranscriber(server: server, model: options.model, language: options.language)
                return try await transcriber.transcribe(file, note: console.note) { teller.tell($0) }
            }
            guard let hearing else { return Transcript() }
            let transcriber = await LocalTranscriber(
                hearing,
                language: options.language,
                on: NetIOConnector.sharedLoop
            )
            return try await transcriber.transcribe(file) { teller.tell($0) }
        }
    }
}

/// Tells of the progress where somebody looks.
private final class ProgressTeller: Sendable {
    private let progress: Lock<Progress>?
    private let console: Console

    init(_ path: String, _ options: TranscribeOptions, _ console: Console) {
        self.console = console
        let isShown = options.showsProgress || console.errorIsTerminal
        progress = isShown ? Lock(Progress(path, at: console.errorIsTerminal ? .terminal : .lines)) : nil
    }

    func tell(_ file: SoundFile) {
        guard let size = file.size, let text = progress?.withLock({ $0.report(position: file.position, of: size) })
        else { return }
        console.note(text)
    }

    func end() {
        guard let text = progress?.withLock({ $0.end() }), !text.isEmpty else { return }
        console.note(text)
    }
}
