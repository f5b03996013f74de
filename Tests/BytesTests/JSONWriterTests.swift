import Bytes
import Testing

@Suite("JSON writer")
struct JSONWriterTests {
    /// Compact texts with no needless escape.
    static let compact: [String] = [
        "null", "true", "false", "0", "-0", "1.10", "1E+2", "123456789012345678901234567890", "[]", "{}", "\"\"",
        "[1,[2,[3]],{}]", #"{"z":1,"a":{"y":null,"b":[true,false]},"":""}"#, #""a/b//c é 𝄞 \#u{7f}\#u{2028}""#,
        #""\"\\\b\f\n\r\t\u0000\u0001\u000b\u001f""#, #"{"\n":"\\u0041"}"#, #"["12345678\n12345678\"",""]"#,
    ]

    @Test("Compact text comes back byte for byte", arguments: compact)
    func roundTrip(_ text: String) throws {
        let value = try JSON(parsing: text)
        #expect(value.text == text)
        #expect(value.bytes == Array(text.utf8))
    }

    @Test("White space goes, needless escapes go, members stay where they were")
    func compacts() throws {
        let value = try JSON(parsing: " { \"b\" : [ 1 , \"\\u0041\\/\\u00e9\" ] ,\n\"a\" : 1.0 } ")
        #expect(value.text == #"{"b":[1,"A/é"],"a":1.0}"#)
    }

    @Test("Every control character is escaped, no other character is")
    func escapes() throws {
        for scalar in (0..<0x3000).compactMap({ Unicode.Scalar($0 as UInt32) }) {
            let text = JSON.string(String(scalar)).text
            #expect(text.unicodeScalars.allSatisfy { $0.value >= 0x20 })
            #expect((text.unicodeScalars.count == 3) == (scalar.value >= 0x20 && scalar != "\"" && scalar != "\\"))
            #expect(JSON.quotedCount(of: String(scalar)) == text.utf8.count)
            #expect(try JSON(parsing: text) == .string(String(scalar)))
        }
    }

    @Test("Writing appends")
    func appends() {
        var bytes = Array("x=".utf8)
        (["a": 1] as JSON).write(to: &bytes)
        JSON.write(quoted: "\"", to: &bytes)
        (["b": nil] as JSONObject).write(to: &bytes)
        #expect(String(decoding: bytes, as: UTF8.self) == #"x={"a":1}"\""{"b":null}"#)
    }

    @Test("A double is written as the shortest text that is the same double")
    func doubles() throws {
        for value in [
            0.1, -0.0, 1e300, Double.leastNonzeroMagnitude, 1.0 / 3, 1e21, 123456789.0, Double.greatestFiniteMagnitude,
        ] {
            let number = try #require(JSONNumber(value))
            #expect(try JSON(parsing: JSON.number(number).text).double == value)
        }
        #expect(JSONNumber(Double.nan) == nil)
        #expect(JSONNumber(Double.infinity) == nil)
    }
}
