internal import Audio
internal import Glibc

/// A WAV file, read a block at a time: samples at 24 kHz, whatever it holds. For one reader.
final class SoundFile: @unchecked Sendable {
    let path: String
    private let file: UnsafeMutablePointer<FILE>
    private let reader = WAVReader()
    private var block = [UInt8](repeating: 0, count: 16 * 1_024)
    private var hasEnded = false
    /// What was read to see that it is a WAV file at all.
    private var first: [Int16]?
    /// How long the file is, and how much of it was read; nil for what has no length.
    private(set) var size: Int?
    private(set) var position = 0

    init(_ path: String) throws(CommandFailure) {
        self.path = path
        guard let file = fopen(path, "re") else { throw .unreadable(path) }
        self.file = file
        var status = stat()
        if fstat(fileno(file), &status) == 0, status.st_mode & S_IFMT == S_IFREG { size = Int(status.st_size) }
        first = try read()
    }

    deinit { fclose(file) }

    /// What a block becomes, which may be nothing yet; nil at the end of the file.
    func next() throws(CommandFailure) -> [Int16]? {
        if let first {
            self.first = nil
            return first
        }
        return try read()
    }

    private func read() throws(CommandFailure) -> [Int16]? {
        guard !hasEnded else { return nil }
        let count = fread(&block, 1, block.count, file)
        guard ferror(file) == 0 else { throw .unreadable(path) }
        position += count
        var samples: [Int16] = []
        do throws(WAVError) {
            if count > 0 {
                try reader.append(count == block.count ? block : Array(block[..<count]), to: &samples)
            } else {
                hasEnded = true
                try reader.finish(to: &samples)
            }
        } catch { throw .failed("\(path): \(error)") }
        return samples
    }
}

extension CommandFailure {
    fileprivate static func unreadable(_ path: String) -> CommandFailure {
        .failed("\(path) cannot be read: \(String(cString: strerror(errno))).")
    }
}
