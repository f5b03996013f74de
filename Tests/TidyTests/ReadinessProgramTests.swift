import Foundation
import Testing

/// `antiphon readiness` as a user calls it, on what was recorded of two accounts, and with a program that says it is
/// `az`.
@Suite("antiphon readiness, the program", .timeLimit(.minutes(1)))
struct ReadinessProgramTests {
    private static let recorded = SourceFile.root.appending(path: "Tests/MigrationTests/Recorded")
    private static let production = recorded.appending(path: "production").path
    private static let staging = recorded.appending(path: "staging").path

    private func readiness(_ words: String..., path: String? = nil) async throws -> Program.Result {
        try await Program.run("antiphon", ["readiness"] + words, path: path)
    }

    @Test("What is ready ends with 0, what is not with 1, and a wrong call with 2")
    func exitCodes() async throws {
        let ready = try await readiness("--on", "2026-11-21", Self.production)
        #expect(ready.exitCode == 0 && ready.errors == "" && ready.output.hasSuffix("\n\nReady.\n"))
        let troubled = try await readiness("--on", "2026-11-21", Self.staging)
        #expect(troubled.exitCode == 0 && troubled.errors == "" && troubled.output.contains("\n\nReady: "))
        for id in [
            "model-retired  old-receptionist", "model-retiring  receptionist", "capacity-small  receptionist",
            "quota-used-up  receptionist", "network-open", "private-endpoint-unapproved", "requests-not-logged",
            "audit-not-logged", "keys-allowed", "caller-role-people",
        ] {
            #expect(troubled.output.contains("  \(id)"), "\(id)")
        }
        let retired = try await readiness("--on=2026-11-21", "--deployment=old-receptionist", Self.staging)
        #expect(retired.exitCode == 1 && retired.errors == "")
        #expect(retired.output.contains("\n\nblocks  model-retired  old-receptionist\n"))
        let wrong = try await readiness("--keys")
        #expect(wrong.exitCode == 2 && wrong.output == "" && wrong.errors.contains("no option '--keys'"))
        let help = try await readiness("--help")
        #expect(help.exitCode == 0 && help.output.contains("\n  --compare "))
    }

    @Test("Drift ends with 1, and is told to machines in one line")
    func drift() async throws {
        let drift = try await readiness("--compare", "--json", Self.staging, Self.production)
        #expect(drift.exitCode == 1 && drift.output.split(separator: "\n").count == 1)
        #expect(drift.output.contains(#"{"area":"access","what":"keys","one":"allowed","other":"disabled"}"#))
        #expect(try await readiness("--compare", Self.staging, Self.staging).exitCode == 0)
    }

    @Test("The az of the PATH is asked; one that is not there is told")
    func az() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "antiphon-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let words = ["readiness", "--resource", "voice-prod", "--resource-group", "rg-voice-prod"]
        let missing = try await Program.run("antiphon", words, path: folder.path)
        #expect(missing.exitCode == 1 && missing.errors.contains("there is no program `az` on the PATH"))
        let program = folder.appending(path: "az")
        let script = """
            #!/bin/sh
            case "$*" in
            "cognitiveservices account show "*) cat '\(Self.production)/account.json';;
            *) echo "ERROR: (AuthorizationFailed) ana@voice.example may not" >&2; exit 1;;
            esac
            """
        try script.write(to: program, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: program.path)
        let path = "\(folder.path):/usr/bin:/bin"
        let asked = try await Program.run("antiphon", words + ["--json"], path: path)
        #expect(asked.exitCode == 1 && asked.errors == "" && !asked.output.contains("ana@"))
        #expect(asked.output.contains(#""name":"voice-prod","kind":"AIServices","region":"swedencentral""#))
        #expect(asked.output.contains("Nothing is known of deployments: the one who is logged in may not read it."))
    }
}
