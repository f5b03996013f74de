internal import Bytes
public import YAML

extension Script {
    /// Reads a script's file, which is YAML.
    public init(yaml bytes: [UInt8]) throws(ScriptMistakes) {
        let document: YAMLNode
        do {
            document = try YAMLNode(parsing: bytes)
        } catch {
            throw ScriptMistakes(mistakes: [ScriptMistake(place: error.place, sentence: error.sentence)])
        }
        try self.init(document)
    }

    public init(_ document: YAMLNode) throws(ScriptMistakes) {
        var reader = ScriptReader()
        self = reader.script(document)
        guard reader.mistakes.isEmpty else { throw ScriptMistakes(mistakes: reader.mistakes.inOrder) }
    }
}

/// Reads a script, and goes on after a mistake to find the others.
struct ScriptReader {
    /// More than anybody reads.
    static let mistakesMax = 100
    static let entriesMax = 10_000
    static let scalarsMax = 16_384
    static let waitMax = Duration.seconds(600)

    private(set) var mistakes: [ScriptMistake] = []

    mutating func script(_ node: YAMLNode) -> Script {
        var script = Script()
        guard !node.isNull else { return script }
        let fields = fields(of: node, "a script", ["hears", "rules", "default", "translates"])
        if let hears = fields["hears"] { script.hears = list(hears).compactMap { heard($0) } }
        if let rules = fields["rules"] { script.rules = list(rules).compactMap { rule($0) } }
        if let fallback = fields["default"] {
            script.fallback = reaction(self.fields(of: fallback, "'default'", Self.reactionKeys), at: fallback)
        }
        if let translates = fields["translates"] { script.translates = list(translates).compactMap { translation($0) } }
        return script
    }

    // MARK: What is in a script

    private mutating func heard(_ node: YAMLNode) -> Script.Heard? {
        if node.text != nil { return text(node).map { Script.Heard($0) } }
        let fields = fields(of: node, "something heard", ["text", "language", "waits", "fails"])
        var heard = Script.Heard(fields["text"].flatMap { text($0) } ?? "")
        heard.language = fields["language"].flatMap { text($0) }
        heard.waits = fields["waits"].flatMap { duration($0) } ?? .zero
        heard.fails = fields["fails"].flatMap { $0.isNull ? nil : text($0) }
        if fields["text"] == nil, heard.fails == nil, node.entries != nil {
            note(node, "what is heard needs a 'text', or 'fails' with the reason.")
        }
        return heard
    }

    private mutating func rule(_ node: YAMLNode) -> Script.Rule? {
        let fields = fields(of: node, "a rule", ["when"] + Self.reactionKeys)
        guard let when = fields["when"] else {
            if node.entries != nil { note(node, "a rule needs 'when'; what holds for the rest is 'default'.") }
            return nil
        }
        return Script.Rule(when: condition(when), reaction(fields, at: node))
    }

    private mutating func condition(_ node: YAMLNode) -> Script.Condition {
        let fields = fields(of: node, "'when'", ["says", "exactly", "turn", "tool_output", "instructions"])
        if node.entries?.isEmpty == true { note(node, "'when' is empty; what holds for the rest is 'default'.") }
        var condition = Script.Condition()
        condition.says = fields["says"].flatMap { text($0) }
        condition.exactly = fields["exactly"].flatMap { text($0) }
        condition.turn = fields["turn"].flatMap { turn($0) }
        condition.toolOutput = fields["tool_output"].flatMap { text($0) }
        condition.instructions = fields["instructions"].flatMap { text($0) }
        if let node = fields["tool_output"], fields["says"] != nil || fields["exactly"] != nil {
            note(node, "what the user says and a 'tool_output' cannot both be the last; make two rules of it.")
        }
        return condition
    }

    private static let reactionKeys = ["waits", "answers", "calls", "fails"]

    private mutating func reaction(_ fields: [String: YAMLNode], at node: YAMLNode) -> Script.Reaction {
        var reaction = Script.Reaction()
        reaction.waits = fields["waits"].flatMap { duration($0) } ?? .zero
        reaction.answers = fields["answers"].flatMap { template($0) }
        if let calls = fields["calls"] { reaction.calls = list(calls).compactMap { call($0) } }
        reaction.fails = fields["fails"].flatMap { failure($0) }
        if node.entries != nil, !Self.reactionKeys.contains(where: { fields[$0] != nil }) {
            note(node, "nothing happens here; say what with \(Self.named(Self.reactionKeys)).")
        }
        if let calls = fields["calls"], fields["fails"] != nil {
            note(calls, "what fails calls nothing; leave out 'calls' or 'fails'.")
        }
        return reaction
    }

    private mutating func call(_ node: YAMLNode) -> Script.Call? {
        let fields = fields(of: node, "a call", ["tool", "arguments"])
        guard let tool = fields["tool"] else {
            if node.entries != nil { note(node, "a call needs a 'tool'.") }
            return nil
        }
        guard let name = text(tool) else { return nil }
        guard let arguments = fields["arguments"] else { return Script.Call(name) }
        guard case .object(let object) = arguments.json else {
            note(arguments, "'arguments' must be a mapping of names and values, not \(arguments.kind).")
            return nil
        }
        return Script.Call(name, arguments: object)
    }

