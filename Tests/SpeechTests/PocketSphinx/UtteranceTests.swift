import RealtimeEngine
import Speech
import Testing

@Suite("One turn and its decoder")
struct UtteranceTests {
    private let decoders = FakeDecoders()
    private let known = CepstralMean([7])

    private var shown: Utterance.Manner {
        var manner = Utterance.Manner()
        manner.wantsDeltas = true
        manner.agreement = 1
        return manner
    }

    /// 160 ms, as often as asked for.
    private func audio(steps: Int) -> Samples { Samples(repeating: 1_000, count: 3_840 * steps) }

    @Test("The first second and a half of a caller who is not known are held back, and of one who is known nothing")
    func heldBack() throws {
        let stranger = Utterance(knownMean: nil)
        let decoder = try decoders.make()
        _ = try stranger.take(audio(steps: 9), isCurrent: true, isWhole: false, shown, decoder)
        #expect(decoders.seen.means.isEmpty)
        _ = try stranger.take(audio(steps: 1), isCurrent: true, isWhole: false, shown, decoder)
        #expect(decoders.seen.means.count == 1)
        let friend = Utterance(knownMean: known)
        _ = try friend.take(audio(steps: 1), isCurrent: true, isWhole: false, shown, decoder)
        #expect(decoders.seen.means.last == known)
    }

    @Test("What has all come is decoded once, with the mean of all of it")
    func whole() throws {
        let utterance = Utterance(knownMean: nil)
        let decoder = try decoders.make()
        for _ in 0..<4 { _ = try utterance.take(audio(steps: 5), isCurrent: false, isWhole: true, shown, decoder) }
        let end = try #require(try utterance.finish(shown, decoder))
        #expect(end.outcome.text.hasSuffix("w15"))
        #expect(decoders.seen.means == [CepstralMean([51_200])])
    }

    @Test("A first utterance is decoded again when it ends; until then nothing of it stands")
    func twice() throws {
        let utterance = Utterance(knownMean: nil)
        let decoder = try decoders.make()
        for _ in 0..<20 {
            #expect(try utterance.take(audio(steps: 1), isCurrent: false, isWhole: false, shown, decoder).isEmpty)
        }
        let end = try #require(try utterance.finish(shown, decoder))
        #expect(decoders.seen.means.count == 2)
        #expect(decoders.seen.means.last == CepstralMean([51_200]))
        #expect(end.findings == [.delta(end.outcome.text)])
        #expect(end.outcome.mean == CepstralMean([-51_200]))
    }

    private func silence(steps: Int) -> Samples { Samples(repeating: 0, count: 3_840 * steps) }

    /// As a session feeds it: 20 ms at a time.
    private func feed(_ utterance: Utterance, _ samples: Samples, _ decoder: any UtteranceDecoder) throws {
        for start in stride(from: 0, to: samples.count, by: 480) {
            let piece = Samples(samples[start..<min(start + 480, samples.count)])
            _ = try utterance.take(piece, isCurrent: true, isWhole: false, shown, decoder)
        }
    }

    @Test("In a pause it is decoded again already, and at the end only if more was said")
    func pause() throws {
        let utterance = Utterance(knownMean: nil)
        let decoder = try decoders.make()
        try feed(utterance, audio(steps: 20), decoder)
        #expect(decoders.seen.means.count == 1)
        try feed(utterance, silence(steps: 3), decoder)
        #expect(decoders.seen.means.count == 2)
        let end = try #require(try utterance.finish(shown, decoder))
        #expect(decoders.seen.means.count == 2)
        #expect(end.outcome.text.hasSuffix("w17"))
        #expect(end.outcome.mean == CepstralMean([-58_880]))
    }

    @Test("Who goes on after a pause is decoded with the mean of all of it, and not for each of many pauses")
    func pauses() throws {
        let utterance = Utterance(knownMean: nil)
        let decoder = try decoders.make()
        for _ in 0..<6 {
            try feed(utterance, audio(steps: 10), decoder)
            try feed(utterance, silence(steps: 2), decoder)
        }
        #expect(decoders.seen.means.count == 4)
        _ = try #require(try utterance.finish(shown, decoder))
        #expect(decoders.seen.means.count == 5)
        #expect(decoders.seen.means.last == CepstralMean([72 * 2_560]))
    }

    @Test("What is decoded again stops within a step when it is cancelled")
    func cancelledInPause() throws {
        let utterance = Utterance(knownMean: nil)
        let decoder = try decoders.make()
        try feed(utterance, audio(steps: 20), decoder)
        var looks = 0
        let findings = try utterance.take(silence(steps: 2), isCurrent: true, isWhole: false, shown, decoder) {
            looks += 1
            return looks > 3
        }
        #expect(findings.isEmpty)
        #expect(looks == 4)
    }

    @Test(
        "A pause is what is far below the loudest of what was said",
        arguments: [
            ([], 0), ([0], 0), ([1_000], 0), ([1_000, 0], 1), ([1_000, 10, 10], 2), ([1_000, 100], 0),
            ([10, 1_000, 10], 1), ([1_000, 0, 1_000], 0),
        ] as [([Int16], Int)]
    )
    func silences(_ levels: [Int16], _ windows: Int) {
        var pause = Pause()
        for level in levels { pause.take([Int16](repeating: level, count: 160)[...]) }
        #expect(pause.silence == windows * 160)
    }

    @Test("A turn's score is of the words so far, and of no time when more audio waits already")
    func scores() throws {
        let utterance = Utterance(knownMean: known) { $0.contains("w1") ? 0.75 : 0.25 }
        let decoder = try decoders.make()
        let manner = Utterance.Manner()
        #expect(try utterance.take(audio(steps: 2), isCurrent: false, isWhole: false, manner, decoder).isEmpty)
        #expect(try utterance.take([], isCurrent: true, isWhole: false, manner, decoder) == [.score(0.25)])
        // Again while nothing is said, as the score before was forgotten with the last word.
        #expect(try utterance.take([], isCurrent: true, isWhole: false, manner, decoder) == [.score(0.25)])
        #expect(
            try utterance.take(audio(steps: 2), isCurrent: true, isWhole: false, manner, decoder) == [.score(0.75)]
        )
    }

    @Test("One that is cancelled while it ends says nothing, and one without words remembers no voice")
    func ends() throws {
        let decoder = try decoders.make()
        let cancelled = Utterance(knownMean: nil)
        _ = try cancelled.take(audio(steps: 12), isCurrent: true, isWhole: false, shown, decoder)
        #expect(try cancelled.finish(shown, decoder, isCancelled: { true }) == nil)
        let silent = Utterance(knownMean: known)
        #expect(try silent.finish(shown, decoder)?.outcome == .init(text: "", words: [], mean: nil))
    }
}
