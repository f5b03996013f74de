import Bytes
import Testing

@Suite("JSON equality")
struct JSONEqualityTests {
    static let equal: [(String, String)] = [
        ("1", "1.0"), ("100", "1e2"), ("1e999", "1e999"), (#"{"a":1,"b":2}"#, #"{"b":2.0,"a":1}"#),
        ("\"A\"", #""\u0041""#),
        (#"{"a":{"x":1,"y":2},"b":[]}"#, #"{"b":[],"a":{"y":2,"x":1}}"#),
    ]
    static let different: [(String, String)] = [
        ("1", "2"), ("1", "\"1\""), ("1e999", "1e998"), ("0", "false"), ("null", "false"), ("[]", "{}"),
        ("[1,2]", "[2,1]"),
        (#"{"a":1}"#, "{}"), (#"{"a":1}"#, #"{"b":1}"#), (#"{"a":1,"b":2}"#, #"{"b":1,"a":2}"#),
        (#"{"a":1,"b":2}"#, #"{"a":1,"c":2}"#),
        ("{\"e\u{301}\":1}", "{\"\u{e9}\":1}"),
    ]

    @Test("These are equal, both ways", arguments: equal)
    func areEqual(_ pair: (String, String)) throws {
        #expect(try JSON(parsing: pair.0) == JSON(parsing: pair.1))
        #expect(try JSON(parsing: pair.1) == JSON(parsing: pair.0))
    }

    @Test("These are not equal, either way", arguments: different)
    func areDifferent(_ pair: (String, String)) throws {
        #expect(try JSON(parsing: pair.0) != JSON(parsing: pair.1))
        #expect(try JSON(parsing: pair.1) != JSON(parsing: pair.0))
    }

    /// Two tries at each level would be 2^60 comparisons: this test would never end.
    @Test("Deep values that differ at the bottom are compared once")
    func deep() throws {
        func nested(_ bottom: String, swapped: Bool) -> String {
            (0..<60).reduce(bottom) { inner, _ in swapped ? "{\"b\":0,\"a\":\(inner)}" : "{\"a\":\(inner),\"b\":0}" }
        }
        let one = try JSON(parsing: nested("1", swapped: false))
        #expect(try one != JSON(parsing: nested("2", swapped: false)))
        #expect(try one != JSON(parsing: nested("2", swapped: true)))
        #expect(try one == JSON(parsing: nested("1", swapped: true)))
    }

    @Test("A member is set, replaced and removed by its name")
    func subscripts() {
        var object: JSONObject = ["a": 1, "b": 2]
        object["a"] = 3
        object["c"] = 4
        object["b"] = nil
        #expect(object == ["a": 3, "c": 4])
        #expect(object.members.map(\.name) == ["a", "c"])
        #expect(object["b"] == nil)
    }
}
