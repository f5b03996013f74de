import Migration
import TestSupport
import Testing

/// Nothing that a file holds may trap, hang or say another thing the second time.
@Suite("check reads anything")
struct FuzzTests {
    static let names = [
        "a.py", "a.ts", "a.cs", "a.java", "a.kt", "a.go", "a.swift", "a.rb", "a.rs", "a.cpp", "a.dart", "a.php", "a.sh",
        "a.html",
        "a.json", "a.yaml", ".env", "a.bicep", "a.tf", "a.toml", "a.md", "a.jsonl", "requirements.txt",
        "pyproject.toml",
        "package.json", "package-lock.json", "yarn.lock", "pnpm-lock.yaml", "a.csproj", "pom.xml", "build.gradle",
        "go.mod",
        "Gemfile", "Gemfile.lock", "libs.versions.toml", "packages.lock.json", "Pipfile.lock",
        "Package.swift", "Package.resolved",
    ]
    static let texts = Rule.all.flatMap { $0.bad + $0.good }.map(\.text)
    static let alphabet = Array("\"'`{}[]()<>$\\#/*:=,;.\n\r\t -@!?&|%~^_aA0\u{FEFF}é".utf8)

    @Test("Mutated programs", arguments: Seed.some(400))
    func mutated(_ seed: Seed) {
        var random = seed.generator
        var check = FileCheck()
        check.readsMarkdown = true
        for name in Self.names {
            var bytes = Array((Self.texts.randomElement(using: &random) ?? "").utf8) + Array(" realtime openai".utf8)
            bytes.mutate(using: &random, alphabet: Self.alphabet)
            judge(bytes, name, check)
        }
    }

    @Test("Random bytes", arguments: Seed.some(100))
    func random(_ seed: Seed) {
        var random = seed.generator
        var check = FileCheck()
        check.readsMarkdown = true
        for name in Self.names {
            let count = Int.random(in: 0..<400, using: &random)
            let bytes = (0..<count).map { _ in
                Bool.random(using: &random)
                    ? Self.alphabet.randomElement(using: &random) ?? 0 : UInt8.random(in: 0...255, using: &random)
            }
            judge(Array("realtime openai\n".utf8) + bytes, name, check)
        }
    }

    private func judge(_ bytes: [UInt8], _ name: String, _ check: FileCheck) {
        let report = check.check(bytes, path: name)
        #expect(report.findings == check.check(bytes, path: name).findings)
        guard let source = SourceText(bytes) else { return }
        for finding in report.findings {
            #expect(finding.line >= 1 && finding.column >= 1)
            for edit in finding.edits { #expect(edit.range.upperBound <= source.bytes.count) }
        }
        _ = Patch(report.findings, to: source, path: name)
        var project = Project()
        project.add(report)
        _ = project.finished()
    }

    @Test("Deep nesting and endless lines are read in good time", .timeLimit(.minutes(1)))
    func deep() {
        for text in [
            "{", "[", "(", "\"${", "f\"{", "session: {", "a.b[", "\"a\" + ", "- ", "<script>", "/*", "`${`",
            "{\"type\": \"session.update\", \"session\": ",
        ] {
            let bytes = Array(("realtime " + String(repeating: text, count: 5_000)).utf8)
            for name in ["a.py", "a.ts", "a.yaml", "a.json", "a.html", "a.swift", "a.sh"] {
                _ = FileCheck().check(bytes, path: name)
            }
        }
    }
}
