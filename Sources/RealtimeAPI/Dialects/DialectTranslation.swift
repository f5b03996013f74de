public import Bytes

/// A session said in another dialect than GA, by its table: JSON in, JSON out, in both directions.
///
/// A client of the dialect in front of GA uses `toGA(clientEvent:)` and `fromGA(serverEvent:)`, a GA client in front of
/// a server of the dialect the other two. What no table knows passes as it is, except where a client of ours is read:
/// its event is then refused as a whole, in the dialect's words. Identifiers that must be made up follow from those
/// that there are.
public struct DialectTranslation: Sendable {
    /// Whose form of the API the connection has.
    public enum Form: Sendable, Equatable {
        case openAI
        case azure
    }

    public let table: DialectTable
    public let kind: SessionKind
    public let form: Form
    public let transport: Transport
    /// What the client set of fields that GA does not have, by their names: a temperature.
    public internal(set) var remembered: JSONObject

    var updates = PendingUpdates()
    var items = ItemMemory()
    private var fresh: [Loss] = []
    private var reported: Set<Loss> = []

    /// nil: the dialect has no such session. `remembered` is what a client secret carried over.
    public init?(
        _ table: DialectTable,
        kind: SessionKind,
        form: Form,
        transport: Transport = .webSocket,
        remembered: JSONObject = JSONObject()
    ) {
        guard table.has(kind) else { return nil }
        self.table = table
        self.kind = kind
        self.form = form
        self.transport = transport
        self.remembered = remembered
        lose(table.losses(of: remembered, kind))
    }

    /// What could not be said since the last call; each loss once in a session.
    public mutating func takeLosses() -> [Loss] {
        defer { fresh = [] }
        return fresh
    }

    mutating func lose(_ losses: some Sequence<Loss>) {
        for loss in losses where reported.insert(loss).inserted { fresh.append(loss) }
    }
}

/// An event in its parts: `type` and `event_id` are said first, in any dialect.
struct EventParts {
    let type: String
    let eventID: JSON?
    var body: JSONObject

    /// nil: not an event.
    init?(_ json: JSON) {
        guard case .object(let object) = json, case .string(let type)? = object["type"] else { return nil }
        self.type = type
        eventID = object["event_id"]
        body = JSONObject(uniqueMembers: object.withoutEnvelope)
    }

    init(type: String, eventID: JSON?, body: JSONObject) {
        self.type = type
        self.eventID = eventID
        self.body = body
    }

    var said: JSON { json(as: type, body) }

    /// The event of another name and with another body.
    func json(as type: String, _ body: JSONObject) -> JSON { Self.json(type, eventID, body) }

    /// One that belongs to it, with an id that follows from its own.
    func companion(_ type: String, _ what: String, _ body: JSONObject) -> JSON {
        Self.json(type, (eventID?.string).map { .string("\($0)_\(what)") }, body)
    }

    private static func json(_ type: String, _ eventID: JSON?, _ body: JSONObject) -> JSON {
        var members = [JSONObject.Member("type", .string(type))]
        if let eventID { members.append(JSONObject.Member("event_id", eventID)) }
        return .object(JSONObject(uniqueMembers: members + body.members))
    }
}
