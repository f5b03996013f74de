/// The header fields of a message, in their order and as they were spelled. Names are looked up without regard to case.
///
/// Nothing is checked here: what comes in is checked by the reader, what goes out by the writer.
public struct HeaderFields: Sendable, Equatable {
    public struct Field: Sendable, Equatable {
        public var name: String
        public var value: String

        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    public private(set) var fields: [Field] = []

    public init(_ fields: [Field] = []) { self.fields = fields }

    public var count: Int { fields.count }

    /// Appends a field, also where one of its name is there.
    public mutating func add(_ name: String, _ value: String) { fields.append(Field(name, value)) }

    /// Removes all fields of a name and appends one.
    public mutating func set(_ name: String, _ value: String) {
        remove(name)
        add(name, value)
    }

    public mutating func remove(_ name: String) { fields.removeAll { Octet.isSame($0.name, name) } }

    public func contains(_ name: String) -> Bool { fields.contains { Octet.isSame($0.name, name) } }

    /// The values of all fields of a name.
    public func values(of name: String) -> [String] {
        fields.filter { Octet.isSame($0.name, name) }.map(\.value)
    }

    /// The value of a name that may stand once. Nil if it is absent or repeated: which of two is meant, nobody knows.
    public func only(_ name: String) -> String? {
        let values = values(of: name)
        return values.count == 1 ? values.first : nil
    }

    /// The value of a name; the values of repeated fields joined by commas (RFC 9110 §5.3).
    public subscript(_ name: String) -> String? {
        let values = values(of: name)
        return values.isEmpty ? nil : values.joined(separator: ", ")
    }

    /// The elements of a list of tokens, such as `Connection: keep-alive, Upgrade`, over all fields of the name, as
    /// they
    /// were spelled. Empty elements mean nothing (RFC 9110 §5.6.1).
    public func list(_ name: String) -> [String] {
        values(of: name).flatMap { TokenList.elements(of: $0) }.filter { !$0.isEmpty }
    }

    /// Whether a list has an element, without regard to case.
    public func list(_ name: String, contains element: String) -> Bool {
        list(name).contains { Octet.isSame($0, element) }
    }
}

extension HeaderFields: ExpressibleByDictionaryLiteral {
    public init(dictionaryLiteral elements: (String, String)...) {
        fields = elements.map { Field($0.0, $0.1) }
    }
}

/// Lists with commas, whose elements have no commas themselves.
enum TokenList {
    /// The elements without the blanks around them; the empty ones too, for those who must refuse them.
    static func elements(of text: String) -> [String] {
        text.utf8.split(separator: Octet.comma, omittingEmptySubsequences: false).map {
            String(Octet.trimmed(Substring($0)))
        }
    }
}
