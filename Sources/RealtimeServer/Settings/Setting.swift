internal import YAML

/// One setting: its name, what it does, and how a value given for it becomes part of the settings.
package struct Setting: Sendable {
    typealias Path<Value> = any WritableKeyPath<Settings, Value> & Sendable

    package struct Flag: Sendable {
        package let name: String
        /// What stands for its value in the help; nil where the flag alone says it.
        package let value: String?
    }

    package let name: String
    package let summary: String
    /// What a value must be, to complete "it must be …".
    package let expectation: String
    /// What is in force where nobody says anything.
    package let byDefault: String
    package let flag: Flag?
    /// Nil: it has parts, which only a file can say.
    package let environmentName: String?
    let store: @Sendable (YAMLNode, inout Settings, inout SettingFaults) -> Void

    init<Value>(
        _ name: String,
        _ path: Path<Value>,
        _ kind: SettingKind<Value>,
        flag: Flag? = nil,
        environment: EnvironmentName = .fromName,
        byDefault: String? = nil,
        _ summary: String
    ) {
        self.name = name
        self.summary = summary
        self.flag = flag
        expectation = kind.expectation
        self.byDefault = byDefault ?? kind.write(Settings()[keyPath: path])
        environmentName =
            switch environment {
            case .fromName: "ANTIPHON_" + String(name.map { $0 == "." ? "_" : $0 }).uppercased()
            case .named(let name): name
            case .none: nil
            }
        store = { node, settings, faults in
            guard let value = kind.read(node, name, &faults) else { return }
            settings[keyPath: path] = value
        }
    }

    enum EnvironmentName {
        case fromName
        case named(String)
        case none
    }
}

/// What is wrong with a value, and with which part of it.
struct SettingFault: Equatable {
    var place: YAMLNode.Place
    var message: String
}

struct SettingFaults {
    private(set) var all: [SettingFault] = []

    mutating func add(at place: YAMLNode.Place, _ message: String) {
        all.append(SettingFault(place: place, message: message))
    }

    /// A value that is not what it must be.
    mutating func add(_ node: YAMLNode, _ path: String, expected: String, isPrivate: Bool = false) {
        add(at: node.place, "\(path) \(Self.shown(node, isPrivate: isPrivate)); it must be \(expected).")
    }

    /// A value as a message shows it: short, in one line, and not at all where it is nobody's business.
    private static func shown(_ node: YAMLNode, isPrivate: Bool) -> String {
        guard let text = node.text else { return "is \(node.kind)" }
        if text.isEmpty { return "is empty" }
        if isPrivate { return "is not valid" }
        let short = text.count > 64 ? text.prefix(64) + "…" : text[...]
        return Int(text) != nil ? "is \(short)" : "is \(quoted(String(short)))"
    }
}

/// In quotation marks, and without what would break a line or a terminal.
func quoted(_ text: String) -> String {
    let scalars = text.unicodeScalars.map { scalar in
        let isControl = scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
        return isControl ? "\u{FFFD}" : String(scalar)
    }
    return "\"\(scalars.joined())\""
}
