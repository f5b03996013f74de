import NetIO
import RealtimeAPI
import RealtimeEngine
import Speech
import Testing

@Suite("Recognition by a pool of decoders", .timeLimit(.minutes(1)))
struct RecognitionTests {
    private func limits(_ decoders: Int, waiting: Int = 8, wait: Duration = .seconds(30))
        -> PocketSphinxRecognizer.Limits
    {
        var limits = PocketSphinxRecognizer.Limits(decoders: decoders)
        limits.waiting = waiting
        limits.wait = wait
        return limits
    }

    private func audio(seconds: Double) -> Samples { Samples(repeating: 1_000, count: Int(seconds * 24_000)) }

    private func words(_ count: Int) -> String { (0..<count).map { "w\($0)" }.joined(separator: " ") }

    @Test("A turn becomes words, and what is shown of them is what they are in the end")
    func turn() async throws {
        let recognizer = PocketSphinxRecognizer(limits: limits(1), decoder: FakeDecoders().make)
        try await withRecognizer(recognizer) { loop in
            let caller = Caller(recognizer, on: loop)
            #expect(await caller.hear(audio(seconds: 2)) == [.final(HeardText(words(10)))])
            let ear = caller.ear(.transcribe, turn: 2)
            ear.stream(audio(seconds: 4))
            ear.finish()
            let reports = await ear.all()
            #expect(reports.text == words(20))
            #expect(reports.deltas.count > 5)
            #expect(reports.deltas.joined() == words(20))
        }
    }

    @Test("Both who listen to a turn have one decoder, and each what it asked for")
    func shared() async throws {
        let decoders = FakeDecoders()
        let recognizer = PocketSphinxRecognizer(limits: limits(1, waiting: 0), decoder: decoders.make)
        try await withRecognizer(recognizer) { loop in
            let caller = Caller(recognizer, on: loop)
            let (model, client) = (caller.ear(.hear), caller.ear(.transcribe, logprobs: true))
            for _ in 0..<3 {
                model.feed(audio(seconds: 1))
                client.feed(audio(seconds: 1))
            }
            model.finish()
            client.finish()
            #expect(await model.all() == [.final(HeardText(words(15)))])
            let shown = await client.all()
            #expect(shown.deltas == [words(15)])
            guard case .final(let heard)? = shown.last, case .delta(_, let shownFirst)? = shown.first else { return }
            #expect(heard.logprobs?.map(\.token).joined() == words(15))
            #expect(heard.logprobs?.allSatisfy { $0.logprob == -0.5 } == true)
            #expect(shownFirst == heard.logprobs)
            #expect(decoders.seen.means.count <= 2)
        }
    }

    @Test("One of two who listen may leave, and one may come when all was said")
    func comesAndGoes() async throws {
        let recognizer = PocketSphinxRecognizer(limits: limits(1, waiting: 0), decoder: FakeDecoders().make)
        try await withRecognizer(recognizer) { loop in
            let caller = Caller(recognizer, on: loop)
            let (model, client) = (caller.ear(.hear), caller.ear(.transcribe))
            model.feed(audio(seconds: 2))
            client.feed(audio(seconds: 2))
            client.finish()
            model.cancel()
            #expect(await client.all().text == words(10))
            let (first, second) = (caller.ear(.hear, turn: 2), caller.ear(.transcribe, turn: 2))
            first.feed(audio(seconds: 1))
            first.finish()
            second.feed(audio(seconds: 1))
            second.finish()
            #expect(await first.all().text == words(5))
            let shown = await second.all()
            #expect(shown.text == words(5))
            #expect(shown.deltas.joined() == words(5))
            // Fed in other pieces, but the same audio.
            let (whole, late) = (caller.ear(.hear, turn: 3), caller.ear(.transcribe, turn: 3))
            whole.feed(audio(seconds: 1))
            late.feed(audio(seconds: 2))
            whole.feed(audio(seconds: 1))
            whole.finish()
            late.finish()
            #expect(await whole.all().text == words(10))
            #expect(await late.all().text == words(10))
        }
    }

