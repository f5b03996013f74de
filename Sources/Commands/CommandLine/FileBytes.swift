internal import Glibc

/// Files as bytes.
package enum FileBytes {
    /// Nil: it cannot be read, `errno` says why; or it is larger than that, and `errno` is EFBIG.
    package static func read(_ path: String, max: Int) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return nil }
        guard status.st_mode & S_IFMT == S_IFREG else {
            errno = EINVAL
            return nil
        }
        let size = Int(status.st_size)
        guard size <= max else {
            errno = EFBIG
            return nil
        }
        var failed = false
        let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            while count < size {
                let got = Glibc.read(descriptor, buffer.baseAddress?.advanced(by: count), size - count)
                if got <= 0 {
                    failed = got < 0
                    break
                }
                count += got
            }
        }
        return failed ? nil : bytes
    }

    /// Writes beside the file and puts it in its place, so that it is whole at every moment.
    package static func replace(_ path: String, with bytes: [UInt8]) -> Bool {
        var status = stat()
        guard stat(path, &status) == 0 else { return false }
        let beside = path + ".antiphon-\(getpid())"
        let descriptor = open(beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, status.st_mode & 0o777)
        guard descriptor >= 0 else { return false }
        let isWhole = write(bytes, to: descriptor) && fsync(descriptor) == 0
        close(descriptor)
        guard isWhole, rename(beside, path) == 0 else {
            unlink(beside)
            return false
        }
        return true
    }

    /// A file that only its owner reads; what it held before is gone.
    package static func create(_ path: String, _ bytes: [UInt8]) -> Bool {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { return false }
        let isWhole = write(bytes, to: descriptor)
        return close(descriptor) == 0 && isWhole
    }

    private static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes {
                Glibc.write(descriptor, $0.baseAddress?.advanced(by: written), bytes.count - written)
            }
            guard count > 0 else { return false }
            written += count
        }
        return true
    }
}
