import Foundation
import Migration
import Testing

/// docs/readiness.md says what the table says.
@Suite("docs/readiness.md")
struct ReadinessDocumentTests {
    private static let file = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "docs/readiness.md")

    @Test("The findings are those of the code")
    func held() throws {
        let text = try String(contentsOf: Self.file, encoding: .utf8)
        let begin = try #require(text.range(of: "rewrites it. -->\n"))
        let end = try #require(text.range(of: "<!-- end -->"))
        let wanted = "\n\(ReadinessRule.documentation)\n"
        if ProcessInfo.processInfo.environment["UPDATE_DOCS"] != nil {
            let updated = text[..<begin.upperBound] + wanted + text[end.lowerBound...]
            return try updated.write(to: Self.file, atomically: true, encoding: .utf8)
        }
        let held = text[begin.upperBound..<end.lowerBound]
        #expect(held == wanted, "docs/readiness.md is old; UPDATE_DOCS=1 rewrites it")
    }
}
