import Foundation
import Testing

/// A page of `docs` whose middle is made from the code. `UPDATE_DOCS=1 swift test --filter …` rewrites it.
struct HeldDocument {
    static let folder = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().appending(path: "docs")

    let name: String

    private var file: URL { Self.folder.appending(path: name) }

    func text() throws -> String { try String(contentsOf: file, encoding: .utf8) }

    /// Compares what stands between the two marks.
    func hold(to tables: String) throws {
        let text = try text()
        let begin = try #require(text.range(of: "rewrites it. -->\n"))
        let end = try #require(text.range(of: "<!-- end -->"))
        let wanted = "\n\(tables)\n"
        if ProcessInfo.processInfo.environment["UPDATE_DOCS"] != nil {
            let updated = text[..<begin.upperBound] + wanted + text[end.lowerBound...]
            return try updated.write(to: file, atomically: true, encoding: .utf8)
        }
        #expect(text[begin.upperBound..<end.lowerBound] == wanted, "docs/\(name) is old; UPDATE_DOCS=1 rewrites it")
    }
}
