internal import Glibc

/// A file of settings, read whole. It waits for the disk, so it is for the start and for a reload.
enum SmallFile {
    private static let bytesMax = 1_024 * 1_024

    static func read(_ path: String) throws(TLSError) -> [UInt8] {
        guard let file = fopen(path, "re") else {
            throw .unreadableFile(path, reason: String(cString: strerror(errno)))
        }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 16 * 1_024)
        while true {
            let count = fread(&piece, 1, piece.count, file)
            bytes.append(contentsOf: piece[..<count])
            guard bytes.count <= bytesMax else { throw .unreadableFile(path, reason: "longer than 1 MiB") }
            if count == 0 { break }
        }
        guard ferror(file) == 0 else { throw .unreadableFile(path, reason: String(cString: strerror(errno))) }
        return bytes
    }
}
