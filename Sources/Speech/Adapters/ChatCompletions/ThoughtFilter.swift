/// Keeps from being spoken what a model thinks before it answers, where a server leaves it in the text: everything from
/// a `<think>` at the very beginning to its `</think>`.
package struct ThoughtFilter: Sendable, Equatable {
    private enum State: Sendable, Equatable {
        case beginning
        case thinking
        /// White space between the thought and the answer is neither's.
        case between
        case answering
    }

    private static let open = "<think>"
    private static let close = "</think>"

    private var state = State.beginning
    /// What may be the beginning of a mark.
    private var pending = ""

    package init() {}

    /// What of it is the answer's.
    package mutating func pass(_ text: String) -> String {
        switch state {
        case .answering: return text
        case .between: return begin(text[...])
        case .beginning, .thinking: break
        }
        pending += text
        if state == .beginning {
            let start = pending.drop(while: \.isWhitespace)
            if Self.open.hasPrefix(start), start.utf8.count < Self.open.utf8.count { return "" }
            guard start.hasPrefix(Self.open) else { return answer(pending[...]) }
            state = .thinking
            pending = String(start.dropFirst(Self.open.count))
        }
        guard let end = pending.firstRange(of: Self.close) else {
            // Only the last characters can belong to a mark that goes on.
            pending = String(pending.suffix(Self.close.count - 1))
            return ""
        }
        let rest = String(pending[end.upperBound...])
        state = .between
        pending = ""
        return begin(rest[...])
    }

    private mutating func begin(_ text: Substring) -> String {
        let start = text.drop(while: \.isWhitespace)
        return start.isEmpty ? "" : answer(start)
    }

    /// What was kept back, when no more comes.
    package mutating func end() -> String { state == .beginning ? answer(pending[...]) : "" }

    private mutating func answer(_ text: Substring) -> String {
        state = .answering
        pending = ""
        return String(text)
    }
}
