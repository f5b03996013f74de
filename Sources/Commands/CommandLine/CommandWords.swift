internal import Bytes

/// The words after a command's name, checked against its table.
struct CommandWords: Sendable, Equatable {
    private var values: [String: String] = [:]
    private(set) var operands: [String] = []

    /// `--name value`, `--name=value`; what follows a lone `--` is no option whatever it looks like.
    init(_ words: [String], for usage: CommandUsage) throws(CommandFailure) {
        var rest = words[...]
        while let word = rest.popFirst() {
            if word == "--" {
                operands += rest
                break
            }
            guard word.hasPrefix("-"), word != "-" else {
                operands.append(word)
                continue
            }
            let halves = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard let option = usage.options.first(where: { $0.name == halves[0] }) else {
                throw .unknownOption(halves[0], of: usage)
            }
            guard values[option.name] == nil else { throw .usage("\(option.name) is given twice.", of: usage) }
            values[option.name] = try Self.value(of: option, halves, &rest, usage)
        }
        if usage.operands == nil, let word = operands.first {
            throw .usage("antiphon \(usage.name) takes options only, and '\(word)' is none.", of: usage)
        }
    }

    private static func value(
        of option: CommandUsage.Option,
        _ halves: [String],
        _ rest: inout ArraySlice<String>,
        _ usage: CommandUsage
    ) throws(CommandFailure) -> String {
        guard let placeholder = option.value else {
            guard halves.count == 1 else { throw .usage("\(option.name) takes no value.", of: usage) }
            return ""
        }
        guard let value = halves.count == 2 ? halves[1] : rest.popFirst(), !value.isEmpty else {
            throw .usage("\(option.name) needs a value: \(option.name) \(placeholder).", of: usage)
        }
        return value
    }

    subscript(_ option: String) -> String? { values[option] }

    func has(_ option: String) -> Bool { values[option] != nil }
}

extension CommandFailure {
    fileprivate static func unknownOption(_ name: String, of usage: CommandUsage) -> CommandFailure {
        let hint = nearest(to: name, among: usage.options.map(\.name)).map { " Did you mean '\($0)'?" } ?? ""
        return .usage("antiphon \(usage.name) has no option '\(name)'.\(hint)", of: usage)
    }
}
