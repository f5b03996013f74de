internal import Bytes
internal import HTTP
internal import NetIO
internal import RealtimeAPI
internal import RealtimeEngine

/// Answers the server's requests: routes them, asks who it is, and lets sessions in.
///
/// What may be decided without I/O is decided elsewhere (`Route`, `SessionDoor`, `OriginPolicy`, `SecretEndpoint`).
struct RequestHandler: HTTPHandler {
    let house: House

    /// One request with what it is recognised by.
    struct Visit {
        let request: HTTPRequest
        let route: Route
        let credentials: Credentials
        let correlation: Correlation
        let requestID: String
        /// As the client made it, before any proxy.
        let view: TrustedProxies.View

        var head: RequestHead { request.head }
    }

    /// A body is kept before anybody knows who sent it: a long one only where one is of use. What is not built is told
    /// so by name, so its offers may come.
    func bodyBytesMax(for head: RequestHead) -> Int {
        let most = house.settings.connections.bodyBytesMax
        switch Route(method: head.method, target: head.url) {
        case .clientSecrets, .translationSecrets, .previewSession: return most
        default: return min(most, Self.uselessBodyBytesMax)
        }
    }

    private static let uselessBodyBytesMax = 16 * 1_024

    /// A request that nobody could read whole: it has an id all the same, for whoever asks about it.
    func refusal(of violation: HTTPViolation) -> (ResponseHead, body: [UInt8]) {
        let requestID = house.requestID()
        house.log(.debug, "http.refused", ["status": violation.status, "why": violation, "request": requestID])
        let reply = Reply.error(.badRequest(violation.description), status: violation.status)
        let head = ResponseHead(status: reply.status, headers: reply.headers)
        return (head.with("x-request-id", requestID), reply.body)
    }

    func answer(_ request: HTTPRequest, on loop: EventLoop) async -> HTTPAnswer {
        let visit = visit(request)
        let named: HeaderFields = ["x-request-id": visit.requestID]
        // It has its own headers for browsers: with the common ones they would come twice, and a browser refuses that.
        if let allowed = house.cors.preflight(visit.head, seenAs: visit.view) {
            let answer = HTTPAnswer.response(ResponseHead(status: 204, headers: allowed), body: [])
            house.record(visit, answer)
            return answer.with(named)
        }
        let answer = await answer(visit, on: loop)
        house.record(visit, answer)
        return answer.with(named).with(house.cors.headers(for: visit.head, seenAs: visit.view))
    }

    private func visit(_ request: HTTPRequest) -> Visit {
        Visit(
            request: request,
            route: Route(method: request.head.method, target: request.head.url),
            credentials: Credentials(request.head),
            correlation: Correlation(request.head.headers),
            requestID: house.requestID(),
            view: house.proxies.view(of: request.head, peer: request.peer.host, isSecure: request.isSecure)
        )
    }

    private func answer(_ visit: Visit, on loop: EventLoop) async -> HTTPAnswer {
        guard house.origins.allows(visit.head, seenAs: visit.view) else {
            return .reply(.error(.originNotAllowed(visit.head.headers["Origin"] ?? "")))
        }
        switch visit.route {
        case .session(let request): return await openSession(request, visit, on: loop)
        default: return .reply(await reply(visit))
        }
    }

    // MARK: Plain requests

    private func reply(_ visit: Visit) async -> Reply {
        do throws(APIError) {
            switch visit.route {
            case .clientSecrets(let flavour): return try await makeSecret(visit, .clientSecret, flavour)
            case .translationSecrets(let flavour): return try await makeSecret(visit, .translationSecret, flavour)
            case .previewSession(let request):
                if let refusal = house.dialects.refusal(of: request) { throw refusal }
                return try await makeSecret(visit, .previewSession(request.kind), request.flavour)
            case .models: return try await models(visit)
            case .model(let name, _): return try await model(name, visit)
            case .health: return .text("ok\n")
            case .ready: return house.readiness
            case .metrics: return try await metrics(visit)
            case .notBuilt(let what): throw .notBuilt(what)
            case .betaCall: throw house.dialects.callRefusal
            case .wrongMethod(let allowed): return .wrongMethod(visit.head.method, allowed: allowed)
            case .unknown, .session: throw .unknownURL(visit.head.method, visit.path)
            }
        } catch {
            return .error(error)
        }
    }

