public import YAML

/// Something in a script's file that must be put right.
public struct ScriptMistake: Sendable, Equatable, CustomStringConvertible {
    public let place: YAMLNode.Place
    /// What is wrong and what would be right.
    public let sentence: String

    public var description: String { "\(place): \(sentence)" }
}

/// All that is wrong with a script, in the order of the file: whoever writes one learns everything at once.
public struct ScriptMistakes: Error, Sendable, Equatable, CustomStringConvertible {
    public let mistakes: [ScriptMistake]

    public var description: String { mistakes.map(\.description).joined(separator: "\n") }
}
