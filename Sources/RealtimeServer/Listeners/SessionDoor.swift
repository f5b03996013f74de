internal import HTTP
internal import NetIO
internal import RealtimeAPI
internal import RealtimeEngine
internal import Speech

/// Decides who may open a session, and of which kind. What it decides is carried out by whoever asked.
struct SessionDoor: Sendable {
    /// What a client is let in as.
    struct Visitor: Sendable {
        var kind: SessionKind
        var model: String
        /// In force from the first moment: what a secret pins.
        var initial: SessionObject?
        var grant: Grant
        var spoken: DialectRule.Spoken
    }

    enum Decision: Sendable {
        case refuse(Refusal)
        case admit(Visitor, SessionPlace, SessionLease)
    }

    let dialects: DialectRule
    let models: ModelNames
    let authenticator: Authenticator
    let limiter: SharedLimiter
    let registry: SessionRegistry

    func decide(_ request: SessionRequest, _ credentials: Credentials, now: Int) async -> Decision {
        switch dialects.choose(request, credentials) {
        case .refuse(let refusal): return .refuse(refusal)
        case .speak(let spoken): return await decide(request, spoken, credentials, now: now)
        }
    }

    private func decide(
        _ request: SessionRequest,
        _ spoken: DialectRule.Spoken,
        _ credentials: Credentials,
        now: Int
    ) async -> Decision {
        let grant: Grant
        do throws(APIError) {
            grant = try await authenticator.authenticate(credentials, action: nil, now: now)
        } catch {
            return .refuse(Self.authenticationRefusal(error, at: request.flavour))
        }
        do throws(APIError) {
            let visitor = try visitor(request, spoken, grant)
            return takePlace(for: visitor, at: request.flavour)
        } catch {
            let isOfKey = error.code == ErrorCode.insufficientPermissions.rawValue
            return .refuse(isOfKey ? .credentials(error, at: request.flavour) : .inBand(error))
        }
    }

    /// What went wrong with the credential, and with what keeps them.
    private static func authenticationRefusal(_ error: APIError, at flavour: SessionOrigin.Flavour) -> Refusal {
        error.code == ErrorCode.storageFailed.rawValue
            ? .full(error, status: 503, at: flavour) : .credentials(error, at: flavour)
    }

    // MARK: The kind of session

    func visitor(
        _ request: SessionRequest,
        _ spoken: DialectRule.Spoken,
        _ grant: Grant
    ) throws(APIError) -> Visitor {
        guard request.callID == nil else {
            throw .unsupported("call_id", "Sideband control comes with WebRTC and SIP calls, which are not built yet.")
        }
        if let secret = grant.secret, secret.dialect != spoken.name {
            throw .versionMismatch(secretIsGA: secret.dialect == .ga)
        }
        let pinned = grant.secret?.session
        let kind = try Self.kind(request, spoken.name, pinned)
        try grant.check(Action(kind))
        let model = try model(request, kind, pinned)
        // What a transcription session listens with is known when it says so, and checked then.
        if kind != .transcription { try grant.check(model: model) }
        return Visitor(kind: kind, model: model, initial: pinned, grant: grant, spoken: spoken)
    }

    /// A secret's session says what it is; else the door, and the intent where there is no model.
    static func kind(
        _ request: SessionRequest,
        _ dialect: DialectName,
        _ pinned: SessionObject?
    ) throws(APIError) -> SessionKind {
        let asked: SessionKind
        switch (request.door, request.intent) {
        case (.translations, nil): asked = .translation
        case (.translations, .some(let intent)):
            throw .unsupported("intent", "A translation session takes no intent, and was given '\(intent)'.")
        case (.realtime, nil): asked = pinned.map(\.kind) ?? .realtime
        case (.realtime, "transcription"?): asked = try transcription(request, dialect)
        case (.realtime, .some(let intent)): throw .invalidValue("intent", "Invalid intent: '\(intent)'.")
        }
        guard let pinned else { return asked }
        // A secret for a translation opens it at its own door only, and the door no other.
        guard (pinned.kind == .translation) == (request.door == .translations) else {
            throw .otherKind(of: pinned.kind.rawValue)
        }
        return pinned.kind
    }

    /// With a model in the URL GA makes a conversation of it (CONTRACT 3); the Preview refused it at OpenAI, and at
    /// Azure its clients cannot leave the deployment out.
    private static func transcription(
        _ request: SessionRequest,
        _ dialect: DialectName
    ) throws(APIError) -> SessionKind {
        guard let model = request.model, !model.isEmpty else { return .transcription }
        switch (dialect, request.flavour) {
        case (.ga, _): return .realtime
        case (.preview, .azure): return .transcription
        case (.preview, .openAI): throw .modelInTranscription
        }
    }

    private func model(
        _ request: SessionRequest,
        _ kind: SessionKind,
        _ pinned: SessionObject?
    ) throws(APIError) -> String {
        if let pinned = pinned?.model {
            // It was of a kind with its session when the secret was made; the operator may have thought again since.
            guard models.lists(pinned) else { throw ModelNames.refusal(pinned) }
            return pinned
        }
        // A transcription session has no model of its own; its transcription does.
        if kind == .transcription { return ModelNames.conversationDefault }
        guard let model = request.model, !model.isEmpty else { throw .missingModel }
        guard models.accepts(model, for: kind, at: request.flavour) else { throw ModelNames.refusal(model) }
        return model
    }

    // MARK: A place

    private func takePlace(for visitor: Visitor, at flavour: SessionOrigin.Flavour) -> Decision {
        switch registry.enter() {
        case .full: return .refuse(.full(.overloaded, status: 503, at: flavour))
        case .draining: return .refuse(.draining(at: flavour))
        case .admitted: break
        }
        let place = SessionPlace { [registry] in registry.leave() }
        do throws(APIError) {
            return .admit(visitor, place, try limiter.admit(visitor.grant, at: EventLoop.now))
        } catch {
            return .refuse(.full(error, status: 429, at: flavour))
        }
    }
}

extension Action {
    init(_ kind: SessionKind) {
        switch kind {
        case .transcription: self = .transcription
        case .translation: self = .translation
        default: self = .realtime
        }
    }
}
