import HTTP
import Testing

@Suite("Header fields and what is in them")
struct HeaderFieldsTests {
    static let fields: HeaderFields = ["Host": "h", "Vary": "a", "vARY": "b, c", "Connection": "keep-alive, Upgrade,,"]

    @Test("Names are the same in any case, and order is kept (RFC 9110 §5.1)")
    func lookup() {
        #expect(Self.fields["HOST"] == "h")
        #expect(Self.fields["vary"] == "a, b, c")
        #expect(Self.fields.values(of: "VARY") == ["a", "b, c"])
        #expect(Self.fields["absent"] == nil)
        #expect(Self.fields.fields.map(\.name) == ["Host", "Vary", "vARY", "Connection"])
    }

    @Test("What may stand once is nil when it is repeated")
    func only() {
        #expect(Self.fields.only("host") == "h")
        #expect(Self.fields.only("vary") == nil)
        #expect(Self.fields.only("absent") == nil)
    }

    @Test("A list is read over all fields, without empty elements (RFC 9110 §5.6.1)")
    func list() {
        #expect(Self.fields.list("connection") == ["keep-alive", "Upgrade"])
        #expect(Self.fields.list("vary") == ["a", "b", "c"])
        #expect(Self.fields.list("Connection", contains: "UPGRADE"))
        #expect(!Self.fields.list("Connection", contains: "keep"))
    }

    @Test("Names are compared as ASCII: the Kelvin sign is no k")
    func kelvin() { #expect(HeaderFields([.init("Sec-\u{212A}ey", "1")])["sec-key"] == nil) }

    @Test("A field is replaced and removed with all that have its name")
    func changes() {
        var fields = Self.fields
        fields.set("VARY", "x")
        #expect(fields.values(of: "vary") == ["x"])
        fields.remove("vary")
        #expect(!fields.contains("Vary"))
        #expect(fields.count == 2)
    }

    typealias TypeRow = (text: String, essence: String?, charset: String?)

    static let types: [TypeRow] = [
        ("application/sdp", "application/sdp", nil),
        ("Application/SDP; Charset=UTF-8", "application/sdp", "UTF-8"),
        ("text/plain;charset=\"a \\\"b\\\"\"", "text/plain", "a \"b\""),
        ("text/plain ; charset=utf-8 ; x=y", "text/plain", "utf-8"),
        ("text/plain;;charset=utf-8;", "text/plain", "utf-8"),
        ("text/plain; charset=\"\"", "text/plain", ""),
        ("text", nil, nil), ("text/", nil, nil), ("/plain", nil, nil), ("a/b/c", nil, nil), ("", nil, nil),
        ("text/plain; charset", nil, nil), ("text/plain; charset=", nil, nil), ("te xt/plain", nil, nil),
        ("text/plain; charset=\"a", nil, nil), ("text/plain; charset=\"a\\", nil, nil),
        ("text/plain; charset=a; charset=b", nil, nil), ("text/plain; charset=a b", nil, nil),
        ("text/plain; =a", nil, nil), ("text/plain; charset =a", nil, nil),
    ]

    @Test("Media types (RFC 9110 §8.3.1)", arguments: types)
    func mediaType(_ row: TypeRow) {
        let type = MediaType(row.text)
        #expect(type?.essence == row.essence)
        #expect(type?["charset"] == row.charset)
    }

    @Test("A media type has at most sixteen parameters", arguments: [16, 17, 6_000])
    func manyParameters(_ count: Int) {
        let text = "text/plain" + (0..<count).map { ";p\($0)=\($0)" }.joined()
        #expect((MediaType(text) == nil) == (count > 16))
        #expect(MediaType(text)?["p15"] == (count > 16 ? nil : "15"))
    }

    typealias DateRow = (seconds: Int, text: String)

    static let dates: [DateRow] = [
        (0, "Thu, 01 Jan 1970 00:00:00 GMT"),
        (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"),
        (951_782_399, "Mon, 28 Feb 2000 23:59:59 GMT"),
        (951_782_400, "Tue, 29 Feb 2000 00:00:00 GMT"),
        (4_107_542_400, "Mon, 01 Mar 2100 00:00:00 GMT"),
        (1_735_689_599, "Tue, 31 Dec 2024 23:59:59 GMT"),
        (-1, "Thu, 01 Jan 1970 00:00:00 GMT"),
        (.max, "Fri, 31 Dec 9999 23:59:59 GMT"),
        (.min, "Thu, 01 Jan 1970 00:00:00 GMT"),
    ]

    @Test("Dates (RFC 9110 §5.6.7)", arguments: dates)
    func httpDate(_ row: DateRow) { #expect(HTTPDate.text(secondsSince1970: row.seconds) == row.text) }
}
