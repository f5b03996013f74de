import Bytes
import HTTP
import NetIO
import RealtimeAPI
import RealtimeServer
import Testing

/// Clients of the Preview dialect on the wire (CONTRACT 19, 23).
@Suite("Preview clients", .timeLimit(.minutes(1)))
struct PreviewTests {
    static let target = "/v1/realtime?model=gpt-4o-realtime-preview"
    static let azure = "/openai/realtime?api-version=2025-04-01-preview&deployment=prod"
    static let beta: HeaderFields = ["Authorization": "Bearer \(Running.key)", "OpenAI-Beta": "realtime=v1"]

    static func update(_ session: JSON) -> JSON { ["type": "session.update", "session": session] }

    /// The types of what comes, up to one of `last`.
    static func types(of caller: Caller, upTo last: String) async throws -> [String] {
        var types: [String] = []
        while types.last != last {
            switch await caller.next() {
            case .event(let event): types.append(event["type"]?.string ?? "")
            case .ended(let end): throw Caller.Ended(waitingFor: last, end)
            }
        }
        return types
    }

    // MARK: The greeting

    @Test("A client with the beta header is greeted in its dialect, and told of its conversation")
    func greeting() async throws {
        try await Running.with { running in
            let caller = try await running.call(Self.target, headers: Self.beta)
            let session = try #require(try await caller.event("session.created")["session"])
            #expect(session["model"]?.string == "gpt-4o-realtime-preview")
            #expect(session["voice"]?.string == "alloy")
            #expect(session["input_audio_format"]?.string == "pcm16")
            #expect(session["temperature"] == 0.8.json)
            #expect(session["audio"] == nil && session["type"] == nil)
            let conversation = try await caller.event("conversation.created")["conversation"]
            caller.send(Self.update(["modalities": ["text"]]))
            caller.send(Say.message("Hello."))
            caller.send(Say.respond)
            let done = try await caller.event("response.done")["response"]
            #expect(done?["conversation_id"]?.string == conversation?["id"]?.string)
            #expect(conversation?["id"]?.string?.hasPrefix("conv_") == true)
        }
    }

    @Test("Azure's clients know no event for the conversation, and get none")
    func greetingAtAzure() async throws {
        try await Running.with { running in
            let caller = try await running.call(Self.azure, headers: ["api-key": Running.key])
            caller.send(Say.clear)
            let types = try await Self.types(of: caller, upTo: "input_audio_buffer.cleared")
            #expect(types == ["session.created", "input_audio_buffer.cleared"])
        }
    }

    @Test("The beta sub-protocol is answered by the one that the service answers")
    func subprotocol() async throws {
        try await Running.with { running in
            let offered = ["realtime", "openai-insecure-api-key.\(Running.key)", "openai-beta.realtime-v1"]
            let caller = try await running.call(Self.target, headers: [:], subprotocols: offered)
            #expect(caller.channel.subprotocol == "realtime")
            #expect(try await caller.event("session.created")["session"]?["voice"] != nil)
        }
    }

    @Test("With an intent a transcription session opens; at Azure also with a deployment, which cannot be left out")
    func transcription() async throws {
        try await Running.with { running in
            for target in ["/v1/realtime?intent=transcription", Self.azure + "&intent=transcription"] {
                let caller = try await running.call(target, headers: Self.beta)
                let created = try await caller.event("transcription_session.created")["session"]
                #expect(created?["input_audio_format"]?.string == "pcm16")
                let session: JSON = ["input_audio_transcription": ["model": "whisper-1"], "turn_detection": nil]
                caller.send(["type": "transcription_session.update", "session": session])
                _ = try await caller.event("transcription_session.updated")
                caller.send(Say.append(Say.loud(milliseconds: 600)))
                caller.send(Say.commit)
                let heard = try await caller.event("conversation.item.input_audio_transcription.completed")
                #expect(heard["transcript"]?.string?.isEmpty == false)
            }
        }
    }

    // MARK: A conversation

    static let answer = [
        "response.created", "response.output_item.added", "conversation.item.created", "response.content_part.added",
        "response.audio_transcript.delta", "response.audio.delta", "response.audio.done",
        "response.audio_transcript.done", "response.content_part.done", "response.output_item.done", "response.done",
    ]

    @Test("A turn is said in the Preview's words alone, limits right after the response has begun")
    func turn() async throws {
        try await Running.with({ $0.limits.tokensPerMinute = 1_000_000 }) { running in
            let caller = try await running.call(Self.target, headers: Self.beta)
            caller.send(Self.update(["turn_detection": ["type": "none"]]))
            let updated = try await caller.event("session.updated")["session"]
            #expect(updated?["turn_detection"] == .null)
            caller.send(Say.append(Say.loud(milliseconds: 400)))
            caller.send(Say.commit)
            _ = try await caller.event("conversation.item.created")
            caller.send(Say.respond)
            let types = try await Self.types(of: caller, upTo: "response.done")
            #expect(types.prefix(2) == ["response.created", "rate_limits.updated"])
            #expect(Set(types).subtracting(["rate_limits.updated"]) == Set(Self.answer))
        }
    }

