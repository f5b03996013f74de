internal import Audio
internal import Glibc

/// A WAV file that grows. Its length is filled in at the end; whoever reads it before finds it open. For one
/// writer.
final class SoundRecorder: @unchecked Sendable {
    private let path: String
    private let file: UnsafeMutablePointer<FILE>
    private var byteCount = 0

    init(_ path: String) throws(CommandFailure) {
        self.path = path
        guard let file = fopen(path, "we") else { throw .unwritable(path) }
        self.file = file
        try write(WAVWriter.head(sampleCount: nil))
    }

    deinit { fclose(file) }

    /// PCM16 at 24 kHz.
    func append(_ sound: [UInt8]) throws(CommandFailure) {
        try write(sound)
        byteCount += sound.count
    }

    /// How much was written, in samples.
    var sampleCount: Int { byteCount / 2 }

    func finish() throws(CommandFailure) {
        // What cannot go back, a pipe, keeps its open length.
        if fseek(file, 0, SEEK_SET) == 0 { try write(WAVWriter.head(sampleCount: sampleCount)) }
        guard fflush(file) == 0 else { throw .unwritable(path) }
    }

    private func write(_ bytes: [UInt8]) throws(CommandFailure) {
        guard fwrite(bytes, 1, bytes.count, file) == bytes.count else { throw .unwritable(path) }
    }
}

extension CommandFailure {
    fileprivate static func unwritable(_ path: String) -> CommandFailure {
        .failed("\(path) cannot be written: \(String(cString: strerror(errno))).")
    }
}
