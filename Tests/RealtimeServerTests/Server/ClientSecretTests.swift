import Bytes
import Foundation
import HTTP
import NetIO
import RealtimeAPI
import RealtimeServer
import Testing

/// What makes a secret, and what a secret opens (CONTRACT 2, 23).
@Suite("Client secrets on the wire", .timeLimit(.minutes(1)))
struct ClientSecretTests {
    static let path = "/v1/realtime/client_secrets"
    static let conversation = "/v1/realtime?model=gpt-realtime"

    static func now() -> Int { Int(Date.now.timeIntervalSince1970) }

    static func bearer(_ secret: String) -> HeaderFields { ["Authorization": "Bearer \(secret)"] }

    /// Makes a secret, and gives its value.
    static func secret(
        _ running: Running,
        _ body: JSON = [:],
        path: String = path,
        headers: HeaderFields = [:]
    ) async throws -> String {
        let answer = try await running.ask("POST", path, headers: headers, body: body.text)
        return try #require(answer.json?["value"]?.string, "\(answer.text)")
    }

    // MARK: Making one

    @Test("Without a wish it lives for ten minutes and opens a conversation with every default", arguments: ["", "{}"])
    func defaults(_ body: String) async throws {
        try await Running.with { running in
            let answer = try await running.ask("POST", Self.path, body: body)
            #expect(answer.status == 200)
            #expect(answer["Content-Type"] == "application/json")
            let json = try #require(answer.json)
            #expect(json["value"]?.string?.hasPrefix("ek_") == true)
            let seconds = try #require(json["expires_at"]?.int) - Self.now()
            #expect((595...600).contains(seconds))
            let session = try #require(json["session"])
            #expect(session["type"]?.string == "realtime")
            #expect(session["object"]?.string == "realtime.session")
            #expect(session["id"]?.string?.hasPrefix("sess_") == true)
            #expect(session["expires_at"]?.int == 0)
            #expect(session["model"]?.string == "gpt-realtime")
            #expect(session["output_modalities"] == ["audio"])
            #expect(session["audio"]?["output"]?["voice"]?.string == "alloy")
            #expect(session["audio"]?["input"]?["turn_detection"]?["silence_duration_ms"]?.int == 500)
        }
    }

    @Test("It lives from ten seconds to two hours", arguments: [(9, false), (10, true), (7_200, true), (7_201, false)])
    func lifetimes(_ seconds: Int, _ isMade: Bool) async throws {
        try await Running.with { running in
            let body: JSON = ["expires_after": ["anchor": "created_at", "seconds": .number(JSONNumber(seconds))]]
            let answer = try await running.ask("POST", Self.path, body: body.text)
            #expect(answer.status == (isMade ? 200 : 400))
            #expect(answer.error?["param"]?.string == (isMade ? nil : "expires_after.seconds"))
            let lives = (answer.json?["expires_at"]?.int).map { $0 - Self.now() }
            #expect(lives.map { (seconds - 5...seconds).contains($0) } == (isMade ? true : nil))
        }
    }

