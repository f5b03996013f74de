import Bytes

/// A dialect as data: how it says what GA says. Another dialect is another table.
public struct DialectTable: Sendable {
    public let name: String
    let sessions: [SessionKind: ObjectRule]
    let clientEvents: EventTable
    let serverEvents: EventTable
    let audioDelta: AudioDelta.Spelling
    /// When its clients expect `rate_limits.updated`.
    let rateLimits: RateLimitsUpdated.Moment
    /// Where a conversation's beginning is told, the event that follows `session.created`.
    let conversationCreated: String?

    /// Whether the dialect has such sessions.
    public func has(_ kind: SessionKind) -> Bool { sessions[kind] != nil }

    /// What is lost of values that a session of the kind brings along and GA has no field for.
    func losses(of remembered: JSONObject, _ kind: SessionKind) -> [Loss] {
        (sessions[kind]?.fields ?? []).compactMap { field in
            guard case .ownOnly(.remembered(_, _, let loss)) = field.standing, remembered[field.own] != nil else {
                return nil
            }
            return loss
        }
    }
}

/// The events of one direction, found by the name of either side.
struct EventTable: Sendable {
    let rules: [EventRule]
    private let byOwn: [String: [EventRule]]
    private let byGA: [String: [EventRule]]

    init(_ rules: [EventRule]) {
        self.rules = rules
        byOwn = Dictionary(grouping: rules.filter { $0.own != nil }) { $0.own ?? "" }
        byGA = Dictionary(grouping: rules.filter { $0.ga != nil }) { $0.ga ?? "" }
    }

    func rule(own name: String, in kind: SessionKind) -> EventRule? { byOwn[name]?.first { $0.applies(in: kind) } }
    func rule(ga name: String, in kind: SessionKind) -> EventRule? { byGA[name]?.first { $0.applies(in: kind) } }
}
