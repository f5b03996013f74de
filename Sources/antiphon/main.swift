#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

// What was asked for goes to standard output, a complaint to standard error, so that pipes stay clean.
let answer = await Answer(to: Array(CommandLine.arguments.dropFirst()))
let text = Array((answer.text.isEmpty ? "" : answer.text + "\n").utf8)
_ = write(answer.exitCode == .done ? STDOUT_FILENO : STDERR_FILENO, text, text.count)
exit(answer.exitCode.rawValue)
