public import Bytes
public import RealtimeAPI

/// One message of the server.
public enum ReceivedEvent: Sendable, Equatable {
    /// An event; one that this library does not know is `.unknown` with everything that it said.
    case event(Identified<ServerEvent>)
    /// No event. The session goes on.
    case damaged(DamagedMessage)

    /// The event; nil for what is none.
    public var event: ServerEvent? {
        if case .event(let identified) = self { identified.event } else { nil }
    }
}

/// A message that is no event, and why.
public struct DamagedMessage: Sendable, Equatable {
    public enum Reason: Sendable, Equatable {
        case notJSON(JSONError)
        case notAnObject
        /// The object has no `type`, or one that is no text.
        case withoutType
        /// Events are text.
        case binary
    }

    public let reason: Reason
    public let bytes: [UInt8]

    public init(_ reason: Reason, _ bytes: [UInt8]) {
        self.reason = reason
        self.bytes = bytes
    }
}

extension ReceivedEvent {
    /// Reads a text message, openly: nothing that it says is an error of the connection.
    init(_ text: [UInt8], in session: SessionKind) {
        let json: JSON
        do throws(JSONError) { json = try JSON(parsing: text) } catch {
            self = .damaged(DamagedMessage(.notJSON(error), text))
            return
        }
        guard let object = json.object else {
            self = .damaged(DamagedMessage(.notAnObject, text))
            return
        }
        let event = ServerEvent.read(object, in: session)
        self = event.map { .event($0) } ?? .damaged(DamagedMessage(.withoutType, text))
    }
}
