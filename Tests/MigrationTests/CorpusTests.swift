import Foundation
import Migration
import TestSupport
import Testing

/// Programs written for this: what is stale in them is marked on its line, `◀ rule, rule`, and taken away before
/// reading.
struct Annotated: Sendable, CustomTestStringConvertible {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Corpus")

    struct Place: Hashable, CustomStringConvertible {
        let line: Int
        let rule: String
        var description: String { "\(line) \(rule)" }
    }

    let path: String
    let text: String
    let places: [Place]
    var testDescription: String { path }

    init(path: String, marked: String) {
        self.path = path
        var places: [Place] = []
        var lines: [Substring] = []
        for (index, line) in marked.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let parts = line.split(separator: "◀", maxSplits: 1, omittingEmptySubsequences: false)
            lines.append(parts[0])
            guard parts.count > 1 else { continue }
            let rules = parts[1].split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
            places += rules.map { Place(line: index + 1, rule: $0) }
        }
        text = lines.joined(separator: "\n")
        self.places = places
    }

    static let all: [Annotated] = ["stale", "migrated", "mixed"].flatMap { kind in
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.appending(path: kind).path)) ?? []
        return names.sorted().map { name in
            let text = try? String(contentsOf: folder.appending(path: "\(kind)/\(name)"), encoding: .utf8)
            // Swift that is not the project's own ends in `.txt`, so that no tool of the project reads it as Swift.
            let bare = name.hasSuffix(".swift.txt") ? String(name.dropLast(4)) : name
            return Annotated(path: "\(kind)/\(bare)", marked: text ?? "")
        }
    }

    /// Each annotation once; of two on a line two findings.
    func judged() -> (missed: [Place], wrong: [Finding], found: Int) {
        let findings = FileCheck().check(Array(text.utf8), path: path).findings
        var expected = places
        var wrong: [Finding] = []
        for finding in findings {
            let place = Place(line: finding.line, rule: finding.rule.rawValue)
            if let index = expected.firstIndex(of: place) { expected.remove(at: index) } else { wrong.append(finding) }
        }
        return (expected, wrong, places.count - expected.count)
    }
}

@Suite("The corpus of check")
struct CorpusTests {
    @Test("Every annotation is found, and nothing else", arguments: Annotated.all)
    func exact(_ program: Annotated) {
        let (missed, wrong, _) = program.judged()
        #expect(missed.isEmpty, "missed: \(missed)")
        #expect(wrong.isEmpty, "wrong: \(wrong.map(\.json).joined(separator: "\n"))")
    }

    @Test("Recall and precision are what the documentation says")
    func figures() throws {
        let judged = Annotated.all.map { $0.judged() }
        let annotations = Annotated.all.map(\.places.count).reduce(0, +)
        let found = judged.map(\.found).reduce(0, +)
        let wrong = judged.map(\.wrong.count).reduce(0, +)
        let languages = Set(Annotated.all.map { $0.path.split(separator: ".").last ?? "" })
        print(
            "corpus: \(Annotated.all.count) files, \(found) of \(annotations) annotations found, \(wrong) other "
                + "findings: recall \(Double(found) / Double(annotations)), precision "
                + "\(Double(found) / Double(found + wrong))"
        )
        #expect(Annotated.all.count > 75 && annotations > 280 && languages.count > 20)
        #expect(found == annotations && wrong == 0)
    }

    @Test("Mutated programs of the corpus do not trap", arguments: Seed.some(30))
    func mutated(_ seed: Seed) {
        var random = seed.generator
        for program in Annotated.all {
            var bytes = Array(program.text.utf8)
            bytes.mutate(using: &random, alphabet: FuzzTests.alphabet)
            let report = FileCheck().check(bytes, path: program.path)
            if let source = SourceText(bytes) { _ = Patch(report.findings, to: source, path: program.path) }
        }
    }

    @Test("Programs of the corpus that end anywhere do not trap", arguments: Seed.some(Seed.scaled(30)))
    func cut(_ seed: Seed) {
        var random = seed.generator
        for program in Annotated.all {
            let whole = Array(program.text.utf8)
            let bytes = whole + whole.prefix(Int.random(in: 0...whole.count, using: &random))
            let report = FileCheck().check(bytes, path: program.path)
            if let source = SourceText(bytes) { _ = Patch(report.findings, to: source, path: program.path) }
        }
    }
}