    private func grant(_ visit: Visit, _ action: Action) async throws(APIError) -> Grant {
        try await house.authenticator.authenticate(visit.credentials, action: action, now: WallClock.seconds)
    }

    private func makeSecret(
        _ visit: Visit,
        _ form: SecretEndpoint.Form,
        _ flavour: SessionOrigin.Flavour
    ) async throws(APIError) -> Reply {
        let grant = try await grant(visit, .clientSecrets)
        try house.limiter.takeSecret(grant, at: EventLoop.now)
        let body = HTTPRequestBody(contentType: visit.head.headers["Content-Type"], bytes: visit.request.body)
        var wanted = try house.secrets.order(body, form, flavour: flavour, grant, sessionID: house.sessionID())
        wanted.secret.safetyIdentifier = visit.credentials.safetyIdentifier
        wanted.secret.organization = visit.credentials.organization
        wanted.secret.project = visit.credentials.project
        let made = try await house.authenticator.makeSecret(wanted.secret, for: grant, now: WallClock.seconds)
        house.metrics.secretsIssued.add()
        return .json(wanted.answer(made))
    }

    private func models(_ visit: Visit) async throws(APIError) -> Reply {
        let grant = try await grant(visit, .models)
        let names = house.models.listed { grant.models.allows($0) }
        return .json(["object": "list", "data": .array(names.map(ModelNames.object))])
    }

    private func model(_ name: String, _ visit: Visit) async throws(APIError) -> Reply {
        let grant = try await grant(visit, .models)
        guard house.models.listed({ grant.models.allows($0) }).contains(name) else { throw .modelNotFound(name) }
        return .json(ModelNames.object(name))
    }

    /// Numbers of the whole server: for its own machine, or a key that was given for it. Whom a proxy asks for is not
    /// on this machine, even if the proxy is.
    private func metrics(_ visit: Visit) async throws(APIError) -> Reply {
        if !visit.isFromThisMachine, !house.settings.operations.metricsPublic { _ = try await grant(visit, .metrics) }
        return .text(house.exposition, type: Metrics.contentType)
    }
}

extension RequestHandler.Visit {
    /// Whether nobody but the server's own machine asks. A proxy on it says, in one of these headers, that it asks for
    /// somebody else; that it need not be a trusted one makes no difference.
    var isFromThisMachine: Bool {
        let isForwarded = ["X-Forwarded-For", "Forwarded", "Via"].contains { head.headers.contains($0) }
        return !isForwarded && request.peer.isLoopback
    }

    /// The path alone: a query may hold a key.
    var path: String { "/" + (head.url?.path.joined(separator: "/") ?? "*") }
}

extension ResponseHead {
    fileprivate func with(_ name: String, _ value: String) -> ResponseHead {
        var head = self
        head.headers.add(name, value)
        return head
    }
}

extension HTTPAnswer {
    static func reply(_ reply: Reply) -> HTTPAnswer {
        .response(ResponseHead(status: reply.status, headers: reply.headers), body: reply.body)
    }

    func with(_ added: HeaderFields) -> HTTPAnswer {
        switch self {
        case .response(var head, let body):
            for field in added.fields { head.headers.add(field.name, field.value) }
            return .response(head, body: body)
        case .webSocket(let subprotocol, var headers, let opened):
            for field in added.fields { headers.add(field.name, field.value) }
            return .webSocket(subprotocol: subprotocol, headers: headers, opened: opened)
        }
    }
}
