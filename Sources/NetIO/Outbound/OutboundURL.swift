/// A URL that others made, taken apart so that nobody reads it otherwise.
///
/// What programs disagree about is refused: users, blanks, backslashes, other letters than ASCII's, numbers that are an
/// address to some and a name to others. What is left is written anew, and the writing is what is used.
package struct OutboundURL: Sendable, Equatable {
    let isSecure: Bool
    /// In lower case, without brackets and without the dot that may end a name.
    package let host: String
    /// The host, if it is an address.
    let address: IPAddress?
    package let port: UInt16
    /// Path and query, without the fragment.
    private let target: String

    package init(parsing text: String) throws(OutboundRefusal) {
        guard text.utf8.count <= 8_192, text.utf8.allSatisfy({ 0x21...0x7E ~= $0 && $0 != UInt8(ascii: "\\") }),
            let end = text.firstRange(of: "://")
        else { throw .notAURL }
        switch text[..<end.lowerBound].lowercased() {
        case "https": isSecure = true
        case "http": isSecure = false
        case let other where 1...16 ~= other.utf8.count && other.utf8.allSatisfy(Self.isInName): throw .scheme(other)
        default: throw .notAURL
        }
        let rest = text[end.upperBound...]
        let authority = rest.prefix { !"/?#".contains($0) }
        guard !authority.contains("@") else { throw .userInfo }
        let (host, port) = try Self.divide(authority)
        self.port = port ?? (isSecure ? 443 : 80)
        (self.host, address) = try Self.read(host)
        let target = rest[authority.endIndex...].prefix { $0 != "#" }
        self.target = target.hasPrefix("/") ? String(target) : "/" + target
    }

    /// As it is asked for.
    package var text: String {
        let shown = host.contains(":") ? "[\(host)]" : host
        let suffix = port == (isSecure ? 443 : 80) ? "" : ":\(port)"
        return "\(isSecure ? "https" : "http")://\(shown)\(suffix)\(target)"
    }

    private static func divide(_ authority: Substring) throws(OutboundRefusal) -> (Substring, UInt16?) {
        guard let colon = authority.lastIndex(of: ":"), !authority[colon...].contains("]") else {
            return (authority, nil)
        }
        let digits = authority[colon...].dropFirst()
        guard (1...5).contains(digits.utf8.count), digits.utf8.allSatisfy({ 0x30...0x39 ~= $0 }),
            let port = UInt16(digits), port > 0
        else { throw .notAURL }
        return (authority[..<colon], port)
    }

    private static func read(_ host: Substring) throws(OutboundRefusal) -> (String, IPAddress?) {
        if host.hasPrefix("["), host.hasSuffix("]") {
            let inside = host.dropFirst().dropLast()
            guard inside.contains(":"), !inside.contains("%"), let address = IPAddress(String(inside)) else {
                throw .hostSpelling
            }
            return (address.description, address)
        }
        let name = (host.hasSuffix(".") ? host.dropLast() : host).lowercased()
        guard isName(name) else { throw .hostSpelling }
        guard endsInANumber(name) else { return (name, nil) }
        // 127.1, 0x7f.1 and 2130706433 are addresses to some. `inet_pton` takes four plain decimal numbers alone.
        guard let address = IPAddress(name) else { throw .hostSpelling }
        return (address.description, address)
    }

    /// Letters, digits, `-` and `_`, in labels of 63 at most (RFC 1035 §2.3.4).
    static func isName(_ text: String) -> Bool {
        let labels = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return text.utf8.count <= 253
            && labels.allSatisfy { 1...63 ~= $0.count && $0.allSatisfy(isInName) }
    }

    private static func isInName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), 0x30...0x39, UInt8(ascii: "-"), UInt8(ascii: "_"): true
        default: false
        }
    }

    /// No top-level domain is a number, so that a name whose last label is one is read as an address (WHATWG URL §3.5).
    static func endsInANumber(_ name: String) -> Bool {
        guard let last = name.utf8.split(separator: UInt8(ascii: ".")).last else { return false }
        return last.allSatisfy { 0x30...0x39 ~= $0 } || last.starts(with: "0x".utf8)
    }
}
