internal import HTTP
internal import NetIO
internal import RealtimeAPI
internal import RealtimeEngine
internal import Speech

/// What all loops of a server share: fixed when it starts, but for what guards itself.
final class House: Sendable {
    let settings: Settings
    let log: Log
    let metrics: Metrics
    let storage: Storage
    let authenticator: Authenticator
    let limiter = SharedLimiter()
    let registry: SessionRegistry
    let factory: SessionFactory
    let models: ModelNames
    let origins: OriginPolicy
    let cors: CORS
    let proxies: TrustedProxies
    /// Nil: sessions have no tools of MCP servers.
    let mcp: MCPAccess?
    /// What listens for all this, once it does, and what of its counts is in the metrics already.
    private let listening = Lock<(server: HTTPServer, counted: HTTPServer.Counters)?>(nil)

    init(_ settings: Settings, speech: any SpeechEngine, storage: Storage, log: Log, metrics: Metrics) {
        self.settings = settings
        self.log = log
        self.metrics = metrics
        self.storage = storage
        authenticator = Authenticator(
            configured: settings.access.configuredKeys.compactMap(\.key),
            storage: storage,
            limits: settings.limits,
            secretsMax: settings.access.secretsMax,
            storageFailed: { log(.error, "storage.failed", ["why": $0]) }
        )
        registry = SessionRegistry(sessionsMax: settings.sessions.max)
        mcp = MCPAccess(settings.mcp, version: metrics.version)
        factory = SessionFactory(
            speech: speech,
            allowsMCP: mcp != nil,
            limits: EngineLimits(settings.sessions),
            prompts: settings.prompts,
            seed: {
                var random = SecureRandom()
                return random.next()
            }
        )
        models = ModelNames(allowed: settings.models)
        origins = OriginPolicy(settings.access.origins)
        cors = CORS(origins)
        proxies = TrustedProxies(settings.access.trustedProxies)
    }

    var dialects: DialectRule { DialectRule(preview: settings.preview) }

    var door: SessionDoor {
        SessionDoor(
            dialects: dialects,
            models: models,
            authenticator: authenticator,
            limiter: limiter,
            registry: registry
        )
    }

    var secrets: SecretEndpoint { SecretEndpoint(factory: factory, models: models) }

    /// Whether a load balancer should send clients here.
    var readiness: Reply {
        registry.isDraining
            ? .error(.shuttingDown, retryAfterSeconds: Refusal.retryAfterSeconds) : .text("ready\n")
    }

    /// What a request came to; a session tells of itself later.
    func record(_ visit: RequestHandler.Visit, _ answer: HTTPAnswer) {
        let status = if case .response(let head, _) = answer { head.status } else { 101 }
        metrics.requests.add(1, Metrics.Request(visit.route.metric, status: status))
        log(
            .debug,
            "http.answered",
            [
                "method": visit.head.method, "path": visit.path, "status": status, "address": visit.view.address,
                "request": visit.requestID, "client_request": visit.correlation.clientRequestID ?? "none",
            ]
        )
    }

    func listens(_ server: HTTPServer) { listening.withLock { $0 = (server, HTTPServer.Counters()) } }

    /// Somebody wanted a session and got none.
    func recordRefusal(_ error: APIError, _ visit: RequestHandler.Visit) {
        if let code = error.code.flatMap(ErrorCode.init) { metrics.admissionsRefused.add(1, code) }
        log(
            .info,
            "session.refused",
            [
                "code": error.code ?? "none", "address": visit.view.address, "request": visit.requestID,
                "client_request": visit.correlation.clientRequestID ?? "none",
            ]
        )
    }

    /// Every number of the server, as Prometheus reads it.
    var exposition: String {
        listening.withLock { listening in
            guard let (server, counted) = listening else { return }
            let counters = server.counters
            metrics.connectionsOpen.set(server.connectionCount)
            metrics.connectionsAccepted.add(counters.accepted - counted.accepted)
            metrics.connectionsRefused.add(counters.refused - counted.refused)
            metrics.handshakeFailures.add(counters.tlsFailures - counted.tlsFailures)
            metrics.connectionTimeouts.add(counters.timeouts - counted.timeouts)
            listening = (server, counters)
        }
        return metrics.exposition
    }

    // MARK: Identifiers, from the system's randomness as nobody may guess them

    func requestID() -> String { Self.identifier("req_") }
    func sessionID() -> String { Self.identifier("sess_") }
    func eventID() -> String { Self.identifier("event_") }

    /// 21 characters of 62: 125 bits.
    private static func identifier(_ prefix: String) -> String { prefix + SecretText.random(21) }
}

extension EngineLimits {
    init(_ settings: Settings.Sessions) {
        self.init()
        duration = settings.duration
        outputLead = settings.outputLead
    }
}

extension Route {
    /// As the metrics tell it: a path of a client's own making names nothing there.
    fileprivate var metric: Metrics.Route {
        switch self {
        case .session(let request):
            request.door == .translations ? .translation : request.intent == nil ? .realtime : .transcription
        case .clientSecrets, .translationSecrets, .previewSession: .clientSecrets
        case .models, .model: .models
        case .health: .health
        case .ready: .readiness
        case .metrics: .metrics
        case .notBuilt, .betaCall, .wrongMethod, .unknown: .other
        }
    }
}
