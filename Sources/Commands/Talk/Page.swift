/// What stands on standard output: whose line is open. It makes text of what is said, so that nobody's words run into
/// another's.
struct Page: Sendable, Equatable {
    enum Speaker: String, Sendable, Equatable {
        case user = "you"
        case model = "answer"
    }

    /// Whether lines begin with who speaks: where one types there is no need.
    let hasNames: Bool
    private var speaker: Speaker?

    init(hasNames: Bool) { self.hasNames = hasNames }

    /// A piece of what somebody says, which goes on in the same line while nobody else speaks.
    mutating func say(_ text: String, by speaker: Speaker) -> String {
        guard !text.isEmpty else { return "" }
        if self.speaker == speaker { return text }
        let end = endLine()
        self.speaker = speaker
        return end + (hasNames ? "\(speaker.rawValue): " : "") + text
    }

    /// What is needed before something else is printed.
    mutating func endLine() -> String {
        defer { speaker = nil }
        return speaker == nil ? "" : "\n"
    }
}
