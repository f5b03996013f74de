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
        #expect(try utterance.take(audio(steps: 20), isCurrent: false, isWhole: false, shown, decoder).isEmpty)
        let end = try #require(try utterance.finish(shown, decoder))
        #expect(decoders.seen.means.count == 2)
        #expect(decoders.seen.means.last == CepstralMean([51_200]))
        #expect(end.findings == [.delta(end.outcome.text)])
        #expect(end.outcome.mean == CepstralMean([-51_200]))
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
