public import Bytes

extension YAMLNode {
    /// The same value as JSON, by the core schema of YAML 1.2: a plain `true`, `null` or `12` is meant as such,
    /// whatever is quoted is a string, and so is `yes`. What JSON has no number for (`.inf`, `.nan`) stays a string.
    public var json: JSON {
        switch value {
        case .scalar(let text, isPlain: false): .string(text)
        case .scalar(let text, isPlain: true): Self.json(ofPlain: text)
        case .sequence(let elements): .array(elements.map(\.json))
        // A key that comes twice was refused when the document was read.
        case .mapping(let entries):
            .object(JSONObject(uniqueMembers: entries.map { JSONObject.Member($0.key, $0.value.json) }))
        }
    }

    /// YAML 1.2.2 §10.3.2, "Tag Resolution".
    private static func json(ofPlain text: String) -> JSON {
        switch text {
        case "", "~", "null", "Null", "NULL": .null
        case "true", "True", "TRUE": .bool(true)
        case "false", "False", "FALSE": .bool(false)
        default: number(text).map { .number($0) } ?? .string(text)
        }
    }

    private static func number(_ text: String) -> JSONNumber? {
        if let kept = asWritten(text) { return kept }
        if text.hasPrefix("0o") { return whole(text.dropFirst(2), radix: 8) }
        if text.hasPrefix("0x") { return whole(text.dropFirst(2), radix: 16) }
        return isDecimal(text) ? rewritten(text) : nil
    }

    /// Most numbers look the same in JSON, and keep their text.
    private static func asWritten(_ text: String) -> JSONNumber? {
        guard let first = text.utf8.first, first == UInt8(ascii: "-") || isDigit(first) else { return nil }
        guard case .number(let number)? = try? JSON(parsing: text), isDecimal(text) else { return nil }
        return number
    }

    private static func whole(_ digits: Substring, radix: Int) -> JSONNumber? {
        guard let first = digits.utf8.first, first != UInt8(ascii: "+"), first != UInt8(ascii: "-") else { return nil }
        return Int(digits, radix: radix).map { JSONNumber($0) }
    }

    /// `007`, `+1`, `.5` and `1.` are numbers in YAML and none in JSON.
    private static func rewritten(_ text: String) -> JSONNumber? {
        if let whole = Int(text) { return JSONNumber(whole) }
        return Double(text).flatMap { JSONNumber($0) }
    }

    /// `[-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?`
    private static func isDecimal(_ text: String) -> Bool {
        var rest = Substring(text).utf8
        skipSign(&rest)
        var digits = skipDigits(&rest)
        if rest.first == UInt8(ascii: ".") {
            rest.removeFirst()
            digits += skipDigits(&rest)
        }
        guard digits > 0 else { return false }
        guard let exponent = rest.first else { return true }
        guard exponent == UInt8(ascii: "e") || exponent == UInt8(ascii: "E") else { return false }
        rest.removeFirst()
        skipSign(&rest)
        return skipDigits(&rest) > 0 && rest.isEmpty
    }

    private static func skipSign(_ rest: inout Substring.UTF8View) {
        if rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") { rest.removeFirst() }
    }

    private static func skipDigits(_ rest: inout Substring.UTF8View) -> Int {
        let digits = rest.prefix(while: isDigit)
        rest.removeFirst(digits.count)
        return digits.count
    }

    private static func isDigit(_ byte: UInt8) -> Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte }
}
