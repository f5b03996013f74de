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

    private var boundary: String {
        // Each number that the content has is one that is not taken, and there are finitely many of them.
        var number = 0
        while parts.contains(where: { $0.body.contains(Self.boundary(number)) }) { number += 1 }
        return Self.boundary(number)
    }

    private static func boundary(_ number: Int) -> String { "antiphon-form-\(number)" }

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
    /// Whether a text is somewhere in it.
    fileprivate func contains(_ text: String) -> Bool {
        let wanted = Array(text.utf8)
        guard let first = wanted.first else { return true }
        return span.withUnsafeBytes { bytes in
            var rest = bytes[...]
            while let start = rest.firstIndex(of: first) {
                rest = rest[start...]
                if rest.starts(with: wanted) { return true }
                rest = rest.dropFirst()
            }
            return false
        }
    }
}
