import NetIO
import RealtimeAPI
import RealtimeEngine
import Speech
import Testing

@Suite("An engine made of parts", .timeLimit(.minutes(1)))
struct ComposedEngineTests {
    private func stack(
        _ recognizer: ToyRecognizer = ToyRecognizer(),
        _ thinker: ToyInterpreter = ToyInterpreter(),
        _ speaker: ToySpeaker = ToySpeaker()
    ) -> ComposedEngine.Stack {
        ComposedEngine.Stack(recognizer: recognizer, thinker: thinker, speaker: speaker)
    }

    private func abilities(_ languages: [String]) -> RecognizerAbilities {
        var abilities = RecognizerAbilities()
        abilities.languages = .only(languages)
        abilities.hasLogprobs = true
        abilities.hints = .refused
        return abilities
    }

    @Test("A session may ask for what the parts of its model's stack can do, and for no more")
    func offers() {
        let (english, any) = (ToyRecognizer(abilities(["en"])), ToyRecognizer())
        let (plain, able) = (ToyInterpreter(translates: false), ToyInterpreter())
        able.abilities.hasImages = true
        able.abilities.hasReasoning = true
        able.abilities.listens = true
        let speaker = ToySpeaker()
        speaker.voices = .only(["bella"])
        speaker.languages = .only(["en", "fr"])
        let engine = ComposedEngine(
            stack: stack(english, plain),
            stacks: ["able": stack(any, able, speaker)],
            recognizers: ["whisper-1": any]
        )

        let usual = engine.offer(model: "anything")
        #expect(usual.languages == .only(["en"]) && usual.hasLogprobs && usual.hints == .refused)
        #expect(!usual.hasImages && !usual.hasReasoning && usual.hearsForModel)
        #expect(usual.translationLanguages == .only([]))
        #expect(usual.voices == .any && usual.customVoices)
        #expect(
            usual.transcription
                == ["whisper-1": TranscriptionOffer(languages: .any, hasLogprobs: false, hints: .taken)]
        )

        let other = engine.offer(model: "able")
        #expect(other.languages == .any && !other.hasLogprobs && other.hints == .taken)
        #expect(other.hasImages && other.hasReasoning && !other.hearsForModel)
        #expect(other.voices == .only(["bella"]) && other.translationLanguages == .only(["en", "fr"]))
        #expect(Offer.usualVoice(of: other.voices) == .named("bella"))
        #expect(Offer.usualVoice(of: .any) == .named("alloy"))
        #expect(Offer.usualVoice(of: .only(["bella", "alloy"])) == .named("alloy"))
    }

    private func assignment(_ model: String?, _ turn: Int = 1) -> ListeningAssignment {
        let settings = model.map { model in TranscriptionSettings { $0.model = model } }
        return ListeningAssignment(
            model == nil ? .hear : .transcribe,
            settings: settings,
            wantsLogprobs: false,
            turn: turn
        )
    }

    @Test("Who listens follows from the transcription's model, else from the session's; one of each for a session")
    func listens() async {
        let loop = EventLoop.start()
        await loop.run {
            let (own, other) = (ToyRecognizer(), ToyRecognizer())
            let engine = ComposedEngine(
                stack: stack(),
                stacks: ["m": stack(own)],
                recognizers: ["other": other, "same": own]
            ) { EnergyDetector() }
            let session = engine.session(model: "m", on: loop)
            for model in [nil, "same", "unknown", "other", "other"] {
                _ = session.listen(assignment(model)) { _ in }
            }
            #expect(own.ears.map(\.assignment) == [assignment(nil), assignment("same"), assignment("unknown")])
            #expect(other.ears.count == 2)
            #expect((own.sessions, other.sessions) == (1, 1))
            _ = engine.session(model: "m", on: loop).listen(assignment(nil)) { _ in }
            #expect(own.sessions == 2)
        }
        await loop.stop()
    }

    @Test("What is expected is the transcription model's to hear; whoever expected before it does so no more")
    func expects() async {
        let loop = EventLoop.start()
        await loop.run {
            let (own, other) = (ToyRecognizer(), ToyRecognizer())
            let engine = ComposedEngine(stack: stack(own), recognizers: ["other": other]) { EnergyDetector() }
            let session = engine.session(model: "m", on: loop)
            #expect(session.expect(ExpectedWords(prompt: "a")) == .granted)
            other.hasRoom = false
            #expect(session.expect(ExpectedWords(model: "other", prompt: "b")) == .refused(why: "There is no room."))
            #expect((own.expected, other.expected) == (["a"], []))
            other.hasRoom = true
            #expect(session.expect(ExpectedWords(model: "other", prompt: "b")) == .granted)
            #expect((own.expected, other.expected) == (["a", nil], ["b"]))
            #expect(session.expect(nil) == .granted)
            #expect((own.expected, other.expected) == (["a", nil, nil], ["b", nil]))
        }
        await loop.stop()
    }

    @Test("A response is thought and spoken by the stack of its model")
    func answers() async {
        let loop = EventLoop.start()
        await loop.run {
            let (usual, special, speaker) = (ToyInterpreter(), ToyInterpreter(), ToySpeaker())
            let engine = ComposedEngine(
                stack: stack(ToyRecognizer(), usual),
                stacks: ["special": stack(ToyRecognizer(), special, speaker)]
            ) { EnergyDetector() }
            let session = engine.session(model: "special", on: loop)
            let request = ResponseRequest(
                model: "special",
                instructions: "Whisper.",
                voice: .named("marin"),
                speed: 1.2
            )
            let answer = session.answer(request) { _ in }
            special.thoughts.first?.say(.text("Guten Tag, wie geht es Ihnen? Gut."))
            #expect(usual.thoughts.isEmpty)
            let manner = SpeakingManner(voice: .named("marin"), speed: 1.2, language: "de", instructions: "Whisper.")
            #expect(speaker.speeches.first?.manner == manner)
            answer.cancel()
        }
        await loop.stop()
    }

    @Test("Each recogniser is prepared and closed, also one that several routes have")
    func lives() async {
        let (first, second, third) = (ToyRecognizer(), ToyRecognizer(), ToyRecognizer())
        let engine = ComposedEngine(
            stack: stack(first),
            stacks: ["m": stack(second), "n": stack(first)],
            recognizers: ["x": third, "y": second]
        )
        engine.prepare()
        #expect([first, second, third].allSatisfy { $0.preparations == 1 })
        await engine.close()
        #expect([first, second, third].allSatisfy { $0.isClosed })
    }
}