    @Test("Who comes when words were shown already is shown them too")
    func comesLate() async throws {
        let recognizer = PocketSphinxRecognizer(limits: limits(1), decoder: FakeDecoders().make)
        try await withRecognizer(recognizer) { loop in
            let caller = Caller(recognizer, on: loop)
            _ = await caller.hear(audio(seconds: 1))
            let first = caller.ear(.transcribe, turn: 2, delay: "minimal")
            first.feed(audio(seconds: 0.96))
            var shown: [ListenerReport] = []
            while shown.deltas.joined() != words(4), let report = await first.next() { shown.append(report) }
            let second = caller.ear(.transcribe, turn: 2)
            second.feed(audio(seconds: 0.96))
            first.finish()
            second.finish()
            #expect(await first.all() == [.final(HeardText(words(4)))])
            let reports = await second.all()
            #expect(reports.text == words(4))
            #expect(reports.deltas.joined() == words(4))
        }
    }

    @Test("What was shown stays; the model has the decoder's last word")
    func lastWord() async throws {
        var state = FakeDecoders.State()
        state.firstWord = "well"
        let recognizer = PocketSphinxRecognizer(limits: limits(1), decoder: FakeDecoders(state).make)
        try await withRecognizer(recognizer) { loop in
            let caller = Caller(recognizer, on: loop)
            _ = await caller.hear(audio(seconds: 1))
            let (model, client) = (caller.ear(.hear, turn: 2), caller.ear(.transcribe, turn: 2))
            for ear in [model, client] {
                ear.feed(audio(seconds: 2))
                ear.finish()
            }
            #expect(await model.all().text == "well " + words(10).dropFirst(3))
            let shown = await client.all()
            #expect(shown.text == words(10))
            #expect(shown.deltas.joined() == shown.text)
        }
    }

    @Test("A caller's mean is of its first utterance, is remembered, and is nobody else's")
    func means() async throws {
        let decoders = FakeDecoders()
        let recognizer = PocketSphinxRecognizer(limits: limits(1), rule: { _ in 0.5 }, decoder: decoders.make)
        try await withRecognizer(recognizer) { loop in
            let (one, other) = (Caller(recognizer, on: loop), Caller(recognizer, on: loop))
            // Begun with the mean of what had come when it was enough, and once more with that of all of it.
            let ear = one.ear()
            ear.feed(audio(seconds: 1))
            ear.feed(audio(seconds: 1))
            #expect(await ear.next() == .endOfTurn(score: 0.5))
            ear.feed(audio(seconds: 2))
            ear.finish()
            #expect(await ear.all().text == words(20))
            _ = await one.hear(audio(seconds: 2), turn: 2)
            #expect(await other.hear(audio(seconds: 1)).text == words(5))
            let means = decoders.seen.means.compactMap { $0?.coefficients.first }
            #expect(means.dropFirst() == [64_000, -64_000, 16_000])
            #expect((24_000...32_000).contains(means[0]))
        }
    }

    @Test("A longer turn than may be decoded twice is decoded once, and ended in segments")
    func long() async throws {
        let decoders = FakeDecoders()
        let recognizer = PocketSphinxRecognizer(limits: limits(1), decoder: decoders.make)
        try await withRecognizer(recognizer) { loop in
            let ear = Caller(recognizer, on: loop).ear(.transcribe)
            ear.feed(audio(seconds: 100))
            ear.finish()
            let reports = await ear.all()
            #expect(decoders.seen.ended == 4)
            #expect(reports.deltas.joined() == reports.text)
            // 30 s and the rest of a step, three times; a word that is cut in two is in neither segment.
            let expected = [150, 150, 150, 48].map { words($0) }.joined(separator: " ")
            #expect(reports.text == expected)
        }
    }

