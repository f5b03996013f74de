public import Bytes

/// An event that a client sends. One case for each kind, plus the kinds that this build does not know.
public enum ClientEvent: Sendable, Equatable {
    case sessionUpdate(SessionUpdate)
    case inputAudioAppend(AudioAppend)
    case inputAudioCommit(NoFields)
    case inputAudioClear(NoFields)
    case outputAudioClear(NoFields)
    case itemCreate(ItemCreate)
    case itemTruncate(ItemTruncate)
    case itemDelete(ItemNamed)
    case itemRetrieve(ItemNamed)
    case responseCreate(ResponseCreate)
    case responseCancel(ResponseCancel)
    case translationUpdate(TranslationUpdate)
    case translationAppend(AudioAppend)
    case translationClose(NoFields)
    /// Only from a peer read openly; a client of ours that says it is refused.
    case unknown(type: String, JSONObject)
}

extension ClientEvent {
    /// One row for each kind: its name on the wire and the body that it reads.
    private struct Kind: Sendable {
        let type: String
        let body: any WireObject.Type
        let read: @Sendable ([JSONObject.Member], Reading) throws(WireFault) -> ClientEvent

        init<Body: WireObject>(_ type: String, _ make: @escaping @Sendable (Body) -> ClientEvent) {
            self.type = type
            self.body = Body.self
            self.read = { members, reading throws(WireFault) in make(try Body.read(members, reading)) }
        }
    }

    /// The tables that join a wire name to its case. A new event is one struct, one case and one row here.
    /// The order is that of the service's own list in its error messages.
    private static let conversationKinds = [
        Kind("session.update", sessionUpdate),
        Kind("input_audio_buffer.append", inputAudioAppend),
        Kind("input_audio_buffer.commit", inputAudioCommit),
        Kind("input_audio_buffer.clear", inputAudioClear),
        Kind("conversation.item.create", itemCreate),
        Kind("conversation.item.truncate", itemTruncate),
        Kind("conversation.item.delete", itemDelete),
        Kind("conversation.item.retrieve", itemRetrieve),
        Kind("response.create", responseCreate),
        Kind("response.cancel", responseCancel),
    ]
    private static let mediaKinds = [Kind("output_audio_buffer.clear", outputAudioClear)]
    private static let translationKinds = [
        Kind("session.update", translationUpdate),
        Kind("session.input_audio_buffer.append", translationAppend),
        Kind("session.close", translationClose),
    ]
    /// In a transcription session nothing answers, so nothing can be asked to.
    private static let transcriptionTypes: Set = [
        "session.update", "input_audio_buffer.append", "input_audio_buffer.commit", "input_audio_buffer.clear",
        "conversation.item.create", "conversation.item.delete", "conversation.item.retrieve",
    ]

    private static func kinds(in session: SessionKind, _ transport: Transport) -> [Kind] {
        switch session {
        case .translation: translationKinds
        case .transcription: conversationKinds.filter { transcriptionTypes.contains($0.type) }
        default: conversationKinds + (transport == .media ? mediaKinds : [])
        }
    }

    /// The types that a client may send.
    public static func types(in session: SessionKind, _ transport: Transport) -> [String] {
        kinds(in: session, transport).map(\.type)
    }

    /// What each kind of event may say, for the documentation's tables.
    public static func shapes(in session: SessionKind) -> [(type: String, shape: WireShape)] {
        kinds(in: session, .media).map { ($0.type, $0.body.shape) }
    }

    public var type: String {
        switch self {
        case .sessionUpdate, .translationUpdate: "session.update"
        case .inputAudioAppend: "input_audio_buffer.append"
        case .inputAudioCommit: "input_audio_buffer.commit"
        case .inputAudioClear: "input_audio_buffer.clear"
        case .outputAudioClear: "output_audio_buffer.clear"
        case .itemCreate: "conversation.item.create"
        case .itemTruncate: "conversation.item.truncate"
        case .itemDelete: "conversation.item.delete"
        case .itemRetrieve: "conversation.item.retrieve"
        case .responseCreate: "response.create"
        case .responseCancel: "response.cancel"
        case .translationAppend: "session.input_audio_buffer.append"
        case .translationClose: "session.close"
        case .unknown(let type, _): type
        }
    }

