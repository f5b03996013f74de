public import Bytes

/// A JSON object with declared fields. A new one is a struct and its table.
///
/// `init()` makes the empty object; whoever sends one fills what the table calls required.
public protocol WireObject: WireValue {
    init()
    static var fields: [WireField<Self>] { get }
    /// Members that this build does not know, kept for whoever does.
    var unknown: [JSONObject.Member] { get set }
    /// Rules that join several fields; asked only where a client of ours is read strictly.
    func check() throws(WireFault)
}

extension WireObject {
    public init(_ fill: (inout Self) -> Void) {
        self.init()
        fill(&self)
    }

    public func check() throws(WireFault) {}

    public static var shape: WireShape { .object { fields.map(\.outline) } }

    public static func read(_ json: JSON, _ reading: Reading) throws(WireFault) -> Self {
        guard case .object(let object) = json else { throw .wrongType("an object", json) }
        return try read(object.members[...], reading)
    }

    /// Reads the members that an event has besides its envelope, or all of an object.
    static func read(_ members: some Sequence<JSONObject.Member>, _ reading: Reading) throws(WireFault) -> Self {
        let table = fields
        precondition(table.count <= 64, "the set of fields seen is one word")
        var value = Self()
        var seen: UInt64 = 0
        for member in members {
            guard let index = table.firstIndex(where: { $0.name == member.name }) else {
                guard reading == .open else { throw WireFault(.unknownField).under(member.name) }
                value.unknown.append(member)
                continue
            }
            seen |= 1 << UInt64(index)
            try table[index].readNamed(member.value, &value, reading)
        }
        for (index, field) in table.enumerated() where field.isRequired && seen & (1 << UInt64(index)) == 0 {
            throw WireFault(.missing).under(field.name)
        }
        if reading == .strict { try value.check() }
        return value
    }

    public var json: JSON {
        var members: [JSONObject.Member] = []
        members.reserveCapacity(Self.fields.count + unknown.count)
        write(to: &members)
        return .object(JSONObject(uniqueMembers: members))
    }

    func write(to members: inout [JSONObject.Member]) {
        for field in Self.fields {
            if let value = field.write(self) { members.append(JSONObject.Member(field.name, value)) }
        }
        members += unknown
    }
}

extension WireField {
    fileprivate func readNamed(_ json: JSON, _ root: inout Root, _ reading: Reading) throws(WireFault) {
        if reading == .strict, support == .serverOnly { throw WireFault(.unknownField).under(name) }
        do {
            try read(json, &root, reading)
        } catch {
            throw error.under(name)
        }
    }
}
