import Foundation
import Testing

/// The built program, called as a user calls it.
@Suite("The command line")
struct CommandLineTests {
    static let commands = ["serve", "talk", "transcribe", "token", "check", "doctor", "readiness", "load", "replay"]

    @Test("Help lists every command", .timeLimit(.minutes(1)), arguments: ["--help", "help"])
    func help(_ word: String) async throws {
        let result = try await Program.run("antiphon", [word])
        #expect(result.exitCode == 0)
        #expect(result.errors == "")
        #expect(result.output.contains("Usage: antiphon <command>"))
        for command in Self.commands { #expect(result.output.contains("\n  \(command) ")) }
    }

    @Test("The version is one line", .timeLimit(.minutes(1)))
    func version() async throws {
        let result = try await Program.run("antiphon", ["--version"])
        #expect(result == Program.Result(exitCode: 0, output: "antiphon 0.1.0-dev\n", errors: ""))
    }

    static let built = ["serve", "talk", "transcribe", "token", "check", "doctor", "readiness"]

    @Test(
        "What is not built is refused by name",
        .timeLimit(.minutes(1)),
        arguments: commands.filter { !built.contains($0) }
    )
    func refusal(_ command: String) async throws {
        let result = try await Program.run("antiphon", [command, "--json"])
        #expect(result.exitCode == 1)
        #expect(result.output == "")
        #expect(result.errors.hasPrefix("antiphon \(command) is not built yet."))
        #expect(result.errors.contains("`antiphon --help`"))
        let help = try await Program.run("antiphon", ["help", command])
        #expect(help == Program.Result(exitCode: 0, output: result.errors, errors: ""))
    }

    @Test("Keys are made, listed and revoked in the data directory that is named", .timeLimit(.minutes(1)))
    func token() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "antiphon-\(UUID())").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        func token(_ words: String...) async throws -> Program.Result {
            try await Program.run("antiphon", ["token"] + words + ["--data", folder])
        }
        #expect(try await token("create", "--name", "web").output.hasPrefix("sk-antiphon-"))
        #expect(try await token("list").output.contains("web"))
        #expect(try await token("revoke", "web").exitCode == 0)
        let again = try await token("revoke", "web")
        #expect(again.exitCode == 1)
        #expect(again.output == "")
        #expect(again.errors.hasPrefix("There is no key 'web'"))
        let help = try await Program.run("antiphon", ["token", "create", "--help"])
        #expect(help.exitCode == 0)
        #expect(help.output.contains("--requests-per-minute"))
    }

    @Test(
        "serve explains its settings",
        .timeLimit(.minutes(1)),
        arguments: [["help", "serve"], ["serve", "--help"]]
    )
    func serveHelp(_ arguments: [String]) async throws {
        let result = try await Program.run("antiphon", arguments)
        #expect(result.exitCode == 0 && result.errors == "")
        #expect(result.output.contains("\n  --listen ADDRESS\n"))
    }

    @Test("talk and transcribe explain themselves, and say what is wrong", .timeLimit(.minutes(1)))
    func clients() async throws {
        for (command, option) in [("talk", "--wav FILE"), ("transcribe", "--format FORMAT")] {
            let help = try await Program.run("antiphon", [command, "--help"])
            #expect(help.exitCode == 0 && help.errors == "")
            #expect(help.output.contains("\n  \(option) "))
            let wrong = try await Program.run("antiphon", [command, "--frobnicate"])
            #expect(wrong.exitCode == 2 && wrong.output == "")
            #expect(wrong.errors.hasPrefix("antiphon \(command) has no option '--frobnicate'."))
        }
        let nobody = try await Program.run("antiphon", ["talk", "--url", "http://127.0.0.1:1/v1"])
        #expect(nobody.exitCode == 1 && nobody.output == "")
        #expect(nobody.errors.hasPrefix("Cannot connect to 127.0.0.1:1: "))
    }

    @Test("serve refuses wrong settings, all at once, and says whose fault it is", .timeLimit(.minutes(1)))
    func serveMistakes() async throws {
        let byFlags = try await Program.run("antiphon", ["serve", "--lisen", "x", "--loops", "many"])
        #expect(byFlags.exitCode == 2 && byFlags.output == "")
        #expect(byFlags.errors.contains("--lisen: serve has no such flag. Did you mean '--listen'?\n"))
        #expect(byFlags.errors.contains("--loops: listen.loops is \"many\"; it must be"))
        let byFile = try await Program.run("antiphon", ["serve", "--config", "/nowhere.yaml", "--data", "none"])
        #expect(byFile.exitCode == 1)
        #expect(byFile.errors == "/nowhere.yaml: the file cannot be read: No such file or directory.\n")
    }

    typealias Mistake = (arguments: [String], remedy: String)

    static let mistakes: [Mistake] = [
        ([], "antiphon needs a command."),
        (["sreve"], "Did you mean 'serve'?"),
        (["Serve"], "Did you mean 'serve'?"),
        (["tokens"], "Did you mean 'token'?"),
        (["help", "docter"], "Did you mean 'doctor'?"),
        (["--versoin"], "Did you mean '--version'?"),
        (["xylophone"], "antiphon has no command 'xylophone'.\n"),
        (["--frobnicate"], "antiphon has no option '--frobnicate'.\n"),
        ([""], "antiphon has no command ''."),
        (["--version", "now"], "takes nothing more, but was given 'now'"),
        (["help", "serve", "now"], "takes nothing more, but was given 'now'"),
    ]

    @Test("A mistake is answered with its remedy", .timeLimit(.minutes(1)), arguments: mistakes)
    func mistake(_ mistake: Mistake) async throws {
        let result = try await Program.run("antiphon", mistake.arguments)
        #expect(result.exitCode == 2)
        #expect(result.output == "")
        #expect(result.errors.contains(mistake.remedy))
        #expect(result.errors.hasSuffix("`antiphon --help` lists what there is.\n"))
    }
}
