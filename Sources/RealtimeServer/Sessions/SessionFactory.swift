internal import NetIO
internal import RealtimeAPI
internal import RealtimeEngine
internal import Speech

/// Makes the brains of sessions, from what the server offers and what its operator allows.
struct SessionFactory: Sendable {
    let speech: any SpeechEngine
    /// Whether tools of MCP servers can be called, if the engine's model can use any.
    let allowsMCP: Bool
    let limits: EngineLimits
    let prompts: [String: StoredPrompt]
    /// Draws what identifiers begin from.
    let seed: @Sendable () -> UInt64

    /// What a session begins with; throws what is wrong with its initial settings.
    func brain(
        _ id: String,
        _ kind: SessionKind,
        model: String,
        initial: SessionObject?,
        flavour: SessionOrigin.Flavour,
        scope: ModelScope,
        durationMax: Duration?,
        startedAt: Int
    ) throws(APIError) -> LocalBrain {
        var configuration = SessionConfiguration(id: id, model: model, startedAt: startedAt)
        configuration.limits = limits
        if let durationMax { configuration.limits.duration = min(limits.duration, durationMax) }
        configuration.offer = speech.offer(model: model)
        configuration.offer.hasMCP = configuration.offer.hasMCP && allowsMCP
        configuration.offer.prompts = prompts
        configuration.offer.acceptsAnyModelName = flavour == .azure
        // A conversation's transcription is an aside of its model; in a transcription session it is the model.
        if kind == .transcription, case .only(let models) = scope {
            configuration.offer.transcriptionModels = .only(models.sorted())
        }
        configuration.initial = initial
        let engine = try engine(kind, configuration)
        return LocalBrain(engine, kind: kind)
    }

    private func engine(
        _ kind: SessionKind,
        _ configuration: SessionConfiguration
    ) throws(APIError) -> any SessionEngine {
        let ids = IDSource(seed: seed())
        switch kind {
        case .transcription: return try TranscriptionEngine(configuration, ids: ids)
        case .translation: return try TranslationEngine(configuration, ids: ids)
        default: return try ConversationEngine(configuration, ids: ids)
        }
    }

    /// The session as its first event would tell it, with every default filled in.
    func effective(
        _ id: String,
        _ kind: SessionKind,
        model: String,
        initial: SessionObject?,
        flavour: SessionOrigin.Flavour,
        scope: ModelScope
    ) throws(APIError) -> SessionObject {
        var brain = try brain(
            id,
            kind,
            model: model,
            initial: initial,
            flavour: flavour,
            scope: scope,
            durationMax: nil,
            startedAt: 0
        )
        for case .send(let event, _, _) in brain.handle(.input(.attached(AttachmentID(0))), at: Moment()) {
            switch event {
            case .sessionCreated(let body): return body.session
            case .translationCreated(let body): return .translation(body.session)
            default: break
            }
        }
        throw .serverError
    }
}
