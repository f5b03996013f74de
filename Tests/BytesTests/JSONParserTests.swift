import Bytes
import Testing

@Suite("JSON parser")
struct JSONParserTests {
    /// Texts that RFC 8259 allows, with what they mean.
    static let accepted: [(text: String, value: JSON)] = [
        ("null", nil), ("true", true), ("false", false), ("\"\"", ""), ("[]", []), ("{}", [:]), ("0", 0), ("-0", 0),
        ("7", 7), ("-12", -12), ("1.0", 1), ("123e65", number("123e65")), ("0e+1", number("0e+1")),
        ("0e1", number("0e1")), ("20e1", 200), ("1E22", number("1E22")), ("1E-2", number("0.01")),
        ("1E+2", 100), ("123.456e78", number("123.456e78")), ("-1.5", number("-1.5")), ("1e999", number("1e999")),
        ("123456789012345678901234567890", number("123456789012345678901234567890")),
        (" [] ", []), ("\t\r\n true\n", true), ("[ ]", []), ("{ }", [:]), ("[[]   ]", [[]]),
        ("[null, 1, \"1\", {}]", [nil, 1, "1", [:]]),
        ("[1\n]", [1]), (" [1]", [1]), ("[2] ", [2]), ("[1,null,null,null,2]", [1, nil, nil, nil, 2]),
        ("{\"a\":[]}", ["a": []]), ("{\"\":0}", ["": 0]), ("{\"a\\u0000b\":0}", ["a\0b": 0]),
        ("{ \"min\" : -1.0e+28 , \"max\":1.0e+28 }", ["min": number("-1.0e+28"), "max": number("1.0e+28")]),
        ("{\n\"a\" : \"b\"\n}", ["a": "b"]), ("{\"a\":1,\"A\":2}", ["a": 1, "A": 2]),
        (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{c}\n\r\t"), (#""\u0060\u012a\u12AB""#, "\u{60}\u{12a}\u{12ab}"),
        (#""\uD801\udc37""#, "\u{10437}"), (#""\ud83d\ude39\ud83d\udc8d""#, "\u{1F639}\u{1F48D}"),
        (#""\\u0000""#, "\\u0000"),
        (#""a/*b*/c/*d//e""#, "a/*b*/c/*d//e"), (#""\\a""#, "\\a"), (#""\\n""#, "\\n"), (#""\u0012""#, "\u{12}"),
        (#""\uFFFF""#, .string(String(decoding: [0xFFFF as UInt16], as: UTF16.self))), (#""\u0022\u005C""#, "\"\\"),
        (#""\uDBFF\uDFFE""#, "\u{10FFFE}"), (#""new\u00A0line\u2028x""#, "new\u{A0}line\u{2028}x"),
        ("\"\u{7f}\"", "\u{7f}"), ("\"€𝄞\"", "€𝄞"), ("\"\u{2028}\u{2029}\"", "\u{2028}\u{2029}"),
        ("\"\u{FEFF}\"", "\u{FEFF}"),
        ("\"⍂㈴⍂\"", "⍂㈴⍂"), ("\"\u{10FFFF}\"", "\u{10FFFF}"), ("\" \"", " "), ("\"asd \"", "asd "),
        ("\"12345678\\\"12345678\"", "12345678\"12345678"), ("\"1234567\u{e9}\\n\u{e9}\"", "1234567é\né"),
    ]

    @Test("What RFC 8259 allows is read", arguments: accepted)
    func accepts(_ row: (text: String, value: JSON)) throws {
        #expect(try JSON(parsing: row.text) == row.value)
    }

    /// Texts that RFC 8259 does not allow, with the first thing that is wrong and its place.
    static let refused: [(text: String, reason: JSONError.Reason, offset: Int)] = [
        ("", .empty, 0), (" \n", .empty, 2),
        ("[", .truncated, 1), ("{", .truncated, 1), ("[1", .truncated, 2), ("[1,", .truncated, 3),
        ("[[", .truncated, 2),
        ("{\"a\"", .truncated, 4), ("{\"a\":", .truncated, 5), ("{\"a\":1", .truncated, 6),
        ("{\"a\":1,", .truncated, 7),
        ("\"", .truncated, 1), ("\"abc", .truncated, 4), ("\"\\", .truncated, 2), ("\"\\u12", .truncated, 5),
        ("\"\\ud800", .truncated, 7), ("\"\\ud800\\u", .truncated, 9), ("t", .truncated, 1), ("nul", .truncated, 3),
        ("-", .truncated, 1), ("1.", .truncated, 2), ("1e", .truncated, 2), ("1e+", .truncated, 3),
        ("[\"a\",\n4", .truncated, 7),
        ("nope", .unexpectedByte(UInt8(ascii: "o"), expected: "null"), 1),
        ("[True]", unexpected("T", "a value"), 1), ("NaN", unexpected("N", "a value"), 0),
        ("[-NaN]", .badNumber, 2), ("[Infinity]", unexpected("I", "a value"), 1), ("-Infinity", .badNumber, 1),
        ("[1,]", unexpected("]", "a value"), 3), ("[,1]", unexpected(",", "a value"), 1),
        ("[1,,2]", unexpected(",", "a value"), 3),
        ("[1 2]", unexpected("2", "',' or ']'"), 3), ("[1}", unexpected("}", "',' or ']'"), 2),
        ("[1:2]", unexpected(":", "',' or ']'"), 2),
        ("]", unexpected("]", "a value"), 0), ("['a']", unexpected("'", "a value"), 1),
        ("[*]", unexpected("*", "a value"), 1),
        ("{\"a\":1,}", unexpected("}", "a name in quotation marks"), 7),
        ("{,}", unexpected(",", "a name in quotation marks"), 1),
        ("{a:1}", unexpected("a", "a name in quotation marks"), 1),
        ("{'a':1}", unexpected("'", "a name in quotation marks"), 1),
        ("{1:1}", unexpected("1", "a name in quotation marks"), 1),
        ("{null:1}", unexpected("n", "a name in quotation marks"), 1),
        ("{\"a\" 1}", unexpected("1", "':'"), 5), ("{\"a\",1}", unexpected(",", "':'"), 4),
        ("{\"a\"}", unexpected("}", "':'"), 4),
        ("{\"a\"::1}", unexpected(":", "a value"), 5), ("{\"a\":}", unexpected("}", "a value"), 5),
        ("{\"a\":1 \"b\":2}", unexpected("\"", "',' or '}'"), 7), ("{\"a\":1]", unexpected("]", "',' or '}'"), 6),
        ("{\"a\":/*c*/1}", unexpected("/", "a value"), 5), ("//c\n1", unexpected("/", "a value"), 0),
        ("[a", unexpected("a", "a value"), 1),
        ("\u{FEFF}1", .unexpectedByte(0xEF, expected: "a value"), 0),
        ("\u{A0}1", .unexpectedByte(0xC2, expected: "a value"), 0),
        ("\u{c}1", .unexpectedByte(0x0C, expected: "a value"), 0), ("\01", .unexpectedByte(0, expected: "a value"), 0),
        ("[\u{2060}]", .unexpectedByte(0xE2, expected: "a value"), 1),
        ("+1", unexpected("+", "a value"), 0), (".5", unexpected(".", "a value"), 0),
        ("１", .unexpectedByte(0xEF, expected: "a value"), 0),
        ("1 2", .trailingBytes, 2), ("[]]", .trailingBytes, 2), ("{}#", .trailingBytes, 2), ("1]", .trailingBytes, 1),
        ("[1]x", .trailingBytes, 3),
        ("\"a\"b", .trailingBytes, 3), ("truetrue", .trailingBytes, 4), ("0x1", .trailingBytes, 1),
        ("1_000", .trailingBytes, 1), ("1\0", .trailingBytes, 1),
        ("1a", .trailingBytes, 1), ("1.2.3", .trailingBytes, 3), ("1e2e3", .trailingBytes, 3),
        ("1+2", .trailingBytes, 1), ("{\"a\":\"b\"}/**/", .trailingBytes, 9),
        ("01", .badNumber, 1), ("-01", .badNumber, 2), ("00", .badNumber, 1), ("-a", .badNumber, 1),
        ("--1", .badNumber, 1), ("[-]", .badNumber, 2),
        ("[1.]", .badNumber, 3), ("[1.e1]", .badNumber, 3), ("[1e]", .badNumber, 3), ("[1e+]", .badNumber, 4),
        ("[1ea]", .badNumber, 3), ("[-.1]", .badNumber, 2),
        ("\"\u{1}\"", .controlCharacter(1), 1), ("\"a\nb\"", .controlCharacter(10), 2),
        ("\"a\tb\"", .controlCharacter(9), 2), ("\"\0\"", .controlCharacter(0), 1),
        ("\"1234567890\u{1f}\"", .controlCharacter(31), 11), ("{\"a\n\":1}", .controlCharacter(10), 3),
        ("\"\\n\r\"", .controlCharacter(13), 3),
        (#""\a""#, .badEscape, 1), (#""\x41""#, .badEscape, 1), (#""ab\'""#, .badEscape, 3),
        (#""\u12G4""#, .badEscape, 1), (#""\u""#, .badEscape, 1),
        (#""\U0041""#, .badEscape, 1), (#""\ud800\u12""#, .badEscape, 7), ("\"\\\u{e9}\"", .badEscape, 1),
        ("\"\\\n\"", .badEscape, 1), (#"["\u-123"]"#, .badEscape, 2),
        (#""\ud800""#, .loneSurrogate, 1), (#""\udc00""#, .loneSurrogate, 1), (#""\ud800abc""#, .loneSurrogate, 1),
        (#""\ud800\n""#, .loneSurrogate, 1),
        (#""\udc00\ud800""#, .loneSurrogate, 1), (#""\udc00\udc00""#, .loneSurrogate, 1),
        (#""\ud800\ue000""#, .loneSurrogate, 1),
        (#""\ud800\uffff""#, .loneSurrogate, 1),
        (#""a\ud800\ud800""#, .loneSurrogate, 2),
        (#"{"\udfff":1}"#, .loneSurrogate, 2), (#""\ud800\u0041""#, .loneSurrogate, 1),
        (#"{"a":1,"a":2}"#, .duplicateName("a"), 7), (#"{"a":1,"b":{},"a":1}"#, .duplicateName("a"), 14),
        (#"{"a":1,"\u0061":2}"#, .duplicateName("a"), 7),
        (#"[{"":1,"":1}]"#, .duplicateName(""), 7),
    ]

    @Test("What RFC 8259 does not allow is refused, with its reason and place", arguments: refused)
    func refuses(_ row: (text: String, reason: JSONError.Reason, offset: Int)) {
        #expect(throws: JSONError(row.reason, at: row.offset)) { try JSON(parsing: row.text) }
    }

    /// Bytes that no Swift string can hold, within the quotation marks of a string.
    static let invalidUTF8: [(bytes: [UInt8], offset: Int)] = [
        ([0xFF], 1), ([0x41, 0x80], 2), ([0xC0, 0xAF], 1), ([0xC3], 1), ([0xC3, 0x28], 1), ([0xE2, 0x82], 1),
        ([0xE0, 0x80, 0x80], 1), ([0xED, 0xA0, 0x80], 1), ([0xF0, 0x9F, 0x98], 1), ([0xF4, 0x90, 0x80, 0x80], 1),
        ([0xF8, 0x88, 0x80, 0x80, 0x80], 1), ([0x5C, 0x6E, 0xFE], 3), ([0xC3, 0x5C, 0x6E, 0xA9], 1),
        ([0x41, 0x41, 0x41, 0x41, 0x41, 0x41, 0x41, 0x41, 0x41, 0xE9], 10),
    ]

    @Test("A string or a name that is not UTF-8 is refused", arguments: invalidUTF8)
    func refusesInvalidUTF8(_ row: (bytes: [UInt8], offset: Int)) {
        let string = [UInt8(ascii: "\"")] + row.bytes + [UInt8(ascii: "\"")]
        #expect(throws: JSONError(.invalidUTF8, at: row.offset)) { try JSON(parsing: string) }
        let object = Array("{".utf8) + string + Array(":1}".utf8)
        #expect(throws: JSONError(.invalidUTF8, at: row.offset + 1)) { try JSON(parsing: object) }
    }

    /// The parser looks at many bytes a step: each place within a step counts.
    @Test("Every character is found at every place of a long string", arguments: 0..<80)
    func everyPlace(_ place: Int) {
        for byte in 0..<0x80 as Range<UInt8> {
            var text = [UInt8](repeating: UInt8(ascii: "a"), count: 80)
            text[place] = byte
            let parsed = Result { () throws(JSONError) in try JSON(parsing: Array("\"".utf8) + text + Array("\"".utf8))
            }
            switch byte {
            case 0..<0x20: #expect(parsed == .failure(JSONError(.controlCharacter(byte), at: place + 1)))
            case UInt8(ascii: "\""): #expect(parsed == .failure(JSONError(.trailingBytes, at: place + 2)))
            case UInt8(ascii: "\\"): #expect(parsed != .success(.string(String(decoding: text, as: UTF8.self))))
            default: #expect(parsed == .success(.string(String(decoding: text, as: UTF8.self))))
            }
        }
    }

    @Test("Texts in UTF-16 are refused at their first byte")
    func refusesUTF16() {
        #expect(throws: JSONError(.unexpectedByte(0xFF, expected: "a value"), at: 0)) {
            try JSON(parsing: [0xFF, 0xFE, 0x31, 0x00])
        }
        #expect(throws: JSONError(.unexpectedByte(0, expected: "a value"), at: 0)) { try JSON(parsing: [0x00, 0x31]) }
    }

    @Test("Nothing at all is an empty text")
    func refusesNoBytes() {
        #expect(throws: JSONError(.empty, at: 0)) {
            try JSON(parsing: UnsafeRawBufferPointer(start: nil, count: 0))
        }
    }

    @Test("Members keep their order, numbers their text")
    func losesNothing() throws {
        let value = try JSON(parsing: #"{"z":1.10,"a":-0,"m":1E2}"#)
        #expect(value.object?.members.map(\.name) == ["z", "a", "m"])
        #expect(value.object?.members.map(\.value.text) == ["1.10", "-0", "1E2"])
    }

    @Test("Names that differ in bytes are two names, whatever Unicode holds equivalent")
    func exactNames() throws {
        let object = try JSON(parsing: "{\"e\u{301}\":1,\"\u{e9}\":2}")
        #expect(object["\u{e9}"] == 2)
        #expect(object["e\u{301}"] == 1)
    }

    static func number(_ text: String) -> JSON {
        switch try? JSON(parsing: text) {
        case .some(.number(let number)) where number.text == text: .number(number)
        default: .string("not a number: \(text)")
        }
    }

    static func unexpected(_ character: Unicode.Scalar, _ expected: String) -> JSONError.Reason {
        .unexpectedByte(UInt8(ascii: character), expected: expected)
    }
}
