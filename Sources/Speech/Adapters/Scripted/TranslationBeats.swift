package import RealtimeEngine

/// Translates while it is fed: for so much speech a word is heard and its like is said.
package struct TranslationBeats: BeatSource {
    static let perWord = Ticks.milliseconds(500)
    private static let audible: Float = 0.1

    private struct Sentence: Sendable {
        var hears: Words
        var says: Words
        var tone: Tone
        var fails: String?
    }

    private let script: Script
    private var language: String
    private var wantsInputTranscript: Bool
    private var detector = EnergyDetector()
    private var speech = Ticks.zero
    private var wordsTold = 0
    private var sentencesTold = 0
    private var sentence: Sentence?
    /// What belongs to the word that is told.
    private var rest: [TranslationPart] = []
    private var speaks: (word: String, tone: Tone)?
    private var isFinishing = false
    private var isOver = false

    package init(_ script: Script, language: String, wantsInputTranscript: Bool) {
        self.script = script
        self.language = language
        self.wantsInputTranscript = wantsInputTranscript
    }

    /// From the next sentence on.
    package mutating func retarget(language: String, wantsInputTranscript: Bool) {
        if language != self.language { sentence = nil }
        self.language = language
        self.wantsInputTranscript = wantsInputTranscript
    }

    package mutating func feed(_ samples: Samples) {
        guard !isFinishing else { return }
        for frame in detector.judge(samples) where frame.probability >= Self.audible { speech += SpeechFrame.length }
    }

    package mutating func finish() { isFinishing = true }

    package mutating func next() -> Beat<TranslationPart>? {
        guard !isOver else { return nil }
        if let part = nextOfWord() { return .part(part) }
        if wordsTold < wordsDue { return .part(tellWord()) }
        guard isFinishing else { return nil }
        isOver = true
        return .part(.finished)
    }

    /// A word that is not over counts when there is no more to come.
    private var wordsDue: Int {
        let started = isFinishing ? Self.perWord.count - 1 : 0
        return (speech.count + started) / Self.perWord.count
    }

    private mutating func nextOfWord() -> TranslationPart? {
        if !rest.isEmpty { return rest.removeFirst() }
        guard let speaks else { return nil }
        self.speaks = nil
        return .audio(speaks.tone.samples(of: speaks.word))
    }

    private mutating func tellWord() -> TranslationPart {
        wordsTold += 1
        var current = sentence ?? nextSentence()
        if let why = current.fails {
            isOver = true
            return .failed(why: why)
        }
        let heard = current.hears.next()
        let said = current.says.next()
        sentence = current
        if wantsInputTranscript, let heard { rest.append(.heard(heard)) }
        if let said {
            rest.append(.said(said))
            speaks = (said, current.tone)
        }
        guard heard == nil, said == nil else { return nextOfWord() ?? tellWord() }
        sentence = nil
        wordsTold -= 1
        return tellWord()
    }

    private mutating func nextSentence() -> Sentence {
        let all = script.translations(into: language)
        let chosen = all[sentencesTold % all.count]
        sentencesTold += 1
        return Sentence(
            hears: Words(chosen.hears + " "),
            says: Words(chosen.says + " "),
            tone: Tone(voice: language, speed: 1, for: chosen.says),
            fails: chosen.fails
        )
    }
}
