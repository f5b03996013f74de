extension JSON {
    /// Reads one JSON text, strictly after RFC 8259: what is doubtful there (names that come twice, lone surrogates) is
    /// refused, as two readers would understand it differently.
    public init(parsing bytes: UnsafeRawBufferPointer, limits: JSONLimits = JSONLimits()) throws(JSONError) {
        var parser = JSONParser(bytes, limits: limits)
        self = try parser.parse()
    }

    public init(parsing bytes: [UInt8], limits: JSONLimits = JSONLimits()) throws(JSONError) {
        self = try bytes.span.withUnsafeBytes { (bytes) throws(JSONError) in try JSON(parsing: bytes, limits: limits) }
    }

    public init(parsing text: String, limits: JSONLimits = JSONLimits()) throws(JSONError) {
        self = try text.utf8.span.withUnsafeBytes { (bytes) throws(JSONError) in
            try JSON(parsing: bytes, limits: limits)
        }
    }
}

/// Reads one value from bytes that it does not own.
///
/// Every byte is read through `next`, which knows where the text ends. The recursion is as deep as `limits.depth`.
struct JSONParser {
    let bytes: UnsafeRawBufferPointer
    let limits: JSONLimits
    var position = 0
    private var values = 0

    init(_ bytes: UnsafeRawBufferPointer, limits: JSONLimits) {
        self.bytes = bytes
        self.limits = limits
    }

    /// The whole text: one value, and nothing after it.
    mutating func parse() throws(JSONError) -> JSON {
        guard bytes.count <= limits.bytes else { throw JSONError(.tooLong(limit: limits.bytes), at: limits.bytes) }
        skipWhiteSpace()
        guard position < bytes.count else { throw JSONError(.empty, at: position) }
        let value = try value(depth: 0)
        skipWhiteSpace()
        guard position == bytes.count else { throw JSONError(.trailingBytes, at: position) }
        return value
    }

    private mutating func value(depth: Int) throws(JSONError) -> JSON {
        values += 1
        guard values <= limits.values else { throw JSONError(.tooManyValues(limit: limits.values), at: position) }
        let byte = try required()
        switch byte {
        case ASCII.quote: return .string(try string())
        case ASCII.openBrace: return .object(try object(depth: depth + 1))
        case ASCII.openBracket: return .array(try array(depth: depth + 1))
        case ASCII.minus, ASCII.zero...ASCII.nine: return .number(try number())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: throw unexpected(byte, expected: "a value")
        }
    }

    private mutating func object(depth: Int) throws(JSONError) -> JSONObject {
        try enter(depth)
        guard try required() != ASCII.closeBrace else {
            position += 1
            return JSONObject()
        }
        var members: [JSONObject.Member] = []
        var names = DistinctNames<ExactName>()
        repeat {
            skipWhiteSpace()
            let start = position
            let name = try name()
            guard names.isNew(ExactName(name), after: members.lazy.map { ExactName($0.name) }) else {
                throw JSONError.duplicateName(name, at: start)
            }
            members.append(JSONObject.Member(name, try value(depth: depth)))
        } while try another(closing: ASCII.closeBrace, expected: "',' or '}'")
        return JSONObject(uniqueMembers: members)
    }

    private mutating func array(depth: Int) throws(JSONError) -> [JSON] {
        try enter(depth)
        guard try required() != ASCII.closeBracket else {
            position += 1
            return []
        }
        var elements: [JSON] = []
        repeat {
            skipWhiteSpace()
            elements.append(try value(depth: depth))
        } while try another(closing: ASCII.closeBracket, expected: "',' or ']'")
        return elements
    }

    /// Passes the opening bracket and the white space after it.
    private mutating func enter(_ depth: Int) throws(JSONError) {
        guard depth <= limits.depth else { throw JSONError(.tooDeep(limit: limits.depth), at: position) }
        position += 1
        skipWhiteSpace()
    }

    /// Passes the comma after an element, or the closing bracket: whether there is another element.
    private mutating func another(closing bracket: UInt8, expected: StaticString) throws(JSONError) -> Bool {
        skipWhiteSpace()
        let byte = try required()
        guard byte == ASCII.comma || byte == bracket else { throw unexpected(byte, expected: expected.description) }
        position += 1
        return byte == ASCII.comma
    }

    /// Passes a member's name, the colon, and the white space after it.
    private mutating func name() throws(JSONError) -> String {
        let byte = try required()
        guard byte == ASCII.quote else { throw unexpected(byte, expected: "a name in quotation marks") }
        let name = try string()
        skipWhiteSpace()
        let separator = try required()
        guard separator == ASCII.colon else { throw unexpected(separator, expected: "':'") }
        position += 1
        skipWhiteSpace()
        return name
    }

    private mutating func word(_ word: StaticString, _ value: JSON) throws(JSONError) -> JSON {
        for index in 0..<word.utf8CodeUnitCount {
            let byte = try required()
            guard byte == word.utf8Start[index] else { throw unexpected(byte, expected: word.description) }
            position += 1
        }
        return value
    }
}

extension JSONParser {
    /// The byte at the position; nil at the end of the text.
    var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    /// The byte at the position, where the text must not end.
    func required() throws(JSONError) -> UInt8 {
        guard let next else { throw JSONError(.truncated, at: bytes.count) }
        return next
    }

    func unexpected(_ byte: UInt8, expected: String) -> JSONError {
        JSONError(.unexpectedByte(byte, expected: expected), at: position)
    }

    mutating func skipWhiteSpace() {
        while let byte = next, byte <= ASCII.space {
            guard
                byte == ASCII.space || byte == ASCII.newline || byte == ASCII.carriageReturn || byte == ASCII.tab
            else { return }
            position += 1
        }
    }
}
