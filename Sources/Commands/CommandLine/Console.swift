internal import Glibc

/// Where a command prints and reads: the terminal, or a test's.
package struct Console: Sendable {
    /// What was asked for, to standard output, as it is.
    package var print: @Sendable (String) -> Void
    /// What is told beside it, to standard error, as it is.
    package var note: @Sendable (String) -> Void
    /// The next line; nil at the end.
    package var readLine: @Sendable () async -> String?
    package var inputIsTerminal: Bool
    package var errorIsTerminal: Bool

    package init(
        print: @escaping @Sendable (String) -> Void,
        note: @escaping @Sendable (String) -> Void,
        readLine: @escaping @Sendable () async -> String?,
        inputIsTerminal: Bool = false,
        errorIsTerminal: Bool = false
    ) {
        self.print = print
        self.note = note
        self.readLine = readLine
        self.inputIsTerminal = inputIsTerminal
        self.errorIsTerminal = errorIsTerminal
    }

    /// The process's own.
    package static var process: Console {
        let input = Lines(descriptor: STDIN_FILENO)
        return Console(
            print: { write($0, to: STDOUT_FILENO) },
            note: { write($0, to: STDERR_FILENO) },
            readLine: { await input.next() },
            inputIsTerminal: isatty(STDIN_FILENO) == 1,
            errorIsTerminal: isatty(STDERR_FILENO) == 1
        )
    }

    /// All of it, or as much as somebody takes.
    private static func write(_ text: String, to descriptor: Int32) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }
}
