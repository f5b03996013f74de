import RealtimeAPI

/// Who is connected to a session. It begins with its primary attachment and ends once.
struct Attachments: Sendable, Equatable {
    enum State: Sendable, Equatable {
        case new
        case live(primary: AttachmentID, since: Moment)
        case ended
    }

    enum Change: Sendable, Equatable {
        case none
        /// Greet the newcomer; with the first the session begins.
        case joined(AttachmentID, isFirst: Bool)
        case primaryLeft
    }

    private(set) var state = State.new

    var isLive: Bool { if case .live = state { true } else { false } }
    var liveSince: Moment? { if case .live(_, let since) = state { since } else { nil } }

    mutating func attach(_ id: AttachmentID, at now: Moment) -> Change {
        switch state {
        case .new:
            state = .live(primary: id, since: now)
            return .joined(id, isFirst: true)
        case .live: return .joined(id, isFirst: false)
        case .ended: return .none
        }
    }

    func detach(_ id: AttachmentID) -> Change {
        if case .live(id, _) = state { .primaryLeft } else { .none }
    }

    mutating func end() { state = .ended }
}
