import Migration
import TestSupport
import Testing

@Suite("Texts as check reads them")
struct TextTests {
    static let program = "x = \"é\"\nheaders = {\"OpenAI-Beta\": \"realtime=v1\"}\n"

    static func utf16(_ text: String, littleEndian: Bool) -> [UInt8] {
        ([0xFEFF] + Array(text.utf16)).flatMap { unit in
            littleEndian ? [UInt8(unit & 0xFF), UInt8(unit >> 8)] : [UInt8(unit >> 8), UInt8(unit & 0xFF)]
        }
    }

    static let encodings: [[UInt8]] = [
        Array(program.utf8), [0xEF, 0xBB, 0xBF] + Array(program.utf8), utf16(program, littleEndian: true),
        utf16(program, littleEndian: false),
    ]

    @Test("UTF-8, UTF-16, with and without a mark: the same finding, and written back as it was", arguments: encodings)
    func encoding(_ bytes: [UInt8]) throws {
        let found = FileCheck().check(bytes, path: "a.py").findings
        #expect(found.map { "\($0.line):\($0.column) \($0.rule.rawValue)" } == ["2:28 beta-header"])
        let source = try #require(SourceText(bytes))
        #expect(source.encoded(source.bytes) == bytes)
    }

    @Test("A binary file is no text")
    func binary() { #expect(SourceText([0x7F, 0x45, 0x4C, 0x46, 0, 0] + Array(Self.program.utf8)) == nil) }

    @Test("Machine-made code is left alone")
    func minified() {
        let line = String(repeating: "a=b;", count: 2_000) + "h('openai-beta.realtime-v1');"
        #expect(FileCheck().check(Array(line.utf8), path: "app.min.js").findings.isEmpty)
        #expect(!FileCheck().check(Array("h(['openai-beta.realtime-v1']);".utf8), path: "app.js").findings.isEmpty)
    }

    @Test("The sieve finds what a plain search finds", arguments: Seed.some(200))
    func needles(_ seed: Seed) {
        var random = seed.generator
        let words = ["realtime", "rt-client", "response.audio"]
        let needles = Needles(words)
        var text = (0..<200).map { _ in Array("realtm-cspoudi.RE".utf8).randomElement(using: &random) ?? 0 }
        if Bool.random(using: &random) {
            let word = Array((words.randomElement(using: &random) ?? "").uppercased().utf8)
            text.insert(contentsOf: word, at: Int.random(in: 0...text.count, using: &random))
        }
        let lower = String(decoding: text, as: UTF8.self).lowercased()
        #expect(text.withUnsafeBytes { needles.areFound(in: $0) } == words.contains { lower.contains($0) })
    }

    @Test("A suppression needs a reason, and holds for its line and the next, or for the file")
    func suppressions() {
        func rules(_ text: String) -> [String] {
            FileCheck().check(Array(text.utf8), path: "a.py").findings.map(\.rule.rawValue)
        }
        let line = "h = {\"OpenAI-Beta\": \"realtime=v1\"}\n"
        #expect(rules("# antiphon:allow(beta-header) our own gateway\n" + line) == [])
        #expect(rules("# antiphon:allow(beta-header) our own gateway\n\n" + line) == ["beta-header"])
        #expect(rules("# antiphon:allow(event-name) our own gateway\n" + line) == ["beta-header"])
        #expect(rules(line + "# antiphon:allow-file(beta-header, event-name) our own gateway\n" + line) == [])
        #expect(rules("# antiphon:allow(beta-header)\n" + line) == ["suppression-without-reason", "beta-header"])
    }

    @Test("Markdown is read when it is asked for")
    func markdown() {
        let text = "Say `realtime=v1`.\n\n```python\nh = {\"OpenAI-Beta\": \"realtime=v1\"}\n```\n"
        var check = FileCheck()
        #expect(!check.reads("README.md") && check.check(Array(text.utf8), path: "README.md").findings.isEmpty)
        check.readsMarkdown = true
        #expect(check.reads("README.md"))
        #expect(check.check(Array(text.utf8), path: "README.md").findings.map(\.line) == [4])
    }
}
