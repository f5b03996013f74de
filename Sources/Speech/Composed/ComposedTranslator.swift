internal import NetIO
internal import RealtimeAPI
internal import RealtimeEngine

/// Translates with a recogniser, a language model that is told to translate, and a voice: what was said up to a pause
/// is written down, translated and spoken, one utterance after the other. What cannot be is told, and the next one is
/// translated all the same.
///
/// Lives on its loop.
final class ComposedTranslator: Translator, @unchecked Sendable {
    /// So many utterances may wait for the one that is translated: who talks faster is told.
    static let waitingMax = 64
    private static let slice = Ticks.milliseconds(100).count

    /// What it is made of. `recognizer`: the session's for a client's transcription model, or the model's own.
    struct Parts {
        var recognizer: (_ transcription: String?) -> any RecognizerSession
        var thinker: any Thinker
        var speaker: any Speaker
        var detector: any SpeechDetector
    }

    private var parts: Parts
    private let loop: EventLoop
    private let report: @Sendable (TranslationPart) -> Void
    private var assignment: TranslationAssignment
    private var utterances = Utterances()
    /// The one that is fed; those before it may still be written down.
    private var listening: (any Listener)?
    private var listeners: [Int: any Listener] = [:]
    private var count = 0
    /// What was heard, by the number of its utterance; each is translated when all before it are.
    private var heard: [Int: String] = [:]
    private var next = 1
    private var answer: (any Answerer)?
    private var isHeld = false
    private var isFinishing = false
    private var isOver = false

    init(
        _ assignment: TranslationAssignment,
        _ parts: Parts,
        on loop: EventLoop,
        report: @escaping @Sendable (TranslationPart) -> Void
    ) {
        self.assignment = assignment
        self.parts = parts
        self.loop = loop
        self.report = report
    }

    func retarget(language: String, transcription: String?) {
        assignment.language = language
        assignment.transcription = transcription
    }

    func feed(_ samples: Samples) {
        // A tenth of a second at a time, so that pauses are found in long pieces too.
        for start in stride(from: 0, to: samples.count, by: Self.slice) {
            guard !isOver, !isFinishing else { return }
            let slice = Samples(samples[start..<min(start + Self.slice, samples.count)])
            perform(utterances.hear(slice, parts.detector.judge(slice)))
        }
    }

    func hold() {
        isHeld = true
        answer?.hold()
    }

    func proceed() {
        isHeld = false
        answer?.proceed()
        later { $0.translateNext() }
    }

    func finish() {
        guard !isOver, !isFinishing else { return }
        isFinishing = true
        perform(utterances.end())
        later { $0.translateNext() }
    }

    func cancel() {
        isOver = true
        answer?.cancel()
        answer = nil
        for listener in listeners.values { listener.cancel() }
        listeners = [:]
        listening = nil
        heard = [:]
    }

    // MARK: Hearing

    private func perform(_ events: [Utterances.Event]) {
        for event in events {
            switch event {
            case .begin: begin()
            case .audio(let samples): listening?.feed(samples)
            case .end:
                listening?.finish()
                listening = nil
            }
        }
    }

    private func begin() {
        guard count + 1 - next < Self.waitingMax else {
            return later { $0.miss("What is said comes faster than it can be translated.") }
        }
        count += 1
        let number = count
        let listener = parts.recognizer(assignment.transcription).listen(listening(to: number)) { [weak self] in
            self?.listened(number, $0)
        }
        listeners[number] = listener
        listening = listener
    }

    private func listening(to number: Int) -> ListeningAssignment {
        let settings = assignment.transcription.map { model in TranscriptionSettings { $0.model = model } }
        return ListeningAssignment(.hear, settings: settings, wantsLogprobs: false, turn: number)
    }

    private func listened(_ number: Int, _ listened: ListenerReport) {
        guard !isOver, listeners[number] != nil else { return }
        switch listened {
        case .final(let text):
            wasHeard(number, text.text)
            let isShown = assignment.transcription != nil && text.text.hasWords
            if isShown { report(.heard(text.text + " ")) }
        case .failed(let why):
            wasHeard(number, "")
            miss(why)
        // Words that may still change are no use to somebody who is told their translation.
        case .delta, .segment, .endOfTurn: return
        }
        translateNext()
    }

    private func wasHeard(_ number: Int, _ text: String) {
        // One that ends by itself, as it is too long, hears nothing more.
        if listening === listeners.removeValue(forKey: number) { listening = nil }
        heard[number] = text
    }

    // MARK: Speaking

    private func translateNext() {
        while !isOver, !isHeld, answer == nil, let text = heard.removeValue(forKey: next) {
            next += 1
            if text.hasWords { translate(text) }
        }
        guard isFinishing, !isOver, answer == nil, next > count else { return }
        isOver = true
        report(.finished)
    }

    private func translate(_ text: String) {
        let request = request(text)
        // The instructions are the translator's: how to speak is the voice's own affair.
        let manner = SpeakingManner(voice: request.voice, language: assignment.language)
        answer = SpokenAnswer.begin(
            request,
            manner: manner,
            thinker: parts.thinker,
            speaker: parts.speaker,
            on: loop
        ) { [weak self] in self?.answered($0) }
    }

    private func request(_ text: String) -> ResponseRequest {
        let message = Message {
            $0.role = .user
            $0.content = [
                ContentPart {
                    $0.type = .inputText
                    $0.text = text
                }
            ]
        }
        return ResponseRequest(
            model: assignment.model,
            instructions: """
                You are an interpreter. Translate what the user says into the language '\(assignment.language)' \
                (ISO 639-1). Say the translation and nothing else: no comment, no answer, no quotation marks.
                """,
            context: [ContextItem(item: .message(message))],
            toolChoice: .none,
            voice: Offer.usualVoice(of: parts.speaker.voices)
        )
    }

    private func answered(_ part: AnswerPart) {
        guard !isOver, answer != nil else { return }
        switch part {
        case .text(let text): report(.said(text))
        case .speech(let samples, let words):
            if !words.isEmpty { report(.said(words)) }
            if !samples.isEmpty, !isOver { report(.audio(samples)) }
        case .end(let end):
            answer = nil
            // What follows is another sentence, and clients put no space between deltas.
            report(.said(" "))
            if let why = end.failure { miss(why) }
            translateNext()
        case .message, .functionCall, .arguments, .mcpCall, .usage: break
        }
    }

    private func miss(_ why: String) { if !isOver { report(.missed(why: why)) } }

    /// Nothing is reported from within a call.
    private func later(_ body: @escaping @Sendable (ComposedTranslator) -> Void) {
        loop.post { [weak self] in self.map(body) }
    }
}

extension String {
    fileprivate var hasWords: Bool { contains { !$0.isWhitespace } }
}

extension AnswerEnd {
    /// Why there is no translation, or only a part of it.
    fileprivate var failure: String? {
        switch self {
        case .completed: nil
        case .maxOutputTokens: "The translation is longer than the language model may write."
        case .contentFilter: "The language model refuses to translate this."
        case .failed(let error): error.message
        }
    }
}
