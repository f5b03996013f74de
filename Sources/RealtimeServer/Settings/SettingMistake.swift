/// What is wrong with one setting: where it was said, and what would be right.
public struct SettingMistake: Error, Sendable, Equatable {
    public enum Source: Sendable, Equatable {
        /// With a place where the mistake is in a line: `antiphon.yaml:3:5`.
        case file(String, line: Int?, column: Int?)
        case environment(String)
        case flag(String)
        /// Values that are right each for itself, and wrong together.
        case combination
    }

    public var source: Source
    /// A sentence, or several.
    public var message: String

    public init(_ source: Source, _ message: String) {
        self.source = source
        self.message = message
    }
}

extension SettingMistake: CustomStringConvertible {
    public var description: String {
        switch source {
        case .file(let path, let line?, let column?): "\(path):\(line):\(column): \(message)"
        case .file(let path, _, _): "\(path): \(message)"
        case .environment(let name): "environment \(name): \(message)"
        case .flag(let name): "\(name): \(message)"
        case .combination: message
        }
    }
}

/// Everything that is wrong, told at once.
public struct SettingMistakes: Error, Sendable, Equatable, CustomStringConvertible {
    public var mistakes: [SettingMistake]

    public init(_ mistakes: [SettingMistake]) { self.mistakes = mistakes }

    /// The caller's command line is at fault, not the installation.
    public var isWrongUsage: Bool {
        mistakes.contains { if case .flag = $0.source { true } else { false } }
    }

    public var description: String { mistakes.map(\.description).joined(separator: "\n") }
}
