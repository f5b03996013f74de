/// The words after `antiphon token create` and its like, checked against the verb's table.
struct TokenArguments {
    private var values: [String: String] = [:]
    private(set) var operands: [String] = []

    init(_ words: [String], for verb: TokenVerb) throws(TokenFailure) {
        var rest = words[...]
        while let word = rest.popFirst() {
            guard word.hasPrefix("--") else {
                operands.append(word)
                continue
            }
            let halves = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard let option = verb.options.first(where: { $0.name == halves[0] }) else {
                throw .usage("antiphon token \(verb.rawValue) has no option '\(halves[0])'.")
            }
            guard values[option.name] == nil else { throw .usage("\(option.name) is given twice.") }
            values[option.name] = try Self.value(of: option, halves, &rest)
        }
    }

    private static func value(
        of option: TokenVerb.Option,
        _ halves: [String],
        _ rest: inout ArraySlice<String>
    ) throws(TokenFailure) -> String {
        guard let placeholder = option.value else {
            guard halves.count == 1 else { throw .usage("\(option.name) takes no value.") }
            return ""
        }
        guard let value = halves.count == 2 ? halves[1] : rest.popFirst(), !value.isEmpty else {
            throw .usage("\(option.name) needs a value: \(option.name) \(placeholder).")
        }
        return value
    }

    subscript(_ option: String) -> String? { values[option] }

    var wantsJSON: Bool { values["--json"] != nil }

    /// What the verb needs, and no word more.
    func checkOperand(of verb: TokenVerb) throws(TokenFailure) {
        for option in verb.options where option.isRequired && values[option.name] == nil {
            throw .usage("antiphon token \(verb.rawValue) needs \(option.name). Usage: \(verb.usage)")
        }
        guard operands.count == (verb.operand == nil ? 0 : 1) else { throw .usage("Usage: \(verb.usage)") }
    }

    /// A whole number from one up. Nil where the option is absent.
    func number(_ option: String) throws(TokenFailure) -> Int? {
        guard let text = values[option] else { return nil }
        guard let number = Int(text), (1...1_000_000_000).contains(number) else {
            throw .usage("\(option) takes a whole number from 1 to 1000000000, and was given '\(text)'.")
        }
        return number
    }

    /// Names between commas. Nil where the option is absent.
    func list(_ option: String) throws(TokenFailure) -> [String]? {
        guard let text = values[option] else { return nil }
        let names = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        guard names.allSatisfy({ !$0.isEmpty && !$0.contains(where: \.isWhitespace) }) else {
            throw .usage("\(option) takes names with commas between them, and was given '\(text)'.")
        }
        return names
    }
}
