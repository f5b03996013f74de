internal import Glibc
public import NetIO

/// `antiphon serve`: starts a server, says where it is, and ends it when the system asks.
public enum ServeCommand {
    /// Serves until SIGTERM or SIGINT, and reads the certificate again on SIGHUP. The answer is the exit code.
    public static func run(_ settings: Settings, log: Log) async -> Int32 {
        let server: Server
        do throws(Server.Failure) {
            server = try await Server.start(settings, log: log, metrics: Metrics())
        } catch {
            say("antiphon serve: \(error)", to: STDERR_FILENO)
            return 1
        }
        greet(server, settings, log)
        let loop = EventLoop.start()
        let signals = Signals(server, on: loop)
        await signals.askedToEnd()
        await server.shutDown()
        signals.forget()
        await loop.stop()
        return 0
    }

    /// What a person, or a program that started this one, needs to know.
    private static func greet(_ server: Server, _ settings: Settings, _ log: Log) {
        let scheme = settings.listen.tls.isOn ? "https" : "http"
        say("Antiphon serves the Realtime API at \(scheme)://\(server.address)/v1", to: STDOUT_FILENO)
        if let key = server.generatedKey {
            say("API key, until it ends: \(key.reveal())", to: STDOUT_FILENO)
        }
        if let certificate = server.selfSignedCertificate { publish(certificate, settings, log) }
        log(.info, "server.started", ["address": server.address, "engine": settings.engine.rawValue])
    }

    /// A certificate that nobody trusts yet is put where clients can be pointed to it.
    private static func publish(_ certificate: String, _ settings: Settings, _ log: Log) {
        guard case .folder(let folder) = settings.data else {
            return say(certificate, to: STDOUT_FILENO)
        }
        let path = folder + "/certificate.pem"
        do throws(FileError) {
            try File.write(certificate, to: path)
            say("Its self-signed certificate: \(path)", to: STDOUT_FILENO)
        } catch {
            log(.error, "certificate.not_written", ["why": error])
            say(certificate, to: STDOUT_FILENO)
        }
    }

    static func say(_ text: String, to descriptor: Int32) {
        var bytes = Array((text + "\n").utf8)[...]
        while !bytes.isEmpty {
            let written = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
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
    private var watchers: [SignalWatcher] = []

    init(_ server: Server, on loop: EventLoop) {
        self.server = server
        self.loop = loop
    }

    /// Returns when the server is to end. A second signal then ends the process at once.
    func askedToEnd() async {
        await withCheckedContinuation { asked in
            loop.post { [self] in
                self.asked = asked
                watchers = [
                    SignalWatcher(.terminate, on: loop) { [unowned self] in end() },
                    SignalWatcher(.interrupt, on: loop) { [unowned self] in end() },
                    SignalWatcher(.hangUp, on: loop) { [server] in server.reload() },
                ]
            }
        }
    }

    func forget() { loop.post { [self] in watchers = [] } }

    private func end() {
        guard let asked else { exit(1) }
        self.asked = nil
        asked.resume()
    }
}