    @Test("Telephones get their format, and no delta is empty")
    func telephone() async throws {
        try await Running.with { running in
            let caller = try await running.call(Self.target, headers: Self.beta)
            caller.send(Self.update(["output_audio_format": "g711_ulaw"]))
            caller.send(Say.message("Hello."))
            caller.send(Say.respond)
            #expect(try await caller.event("response.audio.delta")["delta"]?.string?.isEmpty == false)
            #expect(try await caller.event("response.done")["response"]?["output_audio_format"]?.string == "g711_ulaw")
        }
    }

    @Test(
        "An error names the field as the client wrote it",
        arguments: [
            (["speed": 9], "session.speed"), (["modalities": ["audio"]], "session.modalities"),
            (["wishes": 3], "session.wishes"), (["output_audio_format": "mp3"], "session.output_audio_format"),
            (["temperature": 3], "session.temperature"),
        ] as [(JSON, String)]
    )
    func errors(_ session: JSON, _ param: String) async throws {
        try await Running.with { running in
            let caller = try await running.call(Self.target, headers: Self.beta)
            caller.send(Self.update(session))
            #expect(try await caller.event("error")["error"]?["param"]?.string == param)
        }
    }

    // MARK: The GA half of a client at a preview version

    @Test("The first session.update turns a preview version's connection to GA if it says a type, and it is logged")
    func turned() async throws {
        let book = Logbook()
        try await Running.with(log: book.log) { running in
            let caller = try await running.call(Self.azure, headers: ["api-key": Running.key])
            #expect(try await caller.event("session.created")["session"]?["voice"]?.string == "alloy")
            caller.send(Say.update(["output_modalities": ["text"]]))
            let updated = try await caller.event("session.updated")["session"]
            #expect(updated?["type"]?.string == "realtime")
            #expect(updated?["audio"]?["output"]?["voice"]?.string == "alloy")
            caller.send(Say.message("Hello."))
            caller.send(Say.respond)
            _ = try await caller.event("response.output_text.delta")
        }
        #expect(book.lines(with: "dialect.turned").count == 1)
        #expect(book.lines(with: "session.started").allSatisfy { $0.contains("dialect=preview") })
    }

    @Test("The first one decides: after one without a type, and with the beta header, a type is an unknown field")
    func notTurned() async throws {
        let book = Logbook()
        try await Running.with(log: book.log) { running in
            let decided = try await running.call(Self.azure, headers: ["api-key": Running.key])
            decided.send(Self.update(["voice": "verse"]))
            _ = try await decided.event("session.updated")
            let certain = try await running.call(Self.azure, headers: Self.beta)
            for caller in [decided, certain] {
                caller.send(Say.update([:]))
                let error = try await caller.event("error")["error"]
                #expect(error?["code"]?.string == "unknown_parameter")
                #expect(error?["param"]?.string == "session.type")
            }
        }
        #expect(book.lines(with: "dialect.turned").isEmpty)
    }

    // MARK: What is lost

    @Test("What the other dialect has no words for is logged and counted once in a session")
    func losses() async throws {
        let book = Logbook()
        try await Running.with(log: book.log) { running in
            for _ in 0..<2 {
                let caller = try await running.call(Self.target, headers: Self.beta)
                for temperature in [0.7, 0.9] {
                    caller.send(Self.update(["temperature": temperature.json]))
                    let updated = try await caller.event("session.updated")["session"]
                    #expect(updated?["temperature"] == temperature.json)
                }
            }
            let told = try await running.ask("GET", "/metrics").text
            #expect(told.contains(#"antiphon_preview_losses_total{what="temperature"} 2"#))
            #expect(told.contains("antiphon_preview_sessions_started_total 2"))
        }
        #expect(book.lines(with: "dialect.lost").count == 2)
        #expect(book.lines(with: "dialect.lost").allSatisfy { $0.contains("temperature") })
    }

    @Test("What is counted as sent is what the client gets, whatever a dialect leaves out", arguments: [true, false])
    func counted(_ isPreview: Bool) async throws {
        let book = Logbook()
        var received = 0
        try await Running.with(log: book.log) { running in
            let headers = isPreview ? Self.beta : ["Authorization": "Bearer \(Running.key)"]
            let caller = try await running.call(Self.target, headers: headers)
            caller.send(["type": "response.create"])
            caller.send(["type": "input_audio_buffer.clear"])
            var waiting: Set = ["response.done", "input_audio_buffer.cleared"]
            while !waiting.isEmpty {
                guard case .event(let event) = await caller.next() else { break }
                received += 1
                waiting.remove(event["type"]?.string ?? "")
            }
            caller.close()
            _ = await caller.end()
        }
        let ended = try #require(book.lines(with: "session.ended").first)
        #expect(received > 8 && ended.contains("events_out=\(received) "), "\(received): \(ended)")
    }
}
