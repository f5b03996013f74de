internal import CUV
internal import Glibc

/// A file in memory, for a library that reads files only. It has no name, and is gone with its last reference.
package final class MemoryFile {
    /// `MFD_CLOEXEC`: no program that is begun meanwhile gets the file.
    private static let closedOnExec: UInt32 = 1

    private let descriptor: Int32

    /// Nil: the machine has no room for it.
    package init?() {
        descriptor = memfd_create("antiphon", Self.closedOnExec)
        guard descriptor >= 0 else { return nil }
    }

    deinit { close(descriptor) }

    /// Where it is read, as long as it is there.
    package var path: String { "/proc/self/fd/\(descriptor)" }

    /// Whether there was room for all of it.
    package func append(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { append(UnsafeRawBufferPointer($0)) }
    }

    /// Whether all of another file is here now.
    package func append(contentsOf path: String) -> Bool {
        guard let source = fopen(path, "re") else { return false }
        defer { fclose(source) }
        return withUnsafeTemporaryAllocation(byteCount: 256 * 1_024, alignment: 1) { buffer in
            while true {
                let count = fread(buffer.baseAddress, 1, buffer.count, source)
                guard count > 0 else { return ferror(source) == 0 }
                guard append(UnsafeRawBufferPointer(rebasing: buffer[..<count])) else { return false }
            }
        }
    }

    private func append(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }
}
