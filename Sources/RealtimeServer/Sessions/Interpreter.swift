internal import Bytes
internal import RealtimeAPI

/// How one party is read, and how it is told things: its dialect, and what came of it that is worth a line in the log.
struct Interpreter: Sendable {
    /// What came of an event that those who run the server want to know.
    enum Notice: Sendable, Equatable {
        case turnedToGA
        case lost([Loss])
    }

    private var dialect: Dialect
    private var notices: [Notice] = []

    init(_ dialect: Dialect) { self.dialect = dialect }

    var audioDelta: AudioDelta.Spelling { dialect.audioDelta }

    mutating func read(_ bytes: [UInt8], in kind: SessionKind) -> Frame.Content {
        let before = dialect.name
        defer {
            if dialect.name != before { notices.append(.turnedToGA) }
            noticeLosses()
        }
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

    private mutating func noticeLosses() {
        let losses = dialect.takeLosses()
        if !losses.isEmpty { notices.append(.lost(losses)) }
    }
}
