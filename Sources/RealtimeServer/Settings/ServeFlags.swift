internal import Bytes

/// The arguments of `serve`, taken apart: which setting is given which text, and the file.
struct ServeFlags {
    private(set) var file: String?
    private(set) var values: [(setting: Setting, text: String)] = []
    private(set) var mistakes: [SettingMistake] = []

    static let fileFlag = "--config"

    init(_ arguments: [String]) {
        var rest = arguments[...]
        var seen: Set<String> = []
        while let argument = rest.popFirst() {
            guard argument.hasPrefix("--") else {
                mistakes.append(SettingMistake(.flag(argument), "serve takes flags only, and this is none."))
                continue
            }
            let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            take(parts.first ?? argument, parts.count == 2 ? parts.last : nil, &rest, &seen)
        }
    }

    private mutating func take(
        _ name: String,
        _ attached: String?,
        _ rest: inout ArraySlice<String>,
        _ seen: inout Set<String>
    ) {
        let setting = Settings.table.first { $0.flag?.name == name }
        guard setting != nil || name == Self.fileFlag else {
            mistakes.append(SettingMistake(.flag(name), Self.unknown(name)))
            // What follows was most likely meant as its value.
            if attached == nil, let next = rest.first, !next.hasPrefix("--") { rest.removeFirst() }
            return
        }
        let isSwitch = setting.map { $0.flag?.value == nil } ?? false
        guard let text = attached ?? (isSwitch ? "true" : Self.value(&rest)) else {
            mistakes.append(SettingMistake(.flag(name), Self.missing(setting)))
            return
        }
        guard seen.insert(name).inserted else {
            mistakes.append(SettingMistake(.flag(name), "comes twice; give it once."))
            return
        }
        if let setting { values.append((setting, text)) } else { file = text }
    }

    private static func value(_ rest: inout ArraySlice<String>) -> String? {
        guard let next = rest.first, !next.hasPrefix("--") else { return nil }
        return rest.popFirst()
    }

    private static func missing(_ setting: Setting?) -> String {
        "needs a value after it: \(setting?.expectation ?? "the path of a file")."
    }

    private static func unknown(_ name: String) -> String {
        let known = Settings.table.compactMap { $0.flag?.name } + [fileFlag, "--help"]
        let hint = nearest(to: name, among: known).map { "Did you mean '\($0)'?" }
        return "serve has no such flag. \(hint ?? "`antiphon serve --help` lists them.")"
    }
}
