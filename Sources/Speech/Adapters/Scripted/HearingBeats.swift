internal import RealtimeAPI
package import RealtimeEngine

/// Listens to one item: words come while there is speech, the rest and the final text when all has been fed.
///
/// What it "hears" is the script's; that something is heard at all, and when the turn sounds finished, is the audio's.
package struct HearingBeats: BeatSource {
    /// A word for so much speech.
    static let perWord = Ticks.milliseconds(250)
    /// A pause in which the score rises from nothing to its height. What sounds finished ends a turn after 0.3, 0.6 or
    /// 1.2 s then (high, medium, low), and what does not after 1.4, 2.9 or 5.8 s.
    static let pause = Ticks.milliseconds(300)
    static let scoreFinished = 0.95
    static let scoreUnfinished = 0.3
    private static let scoreStep = 0.1

    /// From here on there is something to be understood.
    private static let audible: Float = 0.1
    /// From here on somebody speaks; the threshold of `semantic_vad`.
    private static let speaking: Float = 0.5

    private let heard: Script.Heard
    private let languages: [String]?
    private let wantsLogprobs: Bool
    private let diarizes: Bool
    private var words: Words
    private var detector = EnergyDetector()
    private var fed = Ticks.zero
    private var speech = Ticks.zero
    private var silence = Ticks.zero
    private var hasSpoken = false
    private var scoreTold = 0.0
    private var scoreDue: Double?
    private var wordsTold = 0
    private var wait: Duration
    private var isFinishing = false
    private var isSegmentTold = false
    private var isOver = false

    package init(_ heard: Script.Heard, _ assignment: ListeningAssignment) {
        self.heard = heard
        let settings = assignment.settings
        languages = (heard.language ?? settings?.language.value).map { [$0] } ?? settings?.languages
        wantsLogprobs = assignment.wantsLogprobs
        diarizes = settings?.model?.contains("diarize") ?? false
        words = Words(heard.text)
        wait = heard.waits
    }

    package mutating func feed(_ samples: Samples) {
        guard !isFinishing else { return }
        fed += Ticks(samples.count)
        for frame in detector.judge(samples) {
            if frame.probability >= Self.audible { speech += SpeechFrame.length }
            if frame.probability >= Self.speaking {
                hasSpoken = true
                silence = .zero
                scoreTold = 0
                scoreDue = nil
            } else {
                silence += SpeechFrame.length
            }
        }
        rateEndOfTurn()
    }

    package mutating func finish() { isFinishing = true }

    private mutating func rateEndOfTurn() {
        guard hasSpoken, silence > .zero else { return }
        let height = heard.soundsUnfinished ? Self.scoreUnfinished : Self.scoreFinished
        let score = height * min(1, Double(silence.count) / Double(Self.pause.count))
        guard score - scoreTold >= Self.scoreStep || score == height && scoreTold < height else { return }
        scoreTold = score
        scoreDue = score
    }

    package mutating func next() -> Beat<ListenerReport>? {
        guard !isOver else { return nil }
        if let score = scoreDue {
            scoreDue = nil
            return .part(.endOfTurn(score: score))
        }
        if heard.fails == nil, let word = nextWord() { return .part(word) }
        guard isFinishing else { return nil }
        if wait > .zero {
            defer { wait = .zero }
            return .wait(wait)
        }
        if diarizes, !isSegmentTold, !text.isEmpty, heard.fails == nil {
            isSegmentTold = true
            return .part(.segment(segment))
        }
        isOver = true
        return .part(heard.fails.map { .failed(why: $0) } ?? .final(final))
    }

    /// Silence has no words.
    private var text: String { speech > .zero ? heard.text : "" }

    private mutating func nextWord() -> ListenerReport? {
        let isDue = isFinishing ? speech > .zero : wordsTold < speech.count / Self.perWord.count
        guard isDue, let word = words.next() else { return nil }
        wordsTold += 1
        return .delta(word, logprobs: wantsLogprobs ? [LogProbability(word)] : nil)
    }

    private var final: HeardText {
        HeardText(
            text,
            languages: text.isEmpty ? nil : languages,
            logprobs: wantsLogprobs ? Words(text).map { LogProbability($0) } : nil
        )
    }

    private var segment: TranscriptionSegment {
        TranscriptionSegment {
            $0.id = "seg_1"
            $0.speaker = "A"
            $0.text = text
            $0.end = fed.seconds
        }
    }
}

extension Script.Heard {
    /// Whoever ends so is about to go on.
    fileprivate var soundsUnfinished: Bool {
        text.hasSuffix("…") || text.hasSuffix("...") || text.hasSuffix(",")
    }
}

extension LogProbability {
    /// How sure a recogniser would be: the same for the same word.
    fileprivate init(_ word: String) {
        self.init()
        token = word
        logprob = -Double(word.stableHash % 50) / 100
        bytes = word.utf8.map { Int($0) }
    }
}
