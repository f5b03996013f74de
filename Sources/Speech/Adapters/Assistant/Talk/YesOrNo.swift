/// An answer to a question that can be answered so.
enum YesOrNo: Sendable, Equatable {
    case yes
    case no

    private static let agreement: Set<String> = [
        "yes", "yeah", "yep", "yup", "sure", "ok", "okay", "certainly", "absolutely", "definitely", "correct", "right",
        "si", "claro", "vale", "adelante", "correcto", "exacto", "bueno",
    ]
    private static let denial: Set<String> = ["no", "nope", "nah", "not", "dont", "negative", "nunca", "tampoco"]
    private static let agreements = [
        "of course", "go ahead", "do it", "please do", "por supuesto", "de acuerdo", "por favor",
    ]
    .map { $0.split(separator: " ").map(String.init) }

    /// nil: the text is no such answer, or a long one that only begins as one.
    init?(_ spoken: Spoken) {
        let words = spoken.folded
        guard let first = words.first, words.count <= 8 else { return nil }
        if Self.denial.contains(first) {
            self = .no
            return
        }
        let isYes =
            Self.agreement.contains(first) || Self.agreements.contains { words.starts(with: $0) } || words == ["please"]
        guard isYes else { return nil }
        self = .yes
    }
}