    @Test("A turn that is longer than may be is refused by name, and its decoder is free")
    func tooLong() async throws {
        let recognizer = PocketSphinxRecognizer(limits: limits(1, waiting: 0), decoder: FakeDecoders().make)
        try await withRecognizer(recognizer) { loop in
            let caller = Caller(recognizer, on: loop)
            let ear = caller.ear()
            for _ in 0..<31 { ear.feed(audio(seconds: 10)) }
            ear.finish()
            #expect(await ear.all().failure?.contains("300.0 seconds of a turn") == true)
            #expect(await caller.hear(audio(seconds: 300), turn: 2).text.hasSuffix("w145"))
        }
    }

    @Test("Nothing was said where there is nothing to hear")
    func nothing() async throws {
        let recognizer = PocketSphinxRecognizer(limits: limits(1), decoder: FakeDecoders().make)
        try await withRecognizer(recognizer) { loop in
            let caller = Caller(recognizer, on: loop)
            #expect(await caller.hear([]) == [.final(HeardText(""))])
            #expect(await caller.hear([1]) == [.final(HeardText("", logprobs: nil))])
        }
    }

    @Test("Who waits gets a decoder when one is given back, and what it said meanwhile is heard")
    func waits() async throws {
        let recognizer = PocketSphinxRecognizer(limits: limits(1), decoder: FakeDecoders().make)
        try await withRecognizer(recognizer) { loop in
            let (first, second) = (Caller(recognizer, on: loop).ear(), Caller(recognizer, on: loop).ear())
            first.feed(audio(seconds: 1))
            second.feed(audio(seconds: 2))
            second.finish()
            _ = await loop.run {}
            #expect(recognizer.waitingCount == 1)
            first.finish()
            #expect(await first.all().text == words(5))
            #expect(await second.all().text == words(10))
            #expect(recognizer.waitingCount == 0)
        }
    }

    @Test("A cancelled turn gives its decoder back at once, and its place in the queue")
    func cancel() async throws {
        let recognizer = PocketSphinxRecognizer(limits: limits(1, waiting: 1), decoder: FakeDecoders().make)
        try await withRecognizer(recognizer) { loop in
            let callers = (0..<3).map { _ in Caller(recognizer, on: loop).ear() }
            callers[0].feed(audio(seconds: 1))
            callers[1].feed(audio(seconds: 1))
            callers[1].cancel()
            callers[2].feed(audio(seconds: 1))
            callers[2].finish()
            callers[0].cancel()
            #expect(await callers[2].all().text == words(5))
        }
    }

    @Test("A full queue and a wait that is too long are told by name")
    func refusals() async throws {
        let recognizer = PocketSphinxRecognizer(
            limits: limits(1, waiting: 1, wait: .milliseconds(1)),
            decoder: FakeDecoders().make
        )
        try await withRecognizer(recognizer) { loop in
            let callers = (0..<3).map { _ in Caller(recognizer, on: loop).ear() }
            for caller in callers { caller.feed(audio(seconds: 1)) }
            let full = await callers[2].all().failure
            #expect(full == "Too many speak at once: all 1 decoders are at work, and 1 turns wait for one.")
            let late = await callers[1].all().failure
            #expect(late?.hasPrefix("Too many speak at once: no decoder became free in 0.001 seconds;") == true)
            callers[0].finish()
            #expect(await callers[0].all().text == words(5))
            #expect(recognizer.waitingCount == 0)
        }
    }

    @Test("A decoder that fails fails its turn by name, is replaced, and the session goes on")
    func breaks() async throws {
        let decoders = FakeDecoders()
        let recognizer = PocketSphinxRecognizer(limits: limits(1), decoder: decoders.make)
        try await withRecognizer(recognizer) { loop in
            let caller = Caller(recognizer, on: loop)
            #expect(await caller.hear(audio(seconds: 2)).text == words(10))
            decoders.change { $0.failsAfter = 3 }
            let ear = caller.ear(turn: 2)
            ear.stream(audio(seconds: 2))
            #expect(await ear.all() == [.failed(why: "The decoder broke.")])
            #expect(await caller.hear(audio(seconds: 2), turn: 2).text == words(10))
            #expect(decoders.seen.made == 2)
        }
    }

