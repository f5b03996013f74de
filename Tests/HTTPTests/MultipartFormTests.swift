import HTTP
import Testing

@Suite("Forms of several parts")
struct MultipartFormTests {
    private func read(
        _ body: String,
        type: String = "multipart/form-data; boundary=XX",
        limits: MultipartForm.Limits = .init()
    ) throws -> MultipartForm {
        try MultipartForm(parsing: bytes(body), type: #require(MediaType(type)), limits: limits)
    }

    private func part(_ head: String, _ body: String) -> String { "--XX\r\n\(head)\r\n\r\n\(body)\r\n" }

    private static let sdp = "Content-Disposition: form-data; name=\"sdp\""
    private static let session = "Content-Disposition: form-data; name=\"session\""

    @Test("As the SDKs send it: parts with a type and without file names (RFC 7578 §4)")
    func sdk() throws {
        let body =
            part("\(Self.sdp)\r\nContent-Type: application/sdp", "v=0\r\no=- 1\r\n")
            + part("\(Self.session)\r\nContent-Type: application/json", "{}") + "--XX--\r\n"
        let form = try read(body)
        #expect(form.parts.map(\.name) == ["sdp", "session"])
        #expect(form.part("sdp")?.body == bytes("v=0\r\no=- 1\r\n"))
        #expect(form.part("sdp")?.type?.essence == "application/sdp")
        #expect(form.part("session")?.body == bytes("{}"))
    }

    @Test("As a browser's FormData sends it: without types, in any order, with file names")
    func browser() throws {
        let file = "content-disposition: Form-Data; name=\"sdp\"; filename=\"a;b.sdp\""
        let form = try read(part(Self.session, "{}") + part(file, "v=0") + "--XX--")
        #expect(form.parts.map(\.name) == ["session", "sdp"])
        #expect(form.part("session")?.type == nil)
        #expect(form.part("session")?.fileName == nil)
        #expect(form.part("sdp")?.fileName == "a;b.sdp")
    }

    @Test("What stands before the first boundary and after the last is no part (RFC 2046 §5.1.1)")
    func around() throws {
        let form = try read("before\r\n" + part(Self.sdp, "x") + "--XX-- \r\nafter\r\n--XX\r\n")
        #expect(form.parts.map(\.body) == [bytes("x")])
    }

    @Test("Bodies that look like boundaries, or are empty, or have odd line ends, come as they are")
    func bodies() throws {
        for body in ["", "\r\n", "x--XX", "\r\n--X", "\n--XX\n", "a\r\n\r\n", "\r", "-"] {
            let form = try read(part(Self.sdp, body) + "--XX--")
            #expect(form.parts.map(\.body) == [bytes(body)])
        }
    }

    @Test("A form without parts is one")
    func empty() throws { #expect(try read("--XX--").parts == []) }

    @Test("Blanks after a boundary are passed over (RFC 2046 §5.1.1)")
    func padding() throws {
        #expect(try read("--XX \t\r\n\(Self.sdp)\r\n\r\nx\r\n--XX--").parts.count == 1)
    }

    typealias Wrong = (body: String, mistake: MultipartForm.Mistake)

    static let wrong: [Wrong] = [
        ("", .boundaryNotFound), ("--YY\r\n", .boundaryNotFound), ("a--XX--", .boundaryNotFound),
        ("--XX", .truncated), ("--XX\r", .truncated), ("--XX\r\n", .truncated), ("--XX\r\n\(sdp)", .truncated),
        ("--XX\r\n\(sdp)\r\n\r\n", .truncated), ("--XX\r\n\(sdp)\r\n\r\nabc", .truncated),
        ("--XX\r\n\(sdp)\r\n\r\nabc\r\n--X", .truncated), ("--XX\r\n\(sdp)\r\n\r\nabc\r\n--XX", .truncated),
        ("--XXY\r\n", .malformedPart), ("--XX\n", .truncated), ("--XX\n\n", .malformedPart),
        ("--XX\r\n\(sdp)\n\r\nx\r\n--XX--", .malformedPart),
        ("--XX\r\n\r\nx\r\n--XX--", .malformedPart),
        ("--XX\r\nContent-Disposition: form-data\r\n\r\nx\r\n--XX--", .malformedPart),
        ("--XX\r\nContent-Disposition: attachment; name=a\r\n\r\nx\r\n--XX--", .malformedPart),
        ("--XX\r\n\(sdp)\r\n\(sdp)\r\n\r\nx\r\n--XX--", .malformedPart),
        ("--XX\r\n\(sdp)\r\nContent-Type: nonsense\r\n\r\nx\r\n--XX--", .malformedPart),
        ("--XX\r\n\(sdp)\r\n folded\r\n\r\nx\r\n--XX--", .malformedPart),
    ]

    @Test("What is no form is refused", arguments: wrong)
    func refuses(_ row: Wrong) { #expect(throws: row.mistake) { try read(row.body) } }

    @Test(
        "Types that are none, or have no boundary that could be one, are refused",
        arguments: [
            "multipart/form-data", "multipart/mixed; boundary=XX", "application/json",
            "multipart/form-data; boundary=\"\"",
            "multipart/form-data; boundary=\"a \"", "multipart/form-data; boundary=\"a\u{e9}\"",
            "multipart/form-data; boundary=" + String(repeating: "a", count: 71),
        ]
    )
    func types(_ type: String) {
        #expect(throws: MultipartForm.Mistake.notMultipartForm) { try read("--XX--", type: type) }
    }

    @Test("Parts and their heads have limits")
    func limits() throws {
        var limits = MultipartForm.Limits()
        limits.partsMax = 2
        let three = (0..<3).map { _ in part(Self.sdp, "x") }.joined() + "--XX--"
        #expect(throws: MultipartForm.Mistake.tooManyParts) { try read(three, limits: limits) }
        let long = part("\(Self.sdp)\r\nX: " + String(repeating: "x", count: 8 * 1024), "") + "--XX--"
        #expect(throws: MultipartForm.Mistake.partHeadTooLong) { try read(long) }
    }
}
