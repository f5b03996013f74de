/// Reads `multipart/form-data` (RFC 7578, RFC 2046 §5.1), whole: the body is bounded before it comes here.
///
/// Parts may come in any order, with or without a type and a file name: the SDKs write them in one way, a browser's
/// `FormData` in another.
public struct MultipartForm: Sendable, Equatable {
    public struct Part: Sendable, Equatable {
        public let name: String
        public let fileName: String?
        /// Nil where the part says none: plain text then (RFC 7578 §4.4).
        public let type: MediaType?
        public let body: [UInt8]
    }

    public struct Limits: Sendable, Equatable {
        public var partsMax = 32
        public var partHeadBytesMax = 8 * 1024

        public init() {}
    }

    public enum Mistake: Error, Sendable, Equatable {
        /// The type is not `multipart/form-data`, or has no boundary that could be one.
        case notMultipartForm
        case boundaryNotFound
        case truncated
        case malformedPart
        case tooManyParts
        case partHeadTooLong
    }

    public let parts: [Part]

    /// The first part of a name.
    public func part(_ name: String) -> Part? { parts.first { $0.name == name } }

    public init(parsing body: [UInt8], type: MediaType, limits: Limits = Limits()) throws(Mistake) {
        guard type.essence == "multipart/form-data", let boundary = type["boundary"], Self.isBoundary(boundary) else {
            throw .notMultipartForm
        }
        parts = try body.span.withUnsafeBytes { (body) throws(Mistake) in
            var reader = MultipartReader(body: body, delimiter: Array("\r\n--\(boundary)".utf8), limits: limits)
            return try reader.parts()
        }
    }

    /// One to seventy characters of few kinds, the last no space (RFC 2046 §5.1.1).
    private static func isBoundary(_ text: String) -> Bool {
        let bytes = text.utf8
        return 1...70 ~= bytes.count && text.utf8.last != Octet.space
            && bytes.allSatisfy { Octet.isLetter($0) || Octet.isDigit($0) || "'()+_,-./:=? ".utf8.contains($0) }
    }
}

private struct MultipartReader {
    let body: UnsafeRawBufferPointer
    let delimiter: [UInt8]
    let limits: MultipartForm.Limits
    private var position = 0

    init(body: UnsafeRawBufferPointer, delimiter: [UInt8], limits: MultipartForm.Limits) {
        self.body = body
        self.delimiter = delimiter
        self.limits = limits
    }

    /// What stands before the first boundary and after the last is not part of the form.
    mutating func parts() throws(MultipartForm.Mistake) -> [MultipartForm.Part] {
        var parts: [MultipartForm.Part] = []
        if body.starts(with: delimiter.dropFirst(2)) {
            position = delimiter.count - 2
        } else {
            guard let start = nextDelimiter() else { throw .boundaryNotFound }
            position = start + delimiter.count
        }
        while try !isLastBoundary() {
            guard parts.count < limits.partsMax else { throw .tooManyParts }
            parts.append(try part())
        }
        return parts
    }

    /// Reads the rest of a boundary's line. Whether it was the last boundary.
    private mutating func isLastBoundary() throws(MultipartForm.Mistake) -> Bool {
        if body[position...].starts(with: "--".utf8) { return true }
        while position < body.count, Octet.isBlank(body[position]) { position += 1 }
        guard body.count - position >= 2 else { throw .truncated }
        guard body[position...].starts(with: "\r\n".utf8) else { throw .malformedPart }
        position += 2
        return false
    }

    /// Reads a part and the boundary after it, up to the rest of that line.
    private mutating func part() throws(MultipartForm.Mistake) -> MultipartForm.Part {
        let fields = try head()
        // The line's end before the boundary belongs to the boundary: an empty body has given it to the head.
        let start = position
        position -= 2
        guard let end = nextDelimiter() else { throw .truncated }
        position = end + delimiter.count
        guard let disposition = fields.only("Content-Disposition").flatMap(HeaderParameters.init(parsing:)),
            Octet.isSame(disposition.value, "form-data"), let name = disposition["name"]
        else { throw .malformedPart }
        var type: MediaType?
        if let text = fields["Content-Type"] {
            guard let read = MediaType(text) else { throw .malformedPart }
            type = read
        }
        let content = body[start..<max(start, end)]
        return MultipartForm.Part(name: name, fileName: disposition["filename"], type: type, body: Array(content))
    }

    private mutating func head() throws(MultipartForm.Mistake) -> HeaderFields {
        var fields = HeaderFields()
        let start = position
        while true {
            let limit = min(body.count, start + limits.partHeadBytesMax)
            guard let end = body[position..<max(position, limit)].firstIndex(of: Octet.lineFeed) else {
                throw limit == body.count ? .truncated : .partHeadTooLong
            }
            guard end > position, body[end - 1] == Octet.carriageReturn else { throw .malformedPart }
            let line = UnsafeRawBufferPointer(rebasing: body[position..<(end - 1)])
            position = end + 1
            guard !line.isEmpty else { return fields }
            do throws(HTTPViolation) {
                let field = try HeaderFields.Field(parsing: line)
                fields.add(field.name, field.value)
            } catch { throw .malformedPart }
        }
    }

    /// Where the next delimiter begins, from `position` on.
    private func nextDelimiter() -> Int? {
        var place = position
        while body.count - place >= delimiter.count {
            guard let start = body[place...].firstIndex(of: Octet.carriageReturn) else { return nil }
            if body[start...].starts(with: delimiter) { return start }
            place = start + 1
        }
        return nil
    }
}

extension MultipartForm.Mistake: CustomStringConvertible {
    public var description: String {
        switch self {
        case .notMultipartForm: "The body must be 'multipart/form-data' with a boundary of 1 to 70 characters."
        case .boundaryNotFound: "The boundary that the Content-Type names is not in the body."
        case .truncated: "The form ends without its last boundary."
        case .malformedPart: "A part of the form has no valid 'Content-Disposition: form-data' with a name."
        case .tooManyParts: "The form has too many parts."
        case .partHeadTooLong: "The header fields of a part of the form are too long."
        }
    }
}
