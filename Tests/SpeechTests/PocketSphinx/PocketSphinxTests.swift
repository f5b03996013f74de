import Audio
import NetIO
import RealtimeAPI
import RealtimeEngine
import Speech
import TestSupport
import Testing

/// One after the other: a decoder takes 93 MB and a core.
@Suite("PocketSphinx", .serialized, .timeLimit(.minutes(10)))
struct PocketSphinxTests {
    private func decoder() throws -> PocketSphinxDecoder {
        try PocketSphinxDecoder(modelFolder: PocketSphinxRecognizer.debianModelFolder)
    }

    /// At 16 kHz, as decoders have it.
    private func narrow(_ samples: Samples) -> [Int16] {
        let resampler = Resampler(from: .hertz24000, to: .hertz16000)
        var result: [Int16] = []
        resampler.resample(samples, appendingTo: &result)
        resampler.flush(appendingTo: &result)
        return result
    }

    private func words(_ samples: [Int16], mean: CepstralMean?, _ decoder: PocketSphinxDecoder) throws -> [DecodedWord]
    {
        try decoder.begin(mean: mean)
        for start in stride(from: 0, to: samples.count, by: 1_600) {
            try decoder.decode(samples[start..<min(start + 1_600, samples.count)])
        }
        return try decoder.end()
    }

    @Test("People are understood, each as a caller who was never heard before")
    func people() async throws {
        let recognizer = PocketSphinxRecognizer(limits: .init(decoders: 1))
        try await withRecognizer(recognizer) { loop in
            var errors = WordErrors()
            for person in Recording.people {
                let ear = Caller(recognizer, on: loop).ear()
                ear.stream(person.samples)
                ear.finish()
                let heard = await ear.all().text
                errors.add(heard, for: person.text)
            }
            #expect(errors.words == 95)
            #expect(errors.rate < 0.22, "\(errors)")
        }
    }

