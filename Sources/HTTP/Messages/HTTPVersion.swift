public enum HTTPVersion: String, Sendable {
    case http10 = "HTTP/1.0"
    case http11 = "HTTP/1.1"

    /// The version of a message's first line: `HTTP/` and two digits with a dot between (RFC 9112 §2.3).
    init(parsing bytes: Slice<UnsafeRawBufferPointer>, in line: HTTPViolation) throws(HTTPViolation) {
        let digits = bytes.dropFirst(5)
        guard bytes.starts(with: "HTTP/".utf8), digits.count == 3, let major = digits.first, let minor = digits.last,
            Octet.isDigit(major), Octet.isDigit(minor), digits.dropFirst().first == UInt8(ascii: ".")
        else { throw line }
        switch (major, minor) {
        case (UInt8(ascii: "1"), UInt8(ascii: "0")): self = .http10
        case (UInt8(ascii: "1"), UInt8(ascii: "1")): self = .http11
        default: throw .unsupportedVersion
        }
    }
}
