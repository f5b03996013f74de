/// How the assistant is set up.
public struct AssistantOptions: Sendable {
    /// A text that the assistant may quote: Markdown or plain, read by somebody who can read files.
    public struct Document: Sendable, Equatable {
        /// As a file is named: `opening-hours.md`. It is told as the source where the text has no heading.
        public var name: String
        public var text: String

        public init(name: String, text: String) {
            self.name = name
            self.text = text
        }
    }

    public static let contentBytesMax = 32 * 1_024 * 1_024
    public static let documentsMax = 10_000

    /// The approved content.
    public var documents: [Document] = []
    /// Statements in a session's instructions may be quoted, too.
    public var quotesInstructions = true
    /// Names of the tools that bring a person into the conversation. The first one that a session declares is called.
    public var handOverTools = ["hand_over", "handover", "transfer_to_human", "transfer_to_agent", "escalate_to_human"]
    /// How much of a question's weight a passage must have words for, to be its answer: 0 to 1.
    public var coverageMin = 0.55
    /// What is spoken where the user's words do not tell: Spanish if true, English otherwise.
    public var prefersSpanish = false
    /// What is said first; nil: a greeting of the assistant's own.
    public var greeting: String?
    /// What time it is where the assistant is; nil: it has no clock.
    public var now: @Sendable () -> AssistantTime? = { nil }

    public init() {}
}

/// Why an assistant cannot be set up.
public struct AssistantMistake: Error, Equatable, Sendable {
    public let message: String
}
