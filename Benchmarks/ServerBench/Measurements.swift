import BenchSupport
import Foundation
import NetIO

/// The questions, asked of one server after the other. What the generator itself costs on the shared cores is reported
/// beside it, and subtracted from nothing.
struct Measurements: Sendable {
    let options: Options
    var report: Report
    private let loop = EventLoop.start()
    private static let own = ProcessFigures(id: getpid())

    init(_ options: Options) {
        self.options = options
        report = Report(isQuiet: options.printsJSON)
    }

    /// All parts, of a server that is started anew for each.
    mutating func measure(_ subject: Subject, _ certificate: Subject.Certificate?) async {
        for part in Options.Part.allCases where options.parts.contains(part) {
            if part == .knee || part == .neighbours, !subject.isRealtime, options.isShort { continue }
            await attempt(part, of: subject, nil)
            if part == .memory, let certificate, subject.isRealtime || subject.name.hasPrefix("bare") {
                await attempt(part, of: subject, certificate)
            }
        }
    }

    private mutating func attempt(
        _ part: Options.Part,
        of subject: Subject,
        _ certificate: Subject.Certificate?
    ) async {
        do {
            let process = try await subject.start(certificate)
            defer { process.stop() }
            try await measure(part, subject.name, subject.target(process, certificate), process.figures)
        } catch {
            report.add(failure: "\(subject.name), \(part): \(error)")
        }
    }

    /// One part, of a server that runs.
    mutating func measure(
        _ part: Options.Part,
        _ name: String,
        _ target: Target,
        _ figures: ProcessFigures?
    ) async throws {
        switch part {
        case .listening: try await measureLoad(name, target, figures, .listens)
        case .load: try await measureLoad(name, target, figures, .talks)
        case .memory: if let figures { try await measureMemory(name, target, figures) }
        case .knee: try await findKnee(name, target)
        case .neighbours: try await measureNeighbours(name, target)
        }
    }

    private mutating func measureLoad(
        _ name: String,
        _ target: Target,
        _ figures: ProcessFigures?,
        _ manner: Frames.Manner
    ) async throws {
        let load = Load(target, on: loop)
        try await load.connect(sessions: options.sessions, manner)
        let idle = try await cpu(of: figures, for: max(1, options.seconds / 3)).server
        await load.start()
        // Turns, answers and interruptions are all under way after one period.
        try await Task.sleep(for: .seconds(min(7, options.seconds)))
        await load.reset()
        let used = try await cpu(of: figures, for: options.seconds)
        let outcome = await load.outcome()
        await load.close()
        let what = "\(options.sessions) sessions that \(manner == .talks ? "talk" : "listen")"
        let framesPerSecond = Double(outcome.frames) / used.seconds
        if let server = used.server {
            let perFrame = (server - (idle ?? 0)) / framesPerSecond * 1e6
            report.add(name, "\(what): CPU a frame in, beyond idle", perFrame, "µs", "\(Int(framesPerSecond)) frames/s")
            report.add(name, "\(what): CPU of a core", server * 100, "%")
        }
        report.add(name, "\(what): CPU of the generator", used.own * 100, "%")
        add(outcome.clear, name, "\(what): clear to cleared")
        if target.isRealtime { add(outcome.speech, name, "\(what): loud frame to speech_started") }
        report.add(name, "\(what): audio out", Double(outcome.deltas) / used.seconds, "deltas/s")
        report.add(name, "\(what): bytes out", Double(outcome.bytesReceived) / used.seconds / 1e6, "MB/s")
        complain(outcome, name, what)
    }

    private mutating func measureMemory(_ name: String, _ target: Target, _ figures: ProcessFigures) async throws {
        // What is made once, with the first sessions, is nobody's share.
        let first = Load(target, on: loop)
        try await first.connectIdle(4)
        await first.close()
        try await Task.sleep(for: .milliseconds(300))
        let before = figures.residentBytes
        let load = Load(target, on: loop)
        try await load.connectIdle(options.idle)
        try await Task.sleep(for: .seconds(1))
        let after = figures.residentBytes
        let outcome = await load.outcome()
        await load.close()
        let each = Double(after - before) / Double(options.idle) / 1_024
        let how = target.tls == nil ? "plain" : "TLS"
        report.add(name, "memory of an idle session, \(how)", each, "KiB", "\(options.idle) sessions")
        complain(outcome, name, "idle sessions")
    }

