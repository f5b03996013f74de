import Commands
import Foundation
import Migration
import NetIO
import Testing

/// `antiphon readiness` with files, and with a program that says it is `az`.
@Suite("antiphon readiness", .timeLimit(.minutes(1)))
struct ReadinessCommandTests {
    struct Said: Sendable {
        var output = ""
        var notes = ""
        /// Nil: ready.
        var failure: CommandFailure?
    }

    private static let recorded = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "MigrationTests/Recorded")
    private static let production = recorded.appending(path: "production").path
    private static let staging = recorded.appending(path: "staging").path
    private static let asked = ["--resource", "voice-prod", "--resource-group", "rg-voice-prod"]

    private func readiness(_ words: [String], variables: [String: String] = ["PATH": "/nowhere"]) async -> Said {
        let result = Lock(Said())
        let console = Console(
            print: { text in result.withLock { $0.output += text } },
            note: { text in result.withLock { $0.notes += text } },
            readLine: { nil }
        )
        do throws(CommandFailure) {
            let day = CalendarDay("2026-11-21") ?? CalendarDay(daysSince1970: 0)
            try await ReadinessCommand.run(words, environment: variables, console: console, today: day)
        } catch { result.withLock { $0.failure = error } }
        return result.withLock { $0 }
    }

    /// A folder with a program `az` in it, gone after the test. It answers with the recordings, but for what `instead`
    /// says first, and writes down what it was asked.
    private func withAz<Value>(
        _ instead: String = "",
        _ body: (_ folder: URL, _ variables: [String: String]) async throws -> Value
    ) async throws -> Value {
        let folder = FileManager.default.temporaryDirectory.appending(path: "antiphon-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let script = """
            #!/bin/sh
            echo "$*" >> '\(folder.path)/asked'
            env >> '\(folder.path)/environment'
            from='\(Self.production)'
            case "$*" in *voice-staging*) from='\(Self.staging)';; esac
            \(instead)
            case "$*" in
            "cognitiveservices account show "*) file=account;;
            "cognitiveservices account deployment list "*) file=deployments;;
            "cognitiveservices account list-models "*) file=models;;
            "cognitiveservices account list-usage "*) file=account-usage;;
            "cognitiveservices usage list "*) file=quota;;
            "rest --method get "*) file=deployments-api;;
            "network private-endpoint-connection list "*) file=private-endpoints;;
            "monitor diagnostic-settings list "*) file=diagnostics;;
            "role assignment list "*) file=roles;;
            "provider show --namespace Microsoft.CognitiveServices "*) file=provider-microsoft.cognitiveservices;;
            "provider show --namespace Microsoft.Insights "*) file=provider-microsoft.insights;;
            *) echo "ERROR: '$*' is misspelled or not recognized by the system." >&2; exit 2;;
            esac
            cat "$from/$file.json"
            """
        let program = folder.appending(path: "az")
        try script.write(to: program, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: program.path)
        return try await body(folder, ["PATH": "\(folder.path):/usr/bin:/bin", "HOME": folder.path])
    }

    @Test("A healthy folder is ready, a troubled one is not")
    func folders() async throws {
        let healthy = await readiness([Self.production])
        #expect(healthy.failure == nil && healthy.notes == "")
        #expect(healthy.output.hasPrefix("voice-prod, AIServices in swedencentral, on 2026-11-21\n"))
        #expect(healthy.output.hasSuffix("\n\nReady.\n"))
        let troubled = await readiness([Self.staging, "--json", "--deployment", "old-receptionist"])
        #expect(troubled.failure?.exitCode == 1 && troubled.failure?.text == "")
        #expect(troubled.output.hasPrefix(#"{"ready":false,"on":"2026-11-21","account":{"name":"voice-staging","#))
        #expect(troubled.output.hasSuffix("}\n"))
        let later = await readiness([Self.production, "--on", "2027-08-24", "--deployment=receptionist"])
        #expect(later.failure?.exitCode == 1 && later.output.contains("blocks  model-retired  receptionist\n"))
    }

    @Test("az is asked to show and to list, and nothing else, with nothing of ours")
    func asks() async throws {
        try await withAz { folder, variables in
            let ours = variables.merging(["ANTIPHON_API_KEY": "sk-ours", "OPENAI_API_KEY": "x"]) { one, _ in one }
            let result = await readiness(Self.asked + ["--subscription", "s-1"], variables: ours)
            #expect(result.failure == nil && result.output.hasSuffix("\n\nReady.\n"))
            let asked = try String(contentsOf: folder.appending(path: "asked"), encoding: .utf8)
                .split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
            #expect(asked.count == 11)
            for words in asked {
                #expect(AzCommand.isReadOnly(words))
                #expect(words.suffix(5) == ["--subscription", "s-1", "--output", "json", "--only-show-errors"])
            }
            let environment = try String(contentsOf: folder.appending(path: "environment"), encoding: .utf8)
            #expect(environment.contains("HOME=\(folder.path)\n") && !environment.contains("API_KEY"))
        }
    }

    @Test("Warnings around what it prints, on either output, harm nothing")
    func warnings() async throws {
        let noise = """
            echo "WARNING: This command group is in preview." >&2
            echo "[WARNING] {it may change}"; echo
            """
        try await withAz(noise) { _, variables in
            let result = await readiness(Self.asked, variables: variables)
            #expect(result.failure == nil && result.output.hasSuffix("\n\nReady.\n"))
        }
    }

    @Test("Without az, or without a login, nothing is said of the account")
    func failures() async throws {
        let missing = await readiness(Self.asked)
        #expect(missing.failure?.exitCode == 1 && missing.output == "")
        #expect(
            missing.failure?.text.hasPrefix("Nothing can be said of 'voice-prod': there is no program `az`") == true
        )
        let login = """
            echo "ERROR: Please run 'az login' to setup account." >&2; exit 1
            """
        try await withAz(login) { _, variables in
            let result = await readiness(Self.asked, variables: variables)
            #expect(result.failure?.exitCode == 1)
            #expect(result.failure?.text.contains("not logged in. Run `az login`") == true)
        }
        let secret = """
            echo "ERROR: failed for ana@voice.example with api-key: 8f3c1d2e4b5a69788796a5b4c3d2e1f0" >&2; exit 1
            """
        try await withAz(secret) { _, variables in
            let text = await readiness(Self.asked, variables: variables).failure?.text ?? ""
            #expect(text.contains("it said: failed for [redacted] with api-key: [redacted]"), "\(text)")
        }
    }

    @Test("What is refused is not known, and the rest is told")
    func refused() async throws {
        let roles = """
            case "$*" in "role "*) echo "ERROR: (AuthorizationFailed) no" >&2; exit 3;; esac
            """
        try await withAz(roles) { _, variables in
            let result = await readiness(Self.asked, variables: variables)
            #expect(result.failure == nil)
            #expect(result.output.contains("unknown  not-known  roles\n"))
            #expect(result.output.hasSuffix("\n\nReady: 1 is not known.\n"))
        }
    }

    @Test("One that hangs is ended in time, with what it started")
    func hangs() async throws {
        try await withAz("sleep 1000 & wait") { _, variables in
            let result = await readiness(Self.asked + ["--timeout", "0.2"], variables: variables)
            #expect(result.failure?.text.contains("did not answer in time") == true)
        }
        let later = """
            case "$*" in "cognitiveservices account show "*) ;; *) sleep 1000 & wait;; esac
            """
        try await withAz(later) { folder, variables in
            let result = await readiness(Self.asked + ["--timeout", "2"], variables: variables)
            #expect(result.failure?.exitCode == 1 && result.output.hasSuffix("are not known.\n"))
            let asked = try String(contentsOf: folder.appending(path: "asked"), encoding: .utf8)
            #expect(asked.split(separator: "\n").count == 3)
        }
    }

    @Test("Ten million characters are read, and more than that is not")
    func long() async throws {
        func provider(_ count: Int) -> String {
            """
            case "$*" in "provider show --namespace Microsoft.CognitiveServices "*)
              printf '{"namespace": "Microsoft.CognitiveServices", "registrationState": "Registered", "x": ["'
              head -c \(count) /dev/zero | tr '\\0' x
              echo '"]}'; exit 0;; esac
            """
        }
        try await withAz(provider(10_000_000)) { _, variables in
            let result = await readiness(Self.asked, variables: variables)
            #expect(result.failure == nil && result.output.hasSuffix("\n\nReady.\n"))
        }
        try await withAz(provider(30_000_000)) { _, variables in
            let result = await readiness(Self.asked, variables: variables)
            #expect(result.output.contains("`az` printed more than is read"))
        }
    }

    @Test("What is collected is read again as it was, and nobody's name is in it")
    func collects() async throws {
        try await withAz { folder, variables in
            let kept = folder.appending(path: "kept")
            let live = await readiness(Self.asked + ["--collect", kept.path], variables: variables)
            #expect(live.failure == nil)
            let files = try FileManager.default.contentsOfDirectory(atPath: kept.path)
            #expect(files.count == 11)
            for file in files {
                let path = kept.appending(path: file)
                let text = try String(contentsOf: path, encoding: .utf8)
                #expect(!text.contains("@voice.example"), "\(file)")
                let attributes = try FileManager.default.attributesOfItem(atPath: path.path)
                #expect(attributes[.posixPermissions] as? Int == 0o600)
            }
            let saved = await readiness([kept.path])
            #expect(saved.output == live.output && saved.notes == "")
        }
    }

    @Test("Two folders, and two accounts, are compared")
    func compares() async throws {
        let drift = await readiness(["--compare", Self.production, Self.staging])
        #expect(drift.failure?.exitCode == 1)
        #expect(drift.output.contains("access  keys\n    \(Self.production): disabled\n"))
        let same = await readiness(["--compare", Self.production, Self.production, "--json"])
        #expect(same.failure == nil && same.output.hasPrefix(#"{"same":true,"#))
        try await withAz { _, variables in
            let words = ["--compare", "rg-voice-prod/voice-prod", "rg-voice-staging/voice-staging"]
            let accounts = await readiness(words, variables: variables)
            #expect(accounts.failure?.exitCode == 1)
            #expect(accounts.output.contains("    rg-voice-staging/voice-staging: allowed\n"))
            #expect(accounts.output.hasSuffix("16 differences.\n"))
        }
    }

    @Test("What in a folder is no output of az is left out, and told; a file that is named must be one")
    func others() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "antiphon-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for name in ["account", "deployments"] {
            try FileManager.default.copyItem(
                atPath: "\(Self.production)/\(name).json",
                toPath: folder.appending(path: "\(name).json").path
            )
        }
        let package = folder.appending(path: "package.json")
        try "{\"name\": \"x\"}".write(to: package, atomically: true, encoding: .utf8)
        try "[]".write(to: folder.appending(path: "b.json"), atomically: true, encoding: .utf8)
        try "hello".write(to: folder.appending(path: "c.json"), atomically: true, encoding: .utf8)
        try "hello".write(to: folder.appending(path: "readme.txt"), atomically: true, encoding: .utf8)
        let result = await readiness([folder.path])
        #expect(result.failure == nil && result.output.hasSuffix("are not known.\n"))
        #expect(result.notes.split(separator: "\n").count == 3)
        #expect(result.notes.contains("package.json: it is not what `az` prints about an account.\n"))
        #expect(
            result.notes.contains("b.json: it is an empty list;") && result.notes.contains("c.json: it is no JSON.")
        )
        let named = await readiness([package.path])
        #expect(named.failure?.exitCode == 2 && named.failure?.text.contains("it is not what `az` prints") == true)
        let both = await readiness(["\(Self.production)/account.json", "\(Self.staging)/roles.json"])
        #expect(both.output.contains("roles") == false && both.failure?.exitCode == 1)
    }

    static let mistakes: [([String], String)] = [
        ([], "needs --resource, or files that `az` printed."), (["--resource", "x"], "--resource needs"),
        (["--resource-group", "x"], "--resource-group needs --resource."),
        (["--resource", "a;b", "--resource-group", "x"], "--resource is a name of letters"),
        (["--resource=-x", "--resource-group", "x"], "--resource is a name of letters"),
        (["/nowhere"], "/nowhere: No such file or directory."), (["--compare", "/tmp"], "--compare takes two"),
        (["--compare", "/tmp", "/nowhere/x"], "'/nowhere/x' is neither there, nor an account"),
        (["/tmp", "--resource-group", "x"], "not both"),
        (["/tmp", "--collect", "x"], "--collect is about asking `az`"),
        (["/tmp", "--on", "tomorrow"], "--on is a day such as"), (["/tmp", "--on", "2026-02-30"], "--on is a day"),
        (["--resource", "x", "--resource-group", "y", "--timeout", "-1"], "--timeout is a number of seconds"),
        (["--compare", "a/b", "c/d", "--deployment", "x"], "--deployment is about one account"),
        (["--keys"], "has no option '--keys'"),
    ]

    @Test("A wrong call is told, with exit code 2", arguments: mistakes)
    func mistake(_ words: [String], _ says: String) async {
        let result = await readiness(words)
        #expect(result.failure?.exitCode == 2 && result.output == "")
        #expect(result.failure?.text.contains(says) == true, "\(result.failure?.text ?? "none")")
        #expect(result.failure?.text.hasSuffix("`antiphon readiness --help` lists what there is.") == true)
    }
}