    @Test("Without a model each turn is told why, and one that comes later is found")
    func model() async throws {
        var state = FakeDecoders.State()
        // For the turn, and for what replaces it.
        state.unmakable = 2
        let recognizer = PocketSphinxRecognizer(limits: limits(2), decoder: FakeDecoders(state).make)
        try await withRecognizer(recognizer) { loop in
            let caller = Caller(recognizer, on: loop)
            #expect(await caller.hear(audio(seconds: 1)).failure == "There is no model.")
            #expect(await recognizer.prepared() == nil)
            #expect(await caller.hear(audio(seconds: 1), turn: 2).text == words(5))
        }
    }

    @Test("How finished it sounds is told after the last words, and to one of those who listen")
    func scores() async throws {
        let rule: PocketSphinxRecognizer.TurnRule = { $0.contains("w12") ? 0.9 : $0.contains("w3") ? 0.1 : nil }
        let recognizer = PocketSphinxRecognizer(limits: limits(1), rule: rule, decoder: FakeDecoders().make)
        try await withRecognizer(recognizer) { loop in
            let caller = Caller(recognizer, on: loop)
            let (model, client) = (caller.ear(), caller.ear(.transcribe))
            for ear in [model, client] {
                ear.feed(audio(seconds: 2))
                ear.feed(audio(seconds: 1))
            }
            var last: ListenerReport?
            while let report = await model.next(), report != .endOfTurn(score: 0.9) { last = report }
            #expect(last == nil || last == .endOfTurn(score: 0.1))
            model.finish()
            client.finish()
            #expect(await client.all().scores == [])
            #expect(await model.all().text == words(15))
        }
    }

    @Test("Of twenty who speak at once eight have a decoder, eight wait and are heard, and four are told at once")
    func crowd() async throws {
        let decoders = FakeDecoders()
        let recognizer = PocketSphinxRecognizer(limits: limits(8, waiting: 8), decoder: decoders.make)
        try await withRecognizer(recognizer) { loop in
            let crowd = (0..<20).map { _ in Caller(recognizer, on: loop).ear() }
            for ear in crowd { ear.feed(audio(seconds: 1)) }
            for ear in crowd[16...] {
                let why = "Too many speak at once: all 8 decoders are at work, and 8 turns wait for one."
                #expect(await ear.all().failure == why)
            }
            #expect(recognizer.busyCount == 8)
            #expect(recognizer.waitingCount == 8)
            for ear in crowd { ear.finish() }
            for ear in crowd[..<16] { #expect(await ear.all().text == words(5)) }
            #expect(decoders.seen.made == 8)
            // Who was told asks again when all was said, and is heard.
            #expect(await Caller(recognizer, on: loop).hear(audio(seconds: 1)).text == words(5))
        }
    }

    @Test("The decoders that a machine has room for, and at least one")
    func defaults() {
        let gigabyte = 1_024 * 1_024 * 1_024
        #expect(PocketSphinxRecognizer.Limits(cores: 2, memoryBytes: 8 * gigabyte).decoders == 8)
        #expect(PocketSphinxRecognizer.Limits(cores: 64, memoryBytes: 2 * gigabyte).decoders == 5)
        #expect(PocketSphinxRecognizer.Limits(cores: 1, memoryBytes: gigabyte / 4).decoders == 1)
    }

    @Test("It is refused by name what it cannot follow")
    func abilities() async throws {
        let recognizer = PocketSphinxRecognizer(limits: limits(1), decoder: FakeDecoders().make)
        #expect(recognizer.abilities.languages == .only(["en", "en-US", "en-us"]))
        #expect(recognizer.abilities.hasLogprobs)
        #expect(recognizer.abilities.hints == .refused)
        await recognizer.stop()
    }
}
