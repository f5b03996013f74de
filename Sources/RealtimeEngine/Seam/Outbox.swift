import RealtimeAPI

/// Collects a step's actions, and gives each event its id.
struct Outbox: Sendable {
    private(set) var actions: [SessionAction] = []
    var ids: IDSource

    init(ids: IDSource) { self.ids = ids }

    mutating func send(_ event: ServerEvent, to recipient: Recipient = .all) {
        actions.append(.send(event, eventID: ids.event(), to: recipient))
    }

    mutating func refuse(_ error: APIError, _ sender: Sender) {
        send(.error(ErrorEvent(error, eventID: sender.eventID)), to: .one(sender.attachment))
    }

    mutating func perform(_ action: SessionAction) { actions.append(action) }

    mutating func drain() -> [SessionAction] {
        defer { actions = [] }
        return actions
    }
}
