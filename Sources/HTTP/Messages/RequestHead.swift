/// The head of a request that came, checked.
public struct RequestHead: Sendable, Equatable {
    public let method: String
    /// The path and query as they were sent, without the host of an absolute form; or `*`.
    public let target: String
    /// The target, decoded. Nil for `*`, which asks for the server and not for a resource.
    public let url: URLTarget?
    /// The host that is meant, with its port if it was named. Nil only in HTTP/1.0.
    public let authority: String?
    public let version: HTTPVersion
    public let headers: HeaderFields

    init(_ line: RequestLine, _ fields: HeaderFields) throws(HTTPViolation) {
        guard line.method != "CONNECT" else { throw .unsupportedMethod }
        let host = try Self.host(of: fields, version: line.version)
        let (target, authority) = try Self.resource(of: line)
        if let host, let authority, !Octet.isSame(host, authority) { throw .hostDiffersFromTarget }
        method = line.method
        version = line.version
        headers = fields
        self.target = target
        self.authority = authority ?? host
        do throws(URLTarget.Mistake) {
            url = target == "*" ? nil : try URLTarget(parsing: target)
        } catch { throw .malformedTarget }
    }

    /// Exactly one Host in HTTP/1.1 (RFC 9112 §3.2).
    private static func host(of fields: HeaderFields, version: HTTPVersion) throws(HTTPViolation) -> String? {
        let hosts = fields.values(of: "Host")
        guard hosts.count <= 1 else { throw .repeatedHost }
        guard let host = hosts.first else {
            if version == .http11 { throw .missingHost }
            return nil
        }
        guard isAuthority(host) else { throw .malformedHost }
        return host
    }

    /// The target in origin form, and the host that an absolute form names (RFC 9112 §3.2.1 to §3.2.4).
    private static func resource(of line: RequestLine) throws(HTTPViolation) -> (target: String, authority: String?) {
        if line.target.utf8.first == Octet.slash { return (line.target, nil) }
        if line.target == "*", line.method == "OPTIONS" { return (line.target, nil) }
        guard let scheme = ["http://", "https://"].first(where: { hasPrefix(line.target, $0) }) else {
            throw .malformedTarget
        }
        let rest = line.target.utf8.dropFirst(scheme.utf8.count)
        let end = rest.firstIndex { $0 == Octet.slash || $0 == UInt8(ascii: "?") } ?? rest.endIndex
        let authority = String(Substring(rest[..<end]))
        guard !authority.isEmpty, isAuthority(authority) else { throw .malformedTarget }
        let path = String(Substring(rest[end...]))
        return (path.utf8.first == Octet.slash ? path : "/" + path, authority)
    }

    private static func hasPrefix(_ text: String, _ prefix: String) -> Bool {
        Octet.isSame(String(Substring(text.utf8.prefix(prefix.utf8.count))), prefix)
    }

    /// A host with an optional port, and without user and password (RFC 3986 §3.2.2). Whether the host exists is not
    /// asked here; that it cannot be taken for a path or for two hosts is.
    private static func isAuthority(_ text: String) -> Bool {
        let bytes = text.utf8
        let host = bytes.first == UInt8(ascii: "[") ? bytes.drop { $0 != UInt8(ascii: "]") } : bytes[...]
        if bytes.first == UInt8(ascii: "["), host.isEmpty { return false }
        guard let colon = host.firstIndex(of: Octet.colon) else { return bytes.allSatisfy(isHostByte) }
        return bytes[..<colon].allSatisfy { isHostByte($0) || $0 == Octet.colon }
            && bytes[bytes.index(after: colon)...].allSatisfy(Octet.isDigit)
    }

    private static func isHostByte(_ byte: UInt8) -> Bool {
        Octet.isLetter(byte) || Octet.isDigit(byte) || "-._~%!$&'()*+;=[]:".utf8.contains(byte)
    }
}

extension RequestHead {
    /// Whether the client waits for `100 Continue` before it sends the body (RFC 9110 §10.1.1).
    public var expectsContinue: Bool { version == .http11 && headers.contains("Expect") }

    /// Whether the client wants the connection to go on after the answer (RFC 9112 §9.3).
    public var keepsAlive: Bool {
        switch version {
        case .http11: !headers.list("Connection", contains: "close")
        case .http10: headers.list("Connection", contains: "keep-alive")
        }
    }
}

/// The first line of a request.
struct RequestLine: StartLine {
    let method: String
    let target: String
    let version: HTTPVersion

    static let tooLong = HTTPViolation.requestLineTooLong
    static func bytesMax(_ limits: HTTPLimits) -> Int { limits.requestLineBytesMax }

    /// Two spaces, exactly, as they are what tells the parts from each other (RFC 9112 §3).
    init(parsing line: UnsafeRawBufferPointer) throws(HTTPViolation) {
        if line.contains(Octet.carriageReturn) { throw .bareCarriageReturn }
        let parts = line.split(separator: Octet.space, omittingEmptySubsequences: false)
        guard parts.count == 3, !parts[0].isEmpty, parts[0].allSatisfy({ Octet.isToken($0) }),
            !parts[1].isEmpty, parts[1].allSatisfy({ Octet.isVisible($0) })
        else { throw .malformedRequestLine }
        version = try HTTPVersion(parsing: parts[2], in: .malformedRequestLine)
        method = Octet.text(parts[0])
        target = Octet.text(parts[1])
    }
}
