import Bytes

/// A rule as people read about it. The table is in `Rule+Table.swift`; its examples are its tests.
public struct Rule: Sendable {
    public struct Example: Sendable {
        public let file: String
        public let text: String

        public init(file: String, text: String) {
            self.file = file
            self.text = text
        }
    }

    public let id: RuleID
    /// One sentence: what is stale.
    public let title: String
    /// What happens at run time: the error, or the silence.
    public let breaks: String
    /// The correct form.
    public let correct: String
    public let certainty: String
    /// `--fix` can do it, where it is safe.
    public let isFixable: Bool
    /// The finding is expected on the line of each that holds `◀`.
    public let bad: [Example]
    public let good: [Example]

    public static func list(asJSON: Bool) -> String {
        all.map { rule in
            guard asJSON else {
                return
                    "\(rule.id.rawValue)  (\(rule.certainty))\n    \(rule.title)\n    \(rule.breaks)\n"
                    + "    Instead: \(rule.correct)"
            }
            let object: JSON = [
                "rule": .string(rule.id.rawValue), "certainty": .string(rule.certainty), "title": .string(rule.title),
                "breaks": .string(rule.breaks), "correct": .string(rule.correct), "fix": .bool(rule.isFixable),
            ]
            return object.text
        }.joined(separator: "\n")
    }
}
