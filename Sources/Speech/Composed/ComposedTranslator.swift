internal import NetIO
internal import RealtimeAPI
internal import RealtimeEngine

/// Translates with a recogniser, a language model that is told to translate, and a voice: what was said up to a pause is
/// written down, translated and spoken, one utterance after the other.
///
/// Lives on its loop.
final class ComposedTranslator: Translator, @unchecked Sendable {
    /// Somebody who talks faster than the model translates waits no longer than this many utterances.
    private static let waitingMax = 64
    private static let slice = Ticks.milliseconds(100).count

    private let stack: ComposedEngine.Stack
    private let loop: EventLoop
    private let report: @Sendable (TranslationPart) -> Void
    private let model: String
    private var language: String
    private var wantsInputTranscript: Bool
    private var detector: any SpeechDetector
    private var utterances = Utterances()
    private let recognizer: any RecognizerSession
    /// The one that is fed; those before it may still be writing down.
    private var listening: (number: Int, listener: any Listener)?
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
        stack: ComposedEngine.Stack,
        detector: any SpeechDetector,
        on loop: EventLoop,
        report: @escaping @Sendable (TranslationPart) -> Void
    ) {
        self.stack = stack
        self.detector = detector
        self.loop = loop
        self.report = report
        model = assignment.model
        language = assignment.language
        wantsInputTranscript = assignment.wantsInputTranscript
        recognizer = stack.recognizer.session(on: loop)
    }

    func retarget(language: String, wantsInputTranscript: Bool) {
        self.language = language
        self.wantsInputTranscript = wantsInputTranscript
    }

    func feed(_ samples: Samples) {
        // A tenth of a second at a time, so that pauses are found in long pieces too.
        for start in stride(from: 0, to: samples.count, by: Self.slice) {
            guard !isOver, !isFinishing else { return }
            let slice = Samples(samples[start..<min(start + Self.slice, samples.count)])
            perform(utterances.hear(slice, detector.judge(slice)))
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
        later { $0.endIfDone() }
    }

    func cancel() {
        isOver = true
        answer?.cancel()
        answer = nil
        for listener in listeners.values { listener.cancel() }
        listeners = [:]
        listening = nil
    }

    // MARK: Hearing

    private func perform(_ events: [Utterances.Event]) {
        for event in events {
            switch event {
            case .begin: begin()
            case .audio(let samples): listening?.listener.feed(samples)
            case .end:
                listening?.listener.finish()
                listening = nil
            }
        }
    }

    private func begin() {
        guard count - next < Self.waitingMax else {
            return later { $0.fail("What is said comes faster than it can be translated.") }
        }
        count += 1
        let number = count
        let assignment = ListeningAssignment(.hear, settings: nil, wantsLogprobs: false, turn: number)
        let listener = recognizer.listen(assignment) { [weak self] in self?.listened(number, $0) }
        listeners[number] = listener
        listening = (number, listener)
    }

    private func listened(_ number: Int, _ listened: ListenerReport) {
        guard !isOver else { return }
        switch listened {
        case .final(let text):
            listeners[number] = nil
            heard[number] = text.text
            if wantsInputTranscript, !text.text.isEmpty { report(.heard(text.text + " ")) }
            translateNext()
        case .failed(let why):
            listeners[number] = nil
            fail(why)
        // Words that may still change are no use to somebody who is told their translation.
        case .delta, .segment, .endOfTurn: break
        }
    }

    // MARK: Speaking

    private func translateNext() {
        guard !isOver, !isHeld, answer == nil, let text = heard.removeValue(forKey: next) else { return endIfDone() }
        next += 1
        guard !text.isEmpty else { return translateNext() }
        answer = SpokenAnswer.begin(
            request(text),
            thinker: stack.thinker,
            speaker: stack.speaker,
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
            model: model,
            instructions: """
                You are an interpreter. Translate what the user says into the language '\(language)' (ISO 639-1). Say the \
                translation and nothing else: no comment, no answer, no quotation marks.
                """,
            context: [ContextItem(item: .message(message))],
            toolChoice: .none
        )
    }

    private func answered(_ part: AnswerPart) {
        guard !isOver else { return }
        switch part {
        case .text(let text): report(.said(text))
        case .speech(let samples, let words):
            if !words.isEmpty { report(.said(words)) }
            if !samples.isEmpty { report(.audio(samples)) }
        case .end(.completed), .end(.maxOutputTokens):
            answer = nil
            report(.said(" "))
            translateNext()
        case .end(.contentFilter):
            fail("The language model refuses to translate this.")
        case .end(.failed(let error)): fail(error.message)
        case .message, .functionCall, .arguments, .mcpCall, .usage: break
        }
    }

    // MARK: The end

    private func endIfDone() {
        guard isFinishing, !isOver, answer == nil, next > count else { return }
        isOver = true
        report(.finished)
    }

    private func fail(_ why: String) {
        guard !isOver else { return }
        cancel()
        report(.failed(why: why))
    }

    /// Nothing is reported from within a call.
    private func later(_ body: @escaping @Sendable (ComposedTranslator) -> Void) {
        loop.post { [weak self] in self.map(body) }
    }
}
