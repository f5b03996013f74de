public import Bytes

extension DialectTranslation {
    /// The body that asks for a client secret, which is the session itself, as a session of the model. It is read as
    /// strictly as an update; what GA has no field for is remembered at once.
    public mutating func read(sessionRequest json: JSON) throws(APIError) -> SessionObject {
        guard let rule = table.sessions[kind] else { throw .notAnObject }
        guard case .object(let object) = json else { throw .notAnObject }
        var crossing = Crossing(.ownClient)
        let session: SessionObject
        do throws(WireFault) {
            session = try SessionObject.read(try rule.toGA(object, &crossing), .strict)
        } catch {
            throw APIError(error).renamed { rule.way(fromGA: $0) }
        }
        lose(crossing.losses)
        for member in crossing.brought.members { remembered[member.name] = member.value }
        return session
    }

    /// The answer: the session as it is in force, with its secret.
    public mutating func answer(_ session: SessionObject, secret: String, expiresAt: Int) -> JSON {
        var crossing = Crossing(.server, remembered: remembered)
        var said = session.json.object.flatMap { table.sessions[kind]?.fromGA($0, &crossing) } ?? JSONObject()
        lose(crossing.losses)
        said["client_secret"] = ["value": .string(secret), "expires_at": expiresAt.json]
        return .object(said)
    }
}
