import Foundation
import Migration
import Testing

/// docs/check.md says what the tables say.
@Suite("docs/check.md")
struct CheckDocumentTests {
    private static let file = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "docs/check.md")

    @Test("The rules and floors are those of the code")
    func held() throws {
        let text = try String(contentsOf: Self.file, encoding: .utf8)
        let begin = try #require(text.range(of: "rewrites it. -->\n"))
        let end = try #require(text.range(of: "<!-- end -->"))
        let wanted = "\n\(Rule.documentation)\n"
        if ProcessInfo.processInfo.environment["UPDATE_DOCS"] != nil {
            let updated = text[..<begin.upperBound] + wanted + text[end.lowerBound...]
            return try updated.write(to: Self.file, atomically: true, encoding: .utf8)
        }
        #expect(text[begin.upperBound..<end.lowerBound] == wanted, "docs/check.md is old; UPDATE_DOCS=1 rewrites it")
    }

    @Test("It tells what the corpus shows")
    func corpus() throws {
        let text = try String(contentsOf: Self.file, encoding: .utf8)
        let annotations = Annotated.all.map(\.places.count).reduce(0, +)
        #expect(text.contains("A corpus of \(Annotated.all.count) programs"))
        #expect(text.contains("\(annotations) of \(annotations) annotations"))
    }
}
