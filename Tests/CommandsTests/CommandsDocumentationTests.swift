import Commands
import Foundation
import Testing

@Suite("docs/commands.md")
struct CommandsDocumentationTests {
    private static let file = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "docs/commands.md")

    static let usages = [TalkCommand.usage, TranscribeCommand.usage, DoctorCommand.usage, ReadinessCommand.usage]

    @Test("Its tables are the tables of the program")
    func tables() throws {
        let text = try String(contentsOf: Self.file, encoding: .utf8)
        let begin = try #require(text.range(of: "rewrites it. -->\n"))
        let end = try #require(text.range(of: "<!-- end -->"))
        let wanted = "\n" + Self.usages.map(Self.table).joined(separator: "\n")
        if ProcessInfo.processInfo.environment["UPDATE_DOCS"] != nil {
            let updated = text[..<begin.upperBound] + wanted + text[end.lowerBound...]
            return try updated.write(to: Self.file, atomically: true, encoding: .utf8)
        }
        #expect(text[begin.upperBound..<end.lowerBound] == wanted, "docs/commands.md is old; UPDATE_DOCS=1 rewrites it")
    }

    private static func table(_ usage: CommandUsage) -> String {
        let rows = usage.options.map { "| `\($0.text)` | \($0.purpose) |\n" }.joined()
        return "`\(usage.line)` \(usage.purpose).\n\n| option | what it does |\n| --- | --- |\n\(rows)"
    }

    @Test("The help of a command names every option", arguments: usages)
    func help(_ usage: CommandUsage) {
        #expect(usage.help.hasPrefix("antiphon \(usage.name): \(usage.purpose)\n\nUsage: \(usage.line)\n"))
        for option in usage.options { #expect(usage.help.contains("\n  \(option.text)  ")) }
        #expect(usage.help.split(separator: "\n").allSatisfy { $0.count <= 120 })
    }
}