    @Test("A clear voice is understood, and what is shown while it speaks is what it said", arguments: ["slt", "rms"])
    func clear(_ voice: String) async throws {
        let sentences = [
            "what is the weather in paris today", "please call my mother on her mobile phone",
            "set a timer for ten minutes", "i want to speak to a real person",
            "what time does the store close on sunday",
        ]
        let recognizer = PocketSphinxRecognizer(limits: .init(decoders: 1))
        try await withRecognizer(recognizer) { loop in
            let caller = Caller(recognizer, on: loop)
            var errors = WordErrors()
            for (number, sentence) in sentences.enumerated() {
                let ear = caller.ear(.transcribe, turn: number + 1)
                ear.stream(try Recording.flite(sentence, voice: voice).samples)
                ear.finish()
                let reports = await ear.all()
                errors.add(reports.text, for: sentence)
                #expect(reports.deltas.joined() == reports.text)
                // Of a caller who was heard before, words are shown while they are said.
                if number > 0 { #expect(reports.deltas.count > 1) }
            }
            #expect(errors.rate < 0.12, "\(errors)")
        }
    }

    @Test(
        "What is remembered of a voice is enough for another decoder to hear the same, and nothing else is left of it"
    )
    func otherDecoder() throws {
        let (one, other, fresh) = (try decoder(), try decoder(), try decoder())
        let (first, second, third) = (Recording.people[7], Recording.people[8], Recording.people[5])
        _ = try words(narrow(first.samples), mean: nil, one)
        let mean = one.mean()
        let again = try words(narrow(second.samples), mean: mean, one)
        #expect(isSame(try words(narrow(second.samples), mean: mean, other), again))
        #expect(!again.isEmpty)
        // Another caller, on a decoder that heard others and on one that did not.
        let stranger = try words(narrow(third.samples), mean: nil, one)
        #expect(isSame(try words(narrow(third.samples), mean: nil, fresh), stranger))
        let mistaken = try words(narrow(third.samples), mean: mean, one)
        #expect(!isSame(mistaken, stranger), "the mean matters")
    }

    /// The library begins an utterance's search for the best Gaussians where it ended the last one's: that changes the
    /// fourth digit of a word's probability, and no word.
    private func isSame(_ words: [DecodedWord], _ others: [DecodedWord]) -> Bool {
        guard words.map(\.text) == others.map(\.text) else { return false }
        return zip(words, others).allSatisfy { abs(($0.logProbability ?? 1) - ($1.logProbability ?? 2)) < 0.01 }
    }

    @Test("An utterance that nobody ended leaves nothing behind")
    func abandoned() throws {
        let (one, other) = (try decoder(), try decoder())
        let (left, heard) = (narrow(Recording.people[6].samples), narrow(Recording.people[7].samples))
        try one.begin(mean: nil)
        try one.decode(left[..<32_000])
        #expect(!one.guess().isEmpty)
        #expect(isSame(try words(heard, mean: nil, one), try words(heard, mean: nil, other)))
    }

    @Test("Each word has its own probability, and a clear word a high one")
    func probabilities() throws {
        let decoder = try decoder()
        let command = narrow(Recording.people[0].samples)
        let mean = try decoder.mean(of: command[...])
        let words = try words(command, mean: mean, decoder)
        #expect(words.map(\.text) == ["go", "forward", "ten", "meters"])
        #expect(words.map(\.text) == decoder.guess())
        let probabilities = words.compactMap(\.logProbability)
        #expect(probabilities.count == 4)
        #expect(probabilities.allSatisfy { $0 <= 0 && $0 > -100 })
        #expect((probabilities.max() ?? -1) > -0.5)
        #expect(Set(probabilities).count > 1)
    }

    @Test("Any samples have an ending, and the next turn is heard as if there had been none", arguments: Seed.some(1))
    func anything(_ seed: Seed) async throws {
        var random = seed.generator
        let noise = (0..<72_000).map { _ in Int16.random(in: .min ... .max, using: &random) }
        let sounds: [Samples] = [
            noise, noise.map { $0 / 300 }, Samples(repeating: .max, count: 48_000),
            Samples(repeating: .min, count: 48_000), (0..<48_000).map { $0 / 40 % 2 == 0 ? .max : .min },
            Samples(repeating: 0, count: 96_000), [1], Samples(repeating: 5, count: 239),
        ]
        let recognizer = PocketSphinxRecognizer(limits: .init(decoders: 1))
        let command = Recording.people[0]
        try await withRecognizer(recognizer) { loop in
            for sound in sounds {
                guard case .final? = await Caller(recognizer, on: loop).hear(sound).last else {
                    Issue.record("no ending")
                    continue
                }
            }
            #expect(await Caller(recognizer, on: loop).hear(command.samples).text == command.text)
        }
    }

    @Test("What it was told to expect it hears, also what no dictionary has, and other things as before")
    func expects() async throws {
        var limits = PocketSphinxRecognizer.Limits(decoders: 1)
        limits.expecting = 1
        let recognizer = PocketSphinxRecognizer(limits: limits)
        let menu = ExpectedWords(prompt: "Capricciosa, quattro formaggi, bruschetta, calzone.")
        let order = try Recording.flite("a small capricciosa and a bruschetta please", voice: "rms")
        let command = Recording.people[0]
        try await withRecognizer(recognizer) { loop in
            let (one, other) = (Caller(recognizer, on: loop), Caller(recognizer, on: loop))
            #expect(await one.expect(menu) == .granted)
            let heard = await one.text(order.samples, turn: 1)
            #expect(heard.contains("capricciosa") && heard.contains("bruschetta"), "\(heard)")
            #expect(await other.text(order.samples, turn: 1).contains("capricciosa") == false)
            #expect(await one.text(command.samples, turn: 2) == command.text)
            #expect(await one.expect(nil) == .granted)
            #expect(await one.text(order.samples, turn: 3).contains("capricciosa") == false)
        }
    }

    @Test("Any words can be expected", arguments: Seed.some(3))
    func expectsAnything(_ seed: Seed) throws {
        var random = seed.generator
        let letters = Array("abcdefghijklmnopqrstuvwxyz'")
        let vocabulary =
            ["a", "the", "i", "read", "zz"]
            + (0..<[1, 40, 600].randomElement(using: &random)!).map { _ in
                String((0..<Int.random(in: 1...32, using: &random)).map { _ in letters.randomElement(using: &random)! })
            }
        let sentences = (0..<Int.random(in: 1...60, using: &random)).map { _ in
            (0..<Int.random(in: 1...16, using: &random)).map { _ in vocabulary.randomElement(using: &random)! }
        }
        let folder = PocketSphinxRecognizer.debianModelFolder
        let decoder = try PocketSphinxDecoder(modelFolder: folder, expecting: DomainModel(sentences))
        _ = try words(narrow(Recording.people[0].samples), mean: nil, decoder)
        let noise = (0..<16_000).map { _ in Int16.random(in: .min ... .max, using: &random) }
        _ = try words(noise, mean: nil, decoder)
    }

    @Test("Five minutes at once are heard to their end")
    func long() async throws {
        let recognizer = PocketSphinxRecognizer(limits: .init(decoders: 1))
        let command = Recording.people[0]
        let silence = Samples(repeating: 0, count: 30 * 24_000 - command.samples.count)
        let turn = [Samples](repeating: command.samples + silence, count: 10).flatMap { $0 }
        try await withRecognizer(recognizer) { loop in
            let reports = await Caller(recognizer, on: loop).hear(turn, .transcribe)
            var errors = WordErrors()
            errors.add(reports.text, for: Array(repeating: command.text, count: 10).joined(separator: " "))
            #expect(errors.rate < 0.3, "\(reports.text)")
            #expect(reports.deltas.joined() == reports.text)
        }
    }

    @Test("Without its model each turn is told which folder lacks it")
    func noModel() async throws {
        let recognizer = PocketSphinxRecognizer(modelFolder: "/nowhere", limits: .init(decoders: 1))
        try await withRecognizer(recognizer) { loop in
            let why = "PocketSphinx cannot load its model from /nowhere."
            #expect(await recognizer.prepared() == why)
            #expect(await Caller(recognizer, on: loop).hear([1, 2, 3]).failure == why)
        }
    }
}
