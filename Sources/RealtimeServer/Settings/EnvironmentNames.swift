internal import Bytes

/// Which variables of the environment are settings.
enum EnvironmentNames {
    static let prefix = "ANTIPHON_"
    /// Names the file, and is no setting in it.
    static let file = "ANTIPHON_CONFIG"

    /// Kubernetes tells every container of the services beside it: one called `antiphon` becomes `ANTIPHON_PORT` and
    /// `ANTIPHON_SERVICE_HOST`. These are not meant for us, and no setting ends as they do.
    static func isOurs(_ name: String) -> Bool {
        guard name.hasPrefix(prefix), name != file else { return false }
        let isService =
            name.hasSuffix("_SERVICE_HOST") || name.contains("_SERVICE_PORT") || name.hasSuffix("_PORT")
            || name.contains("_PORT_")
        return !isService
    }

    static func unknown(_ name: String) -> String {
        let known = Settings.table.compactMap(\.environmentName) + [file]
        let hint = nearest(to: name, among: known.map { $0.lowercased() }).map { "Did you mean \($0.uppercased())?" }
        return "no setting has this name. \(hint ?? "Unset it; docs/configuration.md lists the names.")"
    }
}
