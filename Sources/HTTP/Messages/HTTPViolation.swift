/// What was wrong with the peer's bytes: the catalogue of refusals. Each has the status that a server answers with
/// and a
/// sentence for the peer; after each the connection ends, as nobody knows where the next message would begin.
public enum HTTPViolation: Error, Sendable, Equatable, CaseIterable {
    // Lines.
    case requestLineTooLong, malformedRequestLine, malformedStatusLine, unsupportedVersion
    case bareLineFeed, bareCarriageReturn, controlCharacter
    // Header fields.
    case headTooLong, tooManyHeaders, foldedHeader, spaceBeforeColon, malformedHeaderName, missingColon
    // What the request is for.
    case missingHost, repeatedHost, malformedHost, hostDiffersFromTarget, malformedTarget, unsupportedMethod
    case unsupportedExpectation
    // Where the body ends.
    case malformedContentLength, repeatedContentLength, contentLengthWithTransferEncoding
    case malformedTransferEncoding, chunkedNotLast, unsupportedTransferCoding, transferEncodingInHTTP10
    case transferEncodingWithoutBody
    // The body.
    case bodyTooLong, malformedChunkSize, chunkLineTooLong, chunkExtensionsTooLong, malformedChunkEnd, trailersTooLong
    // The connection.
    case truncated, unexpectedBytes, unexpectedUpgrade, tooManyInformational
}

extension HTTPViolation {
    /// The status of the answer. What a client finds wrong with a response has one too: a gateway's.
    public var status: Int {
        switch self {
        case .requestLineTooLong: 414
        case .headTooLong, .tooManyHeaders, .trailersTooLong: 431
        case .bodyTooLong: 413
        case .unsupportedExpectation: 417
        case .unsupportedVersion: 505
        case .unsupportedMethod, .unsupportedTransferCoding: 501
        case .malformedStatusLine, .unexpectedBytes, .unexpectedUpgrade, .tooManyInformational: 502
        case .transferEncodingWithoutBody: 502
        case .malformedRequestLine, .bareLineFeed, .bareCarriageReturn, .controlCharacter: 400
        case .foldedHeader, .spaceBeforeColon, .malformedHeaderName, .missingColon: 400
        case .missingHost, .repeatedHost, .malformedHost, .hostDiffersFromTarget, .malformedTarget: 400
        case .malformedContentLength, .repeatedContentLength, .contentLengthWithTransferEncoding: 400
        case .malformedTransferEncoding, .chunkedNotLast, .transferEncodingInHTTP10: 400
        case .malformedChunkSize, .chunkLineTooLong, .chunkExtensionsTooLong, .malformedChunkEnd, .truncated: 400
        }
    }
}

extension HTTPViolation: CustomStringConvertible {
    public var description: String {
        switch self {
        case .requestLineTooLong: "The request line is too long."
        case .malformedRequestLine: "The request line must be a method, a target and a version, with one space between."
        case .malformedStatusLine: "The status line must be a version, a status of three digits and a reason."
        case .unsupportedVersion: "Only HTTP/1.1 and HTTP/1.0 are spoken here."
        case .bareLineFeed: "A line of the message ends with LF alone; it must end with CR LF."
        case .bareCarriageReturn: "The message has a CR that is not followed by LF."
        case .controlCharacter: "A header field holds a control character."
        case .headTooLong: "The header fields are too long."
        case .tooManyHeaders: "The message has too many header fields."
        case .foldedHeader: "A header field goes on in the next line, which is obsolete and refused."
        case .spaceBeforeColon: "A header field has a space between its name and the colon."
        case .malformedHeaderName: "A header field's name is empty or has a character that names must not have."
        case .missingColon: "A header field has no colon."
        case .missingHost: "An HTTP/1.1 request must have a Host header."
        case .repeatedHost: "The request has more than one Host header."
        case .malformedHost: "The Host header is not a host with an optional port."
        case .hostDiffersFromTarget: "The Host header names another host than the request line."
        case .malformedTarget: "The request's target is not a valid path and query."
        case .unsupportedMethod: "This method is not supported."
        case .unsupportedExpectation: "Only the expectation 100-continue is supported."
        case .malformedContentLength: "The Content-Length is not a decimal number that this server can count to."
        case .repeatedContentLength: "The message has more than one Content-Length."
        case .contentLengthWithTransferEncoding: "The message has both Content-Length and Transfer-Encoding."
        case .malformedTransferEncoding: "The Transfer-Encoding is not a list of codings."
        case .chunkedNotLast: "The last and only the last transfer coding must be chunked."
        case .unsupportedTransferCoding: "Only the transfer coding chunked is supported."
        case .transferEncodingInHTTP10: "HTTP/1.0 has no Transfer-Encoding."
        case .transferEncodingWithoutBody: "A response that has no body must not have a Transfer-Encoding."
        case .bodyTooLong: "The body is too long."
        case .malformedChunkSize: "A chunk's size is not a hexadecimal number that this server can count to."
        case .chunkLineTooLong: "The line before a chunk is too long."
        case .chunkExtensionsTooLong: "The chunks' extensions are too long."
        case .malformedChunkEnd: "A chunk does not end where its size says."
        case .trailersTooLong: "The trailers after the body are too long."
        case .truncated: "The connection ended within a message."
        case .unexpectedBytes: "Bytes came where no response was awaited."
        case .unexpectedUpgrade: "The server changed the protocol without having been asked."
        case .tooManyInformational: "Too many informational responses came before the final one."
        }
    }
}
