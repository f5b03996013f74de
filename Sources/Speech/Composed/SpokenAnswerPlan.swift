internal import RealtimeAPI
package import RealtimeEngine

/// What a thought with a voice does next: text is cut into clauses, clauses are spoken one after the other, and what
/// the model does besides comes where it stood in the text.
///
/// Pure. Whoever drives it tells it what happens and asks for actions until there are none, in between as well: what is
/// told while a report is on its way changes what follows. All text is said once and in order; the end is reported
/// once, last.
package struct SpokenAnswerPlan: Sendable, Equatable {
    package struct Limits: Sendable, Equatable {
        /// So much text may wait to be spoken before the model is told to wait.
        package var waitingBytes = 4_096
        /// So much may wait whatever the model does.
        package var waitingBytesMax = 1_024 * 1_024
        /// So much of the clause after the one that is reported is made ahead.
        package var ahead = Ticks.milliseconds(2_000)
        /// So much may wait of what a voice makes that does not hold.
        package var waitingSpeechMax = Ticks.milliseconds(120_000)

        package init() {}
    }

    package enum Input: Sendable, Equatable {
        case thought(AnswerPart)
        case spoken(Int, SpeakingReport)
        case hold
        case proceed
        case cancel
    }

    package enum Action: Sendable, Equatable {
        case report(AnswerPart)
        case order(Order)
    }

    /// What the thinker and the speaker are told.
    package enum Order: Sendable, Equatable {
        case speak(Int, String, language: String?)
        case holdSpeaking(Int)
        case proceedSpeaking(Int)
        case cancelSpeaking(Int)
        case holdThinking
        case proceedThinking
        case cancelThinking
    }

    enum Entry: Sendable, Equatable {
        case clause(SpokenClause)
        case part(AnswerPart)
    }

    let limits: Limits
    var clauses = Clauses()
    var queue: [Entry] = []
    var orders: [Order] = []
    /// What is reported whatever waits.
    private var usage: [ReportedUsage] = []
    private var isHeld = false
    private var thinkerIsHeld = false
    private var hasThought = false
    package private(set) var isOver = false
    private var nextID = 1
    private var waitingBytes = 0
    private var language: String?
    private let isCertain: Bool

    /// `language`: of what the answer is to, where it is known; if that is certain, of the answer.
    package init(language: String? = nil, isCertain: Bool = false, limits: Limits = Limits()) {
        self.language = language
        self.isCertain = isCertain
        self.limits = limits
    }

    package mutating func handle(_ input: Input) {
        guard !isOver else { return }
        switch input {
        case .thought(let part): if !hasThought { take(part) }
        case .spoken(let id, let report): take(report, of: id)
        case .hold: isHeld = true
        case .proceed: isHeld = false
        case .cancel: stop()
        }
        regulate()
    }

    /// What the thinker and the speaker are to be told now; nil: nothing more.
    package mutating func nextOrder() -> Order? { orders.isEmpty ? nil : orders.removeFirst() }

    /// What is to be done next; nil: nothing until something happens.
    package mutating func next() -> Action? {
        while true {
            regulate()
            if let order = nextOrder() { return .order(order) }
            guard !isOver else { return nil }
            if !usage.isEmpty { return .report(.usage(usage.removeFirst())) }
            guard !isHeld, let entry = queue.first else { return nil }
            switch entry {
            case .part(let part):
                queue.removeFirst()
                waitingBytes -= part.waitingBytes
                if case .end = part { isOver = true }
                return .report(part)
            case .clause(var clause):
                let step = clause.next()
                queue[0] = .clause(clause)
                switch step {
                case .nothing: return nil
                case .says(let samples, let text): return .report(.speech(samples, saying: text))
                case .failed(let error): fail(error)
                case .ended(let rest):
                    queue.removeFirst()
                    waitingBytes -= clause.bytes
                    if !rest.isEmpty { return .report(.speech([], saying: rest)) }
                }
            }
        }
    }

    // MARK: What is thought

    private mutating func take(_ part: AnswerPart) {
        switch part {
        case .text(let text): append(clauses.append(text))
        case .usage(let reported): usage.append(reported)
        case .end(.failed(let error)):
            hasThought = true
            fail(error)
        case .end:
            hasThought = true
            append(clauses.finish())
            append(part)
        case .message, .speech, .functionCall, .arguments, .mcpCall:
            append(clauses.finish())
            append(part)
        }
        if waitingBytes + clauses.pendingBytes > limits.waitingBytesMax {
            fail(.modelFailed("The model wrote more than \(limits.waitingBytesMax) bytes ahead of its voice."))
        }
    }

    private mutating func append(_ texts: [String]) {
        for text in texts {
            if !isCertain { language = LanguageGuess.guess(text) ?? language }
            let clause = SpokenClause(nextID, text, language: language)
            nextID += 1
            waitingBytes += clause.bytes
            queue.append(.clause(clause))
        }
    }

    private mutating func append(_ part: AnswerPart) {
        waitingBytes += part.waitingBytes
        if case .arguments(let more) = part, case .part(.arguments(let text))? = queue.last {
            queue[queue.count - 1] = .part(.arguments(text + more))
        } else {
            queue.append(.part(part))
        }
    }

    // MARK: What is spoken

    private mutating func take(_ report: SpeakingReport, of id: Int) {
        guard let index = queue.firstIndex(where: { $0.clause?.id == id }), var clause = queue[index].clause,
            clause.isBegun
        else { return }
        clause.take(report)
        queue[index] = .clause(clause)
        if clause.waiting > limits.waitingSpeechMax {
            fail(.modelFailed("The voice made more than could wait to be heard."))
        }
    }

    /// Begins the first clause, and the one after it.
    private mutating func begin() {
        var isFirst = true
        for index in queue.indices {
            guard var clause = queue[index].clause else { continue }
            if !clause.isBegun {
                clause.isBegun = true
                queue[index] = .clause(clause)
                if clause.isSpeakable {
                    orders.append(.speak(clause.id, clause.spoken, language: clause.language))
                }
            }
            guard isFirst else { return }
            isFirst = false
        }
    }

    // MARK: Who waits

    /// Tells everybody to wait, or to go on, whose turn it is.
    private mutating func regulate() {
        guard !isOver else { return }
        if !isHeld { begin() }
        var isFirst = true
        // At most two have begun, and those are the first two.
        for index in queue.indices {
            guard var clause = queue[index].clause else { continue }
            guard clause.isBegun else { break }
            let waits = isHeld || (!isFirst && clause.waiting >= limits.ahead)
            isFirst = false
            guard clause.isSpeakable, !clause.isMade, waits != clause.isHeld else { continue }
            clause.isHeld = waits
            queue[index] = .clause(clause)
            orders.append(waits ? .holdSpeaking(clause.id) : .proceedSpeaking(clause.id))
        }
        regulateThinker()
    }

    private mutating func regulateThinker() {
        guard !hasThought else { return }
        let limit = thinkerIsHeld ? limits.waitingBytes / 2 : limits.waitingBytes
        let waits = isHeld || waitingBytes > limit
        guard waits != thinkerIsHeld else { return }
        thinkerIsHeld = waits
        orders.append(waits ? .holdThinking : .proceedThinking)
    }

    // MARK: The end

    /// Everybody is told to stop, and nothing is reported any more.
    private mutating func stop() {
        orders = queue.compactMap { entry in
            guard let clause = entry.clause, clause.isSpeakable, clause.isBegun, !clause.isMade else { return nil }
            return isOrdered(clause.id) ? nil : .cancelSpeaking(clause.id)
        }
        if !hasThought { orders.append(.cancelThinking) }
        hasThought = true
        queue = []
        usage = []
        isOver = true
    }

    /// What was made so far and not reported is dropped, as the engine would drop it.
    private mutating func fail(_ error: APIError) {
        let usage = usage
        stop()
        isOver = false
        isHeld = false
        self.usage = usage
        queue = [.part(.end(.failed(error)))]
        waitingBytes = 0
    }

    /// It was not handed to the speaker yet.
    private func isOrdered(_ id: Int) -> Bool {
        orders.contains { if case .speak(id, _, _) = $0 { true } else { false } }
    }
}

extension SpokenAnswerPlan.Entry {
    var clause: SpokenClause? { if case .clause(let clause) = self { clause } else { nil } }
}

extension AnswerPart {
    /// What it takes of the room for what waits.
    fileprivate var waitingBytes: Int {
        switch self {
        case .text(let text), .arguments(let text): text.utf8.count
        case .speech(let samples, let text): samples.count * 2 + text.utf8.count
        case .mcpCall(let label, let name, let arguments):
            label.utf8.count + name.utf8.count + arguments.utf8.count + Self.each
        case .functionCall(_, let name): name.utf8.count + Self.each
        case .message: Self.each
        case .usage, .end: 0
        }
    }

    private static let each = 64
}
