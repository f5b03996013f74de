import Speech
import TestSupport
import Testing

@Suite("Text into clauses")
struct ClausesTests {
    @Test(
        "A text is cut where a person would breathe",
        arguments: [
            ("Sure, I can help. What is it?", ["Sure, I can help. ", "What is it?"]),
            // The first may end at a comma, the others only when they are long.
            (
                "Well of course, I can help with that. It is, as you know, easy enough.",
                ["Well of course, ", "I can help with that. It is, as you know, easy enough."]
            ),
            (
                "I can help you with that today. It is, as you know, easy enough. Good.",
                ["I can help you with that today. ", "It is, as you know, easy enough. ", "Good."]
            ),
            // Numbers, addresses, abbreviations, initials.
            (
                "It costs 3.5 dollars at example.com today. Nothing more than that.",
                ["It costs 3.5 dollars at example.com today. ", "Nothing more than that."]
            ),
            (
                "Ask Dr. Smith or J. Doe of the U.S. Army about it. Then come back.",
                ["Ask Dr. Smith or J. Doe of the U.S. Army about it. ", "Then come back."]
            ),
            (
                "See e.g. No. 5 and fig. 3 for the whole story of it. Thanks.",
                ["See e.g. No. 5 and fig. 3 for the whole story of it. ", "Thanks."]
            ),
            (
                "It weighs 1,000 kg. Go to https://a.example/b?c=d,e.f! now or later. Bye.",
                ["It weighs 1,000 kg. ", "Go to https://a.example/b?c=d,e.f! now or later. ", "Bye."]
            ),
            (
                "He said no. Then nothing at all happened for years.",
                ["He said no. ", "Then nothing at all happened for years."]
            ),
            ("Well... maybe it is so. And then it isn't.", ["Well... maybe it is so. ", "And then it isn't."]),
            ("\"Come in!\" she said. He went away for ever.", ["\"Come in!\" she said. ", "He went away for ever."]),
            (
                "1. Wash the rice in cold water.\n2. Boil it for ten minutes.\n",
                ["1. Wash the rice in cold water.\n", "2. Boil it for ten minutes.\n"]
            ),
            // Spanish.
            (
                "¡Claro que sí! ¿Qué quiere la Sra. López de Ud. a las 3.30 h?",
                ["¡Claro que sí! ", "¿Qué quiere la Sra. López de Ud. a las 3.30 h?"]
            ),
            (
                "Vive en EE.UU. desde 1999. Le gusta mucho la vida de allí.",
                ["Vive en EE.UU. desde 1999. ", "Le gusta mucho la vida de allí."]
            ),
            // No spaces, no waiting.
            ("今日は晴れです。明日は雨が降るかもしれません。", ["今日は晴れです。", "明日は雨が降るかもしれません。"]),
            ("你好！我能帮你什么？", ["你好！", "我能帮你什么？"]),
            // Nothing to say is no clause of its own.
            ("🎉 ... Hello there. 🎉", ["🎉 ... Hello there. ", "🎉"]),
            ("", []),
            ("   ", ["   "]),
        ]
    )
    func table(_ text: String, _ expected: [String]) {
        #expect(Clauses.all(of: text) == expected)
    }

    @Test("The first clause comes as soon as the letter after it")
    func early() {
        var clauses = Clauses()
        #expect(clauses.append("Good morning,") == [])
        #expect(clauses.append(" I") == ["Good morning, "])
        #expect(clauses.append(" am here to help you today.") == [])
        #expect(clauses.append(" ") == [])
        #expect(clauses.append("S") == ["I am here to help you today. "])
        #expect(clauses.finish() == ["S"])
    }

    @Test("What has neither marks nor spaces is cut at a length, what is without marks between words")
    func bounded() {
        let words = Clauses.all(of: String(repeating: "word ", count: 1_000))
        #expect(words.allSatisfy { $0.count <= 250 && !$0.hasSuffix("wor") })
        #expect(words.joined() == String(repeating: "word ", count: 1_000))
        #expect(words.dropFirst().dropLast().allSatisfy { $0.hasPrefix("word") && $0.hasSuffix("word ") })
        #expect(Clauses.all(of: String(repeating: "x", count: 100_000)).allSatisfy { $0.count <= 480 })
        #expect(Clauses.all(of: String(repeating: "9", count: 10_000)).allSatisfy { $0.count <= 120 })
        #expect(Clauses.all(of: String(repeating: "。", count: 10_000)).joined().count == 10_000)
        #expect(Clauses.all(of: String(repeating: ". ", count: 10_000)).joined().count == 20_000)
    }

    @Test("In which pieces it came changes nothing, and no letter is lost", arguments: Seed.some(300))
    func pieces(_ seed: Seed) {
        var random = seed.generator
        let text = RandomText.text(&random)
        let whole = Clauses.all(of: text)
        var clauses = Clauses()
        var cut: [String] = []
        var rest = text.unicodeScalars[...]
        while !rest.isEmpty {
            let piece = rest.prefix(Int.random(in: 1...12, using: &random))
            rest = rest.dropFirst(piece.count)
            cut += clauses.append(String(piece))
            #expect(clauses.pendingBytes <= 4 * 600)
        }
        cut += clauses.finish()
        #expect(cut.map { Array($0.utf8) } == whole.map { Array($0.utf8) })
        #expect(Array(whole.joined().utf8) == Array(text.utf8))
        #expect(!whole.contains(""))
        #expect(clauses == Clauses(isFirst: whole.isEmpty))
    }
}

/// Texts of what models write and what nobody does.
enum RandomText {
    static let parts = [
        "Hello", "the", "answer", "is", "42", "3.14", "1,000", "Dr.", "e.g.", "p.ej.", "Sra.", "No.", "5", "J.", "U.S.",
        "https://example.com/a?b=c.d", "**bold**", "`code`", "# Title", "- item", "[link](https://x.example)", "<b>",
        "<break time=\"1s\"/>", "🎉", "👩‍👩‍👧", "é", "ñ", "¿Qué?", "¡Hola!", "今日は", "。", "！", "مرحبا", "؟", "Привет",
        ".", ",", ";", ":", "!", "?", "…", "—", "-", "'", "\"", "(", ")", "\n", "\n\n", "\t", "\u{0}", "\u{7}",
        "\u{200D}",
        "\u{301}", "\u{FE0F}", "\u{202E}", "%", "$5", "€", "@", "#1", "&", "||", "~~x~~", "---", "\u{E000}",
    ]

    static func text(_ random: inout SplitMix64) -> String {
        var text = ""
        for _ in 0..<Int.random(in: 0...80, using: &random) {
            if Int.random(in: 0..<12, using: &random) == 0 {
                let scalar = Unicode.Scalar(UInt32.random(in: 0...0x10FFFF, using: &random))
                text.unicodeScalars.append(scalar ?? " ")
            } else {
                text += parts.randomElement(using: &random) ?? ""
            }
            if Bool.random(using: &random) { text += " " }
        }
        return text
    }
}
