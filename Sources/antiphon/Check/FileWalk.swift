import Glibc
import Migration

/// The files under a path, in the order of their names; folders that nobody writes in by hand are left out.
struct FileWalk {
    /// What `.gitignore` usually names; looked into only when asked for.
    static let ignoredFolders: Set = [
        ".git", "node_modules", ".build", "vendor", "Pods", "Carthage", "DerivedData", "target", "dist", "build", "out",
        "bin", "obj",
        ".venv", "venv", "env", "__pycache__", "site-packages", ".next", ".nuxt", ".svelte-kit", ".gradle", ".idea",
        ".vs", ".tox",
        ".mypy_cache", ".pytest_cache", ".ruff_cache", ".dart_tool", ".terraform", "coverage", "bower_components",
        ".cache", ".turbo",
    ]

    private let check: FileCheck
    private let looksIntoIgnored: Bool
    private let excluded: [String]
    private(set) var files: [String] = []
    private(set) var unreadable: [String] = []
    /// Folders that were seen, so that a loop of links ends.
    private var depth = 0
    private static let depthMax = 128

    init(_ check: FileCheck, looksIntoIgnored: Bool, excluded: [String]) {
        self.check = check
        self.looksIntoIgnored = looksIntoIgnored
        self.excluded = excluded
    }

    /// A file that is named is read, whatever it is called and wherever a link leads.
    mutating func add(_ path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else {
            unreadable.append("\(path): \(Self.reason(errno))")
            return
        }
        if status.st_mode & S_IFMT == S_IFDIR {
            var rules = IgnoreRules()
            if !looksIntoIgnored { rules.readAbove(path) }
            walk(path, rules)
        } else {
            files.append(path)
        }
    }

    static func reason(_ code: Int32) -> String { String(cString: strerror(code)) }

    private mutating func walk(_ folder: String, _ inherited: IgnoreRules) {
        guard depth < Self.depthMax else { return }
        guard let handle = opendir(folder) else {
            unreadable.append("\(folder): \(Self.reason(errno))")
            return
        }
        var names: [(name: String, type: UInt8)] = []
        while let entry = readdir(handle) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append((name, entry.pointee.d_type)) }
        }
        closedir(handle)
        names.sort { $0.name < $1.name }
        var rules = inherited
        if !looksIntoIgnored, names.contains(where: { $0.name == ".gitignore" }) { rules.read(folder) }
        depth += 1
        for (name, type) in names { visit(name, type, in: folder, rules) }
        depth -= 1
    }

    private mutating func visit(_ name: String, _ type: UInt8, in folder: String, _ rules: IgnoreRules) {
        let path = folder.hasSuffix("/") ? folder + name : folder + "/" + name
        let kind = type == UInt8(DT_UNKNOWN) ? Self.kind(of: path) : type
        guard !excluded.contains(where: { Glob.matches($0, name) || Glob.matches($0, path) }) else { return }
        if kind == UInt8(DT_DIR) {
            guard looksIntoIgnored || !Self.ignoredFolders.contains(name) && !rules.ignore(path, isFolder: true) else {
                return
            }
            walk(path, rules)
        } else if kind == UInt8(DT_REG) {
            // A link is not followed: what it leads to is in the tree, or is not the tree's.
            guard check.reads(name), looksIntoIgnored || !rules.ignore(path, isFolder: false) else { return }
            files.append(path)
        }
    }

    private static func kind(of path: String) -> UInt8 {
        var status = stat()
        guard lstat(path, &status) == 0 else { return UInt8(DT_UNKNOWN) }
        switch status.st_mode & S_IFMT {
        case S_IFDIR: return UInt8(DT_DIR)
        case S_IFREG: return UInt8(DT_REG)
        default: return UInt8(DT_UNKNOWN)
        }
    }
}
