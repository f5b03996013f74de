/// What is looked at, in this order: the rows of the checklist.
public enum Examination: String, Sendable, CaseIterable {
    case address
    case name
    case proxy
    case connection
    case certificate
    case models
    case credential
    case session
    case lifetime
    case clock
    case update
    case yourSession = "your session"
    case audio
    case badAudio = "bad audio"
    case textTurn = "text turn"
    case audioTurn = "audio turn"
    case events
    case longAudio = "long audio"
    case betaHeader = "beta header"
    case clientSecrets = "client secrets"
    case calls

    /// What is looked at there.
    public var summary: String {
        switch self {
        case .address: "its form: the path of GA, no `api-version`, encrypted"
        case .name: "the host's addresses, and how long the name takes"
        case .proxy: "whether the environment names one. Requests go through it; WebSockets of this program go directly"
        case .connection: "TCP, and how long it takes"
        case .certificate: "its names, its dates, who vouches for it, and the version of TLS"
        case .models: "`GET models` with the credential: whether it is let in where no session is needed"
        case .credential: "its kind, by its form; a token's dates"
        case .session: "the upgrade and `session.created`, with their times"
        case .lifetime: "the session's `expires_at`"
        case .clock: "the server's `Date` beside our clock; more than a minute is a fault"
        case .update: "`session.update` without `type`, which GA refuses, and with it"
        case .yourSession: "with `--session FILE`: what your client says in its `session.update`"
        case .audio: "a chunk as it should be: 24 kHz, mono, PCM16, 100 ms; then the buffer is cleared"
        case .badAudio: "a chunk that is no base64: an error should answer, and the session go on"
        case .textTurn: "text in, text out; when the first of it comes. Costs tokens"
        case .audioTurn: "a second of sound in chunks of 100 ms, sound out; when the first of it comes. Costs tokens"
        case .events: "the names of all events that came"
        case .longAudio: "with `--oversized`: a chunk beyond 15 MiB, on a connection of its own"
        case .betaHeader: "what becomes of a client that sends `OpenAI-Beta: realtime=v1`"
        case .clientSecrets: "`POST realtime/client_secrets`"
        case .calls: "`POST realtime/calls` with an offer; the call is hung up at once"
        }
    }

    public enum Outcome: Sendable, Equatable {
        case well(String)
        case fault(Ailment)
        /// No fault, and worth knowing.
        case remark(String)
        case notOffered(String)
        /// Nobody asked for it, or it would make no sense.
        case skipped(String)
        case notReached

        var word: String {
            switch self {
            case .well: "ok"
            case .fault: "FAULT"
            case .remark: "note"
            case .notOffered: "not offered"
            case .skipped: "skipped"
            case .notReached: "not reached"
            }
        }

        var detail: String {
            switch self {
            case .well(let text), .remark(let text), .notOffered(let text), .skipped(let text): text
            case .fault(let ailment): ailment.entry.title
            case .notReached: ""
            }
        }
    }
}
