internal import Glibc
internal import NetIO

/// Writes whole lines to a descriptor, and never waits for whoever reads it: what does not fit is dropped and counted.
///
/// The descriptor stays as it is: `O_NONBLOCK` would be set for everybody who shares the terminal. Instead it is asked
/// before each write. `poll` finds a pipe writable when it takes `PIPE_BUF` bytes, and no line is longer.
public final class LogOutput: Sendable {
    /// `PIPE_BUF` on Linux.
    static let lineBytesMax = 4_096

    private struct State {
        /// The last line was cut by the system: the next one must not continue it.
        var isWithinLine = false
    }

    private let descriptor: Int32
    private let state = Lock(State())
    private let dropped: Counter<NoLabels>

    /// By default to standard error.
    public init(descriptor: Int32 = 2, dropped: Counter<NoLabels>) {
        self.descriptor = descriptor
        self.dropped = dropped
    }

    public func write(_ line: String) {
        state.withLock { state in
            var bytes = Array((state.isWithinLine ? "\n" : "").utf8)
            bytes += line.utf8.prefix(Self.lineBytesMax - bytes.count - 1)
            bytes.append(UInt8(ascii: "\n"))
            let written = isReady ? attempt(bytes) : 0
            if written > 0 { state.isWithinLine = written < bytes.count }
            if written < bytes.count { dropped.add() }
        }
    }

    private var isReady: Bool {
        var question = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        return poll(&question, 1, 0) == 1 && question.revents & Int16(POLLOUT) != 0
    }

    private func attempt(_ bytes: [UInt8]) -> Int {
        while true {
            let count = Glibc.write(descriptor, bytes, bytes.count)
            if count >= 0 { return count }
            if errno != EINTR { return 0 }
        }
    }
}

extension Log {
    /// What the server logs to, as its settings say.
    public init(_ settings: Settings.Logging, to output: LogOutput) {
        self.init(level: settings.level, format: settings.format) { output.write($0) }
    }
}
