import Bytes
import HTTP
import NetIO
import RealtimeAPI
import RealtimeServer
import Testing

/// Sessions of the Preview made by REST, and what their secrets open (CONTRACT 2, 19.1, 23).
@Suite("Preview secrets", .timeLimit(.minutes(1)))
struct PreviewSecretTests {
    static let path = "/v1/realtime/sessions"

    static func beta(_ secret: String) -> HeaderFields {
        ["Authorization": "Bearer \(secret)", "OpenAI-Beta": "realtime=v1"]
    }

    static func made(_ running: Running, _ path: String = path, _ body: JSON = [:]) async throws -> JSON {
        // The header is what the SDK sends with every such request.
        let headers: HeaderFields = ["OpenAI-Beta": "assistants=v2"]
        let answer = try await running.ask("POST", path, headers: headers, body: body.text)
        try #require(answer.status == 200, "\(answer.text)")
        return try #require(answer.json)
    }

    static func secret(_ json: JSON) throws -> String { try #require(json["client_secret"]?["value"]?.string) }

    @Test("The answer is the session in the Preview's words, with a secret for a minute")
    func answer() async throws {
        try await Running.with { running in
            let json = try await Self.made(running, Self.path, ["voice": "verse", "modalities": ["text"]])
            #expect(json["object"]?.string == "realtime.session")
            #expect(json["model"]?.string == "gpt-4o-realtime-preview")
            #expect(json["voice"]?.string == "verse")
            #expect(json["modalities"] == ["text"])
            #expect(json["audio"] == nil && json["type"] == nil)
            #expect(try Self.secret(json).hasPrefix("ek_"))
            let seconds = try #require(json["client_secret"]?["expires_at"]?.int) - ClientSecretTests.now()
            #expect((50...60).contains(seconds))
        }
    }

    @Test("Its sessions begin with what it pins, the temperature too, also after a restart")
    func pinned() async throws {
        let folder = TemporaryFolder()
        let place: @Sendable (inout Settings) -> Void = { [path = folder.path] in $0.data = .folder(path) }
        let body: JSON = ["model": "gpt-4o-realtime-preview", "instructions": "Be brief.", "temperature": 0.7.json]
        let secret = try await Running.with(place) { try Self.secret(try await Self.made($0, Self.path, body)) }
        try await Running.with(place) { running in
            for target in ["/v1/realtime", PreviewTests.target] {
                let caller = try await running.call(target, headers: Self.beta(secret))
                let session = try await caller.event("session.created")["session"]
                #expect(session?["instructions"]?.string == "Be brief.")
                #expect(session?["temperature"] == 0.7.json)
            }
        }
        withExtendedLifetime(folder) {}
    }

    @Test("One for a transcription opens that, whatever model the URL names")
    func transcription() async throws {
        try await Running.with { running in
            let body: JSON = ["input_audio_transcription": ["model": "gpt-4o-transcribe"]]
            let json = try await Self.made(running, "/v1/realtime/transcription_sessions", body)
            #expect(json["input_audio_transcription"]?["model"]?.string == "gpt-4o-transcribe")
            let caller = try await running.call(PreviewTests.target, headers: Self.beta(try Self.secret(json)))
            let session = try await caller.event("transcription_session.created")["session"]
            #expect(session?["input_audio_transcription"]?["model"]?.string == "gpt-4o-transcribe")
        }
    }

    @Test(
        "Azure's paths make the same, for any deployment",
        arguments: ["/openai/realtime/sessions", "/openai/realtimeapi/sessions"]
    )
    func azure(_ path: String) async throws {
        try await Running.with { running in
            let json = try await Self.made(running, path + "?api-version=2025-04-01-preview", ["model": "prod"])
            #expect(json["model"]?.string == "prod")
            let headers: HeaderFields = ["api-key": try Self.secret(json)]
            let caller = try await running.call(PreviewTests.azure, headers: headers)
            #expect(try await caller.event("session.created")["session"]?["model"]?.string == "prod")
        }
    }

    static let mistakes: [(JSON, ErrorCode, String)] = [
        (["wishes": 3], .unknownParameter, "wishes"),
        (["modalities": ["audio"]], .invalidValue, "modalities"),
        (["temperature": 2], .invalidValue, "temperature"),
        (["input_audio_format": ["type": "audio/pcm"]], .invalidType, "input_audio_format"),
        (["type": "realtime"], .unknownParameter, "type"),
        (["tools": [["type": "mcp", "server_label": "a"]]], .invalidValue, "tools[0].type"),
    ]

    @Test("A mistake is told by the name that the client used", arguments: mistakes)
    func mistaken(_ body: JSON, _ code: ErrorCode, _ param: String) async throws {
        try await Running.with { running in
            let answer = try await running.ask("POST", Self.path, body: body.text)
            #expect(answer.status == 400)
            #expect(answer.code == code.rawValue, "\(answer.text)")
            #expect(answer.error?["param"]?.string == param)
        }
    }

    @Test("A secret opens sessions of its own dialect only, at every path")
    func mismatch() async throws {
        try await Running.with { running in
            let old = try Self.secret(try await Self.made(running))
            let new = try await ClientSecretTests.secret(running)
            let openAI = "/v1/realtime?model=gpt-realtime"
            let rows: [(String, HeaderFields, String)] = [
                (openAI, ["Authorization": "Bearer \(old)"], "GA session with a beta client secret"),
                ("/openai/v1/realtime?model=prod", ["api-key": old], "GA session with a beta client secret"),
                (openAI, Self.beta(new), "beta session with a GA client secret"),
                (PreviewTests.azure, ["api-key": new], "beta session with a GA client secret"),
            ]
            for (target, headers, words) in rows {
                guard case .inBand(let error, 4_000, _) = try await running.knock(target, headers: headers) else {
                    Issue.record("\(target) is not closed by 4000")
                    continue
                }
                #expect(error["code"]?.string == "api_version_mismatch")
                #expect(error["message"]?.string?.contains(words) == true)
            }
        }
    }

    @Test("Where the Preview is refused, a secret that it made opens nothing any more")
    func refusedLater() async throws {
        let folder = TemporaryFolder()
        let path = folder.path
        let secret = try await Running.with({ $0.data = .folder(path) }) { running in
            try Self.secret(try await Self.made(running))
        }
        try await Running.with({
            $0.data = .folder(path)
            $0.preview = .refuse
        }) { running in
            let headers: HeaderFields = ["Authorization": "Bearer \(secret)"]
            let refusal = try await running.knock("/v1/realtime?model=gpt-realtime", headers: headers)
            #expect(refusal.code == "api_version_mismatch")
        }
        withExtendedLifetime(folder) {}
    }
}
