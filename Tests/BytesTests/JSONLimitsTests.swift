import Bytes
import Testing

@Suite("JSON limits")
struct JSONLimitsTests {
    @Test("Nesting up to the limit is read, one level more is refused", arguments: [("[", "]"), ("{\"a\":", "}")])
    func depth(_ brackets: (open: String, close: String)) throws {
        func nested(_ depth: Int) -> String {
            String(repeating: brackets.open, count: depth) + "0" + String(repeating: brackets.close, count: depth)
        }
        _ = try JSON(parsing: nested(64))
        #expect(throws: JSONError(.tooDeep(limit: 64), at: 64 * brackets.open.utf8.count)) {
            try JSON(parsing: nested(65))
        }
    }

    @Test("A hundred thousand open brackets are refused at the limit, not at their end")
    func manyOpenBrackets() {
        let brackets = [UInt8](repeating: UInt8(ascii: "["), count: 100_000)
        #expect(throws: JSONError(.tooDeep(limit: 64), at: 64)) { try JSON(parsing: brackets) }
    }

    @Test("A text of the longest length is read, one byte more is refused")
    func bytes() throws {
        var limits = JSONLimits()
        limits.bytes = 5
        #expect(try JSON(parsing: "12345", limits: limits) == 12345)
        #expect(throws: JSONError(.tooLong(limit: 5), at: 5)) { try JSON(parsing: "123456", limits: limits) }
        #expect(JSONLimits().bytes == 22_020_096)
    }

    @Test("A number of the longest length is read, one digit more is refused")
    func numberLength() throws {
        let longest = String(repeating: "9", count: 1_024)
        #expect(try JSON(parsing: longest).text == longest)
        #expect(throws: JSONError(.numberTooLong(limit: 1_024), at: 1)) { try JSON(parsing: "[9\(longest)]") }
    }

    @Test("As many values as the limit are read, one more is refused")
    func values() throws {
        var limits = JSONLimits()
        limits.values = 4
        _ = try JSON(parsing: "[1,{\"a\":1}]", limits: limits)
        #expect(throws: JSONError(.tooManyValues(limit: 4), at: 7)) { try JSON(parsing: "[1,2,3,4]", limits: limits) }
    }

    @Test("A name in an error is cut to 64 characters")
    func longName() {
        let name = String(repeating: "n", count: 65)
        #expect(throws: JSONError(.duplicateName(String(name.dropLast())), at: 71)) {
            try JSON(parsing: "{\"\(name)\":1,\"\(name)\":2}")
        }
    }

    static let sentences: [(text: String, sentence: String)] = [
        ("", "The text is empty where a JSON value was expected (at byte 0)."),
        ("[", "The JSON text ends within a value (at byte 1)."),
        ("[}", "The JSON text has '}' where a value was expected (at byte 1)."),
        ("\u{8}", "The JSON text has 0x08 where a value was expected (at byte 0)."),
        ("1 1", "The JSON text goes on after its value (at byte 2)."),
        (String(repeating: "[", count: 65), "The JSON text is nested more than 64 levels deep (at byte 64)."),
        ("{\"a\":1,\"a\":1}", "The name 'a' comes twice in one JSON object (at byte 7)."),
        (
            "\"\\uD800\"",
            "A \\u escape in a JSON string is half of a surrogate pair without the other half (at byte 1)."
        ),
        ("\"\\a\"", "A JSON string has a backslash that begins no escape (at byte 1)."),
        ("\"\n\"", "A JSON string has the control character 0x0A without an escape (at byte 1)."),
        ("01", "A JSON number is malformed (at byte 1)."),
        (String(repeating: "1", count: 1_025), "A JSON number is longer than 1024 characters (at byte 0)."),
    ]

    @Test("An error is a sentence that says what is wrong at which byte", arguments: sentences)
    func describes(_ row: (text: String, sentence: String)) {
        let error = #expect(throws: JSONError.self) { try JSON(parsing: row.text) }
        #expect(error?.description == row.sentence)
    }

    @Test("The sentences for bytes that no text can have")
    func describesBytes() {
        let utf8 = #expect(throws: JSONError.self) { try JSON(parsing: [0x22, 0xFF, 0x22]) }
        #expect(utf8?.description == "A JSON string is not valid UTF-8 (at byte 1).")
        var limits = JSONLimits()
        limits.bytes = 1
        let long = #expect(throws: JSONError.self) { try JSON(parsing: "12", limits: limits) }
        #expect(long?.description == "The JSON text is longer than 1 bytes (at byte 1).")
        limits = JSONLimits()
        limits.values = 1
        let many = #expect(throws: JSONError.self) { try JSON(parsing: "[1]", limits: limits) }
        #expect(many?.description == "The JSON text has more than 1 values (at byte 1).")
    }
}
