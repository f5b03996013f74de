import Bytes

/// How the dialect says an object of GA: a rule for each field that differs, or for each field there is.
struct ObjectRule: Sendable {
    /// The forms that the object's `type` tells apart, where the dialect does not have them all.
    struct Forms: Sendable {
        let own: [String]
        let lost: [String: Loss]
    }

    var fields: [FieldRule]
    /// True: what is not among the fields is said the same in both. False: the dialect has no other field.
    var isOpen: Bool
    var forms: Forms?
    /// The `type` by which the dialect says GA's null.
    var nullType: String?

    static func open(_ fields: [FieldRule] = [], nullType: String? = nil) -> Self {
        Self(fields: fields, isOpen: true, nullType: nullType)
    }

    static func closed(_ fields: [FieldRule], forms: Forms? = nil) -> Self {
        Self(fields: fields, isOpen: false, forms: forms)
    }
}

/// How the dialect says a field of GA.
struct FieldRule: Sendable {
    enum Standing: Sendable {
        case both(ValueRule)
        /// GA alone has it. Said with one of these values it says nothing, and its loss is none.
        case gaOnly(Loss?, silent: [JSON])
        /// GA alone has it, always with this value.
        case constant(JSON)
        case ownOnly(OwnField)
    }

    /// What becomes of a field that the dialect alone has.
    enum OwnField: Sendable {
        /// Within the range; kept, and told by the server, or this value if nobody said one.
        case remembered(ClosedRange<Double>, byDefault: JSON, Loss)
        /// It has no effect, in this dialect either.
        case dropped
        /// A client of ours may not say it, for this reason.
        case refused(String)
    }

    let own: String
    let ga: [String]
    let standing: Standing
    /// Without it there is nothing to say: the whole object is lost with it.
    var isEssential = false
    /// Where a server of the dialect leaves the field out instead of saying null.
    var hasNoNull = false

    static func same(_ names: String...) -> [Self] {
        names.map { Self(own: $0, ga: [$0], standing: .both(.same)) }
    }

    static func field(_ own: String, _ ga: String..., by value: ValueRule = .same, hasNoNull: Bool = false) -> Self {
        Self(own: own, ga: ga.isEmpty ? [own] : ga, standing: .both(value), hasNoNull: hasNoNull)
    }

    static func essential(_ name: String, by value: ValueRule) -> Self {
        Self(own: name, ga: [name], standing: .both(value), isEssential: true)
    }

    /// null always says nothing.
    static func gaOnly(_ name: String, _ loss: Loss? = nil, silent: [JSON] = []) -> Self {
        Self(own: "", ga: [name], standing: .gaOnly(loss, silent: silent + [.null]))
    }

    static func constant(_ name: String, _ value: JSON) -> Self {
        Self(own: "", ga: [name], standing: .constant(value))
    }

    static func ownOnly(_ name: String, _ field: OwnField) -> Self {
        Self(own: name, ga: [], standing: .ownOnly(field))
    }

    var isOwn: Bool {
        switch standing {
        case .both, .ownOnly: true
        case .gaOnly, .constant: false
        }
    }
}

/// How the dialect says a value.
indirect enum ValueRule: Sendable {
    case same
    /// One of so many values, each with GA's for it. Others of GA are lost.
    case words([Word], Loss?)
    /// A name; one that is not among the known is said and noted, and what is no text is lost.
    case name(known: Set<String>, strange: Loss, notText: Loss)
    /// What is no object is said the same.
    case object(ObjectRule)
    /// What cannot be said is left out.
    case list(ValueRule)
    /// The parts of a message, named by the role of who says it.
    case parts(PartRules)
}

/// A value in the dialect, and GA's for it.
struct Word: Sendable {
    let own: JSON
    let ga: JSON

    init(_ own: JSON, _ ga: JSON) {
        self.own = own
        self.ga = ga
    }
}

/// What the parts of a message are called.
struct PartRules: Sendable {
    struct Name: Sendable {
        let role: String
        let own: String
        let ga: String
        /// A client may put it into a message.
        var isClients = true
    }

    let names: [Name]
    /// Types that GA alone has.
    let lost: [String: Loss]
    /// Fields that GA alone has, and that say nothing.
    let gaOnly: [String]
}
