public import NetIO
internal import RealtimeAPI
internal import RealtimeEngine
internal import Speech

/// A running server: its loops, its storage, its listener, its sessions.
public final class Server: Sendable {
    /// Where it listens, with the port that the system chose if none was asked for.
    public let address: SocketAddress
    /// The certificate's text where it was made at the start, for those who want to trust it.
    public let selfSignedCertificate: String?
    private let house: House
    private let http: HTTPServer
    private let tls: TLSServer?
    private let loops: [EventLoop]

    /// Why a server does not start, in a sentence with the remedy.
    public struct Failure: Error, Sendable, CustomStringConvertible {
        public let description: String
    }

    public static func start(_ settings: Settings, log: Log, metrics: Metrics) async throws(Failure) -> Server {
        let speech = ScriptedEngine()
        let storage = try await openStorage(settings)
        do throws(Failure) {
            return try await start(settings, speech, storage, log, metrics)
        } catch {
            await storage.close()
            throw error
        }
    }

    private static func start(
        _ settings: Settings,
        _ speech: any SpeechEngine,
        _ storage: Storage,
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
            return Server(house, http, certificate, loops)
        } catch {
            for loop in loops { await loop.stop() }
            throw Failure(description: "Cannot listen on \(settings.listen.address): \(error)")
        }
    }

    private init(_ house: House, _ http: HTTPServer, _ certificate: Certificate?, _ loops: [EventLoop]) {
        self.house = house
        self.http = http
        self.loops = loops
        tls = certificate?.server
        selfSignedCertificate = certificate?.selfSigned
        address = http.address
    }

    private static func openStorage(_ settings: Settings) async throws(Failure) -> Storage {
        do throws(StorageError) {
            return try await Storage.open(settings.storagePlace)
        } catch {
            throw Failure(description: "\(error)")
        }
    }

    /// How many sessions are open.
    public var sessionCount: Int { house.registry.count }

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
    /// told, and are cut if they do not leave.
    public func shutDown() async {
        house.log(.info, "server.draining", ["sessions": sessionCount])
        house.registry.drain()
        await leaveOrTimeOut(house.settings.shutdown.drain)
        await house.registry.endAll()
        await http.close(within: .seconds(5))
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
            house.registry.stopWaiting()
            group.cancelAll()
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
