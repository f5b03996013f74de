import NetIO
import RealtimeEngine
import Speech

/// A speech engine that counts what lives of it, and behaves as a test wants.
final class StageEngine: SpeechEngine {
    struct Counts: Sendable {
        /// What lives: detectors, of which each session has one for its life, and back ends.
        var sessions = 0
        var listeners = 0
        var answers = 0
        var translators = 0
        /// What was called.
        var judged = 0
        var held = 0
        var proceeded = 0
        var cancelled = 0
        /// Pieces of speech that were made.
        var made = 0
        /// Answers that have reported all that they ever will.
        var spent = 0
        var requests: [ResponseRequest] = []

        var nothingLives: Bool { sessions + listeners + answers + translators == 0 }
    }

    enum Manner: Sendable {
        /// As the scripted engine.
        case scripted
        /// Never says a word.
        case silent
        /// Makes so many pieces of speech, and waits and ends when it is told to.
        case makes(Int)
        /// Makes them whatever it is told.
        case floods(Int)
        /// Calls the tool `light` of the MCP server `house`, once, with these arguments.
        case calls(String)
        /// Reports from within the calls that tell it something, against the contract.
        case answersFromWithin
    }

    let counts = Watched(Counts())
    /// Of every answer that was asked for, to be called on its loop.
    let reports = Watched<[@Sendable (AnswerPart) -> Void]>([])
    fileprivate let hearing: Manner
    fileprivate let answering: Manner
    private let scripted: ScriptedEngine

    init(hearing: Manner = .scripted, answering: Manner = .scripted, script: Script = Script()) {
        self.hearing = hearing
        self.answering = answering
        scripted = ScriptedEngine(script)
    }

    func offer(model: String) -> Offer { scripted.offer(model: model) }

    func session(model: String, on loop: EventLoop) -> any SpeechSession {
        StageSession(self, scripted.session(model: model, on: loop), on: loop)
    }

    /// 200 ms of a number that tells which piece it is.
    static func piece(_ number: Int) -> Samples { Samples(repeating: Int16(truncatingIfNeeded: number), count: 4_800) }
}

private final class StageSession: SpeechSession {
    private let stage: StageEngine
    private let scripted: any SpeechSession
    private let loop: EventLoop

    init(_ stage: StageEngine, _ scripted: any SpeechSession, on loop: EventLoop) {
        self.stage = stage
        self.scripted = scripted
        self.loop = loop
    }

    func detector() -> any SpeechDetector {
        StageDetector(real: scripted.detector(), life: Life(\.sessions, in: stage.counts), counts: stage.counts)
    }

    func listen(
        _ assignment: ListeningAssignment,
        report: @escaping @Sendable (ListenerReport) -> Void
    ) -> any Listener {
        let isScripted = if case .scripted = stage.hearing { true } else { false }
        let real = isScripted ? scripted.listen(assignment, report: report) : nil
        return StageListener(real, Life(\.listeners, in: stage.counts))
    }

    func answer(
        _ request: ResponseRequest,
        report: @escaping @Sendable (AnswerPart) -> Void
    ) -> any Answerer {
        stage.counts.change { $0.requests.append(request) }
        stage.reports.change { $0.append(report) }
        let life = Life(\.answers, in: stage.counts)
        if case .scripted = stage.answering {
            return StageAnswer(.silent, life, on: loop, real: scripted.answer(request, report: report)) { _ in
            }
        }
        let answer = StageAnswer(stage.answering, life, on: loop, real: nil, report: report)
        answer.wake()
        return answer
    }

    func translate(
        _ assignment: TranslationAssignment,
        report: @escaping @Sendable (TranslationPart) -> Void
    ) -> any Translator {
        let isScripted = if case .scripted = stage.answering { true } else { false }
        let real = isScripted ? scripted.translate(assignment, report: report) : nil
        return StageTranslator(real, Life(\.translators, in: stage.counts))
    }
}

/// Counts itself.
final class Life: Sendable {
    let counts: Watched<StageEngine.Counts>
    private let kind: any WritableKeyPath<StageEngine.Counts, Int> & Sendable

