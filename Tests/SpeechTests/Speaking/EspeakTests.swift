import NetIO
import RealtimeAPI
import RealtimeEngine
import Speech
import TestSupport
import Testing

@Suite(
    "Speech by espeak-ng",
    .enabled(if: EspeakSpeaker() != nil, "espeak-ng is not installed"),
    .timeLimit(.minutes(3))
)
struct EspeakTests {
    static let sentence = "He encontrado tres restaurantes cerca de usted. ¿Quiere que reserve una mesa?"

    private func speaker(atOnce: Int = 4) throws -> EspeakSpeaker { try #require(EspeakSpeaker(atOnce: atOnce)) }

    @Test("Spanish is spoken, and told with what is heard")
    func spanish() async throws {
        let spoken = try await speaker().spoken(Self.sentence, .voice("alloy", language: "es"))
        #expect(spoken.isFinished && spoken.isWellFormed && spoken.text == Self.sentence)
        #expect(24_000 * 3...24_000 * 8 ~= spoken.samples.count)
        #expect(spoken.samples.contains { $0 > 3_000 })
        // About as much text in each piece, and no half words.
        #expect(spoken.pieces.allSatisfy { $0.samples <= 4_800 && $0.text.count < 24 })
        #expect(spoken.pieces.count { !$0.text.isEmpty } > 8)
    }

    @Test("Every language that is offered is spoken, in its own way")
    func languages() async throws {
        let speaker = try speaker()
        var sounds: [Samples: String] = [:]
        for (language, voice) in EspeakVoice.languages {
            let spoken = await speaker.spoken("Antiphon 1 2 3.", .voice("ash", language: language))
            #expect(spoken.isFinished && spoken.samples.count > 12_000, "\(language)")
            if let other = sounds.updateValue(voice, forKey: spoken.samples) { #expect(other == voice) }
        }
    }

    @Test("Every voice of the API differs from the others")
    func voices() async throws {
        let speaker = try speaker()
        #expect(Set(EspeakVoice.variants.keys) == Set(FliteVoice.all.map(\.name)))
        var sounds: Set<Samples> = []
        for name in EspeakVoice.variants.keys {
            sounds.insert(await speaker.spoken("Buenos días.", .voice(name, language: "es")).samples)
        }
        #expect(sounds.count == EspeakVoice.variants.count)
    }

    @Test("Speed is heard, also where espeak-ng itself goes no slower", arguments: [0.25, 0.35, 0.5, 0.75, 1.5])
    func speed(_ speed: Double) async throws {
        let normal = try await speaker().spoken(Self.sentence, .voice("alloy", language: "es"))
        let other = try await speaker().spoken(Self.sentence, .voice("alloy", speed: speed, language: "es"))
        let ratio = Double(normal.samples.count) / Double(other.samples.count)
        #expect(abs(ratio / speed - 1) < 0.2, "\(ratio)")
    }

    @Test("Text is text: options, phonemes, markup and controls in it are none")
    func text() async throws {
        let speaker = try speaker()
        for text in ["-v en hola", "[[h@l'oU]]", "<voice name=\"en\">hola</voice>", "a\u{0}b", "", "🎉", " ", "$(id)"] {
            let spoken = await speaker.spoken(text, .voice("alloy", language: "es"))
            #expect(spoken.isFinished && spoken.text.utf8.elementsEqual(text.utf8), "\(text)")
        }
        let marked = await speaker.spoken("[[h@l'oU]]", .voice("alloy", language: "es")).samples
        let plain = await speaker.spoken("h@l'oU", .voice("alloy", language: "es")).samples
        #expect(marked == plain)
    }

    @Test("However many speak, few run at once, and all are heard")
    func turns() async throws {
        let speaker = try speaker(atOnce: 2)
        let texts = await withTaskGroup(of: String.self) { group in
            for _ in 0..<12 {
                group.addTask { await speaker.spoken("Hola a todos.", .voice("ash", language: "es")).text }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(texts == Array(repeating: "Hola a todos.", count: 12))
    }

    @Test("Cancelled, its program is gone and its turn is another's", arguments: [0, 1])
    func cancel(after count: Int) async throws {
        let speaker = try speaker(atOnce: 1)
        let loop = EventLoop.start()
        let kept = Lock<(any Speaking)?>(nil)
        let reports = Lock(0)
        await withCheckedContinuation { (done: CheckedContinuation<Void, Never>) in
            loop.post {
                let speaking = speaker.speak(Self.sentence, manner: .voice("ash", language: "es"), on: loop) { _ in
                    reports.withLock { $0 += 1 }
                    kept.withLock { $0 }?.cancel()
                    done.resume()
                }
                kept.withLock { $0 = speaking }
                guard count == 0 else { return }
                // The program has been started by then, and has said nothing.
                loop.post {
                    loop.post {
                        kept.withLock { $0 }?.cancel()
                        done.resume()
                    }
                }
            }
        }
        let other = await speaker.spoken("Hola.", .voice("ash", language: "es"))
        #expect(other.isFinished && other.text == "Hola.")
        await loop.run {}
        #expect(reports.withLock { $0 } == count)
        kept.withLock { $0 = nil }
        await loop.stop()
    }

    @Test("A language or a voice that is not offered is refused by name")
    func refused() async throws {
        let speaker = try speaker()
        let unknown = await speaker.spoken("tlhIngan", .voice("ash", language: "tlh"))
        #expect(unknown.failure?.message.contains("'tlh'") == true)
        #expect(await speaker.spoken("Hola", .voice("nobody", language: "es")).failure != nil)
    }

    @Test("Where there is no such program there is no such speaker; one that speaks nothing is an error")
    func program() async throws {
        #expect(EspeakSpeaker(program: "no-such-program") == nil)
        for name in ["true", "false", "cat", "yes"] {
            let speaker = try #require(EspeakSpeaker(program: name))
            let spoken = await speaker.spoken("Hola.", .voice("ash", language: "es"))
            if name == "true" {
                #expect(spoken.isFinished && spoken.text == "Hola.")
            } else {
                #expect(spoken.failure?.message.contains("espeak-ng") == true, "\(name)")
            }
        }
    }
}

@Suite("Which voice speaks which language", .timeLimit(.minutes(1)))
struct LanguageSpeakerTests {
    /// Says its name.
    private struct Named: Speaker {
        let name: String
        var voices: Offer.Names { .only([name]) }
        var customVoices: Bool { false }
        var languages: Offer.Names { .any }

        func speak(
            _ text: String,
            manner: SpeakingManner,
            on loop: EventLoop,
            report: @escaping @Sendable (SpeakingReport) -> Void
        ) -> any Speaking {
            loop.post {
                report(.audio([], saying: "\(name) \(manner.language ?? "")"))
                report(.finished)
            }
            return ToySpeaker.Speech(text, manner, report)
        }
    }

    private let both = LanguageSpeaker(
        english: Named(name: "english"),
        others: Named(name: "others"),
        languages: ["es"],
        missing: ""
    )

    @Test(
        "The language that is told, else the text's, else English",
        arguments: [
            ("Hello there", "en", "english en"), ("Hola a todos, gracias", "en-GB", "english en"),
            ("Hello there", "es-MX", "others es"), ("¿Qué tal?", nil, "others es"), ("Is this it?", nil, "english en"),
            ("42", nil, "english en"),
        ]
    )
    func route(_ text: String, _ language: String?, _ said: String) async {
        let spoken = await both.spoken(text, .voice("x", language: language))
        #expect(spoken.text == said)
    }

    @Test("What nobody speaks is refused by name")
    func refused() async {
        #expect(await both.spoken("Bonjour", .voice("x", language: "fr")).failure?.message.contains("'fr'") == true)
        let alone = LanguageSpeaker(english: Named(name: "e"), others: nil, languages: ["es"], missing: "no program")
        let message = await alone.spoken("¿Qué tal?", .voice("x")).failure?.message
        #expect(message == "This server has no voice for the language 'es': no program.")
        #expect(await alone.spoken("Hello", .voice("x")).isFinished)
        #expect(both.voices == .only(["english"]) && !both.customVoices)
        #expect(both.languages == .only(["en", "es"]) && alone.languages == .only(["en"]))
    }
}
