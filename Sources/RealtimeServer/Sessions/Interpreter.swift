internal import Bytes
internal import RealtimeAPI

/// How one party is read, and how it is told things: its dialect, and what may still decide which one that is.
///
/// At Azure's older path a preview version is all that the Preview clients and the GA half of `AsyncAzureOpenAI` say of
/// themselves. The first `session.update` tells them apart, and turns the connection to GA or leaves it (CONTRACT 23).
struct Interpreter: Sendable {
    /// What came of an event that those who run the server want to know.
    enum Notice: Sendable, Equatable {
        case turnedToGA
        case lost([Loss])
    }

    private var dialect: Dialect
    private var mayTurn: Bool
    private var notices: [Notice] = []

    init(_ dialect: Dialect, mayTurn: Bool = false) {
        self.dialect = dialect
        self.mayTurn = mayTurn
    }

    var audioDelta: AudioDelta.Spelling { dialect.audioDelta }

    mutating func read(_ bytes: [UInt8], in kind: SessionKind) -> Frame.Content {
        if mayTurn { turn(upon: bytes) }
        defer { noticeLosses() }
        do throws(RefusedEvent) {
            return .success(try ClientFrame.read(bytes, in: kind, .webSocket, dialect: &dialect))
        } catch {
            return .failure(error)
        }
    }

    mutating func render(_ event: ServerEvent, eventID: String) -> [JSON] {
        defer { noticeLosses() }
        return dialect.render(event, eventID: eventID)
    }

    /// Each notice once.
    mutating func takeNotices() -> [Notice] {
        defer { notices = [] }
        return notices
    }

    private mutating func turn(upon bytes: [UInt8]) {
        guard let json = try? JSON(parsing: bytes, limits: JSONLimits()), json["type"]?.string == "session.update"
        else {
            return
        }
        mayTurn = false
        guard DialectTable.preview.isSpokenInGA(json) else { return }
        dialect = .ga
        notices.append(.turnedToGA)
    }

    private mutating func noticeLosses() {
        let losses = dialect.takeLosses()
        if !losses.isEmpty { notices.append(.lost(losses)) }
    }
}
