package import RealtimeAPI

/// Collects a step's actions, and gives each event its id.
package struct Outbox: Sendable {
    package private(set) var actions: [SessionAction] = []
    package var ids: IDSource

    package init(ids: IDSource) { self.ids = ids }

    package mutating func send(_ event: ServerEvent, to recipient: Recipient = .all) {
        actions.append(.send(event, eventID: ids.event(), to: recipient))
    }

    package mutating func refuse(_ error: APIError, _ sender: Sender) {
        send(.error(ErrorEvent(error, eventID: sender.eventID)), to: .one(sender.attachment))
    }

    package mutating func perform(_ action: SessionAction) { actions.append(action) }

    package mutating func drain() -> [SessionAction] {
        defer { actions = [] }
        return actions
    }
}
