/// A JSON value that loses nothing: members keep their order, unknown fields their place, numbers their text.
public enum JSON: Sendable, Equatable {
    case null
    case bool(Bool)
    case number(JSONNumber)
    case string(String)
    case array([JSON])
    case object(JSONObject)
}

/// A number as it was written. `1.10` stays `1.10`; what it means is asked for when somebody needs it.
///
/// Two numbers are equal if their texts are, or if both are the same double: `1` equals `1.0`.
public struct JSONNumber: Sendable {
    public let text: String

    init(unchecked text: String) { self.text = text }

    public init(_ value: Int) { text = String(value) }

    /// Infinite and "not a number" have no JSON form: nil.
    public init?(_ value: Double) {
        guard value.isFinite else { return nil }
        text = value.description
    }

    /// The value, if it is whole and fits: `3` and `3.0` and `3e0` are 3; `3.5` and `1e99` are nil.
    public var int: Int? { Int(text) ?? double.flatMap { Int(exactly: $0) } }

    /// The value as a double; nil where it is beyond what a double can hold (`1e999`).
    public var double: Double? { Double(text).flatMap { $0.isFinite ? $0 : nil } }
}

extension JSONNumber: Equatable {
    public static func == (left: Self, right: Self) -> Bool {
        if left.text == right.text { return true }
        guard let one = left.double, let other = right.double else { return false }
        return one == other
    }
}

/// The members of an object, in the order in which they were written. Names are unique, compared byte for byte.
///
/// Equality ignores the order, as JSON does.
public struct JSONObject: Sendable {
    public struct Member: Sendable {
        public let name: String
        public var value: JSON

        public init(_ name: String, _ value: JSON) {
            self.name = name
            self.value = value
        }
    }

    public private(set) var members: [Member]

    public init() { members = [] }

    /// The caller vouches that no name comes twice.
    public init(uniqueMembers: [Member]) { members = uniqueMembers }

    public subscript(name: String) -> JSON? {
        get { members.first { ExactName($0.name) == ExactName(name) }?.value }
        set {
            let index = members.firstIndex { ExactName($0.name) == ExactName(name) }
            switch (index, newValue) {
            case (let index?, let value?): members[index].value = value
            case (let index?, nil): members.remove(at: index)
            case (nil, let value?): members.append(Member(name, value))
            case (nil, nil): break
            }
        }
    }
}

extension JSONObject.Member: Equatable {
    public static func == (left: Self, right: Self) -> Bool {
        ExactName(left.name) == ExactName(right.name) && left.value == right.value
    }
}

extension JSONObject: Equatable {
    /// Each value is compared once: a second try for another order would double the work at every level of nesting.
    public static func == (left: Self, right: Self) -> Bool {
        guard left.members.count == right.members.count else { return false }
        let pairs = zip(left.members, right.members)
        if pairs.allSatisfy({ ExactName($0.name) == ExactName($1.name) }) {
            return pairs.allSatisfy { $0.value == $1.value }
        }
        let byName = Dictionary(right.members.map { (ExactName($0.name), $0.value) }) { first, _ in first }
        return left.members.allSatisfy { byName[ExactName($0.name)] == $0.value }
    }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    public init(dictionaryLiteral elements: (String, JSON)...) {
        self.init()
        for (name, value) in elements { self[name] = value }
    }
}

extension JSON {
    /// What kind of value this is, in the words that error messages use.
    public var kind: String {
        switch self {
        case .null: "null"
        case .bool: "a boolean"
        case .number(let number): number.int == nil ? "a number" : "an integer"
        case .string: "a string"
        case .array: "an array"
        case .object: "an object"
        }
    }

    public var string: String? { if case .string(let value) = self { value } else { nil } }
    public var bool: Bool? { if case .bool(let value) = self { value } else { nil } }
    public var int: Int? { if case .number(let value) = self { value.int } else { nil } }
    public var double: Double? { if case .number(let value) = self { value.double } else { nil } }
    public var array: [JSON]? { if case .array(let value) = self { value } else { nil } }
    public var object: JSONObject? { if case .object(let value) = self { value } else { nil } }

    /// The member of an object; nil for any other value.
    public subscript(name: String) -> JSON? { object?[name] }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral
{
    public init(stringLiteral value: String) { self = .string(value) }
    public init(integerLiteral value: Int) { self = .number(JSONNumber(value)) }
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    public init(arrayLiteral elements: JSON...) { self = .array(elements) }
    public init(nilLiteral: ()) { self = .null }

    public init(dictionaryLiteral elements: (String, JSON)...) {
        var object = JSONObject()
        for (name, value) in elements { object[name] = value }
        self = .object(object)
    }
}