    private mutating func findKnee(_ name: String, _ target: Target) async throws {
        var sessions = 50
        var passed = 0
        while sessions <= 12_800 {
            // A shared machine stumbles now and then: a step counts as failed when it fails three times.
            var isWithin = false
            for _ in 0..<3 where !isWithin { isWithin = try await isWithinKnee(name, target, sessions) }
            guard isWithin else { break }
            passed = sessions
            sessions = sessions < 400 ? sessions * 2 : sessions + 400
        }
        report.add(name, "sessions with clear p99 within 20 ms", Double(passed), "sessions")
    }

    private mutating func isWithinKnee(_ name: String, _ target: Target, _ sessions: Int) async throws -> Bool {
        let load = Load(target, on: loop)
        try await load.connect(sessions: sessions)
        await load.start()
        try await Task.sleep(for: .seconds(3))
        await load.reset()
        let used = try await cpu(of: nil, for: max(3, options.seconds / 2))
        let outcome = await load.outcome()
        await load.close()
        let slowest = outcome.clear.percentile(99)
        let isBehind = outcome.frames < outcome.framesDue * 95 / 100
        let detail = "generator \(Int(used.own * 100)) %\(isBehind ? ", which is behind" : "")"
        report.add(name, "\(sessions) sessions: clear p99", slowest, "ms", detail)
        complain(outcome, name, "\(sessions) sessions")
        return (slowest ?? .infinity) <= 20 && outcome.lost == 0 && !isBehind
    }

    private mutating func measureNeighbours(_ name: String, _ target: Target) async throws {
        let load = Load(target, on: loop)
        try await load.connect(sessions: 20)
        await load.start()
        try await Task.sleep(for: .seconds(1))
        await load.reset()
        try await Task.sleep(for: .seconds(options.seconds))
        add(await load.outcome().clear, name, "20 sessions alone: clear to cleared")
        // On a loop of its own: masking 20 MiB would hold up the probes on ours.
        let heavy = HeavyNeighbour(target)
        try await heavy.start()
        await load.reset()
        try await Task.sleep(for: .seconds(options.seconds))
        let outcome = await load.outcome()
        let appends = await heavy.stop()
        await load.close()
        add(outcome.clear, name, "beside appends of 15 MiB: clear to cleared")
        report.add(name, "appends of 15 MiB", Double(appends) / Double(options.seconds), "1/s")
        complain(outcome, name, "neighbours")
    }

    private mutating func add(_ latencies: Latencies, _ name: String, _ what: String) {
        report.add(name, "\(what), p50", latencies.percentile(50), "ms", "\(latencies.count) times")
        report.add(name, "\(what), p99", latencies.percentile(99), "ms")
    }

    private mutating func complain(_ outcome: Load.Outcome, _ name: String, _ what: String) {
        if outcome.lost > 0 { report.add(failure: "\(name), \(what): \(outcome.lost) sessions were lost") }
        for error in outcome.errors { report.add(failure: "\(name), \(what): \(error)") }
    }

    /// The shares of a core that the server and this program use for so long.
    private func cpu(
        of figures: ProcessFigures?,
        for seconds: Int
    ) async throws -> (server: Double?, own: Double, seconds: Double) {
        let start = EventLoop.now
        let before = (figures?.cpuSeconds, Self.own.cpuSeconds)
        try await Task.sleep(for: .seconds(seconds))
        let after = (figures?.cpuSeconds, Self.own.cpuSeconds)
        let took = (EventLoop.now - start) / .seconds(1)
        let server = before.0.flatMap { before in after.0.map { ($0 - before) / took } }
        return (server, (after.1 - before.1) / took, took)
    }
}
