import Bytes

/// What a client of the dialect has to say, or to expect, in other words once it speaks GA: for people, made from the
/// table that does it for them.
extension DialectTable {
    public struct Change: Sendable, Equatable {
        /// nil: the dialect has no such word.
        public let own: String?
        /// nil: GA has none.
        public let ga: String?
    }

    public var clientEventChanges: [Change] { Self.changes(clientEvents) }
    public var serverEventChanges: [Change] { Self.changes(serverEvents) }

    private static func changes(_ events: EventTable) -> [Change] {
        events.rules.filter { $0.own != $0.ga }.map { Change(own: $0.own, ga: $0.ga) }
    }

    /// Of a session's fields, and of their values where those are other words.
    public func fieldChanges(in kind: SessionKind) -> [Change] {
        (sessions[kind]?.fields ?? []).flatMap { field -> [Change] in
            let ga = field.ga.joined(separator: ".")
            switch field.standing {
            case .constant(let value): return [Change(own: nil, ga: "\(ga): \(value.text)")]
            case .gaOnly: return [Change(own: nil, ga: ga)]
            case .ownOnly: return [Change(own: field.own, ga: nil)]
            case .both(let rule):
                let named = field.own == ga ? [] : [Change(own: field.own, ga: ga)]
                return named + rule.changes(of: field.own, ga)
            }
        }
    }
}

extension ValueRule {
    fileprivate func changes(of own: String, _ ga: String) -> [DialectTable.Change] {
        guard case .words(let words, _) = self else { return [] }
        return words.filter { $0.own != $0.ga }.map {
            DialectTable.Change(own: "\(own): \($0.own.text)", ga: "\(ga): \($0.ga.text)")
        }
    }
}
