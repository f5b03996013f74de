package import Speech

extension Settings {
    /// The assistant that answers where there is no language model.
    public struct Assistant: Sendable, Equatable {
        /// A folder of texts that it may quote.
        public var content: String?
        /// The tools by which it hands a caller over to a person: the first one that a session declares.
        public var handOver = ["hand_over", "handover", "transfer_to_human", "transfer_to_agent", "escalate_to_human"]
        /// What it says first; nil: a greeting of its own.
        public var greeting: String?
        /// What it speaks where the user's words do not tell.
        public var language = Language.english

        public enum Language: String, Sendable, CaseIterable {
            case english = "en"
            case spanish = "es"
        }
    }

    /// The recogniser in the program.
    public struct Recognition: Sendable, Equatable {
        /// How many may speak at once; 0: as many as cores and memory bear.
        public var decoders = 0
        /// How many more may wait for a decoder, and for how long.
        public var waiting = 32
        public var wait: Duration = .seconds(10)
        /// How many sessions at a time may tell it what to expect; 0: none, which is refused by name. Each costs
        /// memory, so it is the operator who says so.
        public var hints = 0
    }

    package struct Engines: Sendable, Equatable {
        package var chat: [String: ChatOptions] = [:]
        package var transcription: [String: TranscriptionOptions] = [:]
        package var speech: [String: SpeechOptions] = [:]
    }

    /// Names of engines; nil: what is in the program.
    public struct Route: Sendable, Equatable {
        public var think: String?
        public var hear: String?
        public var speak: String?

        /// The name that means what is in the program.
        public static let embedded = "embedded"
        /// The route of every model that has none of its own.
        public static let everyOther = "*"
    }
}
