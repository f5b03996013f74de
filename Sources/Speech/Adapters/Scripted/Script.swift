public import Bytes

/// What the scripted engine hears, answers and translates. Empty, it repeats what it is told.
///
/// `docs/scripted-engine.md` is its manual.
public struct Script: Sendable, Equatable {
    /// What speech is transcribed to.
    public struct Heard: Sendable, Equatable {
        public var text: String
        public var language: String?
        /// Between the end of the audio and the final transcript.
        public var waits = Duration.zero
        /// Why the recogniser understands nothing.
        public var fails: String?

        public init(_ text: String) { self.text = text }
    }

    /// The first rule that fits answers. Every condition that is given must hold.
    public struct Rule: Sendable, Equatable {
        public var when: Condition
        public var reaction: Reaction

        public init(when: Condition, _ reaction: Reaction) {
            self.when = when
            self.reaction = reaction
        }
    }

    public struct Condition: Sendable, Equatable {
        /// A part of what the user said last, in any case.
        public var says: String?
        /// All of it.
        public var exactly: String?
        /// How many messages of the user's the model sees.
        public var turn: Int?
        /// The function whose output came last.
        public var toolOutput: String?
        /// A part of the instructions, in any case.
        public var instructions: String?

        public init() {}
    }

    /// In this order: wait, answer, call, fail.
    public struct Reaction: Sendable, Equatable {
        public var waits = Duration.zero
        public var answers: ScriptTemplate?
        public var calls: [Call] = []
        public var fails: Failure?

        public init() {}
    }

    public struct Call: Sendable, Equatable {
        public var tool: String
        /// nil: whatever fills what the tool requires.
        public var arguments: JSONObject?

        public init(_ tool: String, arguments: JSONObject? = nil) {
            self.tool = tool
            self.arguments = arguments
        }
    }

    public struct Failure: Sendable, Equatable {
        public var type: String
        public var code: String?
        public var message: String

        public init(type: String = "server_error", code: String?, message: String) {
            self.type = type
            self.code = code
            self.message = message
        }
    }

    public struct Translation: Sendable, Equatable {
        public var hears: String
        public var says: String
        /// The target language that it is for; nil: any.
        public var language: String?
        /// Why the translator gives up when it comes to this.
        public var fails: String?

        public init(hears: String, says: String, language: String? = nil) {
            self.hears = hears
            self.says = says
            self.language = language
        }
    }

    /// Turn after turn; the last one repeats.
    public var hears: [Heard] = []
    public var rules: [Rule] = []
    public var fallback: Reaction?
    /// One after the other, and from the beginning again.
    public var translates: [Translation] = []

    public init() {}

    package static let heardDefault = Heard("This is a fixed transcript.")

    /// What is heard in a turn, the first of which is 1.
    package func heard(inTurn turn: Int) -> Heard {
        guard let last = hears.last else { return Self.heardDefault }
        return turn >= 1 && turn <= hears.count ? hears[turn - 1] : last
    }

    /// The reaction to an occasion; nil: the script does not say.
    func reaction(to occasion: Occasion) -> Reaction? {
        rules.first { $0.when.holds(for: occasion) }?.reaction ?? fallback
    }

    /// The translations into a language.
    package func translations(into language: String) -> [Translation] {
        let fitting = translates.filter { $0.language == nil || $0.language == language }
        guard fitting.isEmpty else { return fitting }
        return [Translation(hears: "This is what was said.", says: "This is the translation into '\(language)'.")]
    }
}

extension Script.Condition {
    func holds(for occasion: Occasion) -> Bool {
        if says != nil || exactly != nil {
            guard case .user = occasion.newest else { return false }
            if let says, !occasion.text.lowercased().contains(says.lowercased()) { return false }
            if let exactly, occasion.text != exactly { return false }
        }
        if let toolOutput {
            guard case .outputs(let outputs) = occasion.newest else { return false }
            guard outputs.contains(where: { $0.tool == toolOutput }) else { return false }
        }
        if let turn, occasion.turn != turn { return false }
        if let instructions, !occasion.instructions.lowercased().contains(instructions.lowercased()) { return false }
        return true
    }
}
