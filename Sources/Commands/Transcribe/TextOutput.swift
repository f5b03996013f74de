internal import Glibc

/// A file that text is written to, piece by piece. For one writer.
final class TextOutput: @unchecked Sendable {
    private let path: String
    private let file: UnsafeMutablePointer<FILE>

    init(_ path: String) throws(CommandFailure) {
        self.path = path
        guard let file = fopen(path, "we") else { throw Self.failure(path) }
        self.file = file
    }

    deinit { fclose(file) }

    func write(_ text: String) throws(CommandFailure) {
        let bytes = Array(text.utf8)
        guard fwrite(bytes, 1, bytes.count, file) == bytes.count, fflush(file) == 0 else { throw Self.failure(path) }
    }

    private static func failure(_ path: String) -> CommandFailure {
        .failed("\(path) cannot be written: \(String(cString: strerror(errno))).")
    }
}
