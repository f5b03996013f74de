public import NetIO
internal import RealtimeAPI
internal import RealtimeEngine
package import Speech

/// A running server: its loops, its storage, its listener, its sessions.
public final class Server: Sendable {
    /// Where it listens, with the port that the system chose if none was asked for.
    public let address: SocketAddress
    /// The certificate's text where it was made at the start, for those who want to trust it.
    public let selfSignedCertificate: String?
    /// Made at the start where nobody had given a key: on one's own machine alone.
    public let generatedKey: Private<String>?
    private let house: House
    private let http: HTTPServer
    private let tls: TLSServer?
    private let loops: [EventLoop]
    /// The end, once it has begun.
    private let ending = Lock<Task<Void, Never>?>(nil)

    /// Why a server does not start, in a sentence with the remedy.
    public struct Failure: Error, Sendable, CustomStringConvertible {
        public let description: String
    }

    public static func start(_ settings: Settings, log: Log, metrics: Metrics) async throws(Failure) -> Server {
        try await start(settings, speech: try speech(settings, log), log: log, metrics: metrics)
    }

    /// With an engine and a storage of the caller's; the storage is the server's from here on.
    package static func start(
        _ settings: Settings,
        speech: any SpeechEngine,
        storage: Storage? = nil,
        log: Log,
        metrics: Metrics
    ) async throws(Failure) -> Server {
        let storage = if let storage { storage } else { try await openStorage(settings) }
        do throws(Failure) {
            var settings = settings
            let key = try await keyWhereNoneIs(&settings, storage)
            return try await start(settings, speech, storage, key, log, metrics)
        } catch {
            await storage.close()
            throw error
        }
    }

    private static func start(
        _ settings: Settings,
        _ speech: any SpeechEngine,
        _ storage: Storage,
        _ key: Private<String>?,
        _ log: Log,
        _ metrics: Metrics
    ) async throws(Failure) -> Server {
        let certificate = try Certificate(settings.listen.tls)
        let house = House(settings, speech: speech, storage: storage, log: log, metrics: metrics)
        let loops = (0..<settings.loopCount).map { _ in EventLoop.start() }
        do throws(NetError) {
            let http = try await HTTPListener.start(
                on: loops,
                address: settings.listen.address,
                tls: certificate?.server,
                options: HTTPServerOptions(settings.connections),
                handler: RequestHandler(house: house)
            )
            house.listens(http)
            return Server(house, http, certificate, key, loops)
        } catch {
            for loop in loops { await loop.stop() }
            throw Failure(description: "Cannot listen on \(settings.listen.address): \(error)")
        }
    }

    private init(
        _ house: House,
        _ http: HTTPServer,
        _ certificate: Certificate?,
        _ key: Private<String>?,
        _ loops: [EventLoop]
    ) {
        generatedKey = key
        self.house = house
        self.http = http
        self.loops = loops
        tls = certificate?.server
        selfSignedCertificate = certificate?.selfSigned
        address = http.address
    }

    private static func speech(_ settings: Settings, _ log: Log) throws(Failure) -> any SpeechEngine {
        switch settings.engine {
        case .embedded: return try embedded(settings, log)
        case .scripted: return ScriptedEngine(try script(settings.script))
        }
    }

    /// What only some settings need is made only then: a decoder takes 93 MB.
    private static func embedded(_ settings: Settings, _ log: Log) throws(Failure) -> ComposedEngine {
        let engine = try EngineParts(settings, log: log).engine
        engine.prepare()
        return engine
    }

    /// What the scripted engine says; without a file, its own rules.
    private static func script(_ path: String?) throws(Failure) -> Script {
        guard let path else { return Script() }
        let text: [UInt8]
        do throws(TextFile.Failure) {
            text = try TextFile.read(path)
        } catch {
            throw Failure(description: "The script \(path) cannot be read: \(error.reason).")
        }
        do throws(ScriptMistakes) {
            return try Script(yaml: text)
        } catch {
            throw Failure(description: "The script \(path) cannot be used:\n\(error)")
        }
    }

