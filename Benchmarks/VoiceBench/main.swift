// What a caller of the embedded engine waits for, and what hearing and speaking cost: `make bench-voice`.
import BenchSupport
import Foundation
import NetIO

let help = """
    Usage: VoiceBench [--server PATH] [--seconds N] [--rounds N]     measures `serve --engine embedded`

      --server PATH   the program (beside this one if not given)
      --seconds N     how long each measurement of CPU takes (10)
      --rounds N      starts, turns of each voice, and interruptions (8)
      --start-only    measures nothing but how soon a session is accepted after the start
    """

func value(of flag: String) -> String? {
    let arguments = CommandLine.arguments
    guard let index = arguments.firstIndex(of: flag), arguments.indices.contains(index + 1) else { return nil }
    return arguments[index + 1]
}

if CommandLine.arguments.contains("--help") {
    print(help)
    exit(0)
}

let folder = NSTemporaryDirectory() + "/voice-bench-\(getpid())"
let key = "sk-bench-0123456789abcdef0123456789abcdef"
do {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try """
    # Shop

    The shop is open from nine to six from Monday to Saturday. On Sunday the shop is closed. Delivery takes three days
    and costs five euros.

    # History

    The history of the house begins with a baker who came to the town with one cart and one horse and two brothers, and
    who sold bread on the market for twenty years before he bought the house by the river, built an oven of stone in
    the yard, took the best apprentices of the valley, and gave his name to the street in which the shop still stands
    today.
    """
    .write(toFile: folder + "/shop.md", atomically: true, encoding: .utf8)
    let beside = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
    let program = value(of: "--server") ?? beside.appending(path: "antiphon").path
    let rounds = value(of: "--rounds").flatMap { Int($0) } ?? 8
    func start() async throws -> MeasuredServer {
        try await MeasuredServer.start(
            program,
            ["serve", "--engine", "embedded", "--content", folder, "--listen", "127.0.0.1:0", "--data", "none"],
            environment: ["ANTIPHON_API_KEY": key]
        )
    }
    print(Report.header)
    var starts = Latencies()
    for _ in 0..<rounds {
        let begun = EventLoop.now
        let server = try await start()
        let measurements = Measurements(server, key: key, seconds: 0, rounds: 0, report: Report(isQuiet: true))
        if let accepted = try await measurements.firstSession() { starts.add(accepted - begun) }
        server.stop()
    }
    let server = try await start()
    var measurements = Measurements(
        server,
        key: key,
        seconds: value(of: "--seconds").flatMap { Int($0) } ?? 10,
        rounds: rounds,
        report: Report(isQuiet: false)
    )
    measurements.add(starts, "start of the process to the first session.created")
    if !CommandLine.arguments.contains("--start-only") { try await measurements.run() }
    server.stop()
    try? FileManager.default.removeItem(atPath: folder)
    exit(measurements.report.failures.isEmpty ? 0 : 1)
} catch {
    FileHandle.standardError.write(Data("VoiceBench: \(error)\n".utf8))
    exit(2)
}
