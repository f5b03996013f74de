import Bytes
public import RealtimeAPI

/// A translation session: what is said in one language is said in another, as it goes. No items, no turns, no
/// responses.
public struct TranslationEngine: SessionEngine {
    /// The session has been asked to close, and says what is left to say.
    private enum Closing: Sendable, Equatable {
        case no
        case draining
    }

    let configuration: SessionConfiguration
    private var language: String
    private var transcription: TranslationSession.Transcription?
    private var noiseReduction: TranslationSession.NoiseReduction?
    private var attachments = Attachments()
    private var closing = Closing.no
    /// Less than a frame that waits for the rest of it.
    private var rest: Samples = []
    private var fed = Ticks.zero
    private var outbox: Outbox

    static let languageDefault = "en"
    /// Translation runs on frames of 200 ms (CONTRACT 17).
    static let frame = Ticks.milliseconds(200)

    /// Throws what is wrong with the initial session, if one is given.
    public init(_ configuration: SessionConfiguration, ids: IDSource) throws(APIError) {
        self.configuration = configuration
        language = Self.languageDefault
        guard configuration.offer.translationLanguages != .only([]) else {
            throw .unsupported("model", "The language model behind '\(configuration.model)' does not translate.")
        }
        outbox = Outbox(ids: ids)
        guard let given = configuration.initial else { return }
        guard case .translation(let initial) = given else { throw .otherKind(of: "translation") }
        try apply(initial)
    }

    public var deadline: Moment? { attachments.liveSince.map { $0 + configuration.limits.duration } }

    public mutating func handle(_ input: SessionInput, at now: Moment) -> [SessionAction] {
        guard attachments.state != .ended else { return [] }
        switch input {
        case .attached(let id): attach(id, at: now)
        case .detached(let id): if attachments.detach(id) == .primaryLeft { end(.primaryLeft) }
        case .event(let event, let sender, _): receive(event, sender)
        case .refused(let error, let sender): outbox.refuse(error, sender)
        case .audio(let audio, let sender): append(audio.samples, sender)
        case .translated(let part): tell(part)
        case .end(let reason): end(reason)
        case .timeout: if let deadline, now >= deadline { end(.expired) }
        case .expected, .listened, .responded, .mcp, .limited, .played, .dtmf: break
        case .outputStalled(let isStalled): outbox.perform(.translate(isStalled ? .hold : .proceed))
        }
        return outbox.drain()
    }

    // MARK: Beginning and end

    private mutating func attach(_ id: AttachmentID, at now: Moment) {
        guard case .joined(let id, let isFirst) = attachments.attach(id, at: now) else { return }
        outbox.send(.translationCreated(TranslationSessionEvent { $0.session = wire }), to: .one(id))
        guard isFirst else { return }
        outbox.perform(.condition(conditioning))
        let order = TranslationOrder.open(
            model: configuration.model,
            language: language,
            transcription: transcription?.model
        )
        outbox.perform(.translate(order))
    }

    private mutating func end(_ reason: EndReason) {
        if reason != .closedByClient { outbox.perform(.translate(.cancel)) }
        if let error = reason.error(durationMax: configuration.limits.duration) {
            outbox.send(.error(ErrorEvent(error, eventID: nil)))
        }
        outbox.perform(.close(reason))
        attachments.end()
    }

    // MARK: The client

    private mutating func receive(_ event: ClientEvent, _ sender: Sender) {
        guard closing == .no else { return refuseWhileClosing(sender) }
        switch event {
        case .translationUpdate(let body): update(body.session, sender)
        case .translationClose:
            closing = .draining
            if !rest.isEmpty { feed(rest) }
            rest = []
            outbox.perform(.translate(.finish))
        default: outbox.refuse(.serverError, sender)
        }
    }

    private mutating func refuseWhileClosing(_ sender: Sender) {
        outbox.refuse(.invalidValue("type", "The session is closing and takes no more events."), sender)
    }

    private mutating func append(_ samples: Samples, _ sender: Sender) {
        guard closing == .no else { return refuseWhileClosing(sender) }
        rest += samples
        var start = 0
        while rest.count - start >= Self.frame.count {
            feed(Samples(rest[start..<(start + Self.frame.count)]))
            start += Self.frame.count
        }
        rest.removeFirst(start)
    }

