import HTTP
import Testing

@Suite("URL targets")
struct URLTargetTests {
    typealias Row = (text: String, path: [String], query: [URLTarget.QueryItem])

    static let valid: [Row] = [
        ("/", [""], []),
        ("/v1/realtime", ["v1", "realtime"], []),
        ("/v1/realtime?model=gpt-realtime", ["v1", "realtime"], [.init("model", "gpt-realtime")]),
        ("/a%20b/%C3%A9", ["a b", "é"], []),
        ("/a%2Fb/c", ["a/b", "c"], []),
        ("//a/../.", ["", "a", "..", "."], []),
        ("/?", [""], []),
        ("/?a&b=&=c&=", [""], [.init("a", nil), .init("b", ""), .init("", "c"), .init("", "")]),
        ("/?a=1&a=2&&a", [""], [.init("a", "1"), .init("a", "2"), .init("a", nil)]),
        ("/?q=a+b%2Bc&d=e=f?g/h", [""], [.init("q", "a b+c"), .init("d", "e=f?g/h")]),
        ("/a+b", ["a+b"], []),
        ("/?%61=%7e", [""], [.init("a", "~")]),
    ]

    @Test("What is well formed is decoded (RFC 3986 §2.1, §3.3, §3.4)", arguments: valid)
    func reads(_ row: Row) throws {
        let target = try URLTarget(parsing: row.text)
        #expect(target.path == row.path)
        #expect(target.query == row.query)
    }

    typealias Wrong = (text: String, mistake: URLTarget.Mistake)

    static let wrong: [Wrong] = [
        ("", .malformed), ("a", .malformed), ("?a=b", .malformed), ("/a#b", .malformed),
        ("/%", .badEscape), ("/%4", .badEscape), ("/%4g", .badEscape), ("/%%41", .badEscape), ("/?a=100%", .badEscape),
        ("/% 41", .badEscape), ("/%+4", .badEscape),
        ("/%FF", .notUTF8), ("/%C0%AF", .notUTF8), ("/?a=%ED%A0%80", .notUTF8),
        ("/%00", .controlCharacter), ("/%0d%0a", .controlCharacter), ("/?a=%7f", .controlCharacter),
        ("/a\nb", .controlCharacter),
    ]

    @Test("What is not is refused, and not guessed at", arguments: wrong)
    func refuses(_ row: Wrong) {
        #expect(throws: row.mistake) { try URLTarget(parsing: row.text) }
        #expect(row.mistake.description.hasSuffix("."))
    }

    @Test("Items are found by name, the first or all")
    func items() throws {
        let target = try URLTarget(parsing: "/?a=1&b&a=2")
        #expect(target.firstValue("a") == "1")
        #expect(target.firstValue("b") == "")
        #expect(target.firstValue("c") == nil)
        #expect(target.values("a") == ["1", "2"])
    }
}
