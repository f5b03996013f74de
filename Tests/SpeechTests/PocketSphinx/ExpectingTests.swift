import NetIO
import RealtimeEngine
import Speech
import Testing

@Suite("Sessions that say what they are going to hear", .timeLimit(.minutes(1)))
struct ExpectingTests {
    private func recognizer(_ places: Int, _ decoders: FakeDecoders) -> PocketSphinxRecognizer {
        var limits = PocketSphinxRecognizer.Limits(decoders: 1)
        limits.expecting = places
        return PocketSphinxRecognizer(limits: limits, decoder: decoders.make, expecting: decoders.makeExpecting)
    }

    private func audio(seconds: Double) -> Samples { Samples(repeating: 1_000, count: Int(seconds * 24_000)) }

    private let pizza = ExpectedWords(prompt: "Margherita, calzone")
    private let soup = ExpectedWords(keywords: ["minestrone"])

    @Test("They are heard by a decoder that expects it, and others by one that does not")
    func own() async throws {
        let decoders = FakeDecoders()
        let recognizer = recognizer(1, decoders)
        #expect(recognizer.abilities.hints == .onRequest)
        try await withRecognizer(recognizer) { loop in
            let (one, other) = (Caller(recognizer, on: loop), Caller(recognizer, on: loop))
            #expect(await one.expect(pizza) == .granted)
            #expect(await one.text(audio(seconds: 1), turn: 1) == "calzone margherita w2 w3 w4")
            #expect(await other.text(audio(seconds: 1), turn: 1) == "w0 w1 w2 w3 w4")
            #expect(await one.expect(soup) == .granted)
            #expect(await one.text(audio(seconds: 1), turn: 2) == "minestrone w1 w2 w3 w4")
            #expect(await one.expect(nil) == .granted)
            #expect(await one.text(audio(seconds: 1), turn: 3) == "w0 w1 w2 w3 w4")
        }
    }

    @Test("Where all places are taken, and what cannot be expected, is told by name, and nothing changes")
    func refusals() async throws {
        let recognizer = recognizer(1, FakeDecoders())
        try await withRecognizer(recognizer) { loop in
            let (one, other) = (Caller(recognizer, on: loop), Caller(recognizer, on: loop))
            #expect(await one.expect(pizza) == .granted)
            let crowd = """
                1 sessions at a time may tell the recogniser what to expect, and so many do. Try again later, or \
                go on without.
                """
            #expect(await other.expect(soup) == .refused(why: crowd))
            #expect(await other.text(audio(seconds: 1), turn: 1) == "w0 w1 w2 w3 w4")
            let nothing = await one.expect(ExpectedWords(prompt: "42"))
            let why = "There is no word of English letters in it that could be expected."
            #expect(nothing == .refused(why: "The recogniser cannot expect this. \(why)"))
            #expect(await one.text(audio(seconds: 1), turn: 1).hasPrefix("calzone"))
            #expect(await one.expect(nil) == .granted)
            #expect(await other.expect(soup) == .granted)
        }
    }

    @Test("A place is free again when its session is gone, also in the middle of a turn")
    func givesBack() async throws {
        let recognizer = recognizer(1, FakeDecoders())
        try await withRecognizer(recognizer) { loop in
            for turn in 1...3 {
                let caller = Caller(recognizer, on: loop)
                #expect(await caller.expect(pizza) == .granted)
                let ear = caller.ear(turn: turn)
                ear.feed(audio(seconds: 1))
                _ = await loop.run {}
                #expect(recognizer.freeExpectingCount == 0)
                ear.cancel()
                await caller.leave()
                #expect(recognizer.freeExpectingCount == 1)
            }
        }
    }

    @Test("A turn that is being heard is heard to its end as it began, and keeps its place for so long")
    func inMidTurn() async throws {
        let recognizer = recognizer(1, FakeDecoders())
        try await withRecognizer(recognizer) { loop in
            let caller = Caller(recognizer, on: loop)
            #expect(await caller.expect(pizza) == .granted)
            let first = caller.ear(turn: 1)
            first.feed(audio(seconds: 2))
            #expect(await caller.expect(soup) == .granted)
            first.finish()
            #expect(await first.all().text.hasPrefix("calzone margherita w2"))
            let second = caller.ear(turn: 2)
            second.feed(audio(seconds: 2))
            #expect(await caller.expect(nil) == .granted)
            #expect(recognizer.freeExpectingCount == 0)
            second.finish()
            #expect(await second.all().text.hasPrefix("minestrone w1"))
            _ = await loop.run {}
            #expect(recognizer.freeExpectingCount == 1)
        }
    }

    @Test("Where it is not enabled it is refused by name, in the offer already")
    func off() async throws {
        let recognizer = recognizer(0, FakeDecoders())
        #expect(recognizer.abilities.hints == .refused)
        try await withRecognizer(recognizer) { _ in }
    }
}