    private mutating func feed(_ samples: Samples) {
        fed += Ticks(samples.count)
        outbox.perform(.translate(.feed(samples)))
    }

    // MARK: The translator

    private mutating func tell(_ part: TranslationPart) {
        switch part {
        case .heard(let text): if transcription != nil { tell(text) { .translationInputDelta($0) } }
        case .said(let text): tell(text) { .translationOutputDelta($0) }
        case .audio(let samples): speak(samples)
        case .missed(let why): outbox.send(.error(ErrorEvent(.translationFailed(why), eventID: nil)))
        case .failed(let why): end(.failed(.translationFailed(why)))
        case .finished:
            guard closing == .draining else { return }
            outbox.send(.translationClosed(NoFields()))
            end(.closedByClient)
        }
    }

    private mutating func tell(_ text: String, _ event: (TranslationTextDelta) -> ServerEvent) {
        guard !text.isEmpty else { return }
        let delta = TranslationTextDelta {
            $0.delta = text
            $0.elapsedMilliseconds = .value(fed.milliseconds)
        }
        outbox.send(event(delta))
    }

    private mutating func speak(_ samples: Samples) {
        guard !samples.isEmpty else { return }
        guard configuration.transport == .webSocket else {
            let audio = OutgoingAudio(
                samples: samples,
                place: PartPlace(),
                format: .pcm,
                eventID: outbox.ids.event(),
                obfuscation: ""
            )
            return outbox.perform(.audio(audio))
        }
        let delta = TranslationAudioDelta {
            $0.delta = Sound(samples).base64
            $0.sampleRate = Ticks.perSecond
            $0.channels = 1
            $0.format = "pcm16"
            $0.elapsedMilliseconds = .value(fed.milliseconds)
        }
        outbox.send(.translationAudioDelta(delta))
    }

    // MARK: Settings

    private mutating func update(_ session: TranslationSession, _ sender: Sender) {
        let before = self
        do {
            try apply(session)
        } catch {
            self = before
            return outbox.refuse(error, sender)
        }
        if conditioning != before.conditioning { outbox.perform(.condition(conditioning)) }
        if language != before.language || transcription != before.transcription {
            outbox.perform(.translate(.retarget(language: language, transcription: transcription?.model)))
        }
        outbox.send(.translationUpdated(TranslationSessionEvent { $0.session = wire }))
    }

    private mutating func apply(_ session: TranslationSession) throws(APIError) {
        let offer = configuration.offer
        if let model = session.model, model != configuration.model, !offer.acceptsAnyModelName {
            throw .invalidValue(
                "session.model",
                "The model of a session cannot be changed; it is '\(configuration.model)'."
            )
        }
        if let wanted = session.audio?.output?.language {
            guard offer.translationLanguages.has(wanted) else {
                throw .unsupported("session.audio.output.language", "The translator does not speak '\(wanted)'.")
            }
            language = wanted
        }
        switch session.audio?.input?.transcription ?? .absent {
        case .absent: break
        case .null: transcription = nil
        case .value(let given):
            guard offer.transcriptionModels.has(given.model) else {
                throw .unsupported(
                    "session.audio.input.transcription.model",
                    "There is no transcription model '\(given.model)' here."
                )
            }
            transcription = given
        }
        switch session.audio?.input?.noiseReduction ?? .absent {
        case .absent: break
        case .null: noiseReduction = nil
        case .value(let given):
            guard offer.hasNoiseReduction else {
                throw .unsupported("session.audio.input.noise_reduction", "There is no noise reduction here.")
            }
            noiseReduction = given
        }
    }

    private var conditioning: Conditioning {
        let reduction = noiseReduction.map { given in
            NoiseReduction {
                $0.type = given.type
                $0.strength = 1
            }
        }
        return Conditioning(format: .pcm, noiseReduction: reduction, detectsSpeech: false)
    }

    private var wire: TranslationSession {
        TranslationSession {
            $0.id = configuration.id
            $0.type = .translation
            $0.expiresAt = configuration.expiresAt
            $0.model = configuration.model
            $0.audio = TranslationSession.Audio {
                $0.input = TranslationSession.Input {
                    $0.transcription = Nullable(transcription)
                    $0.noiseReduction = Nullable(noiseReduction)
                }
                $0.output = TranslationSession.Output { $0.language = language }
            }
        }
    }
}
