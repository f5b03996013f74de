internal import Glibc

/// A program to run, and what it is given. No shell reads any of it.
public struct ChildCommand: Sendable, Equatable {
    /// The path of the program.
    public var program: String
    public var arguments: [String]
    /// What it finds on its standard input: all, unless that stays open.
    public var input: [UInt8]
    /// Its input goes on, by `ChildProcess.write`, until `endInput`.
    public var inputStaysOpen: Bool
    /// All that is in its environment: nothing of ours, where there may be keys.
    public var environment: [String: String]
    /// It starts programs of its own: they are ended with it. No key of the terminal reaches any of them.
    public var startsOthers: Bool

    public init(
        _ program: String,
        arguments: [String] = [],
        input: [UInt8] = [],
        environment: [String: String] = [:],
        inputStaysOpen: Bool = false,
        startsOthers: Bool = false
    ) {
        self.program = program
        self.arguments = arguments
        self.input = input
        self.environment = environment
        self.inputStaysOpen = inputStaysOpen
        self.startsOthers = startsOthers
    }

    /// Where a program is that goes by that name, as a shell would find it: in `folders`, or those of our own `PATH`.
    /// Nil: nowhere.
    public static func path(of name: String, in folders: String? = nil) -> String? {
        guard !name.isEmpty, !name.contains("/") else { return isProgram(name) ? name : nil }
        let folders = folders ?? getenv("PATH").map { String(cString: $0) } ?? "/usr/local/bin:/usr/bin:/bin"
        return folders.split(separator: ":").map { "\($0)/\(name)" }.first(where: isProgram)
    }

    private static func isProgram(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG && access(path, X_OK) == 0
    }
}
