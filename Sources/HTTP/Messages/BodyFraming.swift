/// Where the body of a message ends (RFC 9112 §6.3).
///
/// This is where requests are smuggled: of two servers in a row, one reads another end than the other. So whatever
/// says it
/// twice, or in two ways, or oddly, is refused, also where the RFC would allow to guess.
enum BodyFraming: Sendable, Equatable {
    case length(Int)
    case chunked
    /// Up to the end of the connection, which only responses may use.
    case untilClose

    static func ofRequest(_ head: RequestHead) throws(HTTPViolation) -> Self {
        try declared(by: head.headers, version: head.version) ?? .length(0)
    }

    static func ofResponse(
        _ line: StatusLine,
        _ fields: HeaderFields,
        answersHead: Bool
    ) throws(HTTPViolation) -> Self {
        let declared = try declared(by: fields, version: line.version)
        if answersHead || ResponseHead.hasNoBody(line.status) {
            if declared == .chunked, !answersHead, line.status != 304 { throw .transferEncodingWithoutBody }
            return .length(0)
        }
        return declared ?? .untilClose
    }

    /// Nil if the header fields say nothing.
    private static func declared(by fields: HeaderFields, version: HTTPVersion) throws(HTTPViolation) -> Self? {
        let lengths = fields.values(of: "Content-Length")
        let codings = fields.values(of: "Transfer-Encoding")
        guard codings.isEmpty else {
            guard lengths.isEmpty else { throw .contentLengthWithTransferEncoding }
            guard version == .http11 else { throw .transferEncodingInHTTP10 }
            try checkCodings(codings.flatMap { TokenList.elements(of: $0) })
            return .chunked
        }
        guard lengths.count <= 1 else { throw .repeatedContentLength }
        return try lengths.first.map { (text) throws(HTTPViolation) in .length(try length(text)) }
    }

    /// Digits alone: no sign, no list, no blank. Eighteen of them fit into an `Int`.
    private static func length(_ text: String) throws(HTTPViolation) -> Int {
        guard text.utf8.count <= 18, text.utf8.allSatisfy({ Octet.isDigit($0) }), let length = Int(text) else {
            throw .malformedContentLength
        }
        return length
    }

    private static func checkCodings(_ codings: [String]) throws(HTTPViolation) {
        guard codings.allSatisfy({ Octet.isToken($0) }) else { throw .malformedTransferEncoding }
        let places = codings.indices.filter { Octet.isSame(codings[$0], "chunked") }
        guard places == [codings.count - 1] else { throw .chunkedNotLast }
        guard codings.count == 1 else { throw .unsupportedTransferCoding }
    }
}
