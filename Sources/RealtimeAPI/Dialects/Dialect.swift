public import Bytes

/// How one party says the model: GA as it is, any other dialect by its table and with what its translation remembers.
/// The engine knows none of it; each connection has its own.
public struct Dialect: Sendable {
    public let name: String
    /// How the hot server event is said, without a JSON value.
    public let audioDelta: AudioDelta.Spelling
    /// At which of the two moments its clients expect `rate_limits.updated`.
    let rateLimits: RateLimitsUpdated.Moment
    private var translation: DialectTranslation?
    /// The first `session.update` still decides whether it is this dialect or GA.
    private var mayTurn = false

    public static let ga = Dialect()

    private init() {
        name = "ga"
        audioDelta = .ga
        rateLimits = .responseDone
    }

    /// `mayTurn`: at Azure's older path a preview version is all that the Preview clients and the GA half of
    /// `AsyncAzureOpenAI` say of themselves. The first `session.update` tells them apart (CONTRACT 23).
    public init(_ translation: DialectTranslation, mayTurn: Bool = false) {
        name = translation.table.name
        audioDelta = translation.table.audioDelta
        rateLimits = translation.table.rateLimits
        self.translation = translation
        self.mayTurn = mayTurn
    }

    /// The event as this dialect says it: mostly one, none if it has no such event, or with others that belong to it.
    public mutating func render(_ event: ServerEvent, eventID: String) -> [JSON] {
        if case .rateLimitsUpdated(let body) = event, body.moment != rateLimits { return [] }
        switch event {
        // The model has them and GA never says them; a dialect that says them makes them of others.
        case .conversationCreated, .itemCreated: return []
        default: break
        }
        let json = event.json(eventID: eventID)
        return translation?.fromGA(serverEvent: json, isInOwnWords: event.namesClientsField) ?? [json]
    }

    /// What a client said in this dialect.
    public mutating func read(
        _ json: JSON,
        in session: SessionKind,
        _ transport: Transport
    ) throws(RefusedEvent) -> Identified<ClientEvent> {
        if mayTurn, json["type"]?.string == DialectTranslation.sessionUpdate {
            mayTurn = false
            if translation?.table.isSpokenInGA(json) == true { self = .ga }
        }
        guard translation != nil else { return try ClientEvent.read(strictly: json, in: session, transport) }
        return try translated(json, in: session, transport)
    }

    /// What the reader finds in GA's fields is told by the names that the client used.
    private mutating func translated(
        _ json: JSON,
        in session: SessionKind,
        _ transport: Transport
    ) throws(RefusedEvent) -> Identified<ClientEvent> {
        guard let ga = try translation?.toGA(clientEvent: json) else { throw RefusedEvent(.notAnObject) }
        do {
            return try ClientEvent.read(strictly: ga, in: session, transport)
        } catch {
            if ga["type"]?.string == DialectTranslation.sessionUpdate { translation?.updates.withdrawLast() }
            throw RefusedEvent(translation?.inOwnWords(error.error) ?? error.error, error.eventID)
        }
    }

    /// What could not be said since the last call; each loss once in a session.
    public mutating func takeLosses() -> [Loss] { translation?.takeLosses() ?? [] }
}

extension ServerEvent {
    fileprivate var namesClientsField: Bool {
        guard case .error(let body) = self else { return false }
        return body.namesClientsField
    }
}
