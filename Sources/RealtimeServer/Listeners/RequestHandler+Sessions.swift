internal import Bytes
internal import HTTP
internal import NetIO
internal import RealtimeAPI
internal import RealtimeEngine

extension RequestHandler {
    /// A WebSocket: of a session, or of a client that is told there why it gets none.
    func openSession(_ request: SessionRequest, _ visit: Visit, on loop: EventLoop) async -> HTTPAnswer {
        do throws(WebSocketOffer.Refusal) {
            _ = try WebSocketOffer(visit.head)
        } catch {
            return .reply(.upgrade(refused: error))
        }
        switch await house.door.decide(request, visit.credentials, now: WallClock.seconds) {
        case .refuse(let refusal): return refuse(refusal, visit)
        case .admit(let visitor, let place, let lease):
            do throws(APIError) {
                return try admit(visitor, place, lease, request.flavour, visit, on: loop)
            } catch {
                return refuse(.inBand(error), visit)
            }
        }
    }

    private func refuse(_ refusal: Refusal, _ visit: Visit) -> HTTPAnswer {
        house.recordRefusal(refusal.error, visit)
        switch refusal.manner {
        case .http(let status, let retryAfterSeconds):
            return .reply(.error(refusal.error, status: status, retryAfterSeconds: retryAfterSeconds))
        case .inBand(let closeCode):
            let eventID = house.eventID()
            return .webSocket(subprotocol: visit.credentials.subprotocol, headers: [:]) { channel in
                RefusedConnection.tell(refusal.error, closeCode: closeCode, eventID: eventID, on: channel)
            }
        }
    }

    private func admit(
        _ visitor: SessionDoor.Visitor,
        _ place: SessionPlace,
        _ lease: SessionLease,
        _ flavour: SessionOrigin.Flavour,
        _ visit: Visit,
        on loop: EventLoop
    ) throws(APIError) -> HTTPAnswer {
        let id = house.sessionID()
        let brain = try house.factory.brain(
            id,
            visitor.kind,
            model: visitor.model,
            initial: visitor.initial,
            flavour: flavour,
            scope: house.models.transcription(within: visitor.grant.models, at: flavour),
            durationMax: lease.limits.sessionSeconds.map { .seconds($0) },
            startedAt: WallClock.seconds
        )
        let origin = SessionOrigin(flavour, visitor.grant, visit)
        return .webSocket(subprotocol: visit.credentials.subprotocol, headers: [:]) { [house] channel in
            house.open(id, brain, visitor, origin, place, lease, on: channel)
        }
    }
}

extension House {
    /// The upgrade is answered: the session begins.
    fileprivate func open(
        _ id: String,
        _ brain: LocalBrain,
        _ visitor: SessionDoor.Visitor,
        _ origin: SessionOrigin,
        _ place: SessionPlace,
        _ lease: SessionLease,
        on channel: WebSocketChannel
    ) {
        let terms = SessionTerms(
            speech: factory.speech,
            model: visitor.model,
            effectPatience: settings.sessions.effectTimeout,
            mcp: mcp,
            idleLimit: [settings.sessions.idle, lease.limits.idleSeconds.map { .seconds($0) }].compactMap(\.self).min(),
            slice: Ticks(settings.sessions.analysisSlice),
            limit: { lease.answer($0, at: EventLoop.now) },
            ended: { [registry] id in
                registry.remove(id)
                lease.release()
                place.giveBack()
            }
        )
        let journal = SessionJournal(
            id,
            kind: visitor.kind,
            model: visitor.model,
            dialect: visitor.spoken.name,
            origin: origin,
            log: log,
            metrics: metrics
        )
        let session = Session(id, brain, kind: visitor.kind, terms: terms, journal: journal, on: channel.loop)
        let queue = AttachmentQueue(
            role: .primary,
            bytesHigh: settings.sessions.queueHighBytes,
            bytesMax: settings.sessions.queueMaxBytes
        )
        let attachment = WebSocketAttachment(
            AttachmentID(1),
            channel,
            interpreter: Interpreter(visitor, at: origin.flavour),
            session: session,
            queue: queue
        )
        channel.delegate = attachment
        registry.add(session)
        session.assumeIsolated { $0.attach(attachment) }
    }
}

extension Interpreter {
    init(_ visitor: SessionDoor.Visitor, at flavour: SessionOrigin.Flavour) {
        let remembered = visitor.grant.secret?.remembered ?? JSONObject()
        guard visitor.spoken.name == .preview,
            let translation = DialectTranslation(
                .preview,
                kind: visitor.kind,
                form: .init(flavour),
                remembered: remembered
            )
        else {
            self.init(.ga)
            return
        }
        // A secret says in which dialect it was made, and opens no other.
        self.init(Dialect(translation, mayTurn: visitor.spoken.mayTurn && visitor.grant.secret == nil))
    }
}

extension DialectTranslation.Form {
    init(_ flavour: SessionOrigin.Flavour) {
        switch flavour {
        case .openAI: self = .openAI
        case .azure: self = .azure
        }
    }
}

extension SessionOrigin {
    init(_ flavour: Flavour, _ grant: Grant, _ visit: RequestHandler.Visit) {
        self.init(flavour: flavour, address: visit.view.address, requestID: visit.requestID)
        key = grant.keyName
        secret = grant.secret?.id
        clientRequestID = visit.correlation.clientRequestID
        traceParent = visit.correlation.traceParent
        safetyIdentifier = grant.safetyIdentifier
    }
}

extension Reply {
    /// A request that is no WebSocket handshake, or a broken one.
    static func upgrade(refused refusal: WebSocketOffer.Refusal) -> Reply {
        let response = refusal.response
        let error: APIError = response.status == 426 ? .upgradeRequired : .badUpgrade(refusal.description)
        var reply = Reply.error(error, status: response.status)
        for field in response.headers.fields where field.name.lowercased() != "content-type" {
            reply.headers.add(field.name, field.value)
        }
        return reply
    }
}