    private mutating func failure(_ node: YAMLNode) -> Script.Failure? {
        if node.isNull { return nil }
        if node.text != nil { return text(node).map { Script.Failure(code: nil, message: $0) } }
        let fields = fields(of: node, "'fails'", ["message", "code", "type"])
        guard let message = fields["message"] else {
            if node.entries != nil { note(node, "'fails' needs a 'message'.") }
            return nil
        }
        return text(message).map { message in
            Script.Failure(
                type: fields["type"].flatMap { text($0) } ?? "server_error",
                code: fields["code"].flatMap { text($0) },
                message: message
            )
        }
    }

    private mutating func translation(_ node: YAMLNode) -> Script.Translation? {
        let fields = fields(of: node, "a translation", ["hears", "says", "language", "fails"])
        var translation = Script.Translation(
            hears: fields["hears"].flatMap { text($0) } ?? "",
            says: fields["says"].flatMap { text($0) } ?? "",
            language: fields["language"].flatMap { text($0) }
        )
        translation.fails = fields["fails"].flatMap { $0.isNull ? nil : text($0) }
        if fields["says"] == nil, translation.fails == nil, node.entries != nil {
            note(node, "a translation needs 'says', or 'fails' with the reason.")
        }
        return translation
    }

    // MARK: Values

    /// The values of a mapping, by name. A name that is not known is a mistake.
    private mutating func fields(of node: YAMLNode, _ what: String, _ known: [String]) -> [String: YAMLNode] {
        guard let entries = node.entries else {
            note(node, "\(what) is a mapping of \(Self.named(known)), not \(node.kind).")
            return [:]
        }
        var fields: [String: YAMLNode] = [:]
        for entry in entries {
            if known.contains(entry.key) {
                fields[entry.key] = entry.value
            } else {
                note(entry.keyPlace, "\(what) has no '\(entry.key.prefix(64))'; it may have \(Self.named(known)).")
            }
        }
        return fields
    }

    private mutating func list(_ node: YAMLNode) -> [YAMLNode] {
        guard let elements = node.elements else {
            note(node, "this must be a list (each entry after '- '), not \(node.kind).")
            return []
        }
        guard elements.count <= Self.entriesMax else {
            note(node, "this list has \(elements.count) entries; \(Self.entriesMax) are allowed.")
            return []
        }
        return elements
    }

    private mutating func text(_ node: YAMLNode) -> String? {
        guard let text = node.text, !text.isEmpty, !node.isNull else {
            note(node, "this must be a text that is not empty, and is \(node.text == "" ? "empty" : node.kind).")
            return nil
        }
        guard text.unicodeScalars.count <= Self.scalarsMax else {
            note(node, "this text is longer than \(Self.scalarsMax) characters; shorten it.")
            return nil
        }
        return text
    }

    private mutating func template(_ node: YAMLNode) -> ScriptTemplate? {
        guard let text = text(node) else { return nil }
        do {
            return try ScriptTemplate(text)
        } catch {
            let names = ScriptTemplate.Name.allCases.map { "{{\($0.rawValue)}}" }.joined(separator: ", ")
            note(node, "'{{\(error.name.prefix(64))}}' stands for nothing; there are \(names).")
            return nil
        }
    }

    private mutating func turn(_ node: YAMLNode) -> Int? {
        guard case .number(let number) = node.json, let turn = number.int, turn > 0 else {
            note(node, "'turn' must be a whole number from 1 on.")
            return nil
        }
        return turn
    }

    private mutating func duration(_ node: YAMLNode) -> Duration? {
        guard let duration = node.text.flatMap({ Duration(scripted: $0) }), duration <= Self.waitMax else {
            note(node, "this must be a time such as '200ms' or '1.5s', at most 600s.")
            return nil
        }
        return duration
    }

    // MARK: Mistakes

    private mutating func note(_ node: YAMLNode, _ sentence: String) { note(node.place, sentence) }

    private mutating func note(_ place: YAMLNode.Place, _ sentence: String) {
        guard mistakes.count < Self.mistakesMax else { return }
        mistakes.append(ScriptMistake(place: place, sentence: sentence))
    }

    private static func named(_ names: [String]) -> String {
        names.map { "'\($0)'" }.joined(separator: ", ")
    }
}

extension [ScriptMistake] {
    fileprivate var inOrder: [ScriptMistake] {
        sorted { ($0.place.line, $0.place.column) < ($1.place.line, $1.place.column) }
    }
}

extension Duration {
    /// `200ms`, `1.5s`
    fileprivate init?(scripted text: String) {
        let isMilliseconds = text.hasSuffix("ms")
        guard isMilliseconds || text.hasSuffix("s") else { return nil }
        let digits = text.dropLast(isMilliseconds ? 2 : 1)
        let isPlain = digits.utf8.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 || $0 == UInt8(ascii: ".") }
        guard isPlain, digits.utf8.count <= 16, let number = Double(digits) else { return nil }
        self = .microseconds(Int64((number * (isMilliseconds ? 1_000 : 1_000_000)).rounded()))
    }
}
