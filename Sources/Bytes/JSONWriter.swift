extension JSON {
    /// Appends the value as compact JSON: members in their order, numbers as they were written, in strings only the
    /// escapes that JSON demands. Compact text that was parsed comes back byte for byte, but for needless escapes.
    public func write(to bytes: inout [UInt8]) {
        switch self {
        case .null: bytes.append(contentsOf: "null".utf8)
        case .bool(let value): bytes.append(contentsOf: (value ? "true" : "false").utf8)
        case .number(let number): bytes.append(contentsOf: number.text.utf8)
        case .string(let text): JSON.write(quoted: text, to: &bytes)
        case .array(let elements): JSON.write(elements, to: &bytes)
        case .object(let object): object.write(to: &bytes)
        }
    }

    public var bytes: [UInt8] {
        var bytes: [UInt8] = []
        write(to: &bytes)
        return bytes
    }

    public var text: String { String(decoding: bytes, as: UTF8.self) }

    private static func write(_ elements: [JSON], to bytes: inout [UInt8]) {
        bytes.append(ASCII.openBracket)
        for (index, element) in elements.enumerated() {
            if index > 0 { bytes.append(ASCII.comma) }
            element.write(to: &bytes)
        }
        bytes.append(ASCII.closeBracket)
    }
}

extension JSONObject {
    /// Appends the object as `JSON.object` would.
    public func write(to bytes: inout [UInt8]) {
        bytes.append(ASCII.openBrace)
        for (index, member) in members.enumerated() {
            if index > 0 { bytes.append(ASCII.comma) }
            JSON.write(quoted: member.name, to: &bytes)
            bytes.append(ASCII.colon)
            member.value.write(to: &bytes)
        }
        bytes.append(ASCII.closeBrace)
    }
}

extension JSON {
    /// Appends a text as a JSON string, for a writer of events that makes no JSON value.
    public static func write(quoted text: String, to bytes: inout [UInt8]) {
        bytes.append(ASCII.quote)
        text.utf8.span.withUnsafeBytes { text in
            var start = 0
            while true {
                let end = endOfPlainText(text, from: start)
                bytes.append(contentsOf: text[start..<end])
                guard end < text.count else { break }
                writeEscape(of: text[end], to: &bytes)
                start = end + 1
            }
        }
        bytes.append(ASCII.quote)
    }

    /// How many bytes `write(quoted:to:)` appends: for a writer that reserves exactly.
    public static func quotedCount(of text: String) -> Int {
        text.utf8.span.withUnsafeBytes { text in
            let plain = endOfPlainText(text, from: 0)
            return text[plain...].reduce(plain + 2) { $0 + escapedCount(of: $1) }
        }
    }

    private static func escapedCount(of byte: UInt8) -> Int {
        if byte == ASCII.quote || byte == ASCII.backslash || shortEscape(of: byte) != nil { return 2 }
        return byte < 0x20 ? 6 : 1
    }

    private static func writeEscape(of byte: UInt8, to bytes: inout [UInt8]) {
        bytes.append(ASCII.backslash)
        if byte == ASCII.quote || byte == ASCII.backslash {
            bytes.append(byte)
        } else if let letter = shortEscape(of: byte) {
            bytes.append(letter)
        } else {
            bytes.append(contentsOf: byte < 0x10 ? "u000".utf8 : "u001".utf8)
            bytes.append(contentsOf: String(byte & 0xF, radix: 16).utf8)
        }
    }

    private static func shortEscape(of byte: UInt8) -> UInt8? {
        switch byte {
        case ASCII.backspace: UInt8(ascii: "b")
        case ASCII.tab: UInt8(ascii: "t")
        case ASCII.newline: UInt8(ascii: "n")
        case ASCII.formFeed: UInt8(ascii: "f")
        case ASCII.carriageReturn: UInt8(ascii: "r")
        default: nil
        }
    }
}
