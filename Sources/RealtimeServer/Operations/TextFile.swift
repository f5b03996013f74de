internal import Glibc

/// A small file, read or written whole. It waits for the disk, so it is for the start and for commands.
enum TextFile {
    /// Beyond this a file is not read further: whoever reads it refuses it.
    static let bytesMax = 1_024 * 1_024

    struct Failure: Error, Sendable {
        /// The operating system's words.
        let reason: String
    }

    static func read(_ path: String) throws(Failure) -> [UInt8] {
        guard let file = fopen(path, "re") else { throw failure() }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: bytesMax + 1)
        let count = fread(&bytes, 1, bytes.count, file)
        guard ferror(file) == 0 else { throw failure() }
        return Array(bytes.prefix(count))
    }

    /// `replaces`: also where there is such a file; else that fails, as it may be in use.
    static func write(_ text: String, to path: String, mode: mode_t, replaces: Bool) throws(Failure) {
        let whenThere = replaces ? O_TRUNC : O_EXCL
        let descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | whenThere, mode)
        guard descriptor >= 0 else { throw failure() }
        defer { close(descriptor) }
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else { throw failure() }
            rest = rest.dropFirst(count)
        }
    }

    private static func failure() -> Failure { Failure(reason: String(cString: strerror(errno))) }
}
