import Bytes
import Foundation
import RealtimeAPI
import RealtimeServer
import Testing

@Suite("antiphon token", .timeLimit(.minutes(1)))
struct TokenCommandTests {
    private let folder = TemporaryFolder()

    private func run(_ line: String, now: Int = 1_000) async -> TokenCommand.Answer {
        await TokenCommand.run(line.split(separator: " ").map(String.init), dataDefault: folder.path, now: now)
    }

    private func json(_ line: String, now: Int = 1_000) async throws -> JSON {
        let answer = await run(line + " --json", now: now)
        try #require(answer.exitCode == 0, "\(answer.text)")
        return try JSON(parsing: answer.text)
    }

    private func grant(_ token: String, now: Int = 1_000) async throws -> Grant {
        let storage = try await Storage.open(.directory(folder.path))
        let credentials = try #require(Credentials.bearer(token))
        let result: Result<Grant, any Error>
        do {
            let authenticator = Authenticator(configured: [], storage: storage)
            result = .success(try await authenticator.authenticate(credentials, action: nil, now: now))
        } catch { result = .failure(error) }
        await storage.close()
        return try result.get()
    }

    @Test("A key is made, printed once, works, is listed without its text, and revoked")
    func life() async throws {
        let made = await run(
            "create --name web --models a,b --actions realtime,client_secrets --requests-per-minute=6 --sessions 2"
        )
        #expect(made.exitCode == 0)
        let key = try #require(made.text.split(separator: "\n").first.map(String.init))
        #expect(key.hasPrefix("sk-antiphon-"))
        let grant = try await grant(key)
        #expect(grant.models == .only(["a", "b"]))
        #expect(grant.actions == [.realtime, .clientSecrets])
        #expect(grant.limits == KeyLimits(requestsPerMinute: 6, sessionsMax: 2))
        let list = await run("list")
        #expect(list.text.contains("web"))
        #expect(list.text.contains("requests_per_minute=6"))
        #expect(!list.text.contains(key.dropFirst(12)))
        #expect(await run("create --name web").exitCode == 1)
        #expect(await run("revoke web").exitCode == 0)
        #expect(await run("revoke web").exitCode == 1)
        await #expect(throws: APIError.self) { try await self.grant(key) }
    }

    @Test("Everything is told in JSON to who asks")
    func inJSON() async throws {
        let key = try await json("create --name web --tokens-per-minute 9")
        #expect(try await grant(key["key"]?.string ?? "").keyName == "web")
        #expect(key["limits"] == ["tokens_per_minute": 9])
        #expect(try await json("list")["keys"]?.array?.count == 1)
        let secret = try await json("secret --key web --seconds 60")
        #expect(secret["expires_at"] == 1_060)
        #expect(try await json("secrets")["secrets"]?.array?.first?["id"] == secret["id"])
        #expect(try await json("revoke-secret \(secret["id"]?.string ?? "")")["revoked"] == secret["id"])
        #expect(try await json("revoke web") == ["revoked": "web"])
    }

    @Test("A secret pins the session of a file, and opens it until it is revoked")
    func secret() async throws {
        _ = await run("create --name web")
        let file = folder.path + "/session.json"
        try Data(#"{"type":"realtime","model":"gpt-realtime","instructions":"Sing."}"#.utf8)
            .write(to: URL(filePath: file))
        let made = await run("secret --key web --session \(file)")
        #expect(made.exitCode == 0)
        let grant = try await grant(made.text, now: 1_599)
        guard case .realtime(let session) = grant.secret?.session else {
            Issue.record("no session: \(grant)")
            return
        }
        #expect(session.instructions == "Sing.")
        let id = try #require(grant.secret?.id)
        #expect(await run("secrets").text.contains(id))
        #expect(await run("revoke-secret \(id)").exitCode == 0)
        await #expect(throws: APIError.self) { try await self.grant(made.text) }
    }

    @Test(
        "A session that is none is refused with its place",
        arguments: [
            (#"{"type":"realtime","voic":"marin"}"#, "voic"), (#"{"model":"x"}"#, "type"), ("[]", "object"),
            ("{", "JSON"),
        ]
    )
    func badSession(_ text: String, _ place: String) async throws {
        _ = await run("create --name web")
        let file = folder.path + "/session.json"
        try Data(text.utf8).write(to: URL(filePath: file))
        let answer = await run("secret --key web --session \(file)")
        #expect(answer.exitCode == 1)
        #expect(answer.text.contains(place), "\(answer.text)")
    }

    @Test(
        "Wrong usage is refused with a sentence, and makes nothing",
        arguments: [
            "", "crate", "create", "create --name", "create --name a --name b", "create --name a b",
            "create --name a/b",
            "create --name a --nam b", "create --name a --actions fly", "create --name a --sessions 0",
            "create --name a --sessions many", "create --name a --models a,,b", "create --name a --json=yes", "list x",
            "revoke", "revoke a b", "secret", "list --data none", "--dev-cert", "--dev-cert a b",
        ]
    )
    func wrongUsage(_ line: String) async {
        let answer = await run(line)
        #expect(answer.exitCode == 2, "\(answer.text)")
        #expect(answer.text.contains("antiphon token"))
        #expect(await run("list").text.contains("no keys"))
    }

    @Test("What cannot be done is said, with the exit code of a failure")
    func failures() async {
        for line in ["revoke nobody", "secret --key nobody", "revoke-secret sec_0", "list --data /dev/null/x"] {
            let answer = await run(line)
            #expect(answer.exitCode == 1, "\(line): \(answer.text)")
        }
        _ = await run("create --name web")
        for line in ["--seconds 9", "--seconds 7201", "--session /nowhere"] {
            #expect(await run("secret --key web \(line)").exitCode == 1)
        }
    }

    @Test("Every command explains itself")
    func help() async {
        let all = await run("--help")
        #expect(all.exitCode == 0)
        for verb in ["create", "list", "revoke", "secret", "secrets", "revoke-secret"] {
            #expect(all.text.contains("  \(verb)"))
            let one = await run("\(verb) --help")
            #expect(one.exitCode == 0)
            #expect(one.text.contains("--data DIR"))
        }
    }

    @Test("A certificate to try TLS with: the key is its owner's alone, and what is there is not replaced")
    func certificate() async throws {
        let made = await run("--dev-cert \(folder.path)")
        #expect(made.exitCode == 0, "\(made.text)")
        #expect(try folder.mode(of: "/key.pem") == 0o600)
        #expect(try folder.mode(of: "") == 0o700)
        let text = try String(contentsOfFile: folder.path + "/certificate.pem", encoding: .utf8)
        #expect(text.hasPrefix("-----BEGIN CERTIFICATE-----"))
        #expect(await run("--dev-cert \(folder.path)").exitCode == 1)
    }
}