    static let mistakes: [(String, ErrorCode, String)] = [
        (#"{"sesion":{}}"#, .unknownParameter, "sesion"),
        (#"{"session":{}}"#, .missingRequiredParameter, "session.type"),
        (#"{"session":{"type":"singing"}}"#, .invalidValue, "session.type"),
        (#"{"session":{"type":"translation"}}"#, .invalidValue, "session.type"),
        (#"{"session":{"type":"realtime","voice":"alloy"}}"#, .unknownParameter, "session.voice"),
        (
            #"{"session":{"type":"realtime","audio":{"output":{"speed":9}}}}"#, .invalidValue,
            "session.audio.output.speed"
        ),
        (#"{"session":{"type":"realtime","id":"sess_1"}}"#, .unknownParameter, "session.id"),
        (
            #"{"session":{"type":"realtime","tools":[{"type":"mcp","server_label":"a","connector_id":"b"}]}}"#,
            .unsupportedParameter, "session.tools[0].connector_id"
        ),
        (
            #"{"session":{"type":"transcription","audio":{"input":{"transcription":{"language":"en"}}}}}"#,
            .missingRequiredParameter, "session.audio.input.transcription.model"
        ),
        (#"{"expires_after":{"anchor":"now"}}"#, .invalidValue, "expires_after.anchor"),
        (#"{"expires_after":{"seconds":"600"}}"#, .invalidType, "expires_after.seconds"),
    ]

    @Test("A mistake is told with its place, and no secret is made", arguments: mistakes)
    func mistaken(_ body: String, _ code: ErrorCode, _ param: String) async throws {
        try await Running.with { running in
            let answer = try await running.ask("POST", Self.path, body: body)
            #expect(answer.status == 400)
            #expect(answer.code == code.rawValue)
            #expect(answer.error?["param"]?.string == param)
            #expect(answer.json?["value"] == nil)
        }
    }

    @Test("Its answer is the session that it opens, at either service")
    func effective() async throws {
        try await Running.with { running in
            for prefix in ["/v1", "/openai/v1"] {
                let body: JSON = [
                    "session": [
                        "type": "realtime", "model": "gpt-realtime-mini", "instructions": "Be brief.",
                        "audio": ["output": ["voice": "marin"]],
                    ]
                ]
                let made = try await running.ask("POST", "\(prefix)/realtime/client_secrets", body: body.text)
                let value = try #require(made.json?["value"]?.string)
                let caller = try await running.call("\(prefix)/realtime", headers: Self.bearer(value))
                let created = try await caller.event("session.created")["session"]?.object
                let told = made.json?["session"]?.object
                #expect(told?["instructions"]?.string == "Be brief.")
                #expect(created?.fixed == told?.fixed)
                #expect(created?["id"] != told?["id"])
                #expect(try #require(created?["expires_at"]?.int) > Self.now())
            }
        }
    }

    // MARK: What it opens

    @Test("It opens several sessions, by a header or as browsers do it, without a model in the URL or with one")
    func several() async throws {
        try await Running.with { running in
            let value = try await Self.secret(running)
            let callers = [
                try await running.call("/v1/realtime", headers: Self.bearer(value)),
                try await running.call(Self.conversation, headers: Self.bearer(value)),
                try await running.call(
                    "/v1/realtime",
                    headers: [:],
                    subprotocols: ["realtime", "openai-insecure-api-key.\(value)"]
                ),
            ]
            for caller in callers { _ = try await caller.event("session.created") }
            #expect(running.server.sessionCount == callers.count)
        }
    }

    @Test("The type and the model that it pins stay; everything else may change")
    func pinned() async throws {
        try await Running.with { running in
            let body: JSON = ["session": ["type": "realtime", "model": "gpt-realtime-mini"]]
            let value = try await Self.secret(running, body)
            let caller = try await running.call(Self.conversation, headers: Self.bearer(value))
            #expect(try await caller.event("session.created")["session"]?["model"]?.string == "gpt-realtime-mini")
            caller.send(["type": "session.update", "session": ["type": "realtime", "model": "gpt-realtime"]])
            #expect(try await caller.event("error")["error"]?["param"]?.string == "session.model")
            caller.send(["type": "session.update", "session": ["type": "transcription"]])
            #expect(try await caller.event("error")["error"]?["param"]?.string == "session.type")
            caller.send(["type": "session.update", "session": ["type": "realtime", "instructions": "Sing."]])
            #expect(try await caller.event("session.updated")["session"]?["instructions"]?.string == "Sing.")
        }
    }

    @Test("One for a transcription opens that")
    func transcription() async throws {
        try await Running.with { running in
            let input: JSON = ["transcription": ["model": "whisper-1"]]
            let value = try await Self.secret(
                running,
                ["session": ["type": "transcription", "audio": ["input": input]]]
            )
            let caller = try await running.call("/v1/realtime", headers: Self.bearer(value))
            let session = try await caller.event("session.created")["session"]
            #expect(session?["type"]?.string == "transcription")
            #expect(session?["audio"]?["input"]?["transcription"]?["model"]?.string == "whisper-1")
        }
    }

    @Test("One for a translation opens that at its own door, and no other door")
    func translation() async throws {
        try await Running.with { running in
            let body: JSON = [
                "session": ["model": "gpt-realtime-translate", "audio": ["output": ["language": "fr"]]]
            ]
            let path = "/v1/realtime/translations/client_secrets"
            let made = try await running.ask("POST", path, body: body.text)
            #expect(made.json?["session"]?["type"]?.string == "translation")
            #expect(made.json?["session"]?["expires_at"]?.int == 0)
            let value = try #require(made.json?["value"]?.string)
            let caller = try await running.call("/v1/realtime/translations", headers: Self.bearer(value))
            let session = try await caller.event("session.created")["session"]
            #expect(session?["type"]?.string == "translation")
            #expect(session?["audio"]?["output"]?["language"]?.string == "fr")
            #expect(try await running.knock(Self.conversation, headers: Self.bearer(value)).code == "invalid_value")
            let other = try await Self.secret(running)
            let knock = try await running.knock("/v1/realtime/translations", headers: Self.bearer(other))
            #expect(knock.code == "insufficient_permissions" || knock.code == "invalid_value")
            #expect(try await running.ask("POST", path, body: "{}").error?["param"]?.string == "session")
        }
    }

    @Test("It makes no further secrets, lists no models and reads no numbers")
    func rights() async throws {
        try await Running.with { running in
            let value = try await Self.secret(running)
            for (method, path) in [("POST", Self.path), ("GET", "/v1/models")] {
                let answer = try await running.ask(method, path, key: value)
                #expect(answer.status == 403)
                #expect(answer.code == "insufficient_permissions")
            }
        }
    }

    @Test("The end user whom it was made for is on every line of its sessions")
    func safetyIdentifier() async throws {
        let book = Logbook()
        try await Running.with(log: book.log) { running in
            let value = try await Self.secret(running, headers: ["OpenAI-Safety-Identifier": "user-of-the-secret"])
            let caller = try await running.call("/v1/realtime", headers: Self.bearer(value))
            _ = try await caller.event("session.created")
        }
        #expect(book.lines(with: "session.started").allSatisfy { $0.contains("user=user-of-the-secret") })
        #expect(book.lines(with: "session.ended").allSatisfy { $0.contains(" secret=sec_") })
        #expect(book.lines(with: "session.").count == 2)
    }

    @Test("A key makes no more of them in a minute than it may make requests")
    func rate() async throws {
        try await Running.with({ $0.limits.requestsPerMinute = 2 }) { running in
            for _ in 0..<2 { _ = try await Self.secret(running) }
            let answer = try await running.ask("POST", Self.path, body: "{}")
            #expect(answer.status == 429)
            #expect(answer.code == "rate_limit_exceeded")
        }
    }

    // MARK: Its end

    /// A secret of the server's own key, put straight into its storage: it may have ended already.
    private static func stored(_ text: String, expiresAt: Int) -> StoredSecret {
        StoredSecret(
            id: "sec_of_the_test",
            hash: SecretHash(of: text),
            createdAt: now(),
            expiresAt: expiresAt,
            owner: "default",
            ownerHash: SecretHash(of: Running.key)
        )
    }

    @Test("It is kept over a restart, ends with its time or by revocation, and its sessions go on")
    func life() async throws {
        let folder = TemporaryFolder()
        let place: @Sendable (inout Settings) -> Void = { [path = folder.path] in $0.data = .folder(path) }
        let value = try await Running.with(place) { try await Self.secret($0) }
        try await Running.with(place) { running in
            let kept = try await running.call("/v1/realtime", headers: Self.bearer(value))
            _ = try await kept.event("session.created")
            let storage = try await Storage.open(.directory(folder.path))
            let live = try await storage.add(Self.stored("ek_brief", expiresAt: Self.now() + 600), secretsMax: 100)
            #expect(live)
            let caller = try await Self.letIn("ek_brief", running)
            // Its time passes: the same secret, with another end.
            _ = try await storage.revokeSecret(id: "sec_of_the_test")
            _ = try await storage.add(Self.stored("ek_brief", expiresAt: Self.now() - 1), secretsMax: 100)
            #expect(try await Self.shutOut("ek_brief", running)["message"]?.string?.contains("has expired") == true)
            _ = try await storage.revokeSecrets(owner: "default")
            #expect(try await Self.shutOut(value, running)["message"]?.string?.contains("Incorrect") == true)
            for caller in [kept, caller] {
                caller.send(Say.clear)
                _ = try await caller.event("input_audio_buffer.cleared")
            }
            await storage.close()
        }
        withExtendedLifetime(folder) {}
    }

    /// What another process has written is seen a moment later.
    private static func letIn(_ secret: String, _ running: Running) async throws -> Caller {
        while true {
            let caller = try await running.call(conversation, headers: bearer(secret))
            guard case .event(let event) = await caller.next() else { continue }
            if event["type"]?.string == "session.created" { return caller }
            try #require(event["error"]?["code"]?.string == "invalid_api_key")
        }
    }

    private static func shutOut(_ secret: String, _ running: Running) async throws -> JSON {
        while true {
            do {
                let refusal = try await running.knock(conversation, headers: bearer(secret))
                guard case .inBand(let error, 3000, _) = refusal else { throw Strange(refusal: refusal) }
                return error
            } catch is Running.LetIn { continue }
        }
    }

    private struct Strange: Error { let refusal: Running.Refusal }
}

extension JSONObject {
    /// Without what is each session's own.
    fileprivate var fixed: JSONObject {
        var fixed = self
        fixed["id"] = nil
        fixed["expires_at"] = nil
        return fixed
    }
}
