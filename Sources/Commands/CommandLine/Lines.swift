internal import Glibc
internal import NetIO

/// The lines of a descriptor, one at a time: nothing is read before somebody asks for it.
///
/// Each question waits on a thread of its own, as a read from a terminal cannot be cancelled: whoever ends the process
/// does not wait for it.
final class Lines: Sendable {
    private let descriptor: Int32
    private let buffer = Lock(LineBuffer())

    init(descriptor: Int32) { self.descriptor = descriptor }

    func next() async -> String? { await onThread { self.read() } }

    private func read() -> String? {
        while true {
            let (line, hasEnded) = buffer.withLock { ($0.takeLine(), $0.hasEnded) }
            if line != nil || hasEnded { return line }
            var piece = [UInt8](repeating: 0, count: 4_096)
            let count = Glibc.read(descriptor, &piece, piece.count)
            if count < 0, errno == EINTR { continue }
            buffer.withLock { buffer in
                if count > 0 { buffer.add(piece[..<count]) } else { buffer.hasEnded = true }
            }
        }
    }
}

/// Bytes on their way to lines.
package struct LineBuffer: Sendable, Equatable {
    /// What is longer is cut.
    package static let lineBytesMax = 64 * 1_024

    private var bytes: [UInt8] = []
    package var hasEnded = false

    package init() {}

    package mutating func add(_ bytes: some Sequence<UInt8>) { self.bytes += bytes }

    /// The next line without its end. The last one may have none.
    package mutating func takeLine() -> String? {
        let end = bytes.prefix(Self.lineBytesMax).firstIndex(of: UInt8(ascii: "\n"))
        let isWhole = end != nil || hasEnded || bytes.count >= Self.lineBytesMax
        guard isWhole, !bytes.isEmpty else { return nil }
        var line = bytes[..<(end ?? min(bytes.count, Self.lineBytesMax))]
        bytes.removeFirst(end.map { $0 + 1 } ?? line.count)
        if line.last == UInt8(ascii: "\r") { line.removeLast() }
        return String(decoding: line, as: UTF8.self)
    }
}

/// Runs what waits on a thread of its own.
func onThread<Result: Sendable>(_ body: @escaping @Sendable () -> Result) async -> Result {
    await withCheckedContinuation { (waiter: CheckedContinuation<Result, Never>) in
        let work: @Sendable () -> Void = { waiter.resume(returning: body()) }
        // Without another thread it is done on this one.
        if startThread(work) != 0 { work() }
    }
}
