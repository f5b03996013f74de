/// A piece of a YAML document, and where it stands.
///
/// Scalars stay text: what a value must be is known only by whoever asks for it, so that `no` can be a word and `1.10` a
/// version. Anchors, aliases, tags and several documents are refused: a configuration has no use for them, and an alias
/// can blow up a small file.
public struct YAMLNode: Sendable, Equatable {
    public enum Value: Sendable, Equatable {
        /// `isPlain`: not quoted, so `null`, `true` and `12` may be meant as such.
        case scalar(String, isPlain: Bool)
        case sequence([YAMLNode])
        /// In the order of the file; a key that comes twice is refused.
        case mapping([Entry])
    }

    public struct Entry: Sendable, Equatable {
        public var key: String
        public var keyPlace: Place
        public var value: YAMLNode
    }

    /// Counted from 1.
    public struct Place: Sendable, Equatable, CustomStringConvertible {
        public var line: Int
        public var column: Int
        public var description: String { "line \(line), column \(column)" }
    }

    public var value: Value
    public var place: Place
}
