extension JSONParser {
    /// Passes a number (RFC 8259 §6) and keeps its text: what it is as a double is nobody's concern yet.
    mutating func number() throws(JSONError) -> JSONNumber {
        let start = position
        if next == ASCII.minus { position += 1 }
        try integerPart()
        if next == ASCII.dot {
            position += 1
            try digits()
        }
        if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
            position += 1
            if next == ASCII.plus || next == ASCII.minus { position += 1 }
            try digits()
        }
        guard position - start <= limits.numberLength else {
            throw JSONError(.numberTooLong(limit: limits.numberLength), at: start)
        }
        return JSONNumber(unchecked: String(decoding: bytes[start..<position], as: UTF8.self))
    }

    /// One zero alone, or digits that do not begin with one.
    private mutating func integerPart() throws(JSONError) {
        let first = next
        try digits(atMost: first == ASCII.zero ? 1 : .max)
        if first == ASCII.zero, let next, ASCII.isDigit(next) { throw JSONError(.badNumber, at: position) }
    }

    private mutating func digits(atMost limit: Int = .max) throws(JSONError) {
        guard ASCII.isDigit(try required()) else { throw JSONError(.badNumber, at: position) }
        var count = 0
        while count < limit, let byte = next, ASCII.isDigit(byte) {
            position += 1
            count += 1
        }
    }
}
