internal import Glibc

/// Reads the small file that somebody names on the command line, and no more of it than a secret may pin.
enum SessionFile {
    static func read(_ path: String) throws(TokenFailure) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .failed("\(path) cannot be read: \(String(cString: strerror(errno))).") }
        defer { close(descriptor) }
        let most = Authenticator.sessionBytesMax
        var content: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 16 * 1_024)
        while content.count <= most {
            let count = Glibc.read(descriptor, &piece, piece.count)
            guard count >= 0 else { throw .failed("\(path) cannot be read: \(String(cString: strerror(errno))).") }
            if count == 0 { return content }
            content += piece.prefix(count)
        }
        throw .failed("\(path) is larger than the \(most) bytes that a client secret may pin.")
    }
}
