/// What a request asks for: the path, and the items of the query, decoded.
///
/// The path's segments are decoded one by one, so that an encoded slash separates nothing. `.` and `..` are segments
/// like
/// any other: nothing here is a file.
public struct URLTarget: Sendable, Equatable {
    public struct QueryItem: Sendable, Equatable {
        public let name: String
        /// Nil where there was no `=`.
        public let value: String?

        public init(_ name: String, _ value: String?) {
            self.name = name
            self.value = value
        }
    }

    /// Why a target was refused.
    public enum Mistake: Error, Sendable, Equatable {
        case badEscape
        case notUTF8
        /// A control character, encoded or not.
        case controlCharacter
        /// No path that begins with a slash, or a fragment, which no client sends.
        case malformed
    }

    public let path: [String]
    public let query: [QueryItem]

    /// Reads the origin form, `/path?query` (RFC 9112 §3.2.1).
    public init(parsing text: String) throws(Mistake) {
        guard text.utf8.first == Octet.slash, !text.utf8.contains(UInt8(ascii: "#")) else { throw .malformed }
        let halves = text.utf8.split(
            separator: UInt8(ascii: "?"),
            maxSplits: 1,
            omittingEmptySubsequences: false
        )
        path = try Self.segments(of: halves[0].dropFirst())
        query = halves.count > 1 ? try Self.items(of: halves[1]) : []
    }

    /// The value of the first item of a name; an empty text where it has none. Nil if there is no such item.
    public func firstValue(_ name: String) -> String? { query.first { $0.name == name }.map { $0.value ?? "" } }

    /// The values of all items of a name.
    public func values(_ name: String) -> [String] { query.filter { $0.name == name }.map { $0.value ?? "" } }

    private static func segments(of bytes: Substring.UTF8View.SubSequence) throws(Mistake) -> [String] {
        var segments: [String] = []
        for segment in bytes.split(separator: Octet.slash, omittingEmptySubsequences: false) {
            segments.append(try decoded(segment, plusIsSpace: false))
        }
        return segments
    }

    private static func items(of bytes: Substring.UTF8View.SubSequence) throws(Mistake) -> [QueryItem] {
        var items: [QueryItem] = []
        for item in bytes.split(separator: UInt8(ascii: "&")) {
            let halves = item.split(separator: Octet.equals, maxSplits: 1, omittingEmptySubsequences: false)
            let name = try decoded(halves[0], plusIsSpace: true)
            let value = halves.count > 1 ? try decoded(halves[1], plusIsSpace: true) : nil
            items.append(QueryItem(name, value))
        }
        return items
    }

    /// A `+` in a query is a space: so forms and `URLSearchParams` write it.
    private static func decoded(
        _ bytes: Substring.UTF8View.SubSequence,
        plusIsSpace: Bool
    ) throws(Mistake) -> String {
        var content: [UInt8] = []
        var rest = bytes
        while let byte = rest.popFirst() {
            var decoded = byte
            if byte == Octet.percent {
                guard let high = rest.popFirst().flatMap(Octet.hexValue),
                    let low = rest.popFirst().flatMap(Octet.hexValue)
                else { throw .badEscape }
                decoded = UInt8(truncatingIfNeeded: high << 4 | low)
            } else if byte == Octet.plus, plusIsSpace {
                decoded = Octet.space
            }
            guard decoded >= 0x20, decoded != 0x7F else { throw .controlCharacter }
            content.append(decoded)
        }
        guard let text = String(validating: content, as: UTF8.self) else { throw .notUTF8 }
        return text
    }
}

extension URLTarget.Mistake: CustomStringConvertible {
    public var description: String {
        switch self {
        case .badEscape: "The URL has a '%' that is not followed by two hexadecimal digits."
        case .notUTF8: "The URL's escapes are not UTF-8."
        case .controlCharacter: "The URL holds a control character."
        case .malformed: "The URL must be a path that begins with '/', without a fragment."
        }
    }
}
