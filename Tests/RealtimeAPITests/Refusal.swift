import Bytes
import RealtimeAPI
import Testing

/// A client event that must be refused, and with which words.
struct Refusal: Sendable, CustomTestStringConvertible {
    let name: String
    let event: String
    let code: ErrorCode
    let param: String?
    let message: String

    init(_ name: String, _ event: String, _ code: ErrorCode, _ param: String?, _ message: String) {
        self.name = name
        self.event = event
        self.code = code
        self.param = param
        self.message = message
    }

    var testDescription: String { name }

    /// Refused with exactly these words, naming the event that they are about.
    func hold(
        in session: SessionKind = .realtime,
        _ transport: Transport = .webSocket,
        _ location: SourceLocation = #_sourceLocation
    ) throws {
        var object = try #require(JSON(parsing: event).object, sourceLocation: location)
        object["event_id"] = "evt_of_the_client"
        let refused = try #require(refusal(of: .object(object), in: session, transport), sourceLocation: location)
        let expected = APIError(type: "invalid_request_error", code: code.rawValue, message: message, param: param)
        #expect(refused.error == expected, sourceLocation: location)
        #expect(refused.eventID == "evt_of_the_client", sourceLocation: location)
    }
}

/// A client event that must be read, though it looks as if it should not.
struct Acceptance: Sendable, CustomTestStringConvertible {
    let name: String
    let event: String

    init(_ name: String, _ event: String) {
        self.name = name
        self.event = event
    }

    var testDescription: String { name }

    /// Read, and written again as it was.
    func hold(in session: SessionKind = .realtime, _ transport: Transport = .webSocket) throws {
        let json = try JSON(parsing: event)
        let read = try ClientEvent.read(strictly: json, in: session, transport)
        #expect(read.event.json(eventID: read.eventID) == json)
    }
}

/// nil: the event is in order.
func refusal(of json: JSON, in session: SessionKind, _ transport: Transport) -> RefusedEvent? {
    do {
        _ = try ClientEvent.read(strictly: json, in: session, transport)
        return nil
    } catch {
        return error
    }
}
