import Bytes
import Testing
import YAML

@Suite("YAML as JSON")
struct YAMLJSONTests {
    typealias Row = (text: String, json: JSON)

    static let scalars: [Row] = [
        ("", nil), ("~", nil), ("null", nil), ("Null", nil), ("nULL", "nULL"),
        ("true", true), ("FALSE", false), ("tRUE", "tRUE"), ("yes", "yes"), ("no", "no"), ("on", "on"),
        ("12", 12), ("-3", -3), ("+7", 7), ("007", 7), ("0o17", 15), ("0xfF", 255), ("0x", "0x"), ("0x-1", "0x-1"),
        ("1.5", number("1.5")), (".5", number("0.5")), ("1.", number("1")), ("1e3", number("1e3")),
        ("-.5e-1", number("-0.05")),
        (".", "."), ("+", "+"), ("e3", "e3"), ("1e", "1e"), ("1_000", "1_000"), ("1.2.3", "1.2.3"), ("0b1", "0b1"),
        (".inf", ".inf"), (".nan", ".nan"), ("inf", "inf"), ("nan", "nan"), ("0x1p3", "0x1p3"),
        ("1e999", number("1e999")),
        ("'12'", "12"), ("\"true\"", "true"), ("''", ""), ("2024-01-01", "2024-01-01"), ("10s", "10s"),
    ]

    static func number(_ text: String) -> JSON { (try? JSON(parsing: text)) ?? nil }

    @Test("A scalar is what the core schema says", arguments: scalars)
    func scalar(_ row: Row) throws {
        #expect(try YAMLNode(parsing: "k: \(row.text)\n")["k"]?.json == row.json)
    }

    @Test("A number keeps its text")
    func text() throws {
        let node = try YAMLNode(parsing: "[1.10, 1E3, 1e999]")
        #expect(node.json.text == "[1.10,1E3,1e999]")
    }

    @Test("Lists and mappings become arrays and objects, in order")
    func collections() throws {
        let node = try YAMLNode(parsing: "b: [1, x, {}]\na: {c: null}\n")
        #expect(node.json == ["b": [1, "x", [:]], "a": ["c": nil]])
        #expect(node.json.object?.members.map(\.name) == ["b", "a"])
    }
}
