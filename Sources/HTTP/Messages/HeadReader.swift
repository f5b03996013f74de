/// The first line of a message, by which requests and responses differ.
protocol StartLine: Sendable {
    /// What is said of a first line that is too long.
    static var tooLong: HTTPViolation { get }
    static func bytesMax(_ limits: HTTPLimits) -> Int

    init(parsing line: UnsafeRawBufferPointer) throws(HTTPViolation)
}

/// Reads the head of a message line by line, as its lines come.
struct HeadReader<Line: StartLine>: Sendable {
    private var line: Line?
    private var fields = FieldReader()
    private var bytes = 0
    private var hasSkippedLine = false

    /// Whether a part of a head was read; an empty line before it is none.
    var hasBegun: Bool { line != nil }

    /// Nil while the head has not come whole.
    mutating func read(
        from input: inout InputBuffer,
        _ limits: HTTPLimits
    ) throws(HTTPViolation) -> (line: Line, fields: HeaderFields)? {
        while true {
            guard let line else {
                guard try readStartLine(from: &input, limits) else { return nil }
                continue
            }
            guard let isEnd = try fields.readLine(from: &input, bytesMax: limits.headBytesMax - bytes, limits) else {
                return nil
            }
            if isEnd { return (line, fields.fields) }
        }
    }

    /// One empty line before a message is passed over: old clients end bodies with one (RFC 9112 §2.2).
    private mutating func readStartLine(
        from input: inout InputBuffer,
        _ limits: HTTPLimits
    ) throws(HTTPViolation) -> Bool {
        let bytesMax = min(Line.bytesMax(limits), limits.headBytesMax) - bytes
        let mayBeEmpty = !hasSkippedLine
        let before = input.count
        let read: Line?? = try input.readLine(bytesMax: bytesMax, tooLong: Line.tooLong) {
            (line) throws(HTTPViolation) in
            line.isEmpty && mayBeEmpty ? Line?.none : try Line(parsing: line)
        }
        guard let read else { return false }
        bytes += before - input.count
        line = read
        hasSkippedLine = true
        return true
    }
}

/// Reads header fields, or the trailers of a chunked body, up to the empty line.
struct FieldReader: Sendable, Equatable {
    private(set) var fields = HeaderFields()
    private var bytes = 0

    /// Reads one line. Whether it was the empty one; nil while it has not come whole.
    mutating func readLine(
        from input: inout InputBuffer,
        bytesMax: Int,
        tooLong: HTTPViolation = .headTooLong,
        _ limits: HTTPLimits
    ) throws(HTTPViolation) -> Bool? {
        let before = input.count
        let read: HeaderFields.Field?? = try input.readLine(bytesMax: bytesMax - bytes, tooLong: tooLong) {
            (line) throws(HTTPViolation) in
            line.isEmpty ? HeaderFields.Field?.none : try HeaderFields.Field(parsing: line)
        }
        guard let read else { return nil }
        bytes += before - input.count
        guard let field = read else { return true }
        guard fields.count < limits.headerCountMax else { throw .tooManyHeaders }
        fields.add(field.name, field.value)
        return false
    }
}

extension HeaderFields.Field {
    /// Reads one line, strictly: what two servers in a row could understand differently is refused (RFC 9112 §5.1,
    /// §5.2).
    init(parsing line: UnsafeRawBufferPointer) throws(HTTPViolation) {
        if let first = line.first, Octet.isBlank(first) { throw .foldedHeader }
        let nameEnd = line.firstIndex { !Octet.isToken($0) } ?? line.count
        guard nameEnd < line.count else { throw .missingColon }
        guard line[nameEnd] == Octet.colon else {
            throw Octet.isBlank(line[nameEnd]) ? .spaceBeforeColon : HTTPViolation(atFieldByte: line[nameEnd])
        }
        guard nameEnd > 0 else { throw .malformedHeaderName }
        let value = Octet.trimmed(line[(nameEnd + 1)...])
        for byte in value where !Octet.isFieldValue(byte) { throw HTTPViolation(atFieldByte: byte) }
        name = Octet.text(line[..<nameEnd])
        self.value = Octet.text(value)
    }
}

extension HTTPViolation {
    /// What is wrong with a byte that stands where a field has none such.
    fileprivate init(atFieldByte byte: UInt8) {
        switch byte {
        case Octet.carriageReturn: self = .bareCarriageReturn
        case 0..<0x20, 0x7F: self = .controlCharacter
        default: self = .malformedHeaderName
        }
    }
}