    init(_ kind: any WritableKeyPath<StageEngine.Counts, Int> & Sendable, in counts: Watched<StageEngine.Counts>) {
        self.kind = kind
        self.counts = counts
        counts.change { $0[keyPath: kind] += 1 }
    }

    deinit { counts.change { $0[keyPath: kind] -= 1 } }
}

private struct StageDetector: SpeechDetector {
    var real: any SpeechDetector
    let life: Life
    let counts: Watched<StageEngine.Counts>

    mutating func judge(_ samples: Samples) -> [SpeechFrame] {
        counts.change { $0.judged += 1 }
        return real.judge(samples)
    }

    mutating func reset() { real.reset() }
}

private final class StageListener: Listener {
    private let real: (any Listener)?
    private let life: Life

    init(_ real: (any Listener)?, _ life: Life) {
        self.real = real
        self.life = life
    }

    func feed(_ samples: Samples) { real?.feed(samples) }
    func finish() { real?.finish() }
    func cancel() {
        life.counts.change { $0.cancelled += 1 }
        real?.cancel()
    }
}

private final class StageTranslator: Translator {
    private let real: (any Translator)?
    private let life: Life

    init(_ real: (any Translator)?, _ life: Life) {
        self.real = real
        self.life = life
    }

    func retarget(language: String, transcription: String?) {
        real?.retarget(language: language, transcription: transcription)
    }
    func feed(_ samples: Samples) { real?.feed(samples) }
    func hold() { real?.hold() }
    func proceed() { real?.proceed() }
    func finish() { real?.finish() }
    func cancel() {
        life.counts.change { $0.cancelled += 1 }
        real?.cancel()
    }
}

/// Everything of it happens on its loop.
private final class StageAnswer: Answerer, @unchecked Sendable {
    private let manner: StageEngine.Manner
    private let life: Life
    private let loop: EventLoop
    private let real: (any Answerer)?
    private let report: @Sendable (AnswerPart) -> Void
    private var made = 0
    private var isHeld = false
    private var isCancelled = false
    private var isAwake = false

    init(
        _ manner: StageEngine.Manner,
        _ life: Life,
        on loop: EventLoop,
        real: (any Answerer)?,
        report: @escaping @Sendable (AnswerPart) -> Void
    ) {
        self.manner = manner
        self.life = life
        self.loop = loop
        self.real = real
        self.report = report
    }

    func wake() {
        guard !isAwake else { return }
        isAwake = true
        loop.post { [self] in
            isAwake = false
            make()
        }
    }

    private func make() {
        let total: Int
        switch manner {
        case .scripted, .silent: return
        case .calls(let arguments):
            guard made == 0, !isCancelled else { return }
            made = 1
            report(.mcpCall(serverLabel: "house", name: "light", arguments: arguments))
            return report(.end(.completed))
        case .answersFromWithin: total = .max
        case .makes(let count): total = count
        case .floods(let count): total = count
        }
        if !isStubborn, isHeld || isCancelled { return }
        guard made < total else {
            report(.end(.completed))
            return life.counts.change { $0.spent += 1 }
        }
        made += 1
        report(.speech(StageEngine.piece(made), saying: "w\(made) "))
        life.counts.change { $0.made += 1 }
        wake()
    }

    private var isStubborn: Bool { if case .floods = manner { true } else { false } }

    private func answerFromWithin() {
        guard case .answersFromWithin = manner else { return }
        report(.text("from within"))
        report(.end(.completed))
    }

    func hold() {
        isHeld = true
        life.counts.change { $0.held += 1 }
        real?.hold()
        answerFromWithin()
    }

    func proceed() {
        isHeld = false
        life.counts.change { $0.proceeded += 1 }
        real?.proceed()
        answerFromWithin()
        wake()
    }

    func cancel() {
        isCancelled = true
        life.counts.change { $0.cancelled += 1 }
        real?.cancel()
        answerFromWithin()
    }
}
