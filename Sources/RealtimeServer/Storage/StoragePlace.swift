/// Where the storage lives.
public enum StoragePlace: Sendable, Equatable {
    /// `--data none`: kept until the program ends.
    case memory
    case directory(String)

    static let fileName = "antiphon.sqlite"

    /// As the setting says it.
    public init(_ text: String) { self = text == "none" ? .memory : .directory(text) }

    var path: String {
        switch self {
        case .memory: ":memory:"
        case .directory(let directory): (directory.hasSuffix("/") ? directory : directory + "/") + Self.fileName
        }
    }
}