    private var body: any WireObject {
        switch self {
        case .sessionUpdate(let body): body
        case .inputAudioAppend(let body), .translationAppend(let body): body
        case .inputAudioCommit(let body), .inputAudioClear(let body), .outputAudioClear(let body): body
        case .translationClose(let body): body
        case .itemCreate(let body): body
        case .itemTruncate(let body): body
        case .itemDelete(let body), .itemRetrieve(let body): body
        case .responseCreate(let body): body
        case .responseCancel(let body): body
        case .translationUpdate(let body): body
        case .unknown(_, let object): NoFields { $0.unknown = object.members }
        }
    }
}

/// How audio travels: in events, or beside them as RTP.
public enum Transport: Sendable, Equatable {
    case webSocket
    case media
}

extension ClientEvent {
    public static let eventIDCharactersMax = 512

    /// Reads what a client of ours sent. Whatever is not in order refuses the event as a whole.
    public static func read(
        strictly json: JSON,
        in session: SessionKind,
        _ transport: Transport
    ) throws(RefusedEvent) -> Identified<ClientEvent> {
        guard case .object(let object) = json else { throw RefusedEvent(.notAnObject) }
        let eventID = try eventID(of: object)
        guard let type = object["type"], type != .null else { throw RefusedEvent(.typeMissing, eventID) }
        guard case .string(let type) = type else {
            throw RefusedEvent(APIError(WireFault.wrongType("a string", type).under("type")), eventID)
        }
        let kinds = kinds(in: session, transport)
        guard let kind = kinds.first(where: { $0.type == type }) else {
            throw RefusedEvent(.unknownEvent(type: type, known: kinds.map(\.type)), eventID)
        }
        do {
            return Identified(eventID: eventID, try kind.read(object.withoutEnvelope, .strict))
        } catch {
            throw RefusedEvent(APIError(error), eventID)
        }
    }

    static func eventID(of object: JSONObject) throws(RefusedEvent) -> String? {
        guard let json = object["event_id"], json != .null else { return nil }
        do {
            return try WireRule.length(atMost: eventIDCharactersMax).read(json, .strict)
        } catch {
            throw RefusedEvent(APIError(error.under("event_id")))
        }
    }

    /// Reads what any client may send to any server, as a gateway does: what this build does not know, or knows
    /// otherwise, is kept as it is.
    public static func read(openly object: JSONObject, in session: SessionKind) -> Identified<ClientEvent>? {
        guard let type = object["type"]?.string else { return nil }
        let body = object.withoutReadableEnvelope
        let event = kinds(in: session, .media).first { $0.type == type }.flatMap { try? $0.read(body, .open) }
        return Identified(
            eventID: object["event_id"]?.string,
            event ?? .unknown(type: type, JSONObject(uniqueMembers: body))
        )
    }

    public func json(eventID: String?) -> JSON { envelope(type, eventID, body) }
}

/// An event with the id that its sender gave it.
public struct Identified<Event: Sendable & Equatable>: Sendable, Equatable {
    public var eventID: String?
    public var event: Event

    public init(eventID: String?, _ event: Event) {
        self.eventID = eventID
        self.event = event
    }
}

/// A client event that is refused as a whole, with the id to tell the client which one.
public struct RefusedEvent: Error, Sendable, Equatable {
    public let error: APIError
    public let eventID: String?

    public init(_ error: APIError, _ eventID: String? = nil) {
        self.error = error
        self.eventID = eventID
    }
}

extension JSONObject {
    var withoutEnvelope: [Member] { members.filter { $0.name != "type" && $0.name != "event_id" } }

    /// What open reading keeps beside the envelope: an `event_id` that is no text stays among the unknown fields.
    var withoutReadableEnvelope: [Member] {
        members.filter { $0.name != "type" && ($0.name != "event_id" || $0.value.string == nil) }
    }
}

/// `type` and `event_id` first, as the live service writes them.
func envelope(_ type: String, _ eventID: String?, _ body: some WireObject) -> JSON {
    var members = [JSONObject.Member("type", .string(type))]
    if let eventID { members.append(JSONObject.Member("event_id", .string(eventID))) }
    let envelope = members.count
    body.write(to: &members)
    // A peer's `event_id` that was no text was kept; the one given here takes its place.
    if eventID != nil, let kept = members[envelope...].firstIndex(where: { $0.name == "event_id" }) {
        members.remove(at: kept)
    }
    return .object(JSONObject(uniqueMembers: members))
}
