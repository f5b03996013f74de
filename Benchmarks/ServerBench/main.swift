// Measures servers side by side, in one run on the machine at hand: `make bench-server`, or `make bench` in short.
import BenchSupport
import Bytes
import Foundation
import NetIO

do {
    let arguments = CommandLine.arguments.dropFirst()
    if arguments.first == "--help" {
        print(Options.help)
        exit(0)
    }
    let options = try Options(arguments.first == "echo" ? arguments.dropFirst() : arguments)
    if arguments.first == "echo" {
        let files = options.certificateFile.flatMap { certificate in options.keyFile.map { (certificate, $0) } }
        try await Echo.run(try files.map { try TLSServer(certificateFile: $0.0, keyFile: $0.1) })
    }
    exit(try await measure(options) ? 0 : 1)
} catch {
    FileHandle.standardError.write(Data("ServerBench: \(error)\n".utf8))
    exit(2)
}

/// False: something could not be measured.
func measure(_ options: Options) async throws -> Bool {
    let directory = NSTemporaryDirectory() + "/antiphon-bench-\(getpid())"
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: directory) }
    var measurements = Measurements(options)
    if !options.printsJSON { print(Report.header) }
    flush()
    if let url = options.url {
        let key = ProcessInfo.processInfo.environment["ANTIPHON_API_KEY"]
        let target = Target(url: url, key: key, tls: nil, isRealtime: true)
        for part in Options.Part.allCases where options.parts.contains(part) {
            try await measurements.measure(part, "server", target, options.pid.map(ProcessFigures.init))
        }
    } else {
        let certificate = try Subject.Certificate.make(in: directory)
        let beside = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        let server = options.server ?? beside.appending(path: "antiphon").path
        await measurements.measure(
            try Subject.antiphon(server, loops: options.loops, directory: directory),
            certificate
        )
        await measurements.measure(Subject.bareEcho(), certificate)
        if let python = Subject.python(options.root) {
            await measurements.measure(python, nil)
        } else if !options.isShort {
            measurements.report.add(failure: "no Python peer: scripts/bench-environment.sh makes its environment")
        }
    }
    if options.printsJSON { print(measurements.report.json.text) }
    return measurements.report.failures.isEmpty
}
