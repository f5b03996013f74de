import Bytes

/// What must be known of items where one dialect says less of them than the other.
struct ItemMemory: Sendable {
    /// An item of a response that was added to the conversation and is not done.
    private struct OpenItem: Sendable {
        let previous: JSON?
        let response: String?
    }

    private struct GrowingItem: Sendable {
        let response: String
        /// Of a function that is called.
        let name: String?
    }

    /// Before which items those stood that the dialect cannot say: its clients never saw them.
    private var hidden: [String: JSON] = [:]
    /// Items of responses under way.
    private var growing: [String: GrowingItem] = [:]
    private var open: [String: OpenItem] = [:]

    /// Items of each sort; what is beyond it is not remembered.
    private static let itemsMax = 1_024

    // MARK: From GA

    /// An item of GA that the dialect cannot say.
    mutating func hide(_ event: EventParts) {
        guard event.type == "conversation.item.added", let id = event.body["item"]?["id"]?.string else { return }
        guard hidden.count < Self.itemsMax else { return }
        hidden[id] = resolved(event.body["previous_item_id"] ?? .null)
    }

    /// Nothing stands behind what is gone.
    mutating func forget(_ event: EventParts) {
        guard event.type == "conversation.item.deleted", let id = event.body["item_id"]?.string else { return }
        hidden[id] = nil
        open[id] = nil
    }

    mutating func resolvePrevious(_ body: inout JSONObject) {
        guard !hidden.isEmpty, let previous = body["previous_item_id"] else { return }
        body["previous_item_id"] = resolved(previous)
    }

    private func resolved(_ previous: JSON) -> JSON { previous.string.flatMap { hidden[$0] } ?? previous }

    // MARK: To GA

    /// An event that was translated to GA, with what GA says beside it.
    mutating func completing(_ event: EventParts) -> [JSON] {
        switch event.type {
        case "conversation.item.added": return added(event)
        case "response.output_item.added": grow(event)
        case "response.output_item.done": return done(event) + [event.said]
        case "response.function_call_arguments.done": return [named(event).said]
        case "response.done": return ended(event) + [event.said]
        default: forget(event)
        }
        return [event.said]
    }

    /// What nobody is still writing is done at once.
    private mutating func added(_ event: EventParts) -> [JSON] {
        let previous = event.body["previous_item_id"]
        guard let item = event.body["item"], let id = item["id"]?.string else { return [event.said] }
        let response = growing[id]?.response
        guard response != nil || item["status"]?.string == "in_progress" else {
            return [event.said, event.companion(Self.itemDone, "done", Self.placed(item, previous))]
        }
        if open.count < Self.itemsMax { open[id] = OpenItem(previous: previous, response: response) }
        return [event.said]
    }

    private mutating func grow(_ event: EventParts) {
        guard let item = event.body["item"], let id = item["id"]?.string, growing.count < Self.itemsMax else { return }
        growing[id] = GrowingItem(response: event.body["response_id"]?.string ?? "", name: item["name"]?.string)
    }

    private mutating func done(_ event: EventParts) -> [JSON] {
        guard let item = event.body["item"], let id = item["id"]?.string else { return [] }
        growing[id] = nil
        guard let opened = open.removeValue(forKey: id) else { return [] }
        return [event.companion(Self.itemDone, "done", Self.placed(item, opened.previous))]
    }

    /// Items whose own end never came end with their response.
    private mutating func ended(_ event: EventParts) -> [JSON] {
        guard let response = event.body["response"]?["id"]?.string else { return [] }
        let output = event.body["response"]?["output"]?.array ?? []
        var said: [JSON] = []
        for item in output {
            guard let id = item["id"]?.string, let opened = open[id], opened.response == response else { continue }
            open[id] = nil
            said.append(event.companion(Self.itemDone, "done_\(said.count)", Self.placed(item, opened.previous)))
        }
        growing = growing.filter { $0.value.response != response }
        // What its end does not list was never finished, and nobody waits for it.
        open = open.filter { $0.value.response != response }
        return said
    }

    /// GA says the function's name, which the item had.
    private func named(_ event: EventParts) -> EventParts {
        guard let id = event.body["item_id"]?.string, let name = growing[id]?.name, event.body["name"] == nil else {
            return event
        }
        var named = event
        named.body["name"] = .string(name)
        return named
    }

    private static let itemDone = "conversation.item.done"

    private static func placed(_ item: JSON, _ previous: JSON?) -> JSONObject {
        var body = JSONObject()
        if let previous { body["previous_item_id"] = previous }
        body["item"] = item
        return body
    }
}
