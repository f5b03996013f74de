import Foundation
import RealtimeEngine
import RealtimeServer
import Testing
import YAML

@Suite("docs/configuration.md")
struct SettingsDocumentationTests {
    static let document = HeldDocument(name: "configuration.md")

    static var example: String {
        get throws {
            let text = try document.text()
            let begin = try #require(text.range(of: "```yaml\n"))
            let rest = text[begin.upperBound...]
            let end = try #require(rest.range(of: "```\n"))
            return String(rest[..<end.lowerBound])
        }
    }

    @Test("The table of the documentation is the table of the program")
    func table() throws {
        let rows = Settings.table.map { setting in
            let ways = [setting.flag?.name, setting.environmentName].compactMap { $0 }.map { "`\($0)`" }
            return """
                | `\(setting.name)` | \(setting.byDefault) | \(Self.sentence(setting.expectation)) | \(setting.summary) \
                | \(ways.isEmpty ? "the file only" : ways.joined(separator: ", ")) |
                """
        }
        let head = "| setting | default | value | what it does | also |\n| --- | --- | --- | --- | --- |\n"
        try Self.document.hold(to: head + rows.joined(separator: "\n") + "\n")
    }

    private static func sentence(_ text: String) -> String { text.replacing("|", with: "\\|") }

    @Test("The example has every setting, and is right")
    func example() throws {
        let text = try Self.example
        let settings = try Settings.load(file: text, environment: [:])
        #expect(settings.check(storageHoldsKeys: false).isEmpty)
        #expect(settings.access.keys.map(\.name) == ["support-desk", "monitoring"])
        #expect(settings.access.keys.first?.limits.sessionSeconds == 600)
        #expect(settings.prompts["pmpt_greeting"]?.version == "2")
        let document = try YAMLNode(parsing: text)
        for setting in Settings.table {
            let value = setting.name.split(separator: ".").reduce(document as YAMLNode?) { $0?[String($1)] }
            #expect(value != nil, "\(setting.name)")
        }
    }

    @Test("The help names every flag and every setting")
    func help() {
        for setting in Settings.table {
            #expect(Settings.help.contains("\n  \(setting.name) "))
            if let flag = setting.flag { #expect(Settings.help.contains("\n  \(flag.name)")) }
        }
    }
}
