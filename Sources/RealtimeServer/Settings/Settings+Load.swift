extension Settings {
    /// What is in force: the defaults, over them the file, the environment, the flags. All mistakes are told at once.
    public static func load(arguments: [String], environment: [String: String]) throws(SettingMistakes) -> Settings {
        let flags = ServeFlags(arguments)
        var reader = SettingsReader()
        if let path = flags.file ?? environment[EnvironmentNames.file] {
            do throws(TextFile.Failure) {
                reader.read(file: path, try TextFile.read(path))
            } catch {
                reader.refuse(file: path, "the file cannot be read: \(error.reason).")
            }
        }
        reader.read(environment: environment)
        reader.read(flags: flags)
        if !reader.named.contains("data") { reader.keepDataAtHome(environment) }
        reader.settings.log.levelIsChosen = reader.named.contains("log.level")
        // What contradicts itself because one half was not understood is not worth telling.
        if reader.mistakes.isEmpty { reader.add(reader.settings.contradictions) }
        guard reader.mistakes.isEmpty else { throw SettingMistakes(reader.mistakes) }
        return reader.settings
    }
}

extension SettingsReader {
    /// XDG Base Directory Specification: a relative `XDG_STATE_HOME` counts as none.
    fileprivate mutating func keepDataAtHome(_ environment: [String: String]) {
        let home = environment["HOME"].flatMap { $0.hasPrefix("/") ? $0 + "/.local/state" : nil }
        let state = environment["XDG_STATE_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
        if let folder = state ?? home {
            settings.data = .folder(folder + "/antiphon")
        } else {
            let message = "data has no default without it; set it, or give '--data DIR' or '--data none'."
            add([SettingMistake(.environment("HOME"), message)])
        }
    }
}
