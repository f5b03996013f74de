internal import Bytes
internal import YAML

/// Applies what files, variables and flags say, one source after the other, and collects every mistake on the way.
struct SettingsReader {
    var settings = Settings()
    private(set) var mistakes: [SettingMistake] = []
    /// Which settings somebody named.
    private(set) var named: Set<String> = []

    mutating func read(file path: String, _ bytes: [UInt8]) {
        do throws(YAMLError) {
            let document = try YAMLNode(parsing: bytes)
            var inFile: Set<String> = []
            read(group: "", document, file: path, &inFile)
        } catch {
            mistakes.append(mistake(in: path, at: error.place, error.sentence))
        }
    }

    private mutating func read(group: String, _ node: YAMLNode, file: String, _ inFile: inout Set<String>) {
        // A group whose lines are all comments.
        if node.isNull { return }
        guard let entries = node.entries else {
            let what = group.isEmpty ? "the file" : String(group.dropLast())
            let message =
                "\(what) is \(node.kind); it must be a mapping of settings, such as 'log:' with 'level: info' in it."
            mistakes.append(mistake(in: file, at: node.place, message))
            return
        }
        for entry in entries { read(entry, in: group, file: file, &inFile) }
    }

    private mutating func read(
        _ entry: YAMLNode.Entry,
        in group: String,
        file: String,
        _ inFile: inout Set<String>
    ) {
        let name = group + entry.key
        if let setting = Settings.setting(name) {
            guard inFile.insert(name).inserted else {
                mistakes.append(mistake(in: file, at: entry.keyPlace, "'\(name)' comes twice; keep one."))
                return
            }
            for fault in store(entry.value, as: setting) {
                mistakes.append(mistake(in: file, at: fault.place, fault.message))
            }
        } else if Settings.table.contains(where: { $0.name.hasPrefix(name + ".") }) {
            read(group: name + ".", entry.value, file: file, &inFile)
        } else {
            mistakes.append(mistake(in: file, at: entry.keyPlace, Self.unknown(name)))
        }
    }

    private static func unknown(_ name: String) -> String {
        let groups = Set(
            table.map(\.name).flatMap { name in
                name.indices.filter { name[$0] == "." }.map { String(name[..<$0]) }
            }
        )
        let hint = nearest(to: name, among: table.map(\.name) + groups.sorted()).map { " Did you mean '\($0)'?" }
        return "\(quoted(name)) is not a setting.\(hint ?? " docs/configuration.md lists them all.")"
    }

    private static var table: [Setting] { Settings.table }

    private func mistake(in file: String, at place: YAMLNode.Place, _ message: String) -> SettingMistake {
        SettingMistake(.file(file, line: place.line, column: place.column), message)
    }

    /// The file as a whole is at fault.
    mutating func refuse(file path: String, _ message: String) {
        mistakes.append(SettingMistake(.file(path, line: nil, column: nil), message))
    }

    mutating func read(environment: [String: String]) {
        for (name, text) in environment.sorted(by: { $0.key < $1.key }) where EnvironmentNames.isOurs(name) {
            guard let setting = Settings.table.first(where: { $0.environmentName == name }) else {
                mistakes.append(SettingMistake(.environment(name), EnvironmentNames.unknown(name)))
                continue
            }
            for fault in store(Self.node(text), as: setting) {
                mistakes.append(SettingMistake(.environment(name), fault.message))
            }
        }
    }

    mutating func read(flags: ServeFlags) {
        mistakes += flags.mistakes
        for (setting, text) in flags.values {
            for fault in store(Self.node(text), as: setting) {
                mistakes.append(SettingMistake(.flag(setting.flag?.name ?? setting.name), fault.message))
            }
        }
    }

    private static func node(_ text: String) -> YAMLNode {
        YAMLNode(.scalar(text, isPlain: true), at: YAMLNode.Place(line: 1, column: 1))
    }

    private mutating func store(_ node: YAMLNode, as setting: Setting) -> [SettingFault] {
        var faults = SettingFaults()
        named.insert(setting.name)
        setting.store(node, &settings, &faults)
        return faults.all.sorted { ($0.place.line, $0.place.column) < ($1.place.line, $1.place.column) }
    }

    mutating func add(_ others: [SettingMistake]) { mistakes += others }
}
