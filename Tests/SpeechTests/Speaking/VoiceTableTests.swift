import Foundation
import Speech
import Testing

@Suite("The voices in docs/engines.md")
struct VoiceTableTests {
    private static let manual: String = {
        var root = URL(filePath: #filePath)
        for _ in 0..<4 { root.deleteLastPathComponent() }
        return (try? String(contentsOf: root.appending(path: "docs/engines.md"), encoding: .utf8)) ?? ""
    }()

    @Test("Every voice stands there as it is", arguments: FliteVoice.all)
    func voice(_ voice: FliteVoice) throws {
        let line = try #require(Self.manual.split(separator: "\n").first { $0.hasPrefix("| `\(voice.name)` |") })
        let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
        #expect(cells[1].hasPrefix(voice.base.rawValue))
        #expect(Double(cells[2]) == voice.pitch && Double(cells[3]) == voice.stretch)
        #expect(cells[4] == EspeakVoice.variants[voice.name])
    }

    @Test("So does every language but English", arguments: EspeakVoice.languages.keys.filter { $0 != "en" }.sorted())
    func language(_ language: String) { #expect(Self.manual.contains("`\(language)`")) }
}
