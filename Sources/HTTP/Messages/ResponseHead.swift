/// The head of a response. What says where the body ends is the machine's: a writer refuses those fields here.
public struct ResponseHead: Sendable, Equatable {
    public var status: Int
    /// Of no meaning (RFC 9112 §4). Nil: the one that the status usually has.
    public var reason: String?
    public var headers: HeaderFields

    public init(status: Int, reason: String? = nil, headers: HeaderFields = HeaderFields()) {
        self.status = status
        self.reason = reason
        self.headers = headers
    }

    /// Whether responses of a status have no body, whatever their headers say (RFC 9112 §6.3).
    static func hasNoBody(_ status: Int) -> Bool { status < 200 || status == 204 || status == 304 }
}

/// The first line of a response.
struct StatusLine: StartLine {
    let version: HTTPVersion
    let status: Int
    let reason: String

    static let tooLong = HTTPViolation.headTooLong
    static func bytesMax(_ limits: HTTPLimits) -> Int { limits.headBytesMax }

    /// The space after the status may be missing where there is no reason: many servers leave it out.
    init(parsing line: UnsafeRawBufferPointer) throws(HTTPViolation) {
        if line.contains(Octet.carriageReturn) { throw .bareCarriageReturn }
        let parts = line.split(separator: Octet.space, maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count >= 2 else { throw .malformedStatusLine }
        version = try HTTPVersion(parsing: parts[0], in: .malformedStatusLine)
        guard parts[1].count == 3, parts[1].allSatisfy({ Octet.isDigit($0) }),
            let status = Int(Octet.text(parts[1])), status >= 100
        else { throw .malformedStatusLine }
        let reason = parts.count > 2 ? parts[2] : line[line.count...]
        guard reason.allSatisfy({ Octet.isFieldValue($0) }) else { throw .controlCharacter }
        self.status = status
        self.reason = Octet.text(reason)
    }
}

extension ResponseHead {
    /// What is written after a status for the eyes of people (RFC 9110 §15).
    static func usualReason(of status: Int) -> String {
        switch status {
        case 100: "Continue"
        case 101: "Switching Protocols"
        case 200: "OK"
        case 201: "Created"
        case 202: "Accepted"
        case 204: "No Content"
        case 304: "Not Modified"
        case 400: "Bad Request"
        case 401: "Unauthorized"
        case 403: "Forbidden"
        case 404: "Not Found"
        case 405: "Method Not Allowed"
        case 408: "Request Timeout"
        case 409: "Conflict"
        case 411: "Length Required"
        case 413: "Content Too Large"
        case 414: "URI Too Long"
        case 415: "Unsupported Media Type"
        case 417: "Expectation Failed"
        case 422: "Unprocessable Content"
        case 426: "Upgrade Required"
        case 429: "Too Many Requests"
        case 431: "Request Header Fields Too Large"
        case 500: "Internal Server Error"
        case 501: "Not Implemented"
        case 502: "Bad Gateway"
        case 503: "Service Unavailable"
        case 504: "Gateway Timeout"
        case 505: "HTTP Version Not Supported"
        default: ""
        }
    }
}
