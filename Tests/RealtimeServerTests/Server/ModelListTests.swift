import Bytes
import HTTP
import NetIO
import RealtimeServer
import Testing

/// What the operator's `models` opens, beside what it refuses (`RefusedCase`).
@Suite("The operator's models", .timeLimit(.minutes(1)))
struct ModelListTests {
    private static let listed: @Sendable (inout Settings) -> Void = {
        $0.models = ["gpt-realtime", "gpt-4o-transcribe", "own-model"]
    }

    @Test(
        "A listed name opens its kind, and a name of the operator's own every kind",
        arguments: [
            ("/v1/realtime?model=gpt-realtime", "realtime"), ("/v1/realtime?model=own-model", "realtime"),
            ("/v1/realtime/translations?model=own-model", "translation"),
            ("/openai/v1/realtime?model=gpt-4o-transcribe", "realtime"),
        ]
    )
    func opens(_ target: String, _ kind: String) async throws {
        try await Running.with(Self.listed) { running in
            let headers: HeaderFields = target.hasPrefix("/openai") ? ["api-key": Running.key] : Self.bearer
            let caller = try await running.call(target, headers: headers)
            #expect(try await caller.event("session.created")["session"]?["type"]?.string == kind)
        }
    }

    @Test(
        "A transcription session listens with what is listed and transcribes",
        arguments: [
            ("gpt-4o-transcribe", true), ("own-model", true), ("whisper-1", false), ("gpt-realtime", false),
        ]
    )
    func listens(_ model: String, _ may: Bool) async throws {
        try await Running.with(Self.listed) { running in
            let caller = try await running.call("/v1/realtime?intent=transcription")
            _ = try await caller.event("session.created")
            let input: JSON = ["transcription": ["model": .string(model)]]
            let session: JSON = ["type": "transcription", "audio": ["input": input]]
            caller.send(["type": "session.update", "session": session])
            if may {
                _ = try await caller.event("session.updated")
            } else {
                let error = try await caller.event("error")["error"]
                #expect(error?["param"]?.string == "session.audio.input.transcription.model")
            }
            let body: JSON = ["session": session]
            #expect(try await running.ask("POST", ClientSecretTests.path, body: body.text).status == (may ? 200 : 400))
        }
    }

    @Test("What a secret pins opens nothing any more once the operator has left its model out")
    func pinned() async throws {
        let folder = TemporaryFolder()
        let place: @Sendable (inout Settings) -> Void = { [path = folder.path] in $0.data = .folder(path) }
        let value = try await Running.with(place) { running in
            try await ClientSecretTests.secret(
                running,
                ["session": ["type": "realtime", "model": "gpt-realtime-mini"]]
            )
        }
        let narrow: @Sendable (inout Settings) -> Void = {
            place(&$0)
            Self.listed(&$0)
        }
        try await Running.with(narrow) { running in
            let refusal = try await running.knock("/v1/realtime", headers: ClientSecretTests.bearer(value))
            #expect(refusal.code == "invalid_model")
        }
        withExtendedLifetime(folder) {}
    }

    private static let bearer: HeaderFields = ["Authorization": "Bearer \(Running.key)"]
}
