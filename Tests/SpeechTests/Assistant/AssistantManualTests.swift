import Foundation
import Speech
import Testing

@Suite("The manual of the assistant")
struct AssistantManualTests {
    private static let manual: String = {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        return (try? String(contentsOf: root.appending(path: "docs/assistant.md"), encoding: .utf8)) ?? ""
    }()

    @Test("Its conversation goes as it is written")
    func conversation() throws {
        let begin = try #require(Self.manual.range(of: "```text\n"))
        let end = try #require(Self.manual.range(of: "\n```", range: begin.upperBound..<Self.manual.endIndex))
        var dialogue = AssistantDialogue("manual\n" + Self.manual[begin.upperBound..<end.lowerBound])
        let written = dialogue.written
        #expect(dialogue.replayed() == written)
    }

    @Test("It tells the limits and names that are in force")
    func limits() {
        let options = AssistantOptions()
        for name in options.handOverTools { #expect(Self.manual.contains("`\(name)`")) }
        #expect(Self.manual.contains("\(Int((options.coverageMin * 100).rounded())) %"))
        #expect(AssistantOptions.documentsMax == 10_000 && Self.manual.contains("10,000 of them"))
        #expect(AssistantOptions.contentBytesMax == 32 << 20 && Self.manual.contains("32 MB"))
    }

    @Test("It tells the figures that are measured")
    func figures() {
        for set in ["tuned", "kept"] {
            let figures = AssistantAccuracyTests.figures(set)
            #expect(Self.manual.contains("| \(figures.inside) that the content answers | \(figures.said) ("))
            #expect(Self.manual.contains("| \(figures.admitted) (\(figures.admitted * 100 / figures.outside) %) |"))
        }
    }
}
