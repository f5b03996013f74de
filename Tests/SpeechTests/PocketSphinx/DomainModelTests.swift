import Speech
import TestSupport
import Testing

@Suite("A language model of what is expected")
struct DomainModelTests {
    /// `a b` and `a`: worked out by hand.
    private let model = DomainModel([["a", "b"], ["a"]])

    @Test(
        "A word is as probable as it was counted, less half a time, and what is left is shared out",
        arguments: [
            ("a", [], 2.0 / 5), ("b", [], 1.0 / 5), ("</s>", [], 2.0 / 5),
            ("a", ["<s>"], 0.75 + 0.25 * 0.4), ("b", ["<s>"], 0.25 * 0.2), ("</s>", ["<s>"], 0.25 * 0.4),
            ("b", ["a"], 0.25 + 0.5 * 0.2), ("</s>", ["a"], 0.25 + 0.5 * 0.4), ("a", ["a"], 0.5 * 0.4),
            ("</s>", ["b"], 0.5 + 0.5 * 0.4),
            ("b", ["<s>", "a"], 0.25 + 0.5 * 0.35), ("a", ["<s>", "a"], 0.5 * 0.2),
            ("</s>", ["a", "b"], 0.5 + 0.5 * 0.7),
            ("a", ["b", "b"], 0.5 * 0.4), ("nowhere", [], 0),
        ] as [(String, [String], Double)]
    )
    func probabilities(_ word: String, _ history: [String], _ expected: Double) {
        #expect(abs(model.probability(of: word, after: history) - expected) < 1e-12)
    }

    @Test("As a file it says the same, as logarithms, with what is left for others after each")
    func file() {
        let expected = """
            \\data\\
            ngram 1=4
            ngram 2=4
            ngram 3=3

            \\1-grams:
            -0.3979 </s>
            -99 <s> -0.6021
            -0.3979 a -0.3010
            -0.6990 b -0.3010

            \\2-grams:
            -0.0706 <s> a -0.3010
            -0.3468 a </s>
            -0.4559 a b -0.3010
            -0.1549 b </s>

            \\3-grams:
            -0.3233 <s> a </s>
            -0.3716 <s> a b
            -0.0706 a b </s>

            \\end\\

            """
        #expect(model.arpa == expected)
        #expect(model.words == ["a", "b"])
    }

    @Test("Whatever was said before, something is said next", arguments: Seed.some(50))
    func sums(_ seed: Seed) {
        var random = seed.generator
        let letters = (0..<Int.random(in: 1...8, using: &random)).map { "w\($0)" }
        let sentences = (0..<Int.random(in: 1...12, using: &random)).map { _ in
            (0..<Int.random(in: 0...6, using: &random)).map { _ in
                letters[Int.random(in: 0..<letters.count, using: &random)]
            }
        }
        let model = DomainModel(sentences)
        guard !model.words.isEmpty else { return }
        for first in ["<s>"] + letters {
            for history in [[first]] + letters.map({ [first, $0] }) {
                let sum = (model.words + ["</s>"]).reduce(0) { $0 + model.probability(of: $1, after: history) }
                #expect(abs(sum - 1) < 1e-9, "after \(history)")
            }
        }
        let lines = model.arpa.split(separator: "\n")
        for order in 1...3 {
            let rows = lines.drop { $0 != "\\\(order)-grams:" }.dropFirst().prefix { !$0.hasPrefix("\\") }
            #expect(lines.contains("ngram \(order)=\(rows.count)"))
        }
    }
}
