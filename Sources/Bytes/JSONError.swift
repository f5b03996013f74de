/// Why bytes are not one JSON text (RFC 8259), and where.
public struct JSONError: Error, Sendable, Equatable {
    public enum Reason: Sendable, Equatable {
        /// There is nothing but white space.
        case empty
        /// The text ends within a value.
        case truncated
        case unexpectedByte(UInt8, expected: String)
        /// Something follows the value.
        case trailingBytes
        case tooDeep(limit: Int)
        /// The text has more bytes than the limit.
        case tooLong(limit: Int)
        case tooManyValues(limit: Int)
        /// The name is cut to 64 characters.
        case duplicateName(String)
        /// A `\u` escape for one half of a surrogate pair, without the other half.
        case loneSurrogate
        case badEscape
        /// A control character that is not escaped, within a string.
        case controlCharacter(UInt8)
        case invalidUTF8
        case badNumber
        /// The number has more characters than the limit.
        case numberTooLong(limit: Int)
    }

    public let reason: Reason

    /// The place of the first byte that is wrong, counted from 0.
    public let offset: Int

    public init(_ reason: Reason, at offset: Int) {
        self.reason = reason
        self.offset = offset
    }

    static func duplicateName(_ name: String, at offset: Int) -> Self {
        Self(.duplicateName(String(String.UnicodeScalarView(name.unicodeScalars.prefix(64)))), at: offset)
    }
}

extension JSONError: CustomStringConvertible {
    public var description: String { "\(sentence) (at byte \(offset))." }

    private var sentence: String {
        switch reason {
        case .empty: "The text is empty where a JSON value was expected"
        case .truncated: "The JSON text ends within a value"
        case .unexpectedByte(let byte, let expected):
            "The JSON text has \(ASCII.name(of: byte)) where \(expected) was expected"
        case .trailingBytes: "The JSON text goes on after its value"
        case .tooDeep(let limit): "The JSON text is nested more than \(limit) levels deep"
        case .tooLong(let limit): "The JSON text is longer than \(limit) bytes"
        case .tooManyValues(let limit): "The JSON text has more than \(limit) values"
        case .duplicateName(let name): "The name '\(name)' comes twice in one JSON object"
        case .loneSurrogate: "A \\u escape in a JSON string is half of a surrogate pair without the other half"
        case .badEscape: "A JSON string has a backslash that begins no escape"
        case .controlCharacter(let byte):
            "A JSON string has the control character \(ASCII.name(of: byte)) without an escape"
        case .invalidUTF8: "A JSON string is not valid UTF-8"
        case .badNumber: "A JSON number is malformed"
        case .numberTooLong(let limit): "A JSON number is longer than \(limit) characters"
        }
    }
}
