import Bytes
import RealtimeAPI
import RealtimeEngine
import Speech
import TestSupport
import Testing

@Suite("What a client says will be said")
struct ExpectedSentencesTests {
    private func sentences(_ prompt: String, _ keywords: [String] = []) throws -> [[String]] {
        try ExpectedSentences(ExpectedWords(prompt: prompt, keywords: keywords)).sentences
    }

    private func refusal(_ words: ExpectedWords) -> String? {
        do {
            _ = try ExpectedSentences(words)
            return nil
        } catch {
            return error.why
        }
    }

    @Test(
        "It is read as sentences of plain words",
        arguments: [
            ("Margherita, Quattro Formaggi.", [["margherita"], ["quattro", "formaggi"]]),
            ("Luigi's wi-fi: what's 'new'?", [["luigi's", "wi", "fi"], ["what's", "new"]]),
            ("Crème brûlée & Käse", [["creme", "brulee", "and", "kaese"]]),
            ("order 42 pizzas B2B now", [["order"], ["pizzas"], ["now"]]),
            ("  a\n\tb  ", [["a", "b"]]),
        ]
    )
    func reads(_ prompt: String, _ expected: [[String]]) throws {
        #expect(try sentences(prompt) == expected)
    }

    @Test("Each keyword is a sentence of its own")
    func keywords() throws {
        #expect(try sentences("", ["Ada Lovelace", "ENIAC"]) == [["ada", "lovelace"], ["eniac"]])
    }

    @Test("A tool adds its name, what is said of it, its fields, and what they may be")
    func tools() throws {
        let tool = FunctionTool {
            $0.name = "orderPizza"
            $0.description = "Orders a pizza."
            $0.parameters = [
                "type": "object",
                "properties": [
                    "pizza_size": ["type": "string", "enum": ["small", "family size", 3]],
                    "extras": ["type": "array", "items": ["type": "string", "enum": ["anchovies"]]],
                ],
            ]
        }
        let expected = try ExpectedSentences(ExpectedWords(prompt: "Margherita", functions: [tool]))
        let all: Set<[String]> = [
            ["margherita"], ["order", "pizza"], ["orders", "a", "pizza"], ["pizza", "size"], ["small"],
            ["family", "size"], ["extras"], ["anchovies"],
        ]
        #expect(Set(expected.sentences) == all)
    }

    @Test("More than there may be is refused by name; of tools it is left out")
    func bounds() throws {
        let long = String(repeating: "ab ", count: 2_731)
        #expect(refusal(ExpectedWords(prompt: long))?.contains("may have 8192 bytes, and this has 8193") == true)
        #expect(refusal(ExpectedWords(prompt: String(repeating: "a ", count: 1_025)))?.contains("1024 words") == true)
        let wide = String(repeating: "a", count: 33)
        #expect(refusal(ExpectedWords(keywords: [wide]))?.contains("one here has 33") == true)
        for empty in ["", "12 34", "你好", "...", "'"] {
            #expect(refusal(ExpectedWords(prompt: empty))?.contains("no word") == true)
        }
        let tool = FunctionTool {
            $0.name = wide
            $0.description = String(repeating: "so it is. ", count: 1_000)
        }
        let full = ExpectedWords(prompt: String(repeating: "a ", count: 1_020), functions: [tool, tool])
        let expected = try ExpectedSentences(full)
        #expect(expected.sentences.joined().count == 1_023)
    }

    @Test("Any text is read or refused, as words of letters and within its bounds", arguments: Seed.some(100))
    func anything(_ seed: Seed) {
        var random = seed.generator
        let pieces = [
            "a", "Z", "'", "-", " ", ".", "9", "\u{0}", "é", "ß", "\u{301}", "😀", "\n", "<s>", "</s>", "\\", "（",
            "\u{202E}",
        ]
        func text(_ longest: Int) -> String {
            (0..<Int.random(in: 0...longest, using: &random)).map { _ in
                Int.random(in: 0..<4, using: &random) == 0
                    ? String(Unicode.Scalar(UInt32.random(in: 0..<0xD800, using: &random)).map(Character.init) ?? "x")
                    : pieces[Int.random(in: 0..<pieces.count, using: &random)]
            }.joined()
        }
        let tool = FunctionTool {
            $0.name = text(40)
            $0.description = text(300)
            $0.parameters = ["properties": .object([text(9): ["enum": [.string(text(30)), nil, 1]]])]
        }
        let words = ExpectedWords(prompt: text(400), keywords: [text(20), text(20)], functions: [tool])
        guard let expected = try? ExpectedSentences(words) else { return }
        let all = Array(expected.sentences.joined())
        #expect((1...ExpectedSentences.wordsMax).contains(all.count))
        for word in all {
            #expect(word.utf8.count <= ExpectedSentences.lettersMax)
            #expect(word.utf8.allSatisfy { (0x61...0x7A).contains($0) || $0 == 0x27 })
            #expect(word.first != "'" && word.last != "'")
        }
    }
}
