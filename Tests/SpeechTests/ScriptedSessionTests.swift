import RealtimeAPI
import RealtimeEngine
import Speech
import Testing

@Suite("Whole sessions with the scripted engine", .timeLimit(.minutes(1)))
struct ScriptedConversationTests {
    /// What `openai-agents` 0.24.0 sends when nothing is configured, after it has set `tracing`.
    private static let agentsDefaults = """
        {"type":"session.update","session":{"type":"realtime","model":"gpt-realtime","output_modalities":["audio"],
        "audio":{"input":{"format":{"type":"audio/pcm","rate":24000},
        "transcription":{"model":"gpt-4o-mini-transcribe"},
        "turn_detection":{"type":"semantic_vad","interrupt_response":true}},
        "output":{"voice":"ash","format":{"type":"audio/pcm","rate":24000}}},
        "tools":[{"type":"function","name":"look","description":"Looks.","parameters":{"type":"object",
        "properties":{"at":{"type":"string"}},"required":["at"],"additionalProperties":false}}]}}
        """
    private static let tracing = #"{"type":"session.update","session":{"type":"realtime","tracing":"auto"}}"#

    private static let isDone: @Sendable (ServerEvent) -> Bool = { if case .responseDone = $0 { true } else { false } }

    private func errors(_ events: [ServerEvent]) -> [String] {
        events.compactMap { if case .error(let event) = $0 { event.error.message } else { nil } }
    }

    @Test("What an SDK asks for by default works: it hears a turn, transcribes and answers aloud")
    func agents() async throws {
        let (events, audio) = try await ScriptedConversation.run(until: Self.isDone) { session in
            session.send(Self.tracing)
            session.send(Self.agentsDefaults)
            session.speak(Stand.tone(.milliseconds(1_000)) + Stand.silence(.milliseconds(2_000)))
        }
        #expect(errors(events) == [])
        let transcripts = events.compactMap {
            if case .transcriptionCompleted(let event) = $0 { event.transcript } else { nil }
        }
        #expect(transcripts == [Script.heardDefault.text])
        let answers = events.compactMap {
            if case .audioTranscriptDone(let event) = $0 { event.transcript } else { nil }
        }
        #expect(answers == [ScriptedAnswer.acknowledgement])
        #expect(Ticks(audio.count) == .milliseconds(60 * ScriptedAnswer.acknowledgement.count))
    }

    @Test("The same session twice is the same, audio included")
    func deterministic() async throws {
        let once = try await typed()
        let again = try await typed()
        let isSame = once.audio == again.audio && once.events == again.events
        #expect(isSame)
        #expect(!once.audio.isEmpty)
    }

    private func typed() async throws -> (events: [ServerEvent], audio: Samples) {
        try await ScriptedConversation.run(until: Self.isDone) { session in
            session.send(
                """
                {"type":"conversation.item.create","item":{"type":"message","role":"user",
                "content":[{"type":"input_text","text":"Once upon a time there was a very long sentence."}]}}
                """
            )
            session.send(#"{"type":"response.create"}"#)
        }
    }

    @Test("A turn is heard by the script's text for it, whoever listens")
    func turns() async throws {
        var script = Script()
        script.hears = [Script.Heard("one"), Script.Heard("two")]
        script.fallback = try reaction("{{turn}}: {{text}}")
        let done = Counter()
        let (events, _) = try await ScriptedConversation.run(.realtime, script) { event in
            Self.isDone(event) && done.next() == 2
        } _: { session in
            session.send(Self.agentsDefaults)
            let turn = Stand.tone(.milliseconds(300)) + Stand.silence(.milliseconds(3_000))
            session.speak(turn + turn)
        }
        let answers = events.compactMap {
            if case .audioTranscriptDone(let event) = $0 { event.transcript } else { nil }
        }
        #expect(answers == ["1: one", "2: two"])
        let transcripts = events.compactMap {
            if case .transcriptionCompleted(let event) = $0 { event.transcript } else { nil }
        }
        #expect(transcripts == ["one", "two"])
    }

    private func reaction(_ answer: String) throws -> Script.Reaction {
        var reaction = Script.Reaction()
        reaction.answers = try ScriptTemplate(answer)
        return reaction
    }

    /// Only used on the session's loop.
    private final class Counter: @unchecked Sendable {
        private var count = 0
        func next() -> Int {
            count += 1
            return count
        }
    }

    @Test("A transcription session is told words, log probabilities and the end")
    func transcription() async throws {
        let (events, _) = try await ScriptedConversation.run(
            .transcription,
            until: { if case .transcriptionCompleted = $0 { true } else { false } }
        ) { session in
            session.send(
                """
                {"type":"session.update","session":{"type":"transcription",
                "include":["item.input_audio_transcription.logprobs"],
                "audio":{"input":{"transcription":{"model":"gpt-4o-transcribe","language":"en"}}}}}
                """
            )
            session.speak(Stand.tone(.milliseconds(1_500)) + Stand.silence(.milliseconds(1_000)))
        }
        #expect(errors(events) == [])
        let deltas = events.compactMap { if case .transcriptionDelta(let event) = $0 { event } else { nil } }
        #expect(deltas.compactMap(\.delta).joined() == Script.heardDefault.text)
        #expect(deltas.allSatisfy { $0.logprobs.value?.count == 1 })
    }

    @Test("A translation session says what it heard in another language, and ends when it is closed")
    func translation() async throws {
        let (events, _) = try await ScriptedConversation.run(
            .translation,
            until: { if case .translationClosed = $0 { true } else { false } }
        ) { session in
            session.send(#"{"type":"session.update","session":{"audio":{"output":{"language":"fr"}}}}"#)
            session.speak(Stand.tone(.milliseconds(6_000)))
            session.whenSpoken { session.send(#"{"type":"session.close"}"#) }
        }
        #expect(errors(events) == [])
        let said = events.compactMap { if case .translationOutputDelta(let event) = $0 { event.delta } else { nil } }
        #expect(said.joined().hasPrefix("This is the translation into 'fr'. "))
        #expect(events.contains { if case .translationAudioDelta = $0 { true } else { false } })
    }

    @Test("What it does not do is refused by name")
    func refused() async throws {
        let update = #"{"type":"session.update","session":{"type":"realtime","reasoning":{"effort":"low"}}}"#
        let (events, _) = try await ScriptedConversation.run(
            until: { if case .error = $0 { true } else { false } }
        ) { $0.send(update) }
        let refused = events.compactMap { if case .error(let event) = $0 { event.error.param.value } else { nil } }
        #expect(refused.count == 1 && refused.allSatisfy { $0.hasPrefix("session.reasoning") }, "\(refused)")
    }
}
