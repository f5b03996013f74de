import Bytes
import HTTP
import NetIO
import RealtimeServer
import Speech
import TestSupport
import Testing

/// Whole translation sessions: flite's English is heard by the embedded recogniser, a stub stands for the language
/// model, and espeak-ng says its Spanish.
@Suite("Translation by the embedded recogniser and a language model", .timeLimit(.minutes(2)))
struct TranslationTests {
    private static let target = "/v1/realtime/translations?model=gpt-realtime-translate"

    private static func says(_ text: String) -> [StubServer.Step] {
        let words: JSON = ["choices": [["index": 0, "delta": ["content": .string(text)], "finish_reason": nil]]]
        let stop = #"{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"#
        return [.eventHead, .events(words.text, stop, "[DONE]")]
    }

    private func translating(
        by stub: StubServer,
        _ body: (Caller) async throws -> Void
    ) async throws {
        let settings = try Settings.load(
            file: """
                engines: {chat: {stub: {url: "\(stub.url)", model: tiny, retries: 0}}}
                routes: {gpt-realtime-translate: {think: stub}}
                recognition: {decoders: 1}
                """
        )
        let engine = try EngineParts(settings, log: .silent).engine
        engine.prepare()
        try await Running.with(speech: engine) { running in
            let caller = try await running.call(Self.target)
            caller.send([
                "type": "session.update",
                "session": [
                    "audio": [
                        "input": ["transcription": ["model": "gpt-realtime-whisper"]], "output": ["language": "es"],
                    ]
                ],
            ])
            _ = try await caller.event("session.updated")
            try await body(caller)
        }
    }

    private func append(_ audio: [UInt8]) -> JSON {
        ["type": "session.input_audio_buffer.append", "audio": .string(Base64.encode(audio))]
    }

    /// What is said up to an event, by the types of its deltas, and how long it sounds.
    private func all(_ caller: Caller, upTo last: String) async throws -> (said: [String: String], samples: Int) {
        var (said, samples): ([String: String], Int) = ([:], 0)
        while true {
            guard case .event(let event) = await caller.next(), let type = event["type"]?.string else {
                Issue.record("the connection ended before \(last)")
                return (said, samples)
            }
            if type == "session.output_audio.delta" {
                samples += (event["delta"]?.string?.utf8.count ?? 0) / 4 * 3 / 2
            } else {
                said[type, default: ""] += event["delta"]?.string ?? event["error"]?["message"]?.string ?? ""
            }
            if type == last { return (said, samples) }
        }
    }

    @Test("What is said in English is shown, and said in Spanish; at the end nothing is left unsaid")
    func translates() async throws {
        let stub = StubServer([Self.says("Buenos días a todos. "), Self.says("La tienda está cerrada el domingo.")])
        try await translating(by: stub) { caller in
            caller.send(append(await Microphone.says("Good morning everybody.")))
            caller.send(append(await Microphone.says("The shop is closed on Sunday.")))
            caller.send(["type": "session.close"])
            let (said, samples) = try await all(caller, upTo: "session.closed")
            let heard = said["session.input_transcript.delta"] ?? ""
            #expect(heard.contains("good morning") && heard.contains("closed"), "\(heard)")
            #expect(
                said["session.output_transcript.delta"]?.split(separator: " ").joined(separator: " ")
                    == "Buenos días a todos. La tienda está cerrada el domingo."
            )
            #expect(samples > 24_000 * 2, "it was not spoken")
            #expect(said["error"] == nil)
            guard case .closedByPeer = await caller.end() else {
                Issue.record("the server did not close")
                return
            }
        }
        let asked = stub.requests.map(\.text)
        #expect(asked.count == 2)
        #expect(asked.allSatisfy { $0.contains("into the language 'es'") })
        #expect(asked.first?.contains("good morning") == true && asked.last?.contains("sunday") == true)
    }

    @Test("What the model cannot translate is told, and the session goes on")
    func misses() async throws {
        let failure = StubServer.Step.json(#"{"error":{"message":"overloaded"}}"#, status: "503 Service Unavailable")
        let stub = StubServer([[failure], Self.says("Hasta mañana.")])
        try await translating(by: stub) { caller in
            caller.send(append(await Microphone.says("Good morning everybody.")))
            let error = try await caller.event("error")["error"]
            #expect(error?["code"]?.string == "translation_failed" && error?["type"]?.string == "server_error")
            #expect(error?["message"]?.string?.contains("503: overloaded") == true)
            caller.send(append(await Microphone.says("See you tomorrow.")))
            caller.send(["type": "session.close"])
            let said = try await all(caller, upTo: "session.closed").said
            #expect(said["session.output_transcript.delta"]?.contains("Hasta mañana.") == true)
        }
    }

    @Test("A language that no voice speaks is refused by name, and so is the embedded assistant as an interpreter")
    func refused() async throws {
        try await translating(by: StubServer([Self.says("x")])) { caller in
            caller.send(["type": "session.update", "session": ["audio": ["output": ["language": "tlh"]]]])
            let error = try await caller.event("error")["error"]
            #expect(error?["param"]?.string == "session.audio.output.language")
            let message = "Unsupported parameter: 'session.audio.output.language'. The translator does not speak 'tlh'."
            #expect(error?["message"]?.string == message)
        }
        let embedded = try EngineParts(Settings(), log: .silent).engine
        try await Running.with(speech: embedded) { running in
            let refusal = try await running.knock(Self.target, headers: ["Authorization": "Bearer \(Running.key)"])
            guard case .inBand(let error, _, _) = refusal else {
                Issue.record("refused in another way: \(refusal)")
                return
            }
            #expect(error["param"]?.string == "model")
            let why =
                "Unsupported parameter: 'model'. The language model behind 'gpt-realtime-translate' does not translate."
            #expect(error["message"]?.string == why)
        }
    }
}
