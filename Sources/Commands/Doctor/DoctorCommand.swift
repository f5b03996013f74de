internal import Audio
internal import Bytes
internal import Glibc
internal import HTTP
internal import Migration
internal import NetIO
internal import RealtimeClient

/// `antiphon doctor`.
public enum DoctorCommand {
    public static var usage: CommandUsage { DoctorOptions.usage }

    /// Looks, and prints what it found. Throws where there are faults.
    public static func run(_ arguments: [String], environment: [String: String], version: String)
        async throws(CommandFailure)
    {
        try await run(arguments, environment: environment, version: version, console: .process)
    }

    package static func run(
        _ arguments: [String],
        environment: [String: String],
        version: String = "",
        console: Console,
        clock: @Sendable () -> Double = wallClock
    ) async throws(CommandFailure) {
        let options = try DoctorOptions(arguments, environment: environment)
        var visit = DoctorVisit(
            options.target,
            options.credential,
            startedAt: clock(),
            requestID: requestID
        )
        visit.limits = options.limits
        visit.sendsBeta = options.sendsBeta
        visit.triesOversized = options.triesOversized
        visit.session = try options.readSession()
        visit.sound = try options.readSound() ?? visit.sound
        visit.proxyVariable = proxyVariable(for: options.target, environment)
        visit.version = version
        // Opened before anybody is called.
        let bundle = try options.openBundle()
        let driver = try DoctorDriver(options.server, on: NetIOConnector.sharedLoop)
        visit.takesTurns = await mayTakeTurns(options, console)
        visit.startedAt = clock()
        let report = await driver.run(visit)
        let sample = WAVWriter.file(Array(visit.sound.prefix(24_000)))
        console.print((options.isJSON ? report.json.text : report.text) + "\n")
        let madeAt = HTTPDate.text(secondsSince1970: Int(visit.startedAt))
        try DoctorOptions.aboutFile { () throws(CommandFailure) in
            try bundle?.write(report.bundle(madeAt: madeAt, sample: sample).text)
        }
        if !report.isHealthy { throw CommandFailure(text: "", exitCode: 1) }
    }

    /// What it costs is said before it is spent.
    private static func mayTakeTurns(_ options: DoctorOptions, _ console: Console) async -> Bool {
        switch options.turns {
        case .leave: return false
        case .take:
            console.note("The turns cost tokens: \(DoctorVisit.cost)\n")
            return true
        case .ask:
            guard console.inputIsTerminal else {
                console.note("Without --yes there are no turns, which cost tokens: \(DoctorVisit.cost)\n")
                return false
            }
            console.note("The turns cost tokens: \(DoctorVisit.cost)\nSpend that? [y/N] ")
            return await console.readLine()?.lowercased().hasPrefix("y") ?? false
        }
    }

    /// In seconds since 1970.
    package static func wallClock() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    /// A UUID of version 4 (RFC 9562 §5.4).
    private static var requestID: String {
        var random = SecureRandom()
        let (first, second) = (random.next() & ~0xF000 | 0x4000, random.next() & ~(3 << 62) | (1 << 63))
        let digits = [first, second].map { half in
            let text = String(half, radix: 16)
            return String(repeating: "0", count: 16 - text.count) + text
        }.joined()
        var parts: [Substring] = []
        var rest = digits[...]
        for count in [8, 4, 4, 4, 12] {
            parts.append(rest.prefix(count))
            rest = rest.dropFirst(count)
        }
        return parts.joined(separator: "-")
    }

    /// As curl reads the environment.
    private static func proxyVariable(for target: DoctorTarget, _ environment: [String: String]) -> String? {
        let names = (target.isSecure ? ["https_proxy", "HTTPS_PROXY"] : ["http_proxy"]) + ["all_proxy", "ALL_PROXY"]
        guard let name = names.first(where: { environment[$0]?.isEmpty == false }) else { return nil }
        let spared = (environment["no_proxy"] ?? environment["NO_PROXY"] ?? "").split(separator: ",").map { entry in
            String(entry.filter { $0 != " " }.drop { $0 == "." })
        }
        let isSpared = spared.contains { $0 == "*" || $0 == target.host || target.host.hasSuffix(".\($0)") }
        return isSpared ? nil : name
    }
}
