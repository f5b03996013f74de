internal import Glibc

/// A small file that is written whole, at the start or by a command: it waits for the disk.
enum TextFile {
    struct Failure: Error, Sendable, CustomStringConvertible {
        let description: String
    }

    /// `replaces`: also where there is such a file; else that fails, as it may be in use.
    static func write(_ text: String, to path: String, mode: mode_t, replaces: Bool) throws(Failure) {
        let whenThere = replaces ? O_TRUNC : O_EXCL
        let descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | whenThere, mode)
        guard descriptor >= 0 else { throw failure(path) }
        defer { close(descriptor) }
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else { throw failure(path) }
            rest = rest.dropFirst(count)
        }
    }

    private static func failure(_ path: String) -> Failure {
        Failure(description: "\(path) cannot be written: \(String(cString: strerror(errno))).")
    }
}
