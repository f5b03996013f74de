/// Why a text is not a document that is read here, where, and what would be right.
public struct YAMLError: Error, Sendable, Equatable {
    public enum Reason: Sendable, Equatable {
        /// What libyaml says of it.
        case malformed(String)
        case anchor(String)
        case alias(String)
        case tag(String)
        case severalDocuments
        /// The name is cut to 64 characters.
        case duplicateKey(String, first: YAMLNode.Place)
        /// A list or a mapping where a key was expected.
        case keyIsNoText
        case emptyKey
        case tooLong(limit: Int)
        case tooDeep(limit: Int)
        case tooManyNodes(limit: Int)
        case outOfMemory
    }

    public let reason: Reason
    public let place: YAMLNode.Place

    public init(_ reason: Reason, at place: YAMLNode.Place) {
        self.reason = reason
        self.place = place
    }
}

extension YAMLError: CustomStringConvertible {
    public var description: String { "\(place): \(sentence)" }

    /// What is wrong and what would be right, without the place.
    public var sentence: String {
        switch reason {
        case .malformed(let problem): "this is not YAML: \(problem)."
        case .anchor(let name): "the anchor '&\(name)' is not allowed; write the value where it is used."
        case .alias(let name):
            "the alias '*\(name)' is not allowed; write the value here (in quotation marks, if it is a text)."
        case .tag(let name):
            "the tag '\(name)' is not allowed; leave it out (or quote the text, if it begins with '!')."
        case .severalDocuments: "a second document begins here; a file holds one, so take out the '---'."
        case .duplicateKey(let name, let first): "the key '\(name)' comes twice, first on line \(first.line); keep one."
        case .keyIsNoText: "a list or a mapping cannot be a key; write a text."
        case .emptyKey: "a key is missing before ':'."
        case .tooLong(let limit): "the text is longer than \(limit) bytes; shorten it."
        case .tooDeep(let limit): "the text is nested more than \(limit) levels deep; make it flatter."
        case .tooManyNodes(let limit): "the text holds more than \(limit) values; shorten it."
        case .outOfMemory: "there is no memory left to read this."
        }
    }
}
