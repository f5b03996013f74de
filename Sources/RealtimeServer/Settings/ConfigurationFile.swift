internal import Glibc

/// Reads a file whole, before the server starts. It waits for the disk.
enum ConfigurationFile {
    /// Beyond this a file is not read further: the YAML reader refuses it.
    static let bytesMax = 1_024 * 1_024

    struct Unreadable: Error {
        /// The operating system's words.
        let reason: String
    }

    static func read(_ path: String) throws(Unreadable) -> [UInt8] {
        guard let file = fopen(path, "re") else { throw failure() }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: bytesMax + 1)
        let count = fread(&bytes, 1, bytes.count, file)
        guard ferror(file) == 0 else { throw failure() }
        return Array(bytes.prefix(count))
    }

    private static func failure() -> Unreadable { Unreadable(reason: String(cString: strerror(errno))) }
}
