internal import HTTP

/// Puts a response's head together from the lines that curl gives: it has checked them, and keeps their ends.
struct TransferHead {
    /// Whether the head is whole; lines after it are trailers, which nobody asked for.
    private(set) var isTold = false
    private(set) var isTooLarge = false
    private var bytes = 0
    private var status: Int?
    private var fields = HeaderFields()

    /// The head, with its last line. Informational responses before it are passed over (RFC 9110 §15.2).
    mutating func add(_ line: UnsafeRawBufferPointer, bytesMax: Int) -> ResponseHead? {
        guard !isTold else { return nil }
        bytes += line.count
        guard bytes <= bytesMax else {
            isTooLarge = true
            return nil
        }
        let text = String(decoding: line.prefix { $0 != UInt8(ascii: "\r") && $0 != UInt8(ascii: "\n") }, as: UTF8.self)
        guard !text.isEmpty else { return end() }
        if let status = Self.status(of: text) {
            self.status = status
            fields = HeaderFields()
        } else if let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")) {
            let value = text[colon...].utf8.dropFirst().drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
            fields.add(String(text[..<colon]), String(Substring(value)).trimmingEnd)
        }
        return nil
    }

    private mutating func end() -> ResponseHead? {
        guard let status, status >= 200 else { return nil }
        isTold = true
        return ResponseHead(status: status, headers: fields)
    }

    private static func status(of line: String) -> Int? {
        guard line.utf8.starts(with: "HTTP/".utf8) else { return nil }
        let parts = line.utf8.split(separator: UInt8(ascii: " "), maxSplits: 2)
        return parts.count > 1 ? Int(Substring(parts[1])) : nil
    }
}

extension String {
    fileprivate var trimmingEnd: String {
        guard let last = utf8.lastIndex(where: { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") }) else {
            return ""
        }
        return String(self[...last])
    }
}