    private static func openStorage(_ settings: Settings) async throws(Failure) -> Storage {
        do throws(StorageError) {
            return try await Storage.open(settings.storagePlace)
        } catch {
            throw Failure(description: "\(error)")
        }
    }

    /// Gives a server without keys one of its own; refuses to open such a server to other machines.
    private static func keyWhereNoneIs(
        _ settings: inout Settings,
        _ storage: Storage
    ) async throws(Failure) -> Private<String>? {
        let holdsKeys: Bool
        do throws(StorageError) {
            holdsKeys = try await !storage.keys().isEmpty
        } catch {
            throw Failure(description: "\(error)")
        }
        let mistakes = settings.check(storageHoldsKeys: holdsKeys)
        guard mistakes.isEmpty else {
            throw Failure(description: mistakes.map { "\($0)" }.joined(separator: "\n"))
        }
        guard !holdsKeys, settings.access.configuredKeys.isEmpty else { return nil }
        let key = SecretText.key()
        settings.access.apiKey = key
        return key
    }

    /// How many sessions are open.
    public var sessionCount: Int { house.registry.count }

    /// Places given away, also to sessions that are only being made.
    package var placesTaken: Int { house.registry.placesTaken }

    /// Sessions that count for the limits of a key.
    package func sessionsOpen(of keyName: String) -> Int { house.limiter.sessionsOpen(of: keyName) }

    /// Connections of any kind.
    package var connectionCount: Int { http.connectionCount }

    /// Reads the certificate and its key again, for connections from now on. Those that are open keep theirs.
    public func reload() {
        guard let tls else { return }
        do throws(TLSError) {
            try tls.reload()
            house.log(.info, "tls.reloaded")
        } catch {
            house.log(.error, "tls.not_reloaded", ["why": error])
        }
    }

    /// Ends in order and within a bound: no new sessions; those that are open may go on for the drain's time, are then
    /// told, and are cut if they do not leave. Whoever asks again waits for the same end.
    public func shutDown() async {
        let end = ending.withLock { ending in
            let task = ending ?? Task { await endOnce() }
            ending = task
            return task
        }
        await end.value
    }

    private func endOnce() async {
        house.log(.info, "server.draining", ["sessions": sessionCount])
        house.registry.drain()
        await leaveOrTimeOut(house.settings.shutdown.drain)
        await house.registry.endAll()
        await http.close(within: .seconds(5))
        await house.mcp?.clients.close()
        await house.factory.speech.close()
        await house.storage.close()
        for loop in loops { await loop.stop() }
        house.log(.info, "server.ended")
    }

    /// Until no session is left, or the time is over.
    private func leaveOrTimeOut(_ limit: Duration) async {
        await withTaskGroup { group in
            group.addTask { [house] in await house.registry.becameEmpty() }
            group.addTask { try? await Task.sleep(for: limit) }
            await group.next()
            // Whichever still waits: the group waits for both.
            group.cancelAll()
            house.registry.stopWaiting()
        }
    }
}

/// What a server shows of itself over TLS.
private struct Certificate {
    let server: TLSServer
    /// In PEM, where it was made at the start.
    var selfSigned: String?

    init?(_ settings: Settings.TLS) throws(Server.Failure) {
        do throws(TLSError) {
            if let certificate = settings.certificate, let key = settings.key {
                server = try TLSServer(certificateFile: certificate, keyFile: key)
            } else if settings.selfSigned {
                let made = try SelfSignedCertificate.make(names: [])
                server = try TLSServer(certificatePEM: made.certificate, keyPEM: made.key)
                selfSigned = made.certificate
            } else {
                return nil
            }
        } catch {
            throw Server.Failure(description: "TLS cannot be set up: \(error)")
        }
    }
}

extension HTTPServerOptions {
    fileprivate init(_ settings: Settings.Connections) {
        self.init()
        connectionsMax = settings.max
        handshakesMax = settings.handshakesMax
        headTimeout = settings.headTimeout
        bodyTimeout = settings.bodyTimeout
        idleTimeout = settings.idleTimeout
        pingInterval = settings.pingInterval
        pongTimeout = settings.pongTimeout
    }
}
