import Foundation
import RealtimeEngine
import Speech
import TestSupport
import Testing

@Suite("TurnRule")
struct TurnRuleTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let language: String?
        let text: String
        let score: Double?
        var testDescription: String { "\(language ?? "-"): \(text)" }
    }

    /// The tables of docs/turn-cases.md.
    static let cases: [Case] = {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../docs/turn-cases.md")
        let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
        var (heading, cases): (String, [Case]) = ("", [])
        for line in text.split(separator: "\n") {
            if line.hasPrefix("## ") { heading = String(line.dropFirst(3)) }
            guard line.hasPrefix("| "), !line.contains("---"), !line.contains("what was heard") else { continue }
            let cells = line.dropFirst().dropLast().split(separator: "|", omittingEmptySubsequences: false)
                .map { $0.trimmingCharacters(in: .whitespaces) }
            let (last, said) = (cells[cells.count - 1], cells[cells.count - 2])
            let named = cells.count == 3 ? cells[0] : heading == "English" ? "en" : "es"
            cases.append(Case(language: named == "—" ? nil : named, text: said, score: Double(last)))
        }
        return cases
    }()

    @Test("The tables have enough of each language")
    func tables() {
        #expect(Self.cases.count { $0.language == "en" } >= 40)
        #expect(Self.cases.count { $0.language == "es" } >= 40)
    }

    @Test("What is said sounds as finished as docs/turn-cases.md says", arguments: cases)
    func says(_ example: Case) {
        #expect(TurnRule.score(text: example.text, language: example.language) == example.score)
    }

    @Test("Case and spaces change nothing", arguments: cases)
    func shape(_ example: Case) {
        let text = "  " + example.text.uppercased().replacingOccurrences(of: " ", with: "  ") + " "
        #expect(TurnRule.score(text: text, language: example.language) == example.score)
    }

    @Test("What was said before counts no more")
    func history() {
        let before = "I want to go to. My name is? " + String(repeating: "and so on. ", count: 10_000)
        #expect(TurnRule.score(text: before + "What time is it", language: "en") == 0.9)
        #expect(TurnRule.score(text: before + "I want to go to", language: "en") == 0.1)
    }

    @Test("A report is the score, and none where nobody can tell")
    func report() {
        #expect(TurnRule.report("what time is it", language: "en") == .endOfTurn(score: 0.9))
        #expect(TurnRule.report("je voudrais un", language: "fr") == nil)
    }

    @Test("Whatever is heard has a score between nought and one, or none", arguments: Seed.some(20))
    func walks(_ seed: Seed) {
        var random = seed.generator
        let pieces = Self.cases.flatMap { $0.text.split(separator: " ").map(String.init) }
        let marks = [" ", ".", "…", "?", "'", "’", ",", "¿", "\u{301}", "\0", "👩‍👩‍👧", "٣", "\n", "--", ""]
        for _ in 0..<200 {
            let count = Int.random(in: 0...12, using: &random)
            let text = (0..<count).map { _ in
                (pieces.randomElement(using: &random) ?? "") + (marks.randomElement(using: &random) ?? "")
            }.joined(separator: Bool.random(using: &random) ? " " : "")
            let language = ["en", "es", "de", "", "en-US", nil].randomElement(using: &random) ?? nil
            let score = TurnRule.score(text: text, language: language)
            #expect(score.map { (0...1).contains($0) } ?? true, "\(text)")
        }
    }
}
