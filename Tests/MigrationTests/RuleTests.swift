import Migration
import Testing

/// The table of rules: what each calls bad is found, and nothing else.
@Suite("The rules of check")
struct RuleTests {
    static let mark: Character = "◀"

    struct Sample: Sendable, CustomTestStringConvertible {
        let rule: RuleID
        let example: Rule.Example
        var testDescription: String { "\(rule.rawValue): \(example.text.prefix(60))" }
    }

    static let bad = Rule.all.flatMap { rule in rule.bad.map { Sample(rule: rule.id, example: $0) } }
    static let good = Rule.all.flatMap { rule in rule.good.map { Sample(rule: rule.id, example: $0) } }

    static func findings(in example: Rule.Example) -> [Finding] {
        var project = Project()
        project.add(FileCheck().check(Array(example.text.filter { $0 != mark }.utf8), path: example.file))
        return project.finished()
    }

    @Test("What is stale is found on its line", arguments: bad)
    func found(_ sample: Sample) throws {
        let lines = sample.example.text.split(separator: "\n", omittingEmptySubsequences: false)
        let line = try #require(lines.firstIndex { $0.contains(Self.mark) }) + 1
        let found = Self.findings(in: sample.example)
        #expect(found.contains { $0.rule == sample.rule && $0.line == line }, "found: \(found.map(\.json))")
    }

    @Test("What only looks stale is not", arguments: good)
    func passed(_ sample: Sample) {
        let found = Self.findings(in: sample.example).filter { $0.rule == sample.rule || $0.certainty == .sure }
        #expect(found.isEmpty, "found: \(found.map(\.json))")
    }

    @Test("Every rule stands in the table once, with what breaks and the correct form")
    func complete() {
        #expect(Set(Rule.all.map(\.id)) == Set(RuleID.allCases))
        #expect(Rule.all.count == RuleID.allCases.count)
        for rule in Rule.all {
            #expect(!rule.title.isEmpty && !rule.breaks.isEmpty && !rule.correct.isEmpty && !rule.certainty.isEmpty)
            #expect(!rule.bad.isEmpty && !rule.good.isEmpty || rule.id == .sdkVersion, "\(rule.id) has no examples")
        }
    }

    @Test("A finding is one JSON object a line, with a place that an editor finds")
    func json() throws {
        let text = "# é\nx = {\"ü\": 1, \"OpenAI-Beta\": \"realtime=v1\"}\n"
        let finding = try #require(Self.findings(in: .init(file: "a.py", text: text)).first)
        #expect((finding.line, finding.column) == (2, 30))
        for name in ["file", "line", "column", "rule", "certainty", "message", "fix"] {
            #expect(finding.json.contains("\"\(name)\":"))
        }
        #expect(!finding.json.contains("\n"))
    }
}
