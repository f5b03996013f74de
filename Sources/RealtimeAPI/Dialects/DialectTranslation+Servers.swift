public import Bytes

extension DialectTranslation {
    /// What a GA server said, as the dialect says it: none, one, or with those that GA does not have.
    public mutating func fromGA(serverEvent json: JSON) -> [JSON] { fromGA(serverEvent: json, isInOwnWords: false) }

    /// `isInOwnWords`: it is an error that names its place as the dialect does.
    mutating func fromGA(serverEvent json: JSON, isInOwnWords: Bool) -> [JSON] {
        guard let event = EventParts(json), let rule = table.serverEvents.rule(ga: event.type, in: kind) else {
            return [json]
        }
        settle(event)
        var crossing = Crossing(.server, remembered: remembered)
        let body = rule.body.fromGA(event.body, &crossing)
        lose(crossing.losses + [rule.loss].compactMap(\.self))
        guard let own = rule.own else { return [] }
        guard var body else {
            items.hide(event)
            return []
        }
        items.forget(event)
        items.resolvePrevious(&body)
        if event.type == "error", !isInOwnWords { body.changeError(inOwnWords) }
        return [event.json(as: own, body)] + following(event)
    }

    /// What a server of the dialect said, as GA says it.
    public mutating func toGA(serverEvent json: JSON) -> [JSON] {
        guard let event = EventParts(json), let rule = table.serverEvents.rule(own: event.type, in: kind) else {
            return [json]
        }
        guard let ga = rule.ga else { return [] }
        var crossing = Crossing(.server)
        // Only a client of ours is refused.
        guard var body = try? rule.body.toGA(event.body, &crossing).object else { return [json] }
        lose(crossing.losses)
        if event.type == "error" { body.changeError(inWordsOfGA) }
        let said = EventParts(type: ga, eventID: event.eventID, body: body)
        return items.completing(said)
    }

    /// An update is in force, or refused: only now what GA has no field for is.
    private mutating func settle(_ event: EventParts) {
        switch event.type {
        case "session.updated":
            for member in updates.accepted().members { remembered[member.name] = member.value }
        case "error":
            let error = event.body["error"]
            updates.refused(error?["event_id"]?.string, param: error?["param"]?.string)
        default: break
        }
    }

    /// The event that the dialect has after this one, and GA not.
    private func following(_ event: EventParts) -> [JSON] {
        guard event.type == "session.created", kind == .realtime, form == .openAI, let type = table.conversationCreated
        else { return [] }
        var conversation: JSONObject = ["object": "realtime.conversation"]
        if let session = event.body["session"]?["id"]?.string {
            conversation = ["id": .string(ConversationID.ofSession(session)), "object": "realtime.conversation"]
        }
        return [event.companion(type, "conversation", ["conversation": .object(conversation)])]
    }
}

extension JSONObject {
    /// Changes the place that an `error` event names.
    fileprivate mutating func changeError(_ change: (APIError) -> APIError) {
        guard case .object(var details)? = self["error"], case .string(let param)? = details["param"] else { return }
        let message = details["message"]?.string ?? ""
        let changed = change(APIError(type: .invalidRequest, code: nil, message: message, param: param))
        details["param"] = changed.param.map { .string($0) }
        if details["message"] != nil { details["message"] = .string(changed.message) }
        self["error"] = .object(details)
    }
}
