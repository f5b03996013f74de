extension Settings {
    /// What `antiphon serve --help` says.
    package static var help: String {
        """
        antiphon serve: serves the Realtime API

        Usage: antiphon serve [--config FILE] [flags]

        \(flags.joined(separator: "\n"))

        Settings of the file, each with its variable of the environment and its default:

        \(rows.joined(separator: "\n"))

        A flag beats the environment, the environment the file, the file the default.
        docs/configuration.md describes every setting and has an example of the file.
        """
    }

    private static var flags: [String] {
        let file = (
            head: "\(ServeFlags.fileFlag) FILE",
            text: "The file of settings, in YAML. Also: \(EnvironmentNames.file). Without it none is read."
        )
        let others = table.compactMap { setting in
            setting.flag.map { flag in
                (
                    head: [flag.name, flag.value].compactMap { $0 }.joined(separator: " "),
                    text: "\(setting.summary) Default: \(setting.byDefault)."
                )
            }
        }
        return ([file] + others).map { "  \($0.head)\n        \($0.text)" }
    }

    private static var rows: [String] {
        let width = table.map(\.name.count).max() ?? 0
        let variableWidth = table.compactMap(\.environmentName?.count).max() ?? 0
        return table.map { setting in
            let variable = padded(setting.environmentName ?? "(in the file only)", to: variableWidth)
            return "  \(padded(setting.name, to: width))  \(variable)  \(setting.byDefault)"
        }
    }

    private static func padded(_ text: String, to width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }
}
