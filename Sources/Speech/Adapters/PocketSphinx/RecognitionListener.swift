internal import RealtimeAPI
internal import RealtimeEngine

struct RecognizedDelta {
    var text: String
    var logprobs: [LogProbability]?
}

/// One of those who listen to a turn. On its session's loop, as all of it.
final class RecognitionListener: Listener, @unchecked Sendable {
    let assignment: ListeningAssignment
    private let recognition: Recognition
    private let tell: @Sendable (ListenerReport) -> Void
    /// How much of the turn it was given.
    var fed = Ticks.zero
    var isFinished = false
    private var toldCount = 0
    private var isCancelled = false

    init(
        _ assignment: ListeningAssignment,
        of recognition: Recognition,
        report: @escaping @Sendable (ListenerReport) -> Void
    ) {
        self.assignment = assignment
        self.recognition = recognition
        tell = report
    }

    func feed(_ samples: Samples) { if !isFinished, !isCancelled { recognition.feed(samples, from: self) } }
    func finish() { if !isFinished, !isCancelled { recognition.finish(self) } }

    func cancel() {
        isCancelled = true
        recognition.leave(self)
    }

    func report(_ report: ListenerReport) { if !isCancelled { tell(report) } }

    func tellWhatIsNew() {
        guard assignment.isShown else { return }
        for delta in recognition.told.dropFirst(toldCount) {
            report(.delta(delta.text, logprobs: assignment.wantsLogprobs ? delta.logprobs : nil))
        }
        toldCount = recognition.told.count
    }

    /// The ending as this listener is to have it: who was shown words is not told others in the end, and the model,
    /// which was shown none, has the decoder's last word.
    func end(_ ending: Recognition.Ending) {
        switch ending {
        case .failed(let why): report(.failed(why: why))
        case .done(let outcome):
            let text = assignment.isShown ? outcome.text : outcome.words.map(\.text).joined(separator: " ")
            report(.final(HeardText(text, logprobs: assignment.wantsLogprobs ? outcome.words.logprobs : nil)))
        }
    }
}

extension ListeningAssignment {
    /// A client reads the words as they come.
    var isShown: Bool { purpose == .transcribe }

    func adapt(_ manner: inout Utterance.Manner) {
        guard isShown else { return }
        manner.wantsDeltas = true
        manner.wantsLogprobs = manner.wantsLogprobs || wantsLogprobs
        if let delay = settings?.delay { manner.agreement = delay.agreement }
    }
}

extension TranscriptionSettings.Delay {
    /// How many guesses in a row, one for every 160 ms, a word must outlast to be shown.
    fileprivate var agreement: Int {
        switch self {
        case "minimal": 1
        case "low": 2
        case "high": 6
        case "xhigh": 10
        default: Utterance.Manner().agreement
        }
    }
}

extension [DecodedWord] {
    /// Nil where the decoder does not know them all.
    var logprobs: [LogProbability]? {
        var tokens: [LogProbability] = []
        for (place, word) in enumerated() {
            guard let probability = word.logProbability else { return nil }
            tokens.append(
                LogProbability {
                    $0.token = (place == 0 ? "" : " ") + word.text
                    $0.logprob = probability
                    $0.bytes = $0.token.utf8.map { Int($0) }
                }
            )
        }
        return tokens
    }
}
