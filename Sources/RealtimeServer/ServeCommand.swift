internal import Glibc
internal import NetIO

/// `antiphon serve`: starts a server, says where it is, and ends it when the system asks.
public enum ServeCommand {
    /// Serves until SIGTERM or SIGINT, and reads the certificate again on SIGHUP.
    public static func run(_ settings: Settings, version: String) async throws(Server.Failure) {
        let isWatched = isatty(STDOUT_FILENO) == 1
        var settings = settings
        // Whoever looks at a terminal reads what it is for, and not what goes well.
        if isWatched, !settings.log.levelIsChosen { settings.log.level = .warning }
        let metrics = Metrics(version: version)
        let log = Log(settings.log, to: LogOutput(dropped: metrics.logLinesDropped))
        let server = try await Server.start(settings, log: log, metrics: metrics)
        let loop = EventLoop.start()
        let signals = Signals(server, on: loop)
        // Before anybody is told that it serves: who waits for that may send a signal at once.
        await signals.watch()
        greet(server, settings, log, isWatched: isWatched)
        await signals.askedToEnd()
        await server.shutDown()
        signals.forget()
        await loop.stop()
    }

    /// What a person, or a program that started this one, needs to know.
    private static func greet(_ server: Server, _ settings: Settings, _ log: Log, isWatched: Bool) {
        let scheme = settings.listen.tls.isOn ? "https" : "http"
        let certificate = server.selfSignedCertificate.flatMap { publish($0, settings, log) }
        if isWatched, (certificate == nil) == (server.selfSignedCertificate == nil) {
            let greeting = Greeting(
                origin: "\(scheme)://\(server.address.asReachedFromHere)",
                key: server.generatedKey?.reveal(),
                certificate: certificate,
                program: absolute(CommandLine.arguments.first ?? "antiphon"),
                question: question
            )
            say(greeting.text)
        } else {
            say("Antiphon serves the Realtime API at \(scheme)://\(server.address)/v1")
            if let key = server.generatedKey { say("API key, until it ends: \(key.reveal())") }
            if let certificate {
                say("Its self-signed certificate: \(certificate)")
            } else if let certificate = server.selfSignedCertificate {
                say(certificate)
            }
        }
        log(.info, "server.started", ["address": server.address, "engine": settings.engine.rawValue])
    }

    /// A certificate that nobody trusts yet is put where clients can be pointed to it.
    private static func publish(_ certificate: String, _ settings: Settings, _ log: Log) -> String? {
        guard case .folder(let folder) = settings.data else { return nil }
        let path = absolute(folder + "/certificate.pem")
        do throws(TextFile.Failure) {
            try TextFile.write(certificate, to: path, mode: 0o644, replaces: true)
            return path
        } catch {
            log(.error, "certificate.not_written", ["why": error.reason])
            return nil
        }
    }

    /// What somebody can say to the server, where the program is started among its sources.
    private static var question: String? {
        let path = absolute("Examples/question.wav")
        return access(path, R_OK) == 0 ? path : nil
    }

    /// As it is called from everywhere. What is looked for in the path is found there from everywhere.
    private static func absolute(_ path: String) -> String {
        guard path.contains("/"), !path.hasPrefix("/"), let folder = getcwd(nil, 0) else { return path }
        defer { free(folder) }
        return "\(String(cString: folder))/\(path)"
    }

    private static func say(_ text: String) {
        var bytes = Array((text + "\n").utf8)[...]
        while !bytes.isEmpty {
            let written = bytes.withUnsafeBytes { Glibc.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
            guard written > 0 else { return }
            bytes = bytes.dropFirst(written)
        }
    }
}

/// What the system asks of the process. Confined to its loop.
private final class Signals: @unchecked Sendable {
    private let server: Server
    private let loop: EventLoop
    private var asked: CheckedContinuation<Void, Never>?
    private var isAsked = false
    private var watchers: [SignalWatcher] = []

    init(_ server: Server, on loop: EventLoop) {
        self.server = server
        self.loop = loop
    }

    func watch() async {
        await loop.run { [self] in
            watchers = [
                SignalWatcher(.terminate, on: loop) { [unowned self] in end() },
                SignalWatcher(.interrupt, on: loop) { [unowned self] in end() },
                SignalWatcher(.hangUp, on: loop) { [server] in server.reload() },
            ]
        }
    }

    /// Returns when the server is to end. A second signal then ends the process at once.
    func askedToEnd() async {
        await withCheckedContinuation { asked in
            loop.post { [self] in
                if isAsked { asked.resume() } else { self.asked = asked }
            }
        }
    }

    func forget() { loop.post { [self] in watchers = [] } }

    private func end() {
        if isAsked { exit(1) }
        isAsked = true
        asked?.resume()
        asked = nil
    }
}
