import Bytes
import RealtimeAPI
import RealtimeEngine

/// A session's settings, updated as a client does it: by what it writes, read as strictly as a server reads it.
struct UpdateStand {
    var settings = SessionSettings(model: "gpt-realtime")
    var limits = EngineLimits()
    var offer = Offer()
    var hasAssistantAudio = false
    var isAnswering = false
    var knownServers: Set<String> = []

    /// `fields` are the members of `session` besides its type.
    mutating func update(_ fields: String) throws {
        let separator = fields.isEmpty ? "" : ","
        let json = try JSON(parsing: #"{"type":"realtime"\#(separator)\#(fields)}"#)
        settings = try settings.updated(by: RealtimeSession.read(json, .strict), circumstances)
    }

    func overridden(_ fields: String) throws -> SessionSettings {
        let json = try JSON(parsing: "{\(fields)}")
        return try settings.overridden(by: ResponseParameters.read(json, .strict), circumstances)
    }

    /// An update that is refused; nil: it was not. The settings are those from before.
    mutating func refusal(_ fields: String) -> APIError? {
        do {
            try update(fields)
            return nil
        } catch {
            return error as? APIError
        }
    }

    var circumstances: UpdateCircumstances {
        UpdateCircumstances(
            limits: limits,
            offer: offer,
            hasAssistantAudio: hasAssistantAudio,
            isAnswering: isAnswering,
            knownServers: knownServers
        )
    }

    /// As `session.updated` tells it.
    var wire: JSON {
        settings.wire(SessionConfiguration(id: "sess_1", model: "gpt-realtime", startedAt: 1_000)).json
    }

    func told(_ path: String) -> JSON? {
        path.split(separator: ".").reduce(wire) { json, name in json?[String(name)] }
    }
}
