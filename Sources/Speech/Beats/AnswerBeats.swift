internal import RealtimeAPI
package import RealtimeEngine

/// An answer, piece by piece: a word is made into audio only when it is asked for, so that one that nobody waits for
/// costs nothing.
package struct AnswerBeats: BeatSource {
    private struct Saying: Sendable {
        var words: Words
        var tone: Tone
    }

    private static let argumentCharacters = 32

    private let modality: Modality
    private let voice: String
    private let speed: Double
    private var budget: OutputBudget
    private var steps: ArraySlice<AnswerStep>
    private var saying: Saying?
    private var arguments: Substring = ""

    package init(_ steps: [AnswerStep], for request: ResponseRequest) {
        self.steps = steps[...]
        modality = request.modality
        voice = request.voice.name
        speed = request.speed
        budget = OutputBudget(request.maxOutputTokens)
    }

    package mutating func next() -> Beat<AnswerPart>? {
        guard !budget.isExceeded else { return end(.maxOutputTokens) }
        if let word = saying?.words.next() { return say(word) }
        saying = nil
        if !arguments.isEmpty { return argue() }
        switch steps.popFirst() {
        case nil: return nil
        case .wait(let duration): return .wait(duration)
        case .say(let text):
            saying = Saying(words: Words(text), tone: Tone(voice: voice, speed: speed, for: text))
            return next()
        case .call(let name, let arguments):
            self.arguments = arguments[...]
            return .part(.functionCall(nil, name: name))
        case .callServer(let label, let name, let arguments):
            // Arguments that are cut are none.
            guard budget.admit(arguments).utf8.count == arguments.utf8.count else { return end(.maxOutputTokens) }
            return .part(.mcpCall(serverLabel: label, name: name, arguments: arguments))
        case .end(let end): return self.end(end)
        }
    }

    private mutating func end(_ end: AnswerEnd) -> Beat<AnswerPart>? {
        guard !isOver else { return nil }
        isOver = true
        steps = []
        return .part(.end(end))
    }

    private var isOver = false

    private mutating func say(_ word: String) -> Beat<AnswerPart>? {
        guard modality == .audio, let tone = saying?.tone else {
            let admitted = budget.admit(word)
            return admitted.isEmpty ? next() : .part(.text(admitted))
        }
        let (samples, words) = budget.admit(tone.samples(of: word), saying: word)
        return samples.isEmpty && words.isEmpty ? next() : .part(.speech(samples, saying: words))
    }

    private mutating func argue() -> Beat<AnswerPart>? {
        let piece = String(arguments.prefix(Self.argumentCharacters))
        arguments = arguments.dropFirst(Self.argumentCharacters)
        let admitted = budget.admit(piece)
        return admitted.isEmpty ? next() : .part(.arguments(admitted))
    }
}

extension Voice {
    fileprivate var name: String {
        switch self {
        case .named(let name): name
        case .custom(let voice): voice.id
        }
    }
}
