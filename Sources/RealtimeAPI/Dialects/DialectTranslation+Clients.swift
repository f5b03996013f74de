public import Bytes

extension DialectTranslation {
    /// What a client of the dialect said, as GA says it: always one event. It is then to be read strictly.
    public mutating func toGA(clientEvent json: JSON) throws(RefusedEvent) -> JSON {
        guard case .object(let object) = json else { throw RefusedEvent(.notAnObject) }
        let eventID = try ClientEvent.eventID(of: object)
        // Without a type there is nothing to translate, and GA's reader says what is wrong.
        guard let event = EventParts(json) else { return json }
        guard let rule = clientRule(event.type), let ga = rule.ga else {
            let error = APIError.unknownEvent(type: event.type, known: clientTypes)
            throw RefusedEvent(error.namingClientsField, eventID)
        }
        var crossing = Crossing(.ownClient)
        let body: JSON
        do {
            body = try rule.body.toGA(event.body, &crossing)
        } catch {
            throw RefusedEvent(APIError(error).namingClientsField, eventID)
        }
        lose(crossing.losses)
        if ga == Self.sessionUpdate { updates.sent(eventID, crossing.brought) }
        return event.json(as: ga, body.object ?? JSONObject())
    }

    /// What a GA client said, as the dialect says it: none if the dialect has no such event.
    public mutating func fromGA(clientEvent json: JSON) -> [JSON] {
        guard let event = EventParts(json), let rule = table.clientEvents.rule(ga: event.type, in: kind) else {
            return [json]
        }
        var crossing = Crossing(.client)
        let body = rule.body.fromGA(event.body, &crossing)
        lose(crossing.losses + [rule.loss].compactMap(\.self))
        guard let own = rule.own, let body else { return [] }
        return [event.json(as: own, body)]
    }

    static let sessionUpdate = "session.update"

    /// The types that a client of the dialect may send here.
    var clientTypes: [String] {
        let types = ClientEvent.types(in: kind, transport)
        return table.clientEvents.rules.compactMap { rule in
            rule.applies(in: kind) && types.contains(rule.ga ?? "") ? rule.own : nil
        }
    }

    private func clientRule(_ type: String) -> EventRule? {
        guard let rule = table.clientEvents.rule(own: type, in: kind) else { return nil }
        return ClientEvent.types(in: kind, transport).contains(rule.ga ?? "") ? rule : nil
    }
}

extension DialectTable {
    /// Whether a client of the dialect shows that it speaks GA after all: the GA half of `AsyncAzureOpenAI` says the
    /// `type` of its session at a path of the Preview (CONTRACT 23).
    public func isSpokenInGA(_ clientEvent: JSON) -> Bool {
        clientEvent["type"]?.string == DialectTranslation.sessionUpdate
            && clientEvent["session"]?["type"]?.string != nil
    }
}
