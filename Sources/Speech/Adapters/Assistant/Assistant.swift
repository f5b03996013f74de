public import NetIO
internal import RealtimeAPI
public import RealtimeEngine

/// Thinks without a model: it quotes approved content, fills in and calls the session's tools, and says when it does
/// not know. The same request has the same answer, but for what a clock says.
///
/// `docs/assistant.md` is its manual.
public struct Assistant: Thinker {
    private let options: AssistantOptions
    private let knowledge: Knowledge

    public init(_ options: AssistantOptions = AssistantOptions()) throws(AssistantMistake) {
        try Self.check(options)
        self.options = options
        let passages = options.documents.flatMap { document in
            PassageReader.passages(of: document.text, title: Self.title(of: document.name))
        }
        knowledge = Knowledge(passages, coverageMin: options.coverageMin)
    }

    private static func check(_ options: AssistantOptions) throws(AssistantMistake) {
        guard options.documents.count <= AssistantOptions.documentsMax else {
            throw AssistantMistake(message: "At most \(AssistantOptions.documentsMax) documents can be quoted.")
        }
        let bytes = options.documents.reduce(0) { $0 + $1.text.utf8.count }
        guard bytes <= AssistantOptions.contentBytesMax else {
            let most = AssistantOptions.contentBytesMax
            throw AssistantMistake(message: "The documents have \(bytes) bytes; at most \(most) can be quoted.")
        }
        guard options.coverageMin > 0, options.coverageMin <= 1 else {
            throw AssistantMistake(message: "The share of a question that must be covered is above 0 and at most 1.")
        }
    }

    /// `docs/opening-hours.md` is told as "opening hours".
    private static func title(of name: String) -> String {
        let file = name.split(separator: "/").last.map(String.init) ?? name
        let stem = file.split(separator: ".").first.map(String.init) ?? file
        return String(stem.map { "-_".contains($0) ? " " : $0 }.prefix(80))
    }

    public var abilities: ThinkerAbilities { ThinkerAbilities() }

    public func think(
        _ request: ResponseRequest,
        on loop: EventLoop,
        report: @escaping @Sendable (AnswerPart) -> Void
    ) -> any Answerer {
        // Whoever speaks gives it a voice; here it is text.
        var written = request
        written.modality = .text
        return Player(AnswerBeats(steps(for: request), for: written), on: loop, report: report)
    }

    /// What is answered, and called.
    package func steps(for request: ResponseRequest) -> [AnswerStep] {
        AssistantAnswer(request, options, knowledge).steps
    }
}
