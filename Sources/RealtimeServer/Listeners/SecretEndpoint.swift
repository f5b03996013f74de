internal import Bytes
internal import HTTP
internal import RealtimeAPI
internal import RealtimeEngine

/// `POST …/client_secrets`, and `POST …/sessions` of the Preview: reads what is asked, and says which session the
/// secret will open. Keeping the secret is the storage's.
struct SecretEndpoint: Sendable {
    enum Form: Sendable, Equatable {
        case clientSecret
        case translationSecret
        /// In the Preview the body is the session itself, and so is the answer.
        case previewSession(SessionKind)
    }

    /// A secret that may be made.
    struct Order: Sendable {
        var secret: SecretOrder
        /// As the session will be: with an id, and every default.
        var effective: SessionObject
        /// Nil: it is asked for and answered in GA.
        var translation: DialectTranslation?

        func answer(_ made: MadeSecret) -> JSON {
            if var translation {
                return translation.answer(effective, secret: made.value.reveal(), expiresAt: made.expiresAt)
            }
            return ClientSecret {
                $0.value = made.value.reveal()
                $0.expiresAt = made.expiresAt
                $0.session = effective
            }.json
        }
    }

    /// What a request asks for, in the terms of the model.
    private struct Wish {
        var seconds: Int
        var session: SessionObject
        var translation: DialectTranslation?
    }

    /// "Currently, all tokens expire after one minute": a Preview client cannot ask for another life.
    static let previewSeconds = 60

    let factory: SessionFactory
    let models: ModelNames

    func order(
        _ request: HTTPRequestBody,
        _ form: Form,
        flavour: SessionOrigin.Flavour,
        _ grant: Grant,
        sessionID: String
    ) throws(APIError) -> Order {
        let wish = try Self.read(request, form, flavour)
        let kind = wish.session.kind
        try grant.check(Action(kind))
        var pinned = wish.session
        let model = pinned.model ?? form.modelDefault
        if kind != .transcription {
            guard models.accepts(model, for: kind, at: flavour) else { throw ModelNames.refusal(model) }
            try grant.check(model: model)
            pinned.model = model
        }
        let effective = try factory.effective(
            sessionID,
            kind,
            model: model,
            initial: pinned,
            flavour: flavour,
            scope: models.transcription(within: grant.models, at: flavour)
        )
        var secret = SecretOrder()
        secret.seconds = wish.seconds
        secret.session = pinned
        if let translation = wish.translation {
            secret.dialect = .preview
            secret.remembered = translation.remembered
        }
        return Order(secret: secret, effective: effective.withoutExpiry, translation: wish.translation)
    }

    private static func read(
        _ request: HTTPRequestBody,
        _ form: Form,
        _ flavour: SessionOrigin.Flavour
    ) throws(APIError) -> Wish {
        let json = try request.json()
        switch form {
        case .clientSecret:
            let order: ClientSecretRequest = try strictly(json)
            return Wish(
                seconds: order.expiresAfter?.seconds ?? SecretExpiry.secondsDefault,
                session: order.session ?? .realtime(RealtimeSession())
            )
        case .translationSecret:
            let order: TranslationSecretRequest = try strictly(json)
            return Wish(
                seconds: order.expiresAfter?.seconds ?? SecretExpiry.secondsDefault,
                session: .translation(order.session)
            )
        case .previewSession(let kind):
            guard var translation = DialectTranslation(.preview, kind: kind, form: .init(flavour)) else {
                throw .betaSessionsDisabled
            }
            let session = try translation.read(sessionRequest: json)
            return Wish(seconds: previewSeconds, session: session, translation: translation)
        }
    }

    private static func strictly<Body: WireObject>(_ json: JSON) throws(APIError) -> Body {
        do throws(WireFault) {
            return try Body.read(json, .strict)
        } catch {
            throw APIError(error)
        }
    }
}

extension SecretEndpoint.Form {
    fileprivate var modelDefault: String {
        switch self {
        case .clientSecret: ModelNames.conversationDefault
        case .translationSecret: ModelNames.translationDefault
        case .previewSession: ModelNames.previewDefault
        }
    }
}

/// A request's body, as what it says it is.
struct HTTPRequestBody: Sendable {
    let contentType: String?
    let bytes: [UInt8]

    /// An empty body asks for nothing in particular. A body without a type is taken for JSON: that is all there is.
    func json() throws(APIError) -> JSON {
        if let contentType, !bytes.isEmpty {
            let type = contentType.prefix { $0 != ";" }.lowercased().filter { $0 != " " }
            guard type == "application/json" else {
                throw .unsupportedContentType(contentType, expected: "application/json")
            }
        }
        guard !bytes.isEmpty else { return [:] }
        do {
            return try JSON(parsing: bytes, limits: JSONLimits())
        } catch {
            throw .invalidJSON(error)
        }
    }
}
