/// A piece of a YAML document, and where it stands.
///
/// Scalars stay text: what a value must be is known only by whoever asks for it, so that `no` can be a word and `1.10`
/// a version. Anchors, aliases, tags and several documents are refused: a configuration has no use for them, and an
/// alias can blow up a small file.
public struct YAMLNode: Sendable, Equatable {
    public enum Value: Sendable, Equatable {
        /// `isPlain`: not quoted, so `null`, `true` and `12` may be meant as such. `key:` with nothing after it is a
        /// plain scalar without text.
        case scalar(String, isPlain: Bool)
        case sequence([YAMLNode])
        /// In the order of the file; a key that comes twice is refused.
        case mapping([Entry])
    }

    public struct Entry: Sendable, Equatable {
        public var key: String
        public var keyPlace: Place
        public var value: YAMLNode

        public init(key: String, keyPlace: Place, value: YAMLNode) {
            self.key = key
            self.keyPlace = keyPlace
            self.value = value
        }
    }

    /// Counted from 1; a column is a character.
    public struct Place: Sendable, Equatable, CustomStringConvertible {
        public var line: Int
        public var column: Int
        public var description: String { "line \(line), column \(column)" }

        public init(line: Int, column: Int) {
            self.line = line
            self.column = column
        }
    }

    public var value: Value
    public var place: Place

    public init(_ value: Value, at place: Place) {
        self.value = value
        self.place = place
    }
}

extension YAMLNode {
    /// The text of a scalar, quoted or not.
    public var text: String? { if case .scalar(let text, _) = value { text } else { nil } }
    public var elements: [YAMLNode]? { if case .sequence(let elements) = value { elements } else { nil } }
    public var entries: [Entry]? { if case .mapping(let entries) = value { entries } else { nil } }

    /// The value of a key; nil without such a key, and for what is no mapping.
    public subscript(key: String) -> YAMLNode? { entries?.first { $0.key == key }?.value }

    /// Nothing was written, or a word that says so (`null`, `~`) without quotation marks.
    public var isNull: Bool {
        guard case .scalar(let text, isPlain: true) = value else { return false }
        return ["", "~", "null", "Null", "NULL"].contains(text)
    }

    /// What kind of value this is, in the words that error messages use.
    public var kind: String {
        switch value {
        case .scalar: isNull ? "nothing" : "a text"
        case .sequence: "a list"
        case .mapping: "a mapping"
        }
    }
}
