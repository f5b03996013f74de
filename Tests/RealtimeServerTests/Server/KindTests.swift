import Bytes
import HTTP
import NetIO
import RealtimeServer
import Testing

/// What a URL opens, and that it works.
@Suite("Kinds of session", .timeLimit(.minutes(1)))
struct KindTests {
    @Test("Without a model and with the intent, what is said is written down")
    func transcription() async throws {
        try await Running.with { running in
            let caller = try await running.call("/v1/realtime?intent=transcription")
            let created = try await caller.event("session.created")
            #expect(created["session"]?["type"]?.string == "transcription")
            #expect(created["session"]?["object"]?.string == "realtime.transcription_session")
            #expect(created["session"]?["model"] == nil)
            let input: JSON = ["transcription": ["model": "gpt-4o-transcribe"], "turn_detection": nil]
            caller.send(["type": "session.update", "session": ["type": "transcription", "audio": ["input": input]]])
            _ = try await caller.event("session.updated")
            caller.send(Say.append(Say.loud(milliseconds: 600)))
            caller.send(Say.commit)
            let item = try await caller.event("input_audio_buffer.committed")["item_id"]
            let done = try await caller.event("conversation.item.input_audio_transcription.completed")
            #expect(done["item_id"] == item)
            #expect(done["transcript"]?.string?.isEmpty == false)
        }
    }

    @Test("With a model, the intent makes a conversation, which takes no transcription's update")
    func intentAndModel() async throws {
        try await Running.with { running in
            let caller = try await running.call("/v1/realtime?model=gpt-realtime&intent=transcription")
            #expect(try await caller.event("session.created")["session"]?["type"]?.string == "realtime")
            caller.send(["type": "session.update", "session": ["type": "transcription"]])
            #expect(try await caller.event("error")["error"]?["code"]?.string == "invalid_value")
        }
    }

    @Test("At the translations' door, what is said comes back in another language")
    func translation() async throws {
        try await Running.with { running in
            let caller = try await running.call("/v1/realtime/translations?model=gpt-realtime-translate")
            let session = try await caller.event("session.created")["session"]
            #expect(session?["type"]?.string == "translation")
            #expect(session?["model"]?.string == "gpt-realtime-translate")
            caller.send(["type": "session.update", "session": ["audio": ["output": ["language": "de"]]]])
            let updated = try await caller.event("session.updated")["session"]
            #expect(updated?["audio"]?["output"]?["language"]?.string == "de")
            for _ in 0..<5 {
                caller.send([
                    "type": "session.input_audio_buffer.append",
                    "audio": .string(Base64.encode(Say.loud(milliseconds: 200))),
                ])
            }
            _ = try await caller.event("session.output_transcript.delta")
            let audio = try await caller.event("session.output_audio.delta")
            #expect(audio["sample_rate"]?.int == 24_000)
            caller.send(["type": "session.close"])
            _ = try await caller.event("session.closed")
            #expect(await caller.end() == .closedByPeer(.normal, reason: ""))
        }
    }

    @Test(
        "Each door of Azure opens what OpenAI's does",
        arguments: [
            ("/openai/v1/realtime?model=prod", "realtime", "prod"),
            ("/openai/realtime?api-version=2025-08-28&deployment=prod", "realtime", "prod"),
            ("/openai/v1/realtime?intent=transcription", "transcription", nil),
            ("/openai/v1/realtime/translations?model=prod", "translation", "prod"),
        ]
    )
    func azure(_ target: String, _ kind: String, _ model: String?) async throws {
        try await Running.with { running in
            let session = try await running.call(target).event("session.created")["session"]
            #expect(session?["type"]?.string == kind)
            #expect(session?["model"]?.string == model)
        }
    }

    @Test("At Azure a session keeps its deployment, whatever name an SDK sends; elsewhere another name is refused")
    func modelNames() async throws {
        try await Running.with { running in
            let update: JSON = [
                "type": "session.update", "session": ["type": "realtime", "model": "gpt-realtime-2.1"],
            ]
            let azure = try await running.call("/openai/v1/realtime?model=my-deployment")
            azure.send(update)
            #expect(try await azure.event("session.updated")["session"]?["model"]?.string == "my-deployment")
            let openAI = try await running.call("/v1/realtime?model=gpt-realtime")
            openAI.send(update)
            let error = try await openAI.event("error")["error"]
            #expect(error?["param"]?.string == "session.model")
            openAI.send(["type": "session.update", "session": ["type": "realtime", "model": "gpt-realtime"]])
            #expect(try await openAI.event("session.updated")["session"]?["model"]?.string == "gpt-realtime")
        }
    }

    @Test("A key for some models transcribes with these alone")
    func scopedTranscription() async throws {
        let change: @Sendable (inout Settings) -> Void = {
            $0.access.keys = [
                ConfiguredKey(name: "w", secret: .text(Private("sk-whisper")), models: .only(["whisper-1"]))
            ]
        }
        try await Running.with(change) { running in
            let caller = try await running.call("/v1/realtime?intent=transcription", headers: ["api-key": "sk-whisper"])
            for (model, answer) in [("gpt-4o-transcribe", "error"), ("whisper-1", "session.updated")] {
                let input: JSON = ["transcription": ["model": .string(model)]]
                caller.send([
                    "type": "session.update", "session": ["type": "transcription", "audio": ["input": input]],
                ])
                _ = try await caller.event(answer)
            }
        }
    }
}
