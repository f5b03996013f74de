/// How the dialect says an event of GA.
struct EventRule: Sendable {
    /// nil: the dialect has no such event.
    let own: String?
    /// nil: GA has no such event.
    let ga: String?
    var body: ObjectRule
    /// In sessions of this kind only; nil: in all.
    var kind: SessionKind?
    var loss: Loss?

    /// Of one name in both, or of two.
    static func both(_ ga: String, as own: String? = nil, _ fields: [FieldRule] = [], in kind: SessionKind? = nil)
        -> Self
    {
        Self(own: own ?? ga, ga: ga, body: .open(fields), kind: kind)
    }

    /// GA alone has it.
    static func gaOnly(_ ga: String, _ loss: Loss? = nil) -> Self {
        Self(own: nil, ga: ga, body: .open(), loss: loss)
    }

    /// The dialect alone has it.
    static func ownOnly(_ own: String) -> Self { Self(own: own, ga: nil, body: .open()) }

    func applies(in kind: SessionKind) -> Bool { self.kind == nil || self.kind == kind }
}
