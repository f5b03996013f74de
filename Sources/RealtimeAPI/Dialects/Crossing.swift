import Bytes

/// One event on its way between GA and a dialect: who says it, and what that leaves behind.
struct Crossing {
    enum Speaker: Sendable {
        /// A client of ours: what its dialect does not have refuses the event.
        case ownClient
        /// A client of another server, which is to judge what this one says.
        case client
        /// It tells all that is in force, also what the dialect alone has.
        case server
    }

    let speaker: Speaker
    /// Values of fields that the dialect alone has, to be told by a server.
    var remembered = JSONObject()
    /// Values of such fields that this event brought.
    var brought = JSONObject()
    var losses: [Loss] = []

    init(_ speaker: Speaker, remembered: JSONObject = JSONObject()) {
        self.speaker = speaker
        self.remembered = remembered
    }
}
