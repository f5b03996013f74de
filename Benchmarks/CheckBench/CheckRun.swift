import Foundation

/// One run of `antiphon check` over a tree.
struct CheckRun {
    let seconds: Double
    let cpuSeconds: Double
    let peakBytes: Int
    let findings: Int

    /// Its findings go to a file beside the tree, so that no pipe slows it down.
    init(_ program: String, over folder: URL, into output: URL) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 1, output.path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        let words: [String] = [program, "check", "--json", folder.path]
        var arguments = words.map { strdup($0) } + [nil]
        defer { for argument in arguments { free(argument) } }
        let clock = ContinuousClock()
        let start = clock.now
        var process: pid_t = 0
        guard posix_spawn(&process, program, &actions, nil, &arguments, environ) == 0 else {
            throw Tree.Failure(description: "\(program) cannot be started.")
        }
        var status: Int32 = 0
        var usage = rusage()
        guard wait4(process, &status, 0, &usage) == process else {
            throw Tree.Failure(description: "\(program) was lost.")
        }
        seconds = (clock.now - start) / .seconds(1)
        guard status & 0x7F == 0, [0, 1].contains(status >> 8) else {
            throw Tree.Failure(description: "\(program) ended with status \(status).")
        }
        cpuSeconds = Self.seconds(usage.ru_utime) + Self.seconds(usage.ru_stime)
        peakBytes = usage.ru_maxrss * 1_024
        findings = try Data(contentsOf: output).count { $0 == 0x0A }
    }

    private static func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
}
