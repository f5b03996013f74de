import Speech
import Testing

@Suite("What a model thinks aloud")
struct ThoughtFilterTests {
    private func said(_ pieces: [String]) -> String {
        var filter = ThoughtFilter()
        return pieces.map { filter.pass($0) }.joined() + filter.end()
    }

    @Test(
        "Only what stands at the very beginning is a thought",
        arguments: [
            ("Hello", "Hello"), ("<think>Hm.</think>Hello", "Hello"), ("\n<think>\nHm.\n</think>\n\nHello", "Hello"),
            ("<think></think>Hello", "Hello"), ("<thin", "<thin"), ("<thinner> is a word", "<thinner> is a word"),
            ("Use <think>x</think>", "Use <think>x</think>"), ("<think>for ever", ""), ("", ""), (" ", " "),
            ("<think>a</thin</think>b", "b"),
        ]
    )
    func filter(_ text: String, _ expected: String) {
        #expect(said([text]) == expected)
        #expect(said(text.map(String.init)) == (expected), "cut at each character")
    }
}
