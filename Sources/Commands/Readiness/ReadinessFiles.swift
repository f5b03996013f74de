internal import Glibc
internal import Migration

/// What was saved before: files, and folders of them.
struct ReadinessFiles {
    private(set) var environment = AzureEnvironment()
    /// What could not be used of a folder, a line each.
    private(set) var remarks: [String] = []
    private let account: String?

    private static let filesMax = 500

    init(_ paths: [String], account: String?) throws(CommandFailure) {
        self.account = account
        for path in paths {
            if let names = Self.names(in: path) {
                for name in names { try add("\(path)/\(name)", mustBeRead: false) }
            } else {
                try add(path, mustBeRead: true)
            }
        }
        guard environment != AzureEnvironment() else {
            let read = paths.joined(separator: ", ")
            throw .usage("Nothing in \(read) is what `az` prints about an account.", of: ReadinessOptions.usage)
        }
    }

    /// The JSON files of a folder, not of those within it. Nil: it is none.
    private static func names(in folder: String) -> [String]? {
        guard let directory = opendir(folder) else { return nil }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory), names.count < filesMax {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name.hasSuffix(".json"), !name.hasPrefix(".") { names.append(name) }
        }
        return names.sorted()
    }

    private mutating func add(_ path: String, mustBeRead: Bool) throws(CommandFailure) {
        guard let complaint = read(path) else { return }
        guard !mustBeRead else { throw .usage("\(path): \(complaint)", of: ReadinessOptions.usage) }
        remarks.append("\(path): \(complaint)")
    }

    /// Why it cannot be used; nil: it was.
    private mutating func read(_ path: String) -> String? {
        guard let bytes = FileBytes.read(path, max: AzureDocument.bytesMax) else {
            return errno == EFBIG
                ? "it is larger than \(AzureDocument.bytesMax >> 20) MiB." : "\(String(cString: strerror(errno)))."
        }
        guard let document = AzureDocument.json(in: bytes) else { return "it is no JSON." }
        let name = path.split(separator: "/").last.map(String.init) ?? path
        return switch environment.add(document, named: name, account: account) {
        case .read: nil
        case .unknown: "it is not what `az` prints about an account."
        case .emptyOfUnknown:
            "it is an empty list; its name should say of what, such as diagnostics.json or roles.json."
        case .otherAccounts(1): "it holds an account of another name."
        case .otherAccounts(let count): "it holds \(count) accounts; --resource NAME says which is meant."
        }
    }
}
