internal import Bytes
internal import RealtimeAPI

/// `antiphon token`: keys and client secrets, made and revoked in the data directory. A server that runs on it takes
/// notice at once. A function of its arguments: what it answers is a value, which the program prints.
public enum TokenCommand {
    /// What is printed, to standard output where the code is 0, and the exit code: 0 done, 1 failed, 2 wrong usage.
    public typealias Answer = (text: String, exitCode: Int32)

    /// - Parameters:
    ///   - arguments: what follows `token`.
    ///   - dataDefault: the data directory where `--data` names none.
    ///   - now: in seconds since 1970.
    public static func run(_ arguments: [String], dataDefault: String?, now: Int) async -> Answer {
        do throws(TokenFailure) {
            return (try await answer(arguments, dataDefault: dataDefault, now: now), 0)
        } catch { return (error.text, error.exitCode) }
    }

    /// What `--help` says of the command that the arguments begin with, or of all.
    public static func help(on arguments: [String]) -> String {
        arguments.first.flatMap { TokenVerb(rawValue: $0) }?.help ?? TokenVerb.help
    }

    private static func answer(
        _ arguments: [String],
        dataDefault: String?,
        now: Int
    ) async throws(TokenFailure) -> String {
        guard let first = arguments.first else { throw .usage("antiphon token needs a command.") }
        if first == "help" || arguments.contains("--help") { return help(on: arguments) }
        if first == TokenCertificate.option { return try TokenCertificate.make(Array(arguments.dropFirst())) }
        guard let verb = TokenVerb(rawValue: first) else {
            throw .usage("antiphon token has no command '\(first)'.")
        }
        let words = try TokenArguments(Array(arguments.dropFirst()), for: verb)
        try words.checkOperand(of: verb)
        guard let data = words["--data"] ?? dataDefault, data != "none" else {
            throw .usage("There is nothing to keep keys in. Name the server's directory with --data.")
        }
        return try await Self.answer(verb, words, in: data, now: now)
    }

    private static func answer(
        _ verb: TokenVerb,
        _ words: TokenArguments,
        in data: String,
        now: Int
    ) async throws(TokenFailure) -> String {
        let work = TokenWork(words: words, data: data, now: now)
        let storage: Storage
        do throws(StorageError) { storage = try await .open(.directory(data)) } catch { throw .failed("\(error)") }
        let result: Result<String, TokenFailure>
        do throws(TokenFailure) {
            result = .success(try await work.perform(verb, storage))
        } catch { result = .failure(error) }
        await storage.close()
        return try result.get()
    }
}

/// Why the command was not done.
struct TokenFailure: Error {
    let text: String
    let exitCode: Int32

    static func failed(_ text: String) -> Self { Self(text: text, exitCode: 1) }

    static func usage(_ text: String) -> Self {
        Self(text: text + "\n`antiphon token --help` lists what there is.", exitCode: 2)
    }
}
