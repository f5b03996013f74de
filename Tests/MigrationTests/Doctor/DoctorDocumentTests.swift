import Foundation
import Migration
import Testing

/// docs/doctor.md and the checklist of docs/migration.md say what the tables say.
@Suite("Documentation of doctor")
struct DoctorDocumentTests {
    private static let docs = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "docs")

    static let tables: [(file: String, mark: String, text: String)] = [
        ("doctor.md", "<!-- doctor: made from the code; ", DoctorReport.documentation),
        ("migration.md", "<!-- checklist: made from the code; ", GuideLine.documentation),
    ]

    @Test("The tables are those of the code", arguments: tables)
    func held(_ file: String, _ mark: String, _ wanted: String) throws {
        let path = Self.docs.appending(path: file)
        let text = try String(contentsOf: path, encoding: .utf8)
        let start = try #require(text.range(of: mark))
        let begin = try #require(text.range(of: "-->\n", range: start.upperBound..<text.endIndex))
        let end = try #require(text.range(of: "<!-- end", range: begin.upperBound..<text.endIndex))
        let table = "\n\(wanted)\n\n"
        if ProcessInfo.processInfo.environment["UPDATE_DOCS"] != nil {
            let updated = text[..<begin.upperBound] + table + text[end.lowerBound...]
            return try updated.write(to: path, atomically: true, encoding: .utf8)
        }
        #expect(text[begin.upperBound..<end.lowerBound] == table, "docs/\(file) is old; UPDATE_DOCS=1 rewrites it")
    }
}
