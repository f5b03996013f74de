public import Bytes

/// How one generation of the API says what the model means: data over one model. The engine knows none of it.
public struct Dialect: Sendable {
    public let name: String
    /// At which of the two moments its clients expect `rate_limits.updated`.
    let rateLimits: RateLimitsUpdated.Moment
    /// Types that the model has and this dialect never says.
    let unsaid: Set<String>

    public static let ga = Dialect(
        name: "ga",
        rateLimits: .responseDone,
        unsaid: ["conversation.created", "conversation.item.created"]
    )

    /// The event as this dialect says it; nil: it does not.
    public func render(_ event: ServerEvent, eventID: String) -> JSON? {
        if case .rateLimitsUpdated(let body) = event, body.moment != rateLimits { return nil }
        guard !unsaid.contains(event.type) else { return nil }
        return event.json(eventID: eventID)
    }

    /// What a client said in this dialect.
    public func read(
        _ json: JSON,
        in session: SessionKind,
        _ transport: Transport
    ) throws(RefusedEvent) -> Identified<ClientEvent> {
        try ClientEvent.read(strictly: json, in: session, transport)
    }
}
