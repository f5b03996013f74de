import Audio
import Commands
import Foundation
import NetIO
import RealtimeServer
import Speech
import Testing

/// A server with the scripted engine, and a command that talks to it, in this process.
struct Stage: Sendable {
    static let key = "sk-for-the-commands"

    let server: Server
    let folder: URL

    var address: String { "http://\(server.address)/v1" }

    /// What a command printed, and how it ended.
    struct Result: Sendable, Equatable {
        var output = ""
        var notes = ""
        /// Nil: it is done.
        var failure: CommandFailure?
    }

    static func with<Value>(
        _ script: String = "",
        _ change: (inout Settings) -> Void = { _ in },
        _ body: (Stage) async throws -> Value
    ) async throws -> Value {
        let folder = FileManager.default.temporaryDirectory.appending(path: "antiphon-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        var settings = Settings()
        settings.listen.address = SocketAddress(host: "127.0.0.1", port: 0)
        settings.listen.loops = 1
        settings.access.apiKey = Private(key)
        settings.shutdown.drain = .milliseconds(50)
        // What is said is said at once.
        settings.sessions.outputLead = nil
        change(&settings)
        let engine = ScriptedEngine(try Script(yaml: Array(script.utf8)))
        let server = try await Server.start(settings, speech: engine, log: .silent, metrics: Metrics(version: "test"))
        do {
            let value = try await body(Stage(server: server, folder: folder))
            await server.shutDown()
            return value
        } catch {
            await server.shutDown()
            throw error
        }
    }

    func path(_ name: String) -> String { folder.appending(path: name).path }

    func write(_ bytes: [UInt8], to name: String) throws -> String {
        try Data(bytes).write(to: folder.appending(path: name))
        return path(name)
    }

    /// Speech as the scripted engine's detector takes it: loud, and silence around it.
    static func speech(_ milliseconds: Int) -> [Int16] {
        let silence = [Int16](repeating: 0, count: 24 * 400)
        return silence + (0..<24 * milliseconds).map { $0 / 50 % 2 == 0 ? 9_000 : -9_000 } + silence
    }

    func talk(_ arguments: String...) async -> Result { await talk(arguments) }

    func talk(
        _ arguments: [String] = [],
        lines: [String] = [],
        tools: SoundTools = SoundTools(),
        interrupts: AsyncStream<Void> = AsyncStream { _ in }
    ) async -> Result {
        await Self.run(lines) { console throws(CommandFailure) in
            try await TalkCommand.run(
                ["--url", address, "--key", Self.key] + arguments,
                environment: ["PATH": "/usr/bin:/bin"],
                console: console,
                tools: tools,
                interrupts: interrupts
            )
        }
    }

    func transcribe(_ arguments: String..., hearing: LocalHearing? = nil) async -> Result {
        await Self.run([]) { console throws(CommandFailure) in
            let server = hearing == nil ? ["--url", address, "--key", Self.key] : []
            try await TranscribeCommand.run(server + arguments, environment: [:], console: console) {
                hearing ?? .init(NoRecognizer()) { EnergyDetector() }
            }
        }
    }

    /// For what does not listen in this process.
    private final class NoRecognizer: Recognizer {
        let abilities = RecognizerAbilities()
        func session(on loop: EventLoop) -> any RecognizerSession { fatalError("nobody listens here") }
    }

    /// Runs a command whose terminal is a pipe with these lines.
    static func run(
        _ lines: [String],
        _ command: @Sendable (Console) async throws(CommandFailure) -> Void
    ) async -> Result {
        let said = Lock(Result())
        let rest = Lock(lines[...])
        let console = Console(
            print: { text in said.withLock { $0.output += text } },
            note: { text in said.withLock { $0.notes += text } },
            readLine: { rest.withLock { $0.popFirst() } }
        )
        do throws(CommandFailure) { try await command(console) } catch { said.withLock { $0.failure = error } }
        return said.withLock { $0 }
    }
}
