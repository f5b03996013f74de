/// What stands before the first semicolon of a header's value, and the parameters after it:
/// `form-data; name="sdp"; filename=offer` (RFC 9110 §5.6.6).
struct HeaderParameters: Sendable, Equatable {
    let value: String
    /// Names in lower case, each once.
    private(set) var parameters: [HeaderFields.Field] = []

    /// Each is compared with all before it, so thousands of them in one header would be work for a whole core.
    private static let parametersMax = 16

    subscript(_ name: String) -> String? { parameters.first { $0.name == name }?.value }

    /// Nil where the text has no such form, says a parameter twice, or has more of them than anybody means.
    init?(parsing text: String) {
        var scanner = Scanner(bytes: Array(text.utf8))
        value = scanner.valueBeforeParameters()
        while !scanner.isAtEnd {
            switch scanner.parameter() {
            case .malformed: return nil
            case .none: continue
            case .some(let field):
                guard parameters.count < Self.parametersMax, self[field.name] == nil else { return nil }
                parameters.append(field)
            }
        }
    }

    private enum Outcome {
        case malformed
        /// Nothing between two semicolons, which RFC 9110 allows.
        case none
        case some(HeaderFields.Field)
    }

    /// Walks over the bytes; `byte` is nil at the end.
    private struct Scanner {
        let bytes: [UInt8]
        var position = 0

        var isAtEnd: Bool { position >= bytes.count }
        var byte: UInt8? { isAtEnd ? nil : bytes[position] }

        mutating func skipBlanks() {
            while let byte, Octet.isBlank(byte) { position += 1 }
        }

        mutating func take(while condition: (UInt8) -> Bool) -> String {
            let start = position
            while let byte, condition(byte) { position += 1 }
            return String(decoding: bytes[start..<position], as: UTF8.self)
        }

        mutating func valueBeforeParameters() -> String {
            String(Octet.trimmed(Substring(take { $0 != Octet.semicolon })))
        }

        /// From a semicolon to the next one, or to the end.
        mutating func parameter() -> Outcome {
            guard byte == Octet.semicolon else { return .malformed }
            position += 1
            skipBlanks()
            if isAtEnd || byte == Octet.semicolon { return .none }
            let name = Octet.lowercased(take(while: Octet.isToken))
            guard !name.isEmpty, byte == Octet.equals else { return .malformed }
            position += 1
            guard let value = byte == Octet.quote ? quoted() : take(while: Octet.isToken) else { return .malformed }
            guard !value.isEmpty || bytes[position - 1] == Octet.quote else { return .malformed }
            skipBlanks()
            guard isAtEnd || byte == Octet.semicolon else { return .malformed }
            return .some(HeaderFields.Field(name, value))
        }

        /// A quoted string; nil if its end is missing.
        mutating func quoted() -> String? {
            var content: [UInt8] = []
            position += 1
            while let byte {
                position += 1
                if byte == Octet.quote { return String(decoding: content, as: UTF8.self) }
                guard byte == Octet.backslash else {
                    content.append(byte)
                    continue
                }
                guard let escaped = self.byte else { return nil }
                content.append(escaped)
                position += 1
            }
            return nil
        }
    }
}
