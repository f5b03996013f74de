import RealtimeAPI
import RealtimeEngine

/// A clause of an answer on its way from text to speech.
struct SpokenClause: Sendable, Equatable {
    enum Step: Sendable, Equatable {
        case nothing
        case says(Samples, String)
        case failed(APIError)
        /// With what was not said of its text.
        case ended(String)
    }

    let id: Int
    let language: String?
    let isSpeakable: Bool
    private var progress: SpokenProgress
    private var reports: [SpeakingReport] = []
    /// How much speech was made and not reported yet.
    private(set) var waiting = Ticks.zero
    var isBegun = false
    var isHeld = false
    /// The speaker has said its last.
    private(set) var isMade = false

    init(_ id: Int, _ text: String, language: String?) {
        self.id = id
        self.language = language
        progress = SpokenProgress(SpokenForm(text))
        isSpeakable = progress.form.isSpeakable
    }

    var spoken: String { progress.form.spoken }
    var bytes: Int { progress.form.source.utf8.count }

    mutating func take(_ report: SpeakingReport) {
        guard !isMade else { return }
        switch report {
        case .audio(let samples, _): waiting += Ticks(samples.count)
        case .finished, .failed: isMade = true
        }
        reports.append(report)
    }

    mutating func next() -> Step {
        guard isBegun else { return .nothing }
        guard isSpeakable else { return .ended(progress.finish()) }
        while !reports.isEmpty {
            switch reports.removeFirst() {
            case .audio(let samples, let text):
                waiting -= Ticks(samples.count)
                let said = progress.said(text)
                if !samples.isEmpty || !said.isEmpty { return .says(samples, said) }
            case .failed(let error): return .failed(error)
            case .finished: return .ended(progress.finish())
            }
        }
        return .nothing
    }
}
