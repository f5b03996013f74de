extension JSONParser {
    /// Passes a string and its quotation marks (RFC 8259 §7).
    mutating func string() throws(JSONError) -> String {
        let start = position + 1
        position = endOfPlainText(bytes, from: start)
        guard try required() == ASCII.quote else { return try stringWithEscapes(from: start) }
        defer { position += 1 }
        return try validated(start..<position)
    }

    private func validated(_ range: Range<Int>) throws(JSONError) -> String {
        if let text = String(validating: bytes[range], as: UTF8.self) { return text }
        throw JSONError(.invalidUTF8, at: range.lowerBound + firstInvalidByte(of: range))
    }

    /// The string that began at `start`, from the first byte that is not plain text.
    private mutating func stringWithEscapes(from start: Int) throws(JSONError) -> String {
        var text = Array(bytes[start..<position])
        while true {
            let byte = try required()
            switch byte {
            case ASCII.quote:
                defer { position += 1 }
                guard let string = String(validating: text, as: UTF8.self) else {
                    throw JSONError(.invalidUTF8, at: start + firstInvalidByte(of: start..<position))
                }
                return string
            case ASCII.backslash:
                try escape(to: &text)
            default:
                throw JSONError(.controlCharacter(byte), at: position)
            }
            let plainStart = position
            position = endOfPlainText(bytes, from: position)
            text.append(contentsOf: bytes[plainStart..<position])
        }
    }

    /// Escapes are ASCII and stand for whole characters, so the bytes as written are valid UTF-8 where the text is.
    private func firstInvalidByte(of range: Range<Int>) -> Int {
        UnsafeRawBufferPointer(rebasing: bytes[range]).withMemoryRebound(to: UInt8.self) { bytes in
            do throws(UTF8.ValidationError) {
                _ = try UTF8Span(validating: bytes.span)
                return 0
            } catch {
                return error.byteOffsets.lowerBound
            }
        }
    }

    /// Passes a backslash and what belongs to it.
    private mutating func escape(to text: inout [UInt8]) throws(JSONError) {
        let start = position
        position += 1
        let letter = try required()
        position += 1
        switch letter {
        case ASCII.quote, ASCII.backslash, ASCII.slash: text.append(letter)
        case UInt8(ascii: "b"): text.append(ASCII.backspace)
        case UInt8(ascii: "f"): text.append(ASCII.formFeed)
        case UInt8(ascii: "n"): text.append(ASCII.newline)
        case UInt8(ascii: "r"): text.append(ASCII.carriageReturn)
        case UInt8(ascii: "t"): text.append(ASCII.tab)
        case UInt8(ascii: "u"): text.append(contentsOf: try escapedScalar(escapeStart: start).utf8)
        default: throw JSONError(.badEscape, at: start)
        }
    }

    /// The character of a `\u` escape, or of two that are a surrogate pair. The position is after the `u`.
    private mutating func escapedScalar(escapeStart: Int) throws(JSONError) -> Unicode.Scalar {
        let unit = try hexDigits(escapeStart: escapeStart)
        if let scalar = Unicode.Scalar(unit) { return scalar }
        let secondStart = position
        guard unit < 0xDC00, try passes(ASCII.backslash), try passes(UInt8(ascii: "u")) else {
            throw JSONError(.loneSurrogate, at: escapeStart)
        }
        let second = try hexDigits(escapeStart: secondStart)
        guard
            0xDC00...0xDFFF ~= second,
            let scalar = Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (second - 0xDC00))
        else { throw JSONError(.loneSurrogate, at: escapeStart) }
        return scalar
    }

    private mutating func passes(_ byte: UInt8) throws(JSONError) -> Bool {
        guard try required() == byte else { return false }
        position += 1
        return true
    }

    private mutating func hexDigits(escapeStart: Int) throws(JSONError) -> UInt32 {
        var unit: UInt32 = 0
        for _ in 0..<4 {
            guard let digit = ASCII.hexDigitValue(try required()) else { throw JSONError(.badEscape, at: escapeStart) }
            unit = unit << 4 | digit
            position += 1
        }
        return unit
    }
}
