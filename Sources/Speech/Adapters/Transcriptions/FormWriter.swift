/// Writes `multipart/form-data` (RFC 7578).
///
/// What a user says is within, and could hold a boundary that he knows, and fields after it: so the boundary is one
/// that the content does not have. Nothing random is needed for that.
package struct FormWriter: Sendable, Equatable {
    private struct Part: Sendable, Equatable {
        var head: String
        var body: [UInt8]
    }

    private var parts: [Part] = []

    package init() {}

    package mutating func add(_ name: String, _ value: String) {
        parts.append(
            Part(head: "Content-Disposition: form-data; name=\"\(Self.quoted(name))\"", body: Array(value.utf8))
        )
    }

    package mutating func add(_ name: String, file: String, type: String, _ body: [UInt8]) {
        let disposition =
            "Content-Disposition: form-data; name=\"\(Self.quoted(name))\"; filename=\"\(Self.quoted(file))\""
        parts.append(Part(head: "\(disposition)\r\nContent-Type: \(type)", body: body))
    }

    /// The body, and the type that says how to read it.
    package func written() -> (body: [UInt8], type: String) {
        let boundary = boundary
        var body: [UInt8] = []
        body.reserveCapacity(parts.reduce(256) { $0 + $1.body.count + 256 })
        for part in parts {
            body += "--\(boundary)\r\n\(part.head)\r\n\r\n".utf8
            body += part.body
            body += "\r\n".utf8
        }
        body += "--\(boundary)--\r\n".utf8
        return (body, "multipart/form-data; boundary=\(boundary)")
    }

    /// In one pass: whoever speaks a million boundaries must not be searched for a million times.
    private var boundary: String {
        var taken: Set<Int> = []
        for part in parts { part.body.addNumbers(after: Self.prefix, to: &taken) }
        var number = 0
        while taken.contains(number) { number += 1 }
        let digits = String(number)
        return Self.prefix + String(repeating: "0", count: max(0, Self.digits - digits.count)) + digits
    }

    private static let prefix = "antiphon-form-"
    /// All of one length, so that none is the beginning of another.
    fileprivate static let digits = 8

    /// As browsers write them (WHATWG HTML §4.10.21.8).
    private static func quoted(_ name: String) -> String {
        String(
            name.unicodeScalars.flatMap { scalar -> [Character] in
                switch scalar {
                case "\"": Array("%22")
                case "\r": Array("%0D")
                case "\n": Array("%0A")
                default: [Character(scalar)]
                }
            }
        )
    }
}

extension [UInt8] {
    /// Adds the numbers that stand after a text.
    fileprivate func addNumbers(after text: String, to numbers: inout Set<Int>) {
        let wanted = Array(text.utf8)
        guard let first = wanted.first else { return }
        span.withUnsafeBytes { bytes in
            var rest = bytes[...]
            while let start = rest.firstIndex(of: first) {
                rest = rest[start...]
                if rest.starts(with: wanted) {
                    let digits = rest.dropFirst(wanted.count).prefix(FormWriter.digits)
                    if let number = Int(String(decoding: digits, as: UTF8.self)) { numbers.insert(number) }
                }
                rest = rest.dropFirst()
            }
        }
    }
}
