internal import Bytes
internal import HTTP
internal import RealtimeAPI
internal import RealtimeEngine

/// `POST …/client_secrets`: reads what is asked, and says which session the secret will open. Keeping the secret is
/// the storage's.
struct SecretEndpoint: Sendable {
    /// A secret that may be made.
    struct Order: Sendable {
        var seconds: Int
        /// As the client wrote it: what a session with the secret begins with.
        var pinned: SessionObject
        /// As the session will be: with an id, and every default.
        var effective: SessionObject
    }

    let factory: SessionFactory
    let models: ModelNames

    func order(
        _ request: HTTPRequestBody,
        translation: Bool,
        flavour: SessionOrigin.Flavour,
        _ grant: Grant,
        sessionID: String
    ) throws(APIError) -> Order {
        let (seconds, asked) = try Self.read(request, translation: translation)
        let kind = asked.kind
        try grant.check(Action(kind))
        var pinned = asked
        let model = pinned.model ?? (translation ? ModelNames.translationDefault : ModelNames.conversationDefault)
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
        return Order(seconds: seconds, pinned: pinned, effective: effective.withoutExpiry)
    }

    private static func read(
        _ request: HTTPRequestBody,
        translation: Bool
    ) throws(APIError) -> (seconds: Int, SessionObject) {
        let json = try request.json()
        do throws(WireFault) {
            if translation {
                let order = try TranslationSecretRequest.read(json, .strict)
                return (order.expiresAfter?.seconds ?? SecretExpiry.secondsDefault, .translation(order.session))
            }
            let order = try ClientSecretRequest.read(json, .strict)
            let session = order.session ?? .realtime(RealtimeSession())
            return (order.expiresAfter?.seconds ?? SecretExpiry.secondsDefault, session)
        } catch {
            throw APIError(error)
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
