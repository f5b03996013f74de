internal import Audio
package import RealtimeEngine

/// Makes words of one turn's audio with a decoder that is its own for so long.
///
/// The decoder must know the mean cepstrum of who speaks, or it errs up to twice as often. Of a caller who was heard
/// before it is remembered. At a caller's first utterance the first second and a half are held back until they have
/// given one, and a short utterance is decoded once more with the mean of all of it: as soon as its speaker pauses, so
/// that it is done when the silence has lasted long enough to be the end, and again at the end if more was said. So in
/// the first utterance nothing stands before its end, unless it grows too long for that.
package final class Utterance {
    /// What whoever listens wants of it; it may change while it goes on.
    package struct Manner: Sendable, Equatable {
        /// Somebody is shown words while they are said.
        package var wantsDeltas = false
        /// Words come with their probabilities, which are known at the end only.
        package var wantsLogprobs = false
        /// How many guesses in a row a word must outlast.
        package var agreement = 4

        package init() {}
    }

    package enum Finding: Sendable, Equatable {
        /// With its words where their probabilities are wanted.
        case delta(String, words: [DecodedWord]? = nil)
        /// How finished it sounds, 0…1.
        case score(Double)
    }

    package struct Outcome: Sendable, Equatable {
        /// What was told of it, and the rest.
        package var text: String
        /// The decoder's last word, which what was told may be at odds with.
        package var words: [DecodedWord]
        /// For the caller's next utterance. Nil: without words it says nothing of a voice.
        package var mean: CepstralMean?

        package init(text: String, words: [DecodedWord], mean: CepstralMean?) {
            self.text = text
            self.words = words
            self.mean = mean
        }
    }

    /// At 16 kHz: a guess after every 160 ms.
    package static let step = 2_560
    package static let heldBack = 24_000
    /// What is decoded twice; that costs a tenth to a fifth of its length.
    package static let twiceMax = 16_000 * 12
    /// A silence that may be the end: 150 ms.
    package static let pauseMin = 2_400
    /// Who pauses often is not decoded anew every time.
    private static let pausesMax = 3
    /// The decoder's work at the end of an utterance grows with its length. So a long one is ended in a pause, or
    /// wherever it is in the end, and another begun.
    package static let segmentMin = 16_000 * 15
    package static let segmentMax = 16_000 * 30
    private static let pauseSteps = 3

    private let knownMean: CepstralMean?
    private let rule: PocketSphinxRecognizer.TurnRule?
    private let resampler = Resampler(from: .hertz24000, to: .hertz16000)
    private var samples: [Int16] = []
    /// So many of `samples` were decoded. All are kept while they may be decoded once more.
    private var decoded = 0
    private var mayDecodeTwice: Bool
    private var pause = Pause()
    /// Up to where the mean is known with which it is being decoded; and how often that was for a pause.
    private var meant = 0
    private var pauses = 0
    private var hasBegun = false
    private var segmentLength = 0
    private var lastGuess: [String] = []
    private var stepsSinceChange = 0
    private var prefix = StablePrefix(agreement: Manner().agreement)
    private var words: [DecodedWord] = []
    /// What was said in the segments that are over.
    private var textBefore = ""

    package init(knownMean: CepstralMean?, rule: PocketSphinxRecognizer.TurnRule? = nil) {
        self.knownMean = knownMean
        self.rule = rule
        mayDecodeTwice = knownMean == nil
    }

    /// - Parameters:
    ///   - isCurrent: nothing else waits to be taken, so that what is found is about now.
    ///   - isWhole: all that was said has come, and what has not begun need not begin with less than that.
    package func take(
        _ audio: Samples,
        isCurrent: Bool,
        isWhole: Bool,
        _ manner: Manner,
        _ decoder: any UtteranceDecoder,
        isCancelled: () -> Bool = { false }
    ) throws(DecodingFailure) -> [Finding] {
        let before = samples.count
        resampler.resample(audio, appendingTo: &samples)
        if mayDecodeTwice { pause.take(samples[before...]) }
        prefix.agreement = manner.agreement
        if samples.count > Self.twiceMax { mayDecodeTwice = false }
        if !hasBegun {
            guard knownMean != nil || samples.count >= (isWhole ? Self.twiceMax : Self.heldBack) else { return [] }
            try begin(decoder)
        }
        if isCurrent { try decodeAnewInPause(decoder) }
        var findings: [Finding] = []
        while samples.count - decoded >= Self.step {
            if isCancelled() { return [] }
            findings += try decodeStep(manner, decoder)
        }
        forgetDecoded()
        if isCurrent, let score { findings.append(.score(score)) }
        return findings
    }

    /// Nil: it was cancelled meanwhile.
    package func finish(
        _ manner: Manner,
        _ decoder: any UtteranceDecoder,
        isCancelled: () -> Bool = { false }
    ) throws(DecodingFailure) -> (findings: [Finding], outcome: Outcome)? {
        resampler.flush(appendingTo: &samples)
        if !hasBegun {
            // The mean is of all of it already.
            mayDecodeTwice = false
            try begin(decoder)
        } else if mayDecodeTwice, pause.speechEnd > meant {
            try decodeAnew(decoder)
        }
        while decoded < samples.count {
            if isCancelled() { return nil }
            let end = min(decoded + Self.step, samples.count)
            try decoder.decode(samples[decoded..<end])
            decoded = end
        }
        let findings = try endSegment(manner, decoder)
        let outcome = Outcome(text: prefix.text, words: words, mean: prefix.text.isEmpty ? nil : decoder.mean())
        return (findings, outcome)
    }

    /// Of what is silent after a pause the mean knows all that there is to know.
    private func decodeAnewInPause(_ decoder: any UtteranceDecoder) throws(DecodingFailure) {
        guard mayDecodeTwice, pauses < Self.pausesMax, pause.silence >= Self.pauseMin, pause.speechEnd > meant else {
            return
        }
        pauses += 1
        try decodeAnew(decoder)
    }

    private func decodeAnew(_ decoder: any UtteranceDecoder) throws(DecodingFailure) {
        decoded = 0
        meant = samples.count
        try decoder.begin(mean: try decoder.mean(of: samples[...]))
    }

    private func begin(_ decoder: any UtteranceDecoder) throws(DecodingFailure) {
        var mean = knownMean
        if mean == nil { mean = try decoder.mean(of: samples.prefix(Self.twiceMax)) }
        try decoder.begin(mean: mean)
        hasBegun = true
        meant = min(samples.count, Self.twiceMax)
    }

    private func decodeStep(_ manner: Manner, _ decoder: any UtteranceDecoder) throws(DecodingFailure) -> [Finding] {
        try decoder.decode(samples[decoded..<(decoded + Self.step)])
        decoded += Self.step
        segmentLength += Self.step
        let guess = decoder.guess()
        stepsSinceChange = guess == lastGuess ? stepsSinceChange + 1 : 0
        lastGuess = guess
        let isPause = segmentLength >= Self.segmentMin && stepsSinceChange >= Self.pauseSteps
        if isPause || segmentLength >= Self.segmentMax {
            let findings = try endSegment(manner, decoder)
            try decoder.begin(mean: decoder.mean())
            return findings
        }
        guard manner.wantsDeltas, !manner.wantsLogprobs, !mayDecodeTwice else { return [] }
        let delta = prefix.guess(guess)
        return delta.isEmpty ? [] : [.delta(delta)]
    }

    private func endSegment(_ manner: Manner, _ decoder: any UtteranceDecoder) throws(DecodingFailure) -> [Finding] {
        let ended = try decoder.end()
        words += ended
        segmentLength = 0
        lastGuess = []
        stepsSinceChange = 0
        let delta = prefix.conclude(ended.map(\.text))
        textBefore = prefix.text
        guard manner.wantsDeltas, !delta.isEmpty else { return [] }
        return [.delta(delta, words: manner.wantsLogprobs ? ended : nil)]
    }

    private func forgetDecoded() {
        guard !mayDecodeTwice, decoded > 0 else { return }
        samples.removeFirst(decoded)
        decoded = 0
    }

    /// It is said again after every step, as a turn forgets its score with every frame of speech: the last one comes
    /// in the silence after the last word.
    private var score: Double? {
        guard let rule, hasBegun, !(textBefore.isEmpty && lastGuess.isEmpty) else { return nil }
        let open = lastGuess.joined(separator: " ")
        return rule(textBefore.isEmpty || open.isEmpty ? textBefore + open : "\(textBefore) \(open)")
    }
}
