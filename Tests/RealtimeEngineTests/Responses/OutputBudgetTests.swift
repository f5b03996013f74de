import RealtimeAPI
import RealtimeEngine
import TestSupport
import Testing

@Suite("OutputBudget")
struct OutputBudgetTests {
    private func samples(_ tokens: Double) -> Samples { Samples(repeating: 1, count: Int(tokens * 1_200)) }

    @Test("Without a limit everything passes and is counted")
    func unlimited() {
        var budget = OutputBudget(.unlimited)
        let text = budget.admit("12345")
        let (audio, words) = budget.admit(samples(2), saying: "678")
        #expect(text == "12345" && words == "678" && audio.count == 2_400)
        #expect(!budget.isExceeded)
        #expect(budget.tokens == TokenCount(text: 2, audio: 2))
    }

    @Test("An answer that ends just at its limit is whole; what comes after it is not")
    func exact() {
        var budget = OutputBudget(.tokens(2))
        let first = budget.admit("1234")
        let second = budget.admit("5678")
        #expect(first == "1234" && second == "5678" && !budget.isExceeded)
        let third = budget.admit("9")
        #expect(third.isEmpty && budget.isExceeded)
        let (audio, words) = budget.admit(samples(1), saying: "0")
        #expect(audio.isEmpty && words.isEmpty)
        #expect(budget.tokens == TokenCount(text: 2))
    }

    @Test("A token that is begun is used to its end, however small the pieces")
    func pieces() {
        var text = OutputBudget(.tokens(1))
        let characters = "abcde".map { text.admit(String($0)) }
        #expect(characters == ["a", "b", "c", "d", ""])
        var speech = OutputBudget(.tokens(1))
        let counts = (0..<4).map { _ in speech.admit(samples(0.4), saying: "").0.count }
        #expect(counts == [480, 480, 240, 0])
    }

    @Test("After a cut nothing passes, or there would be a hole in the text")
    func cut() {
        var budget = OutputBudget(.tokens(1))
        let family = budget.admit("👨‍👩‍👧‍👦")
        #expect(family.isEmpty && budget.isExceeded)
        let more = budget.admit("a")
        let (audio, words) = budget.admit(samples(0.1), saying: "")
        #expect(more.isEmpty && audio.isEmpty && words.isEmpty)
    }

    @Test("Words without audio are cut as text is")
    func wordsAlone() {
        var budget = OutputBudget(.tokens(1))
        let (audio, words) = budget.admit([], saying: "one two three four")
        #expect(audio.isEmpty && words == "one ")
        #expect(budget.isExceeded && budget.tokens == TokenCount(text: 1))
    }

    @Test("Audio and its words are cut at the same share, words whole")
    func share() {
        var budget = OutputBudget(.tokens(6))
        // 8 tokens of audio and 5 of words: for 4 of audio there are 9 bytes of words, "one two", and those are 2.
        let (audio, words) = budget.admit(samples(8), saying: "one two three four")
        #expect(audio.count == 4_800 && words == "one two")
        #expect(budget.tokens == TokenCount(text: 2, audio: 4) && budget.isExceeded)
    }

    @Test("The last token is not spent twice, on audio and on its words")
    func lastToken() {
        var budget = OutputBudget(.tokens(1))
        let (audio, words) = budget.admit(samples(1), saying: "a bc")
        #expect(audio.count == 299 && words.isEmpty)
        #expect(budget.tokens.total == 1)
    }

    @Test(
        "No more passes than the limit says, no less, what passes is a beginning, and tokens add up",
        arguments: Seed.some(300)
    )
    func limit(_ seed: Seed) {
        var random = seed.generator
        let limit = Int.random(in: 1...200, using: &random)
        var budget = OutputBudget(.tokens(limit))
        var bytes = 0
        var ticks = 0
        for _ in 0..<60 {
            let wasExceeded = budget.isExceeded
            let text = String.anything(using: &random)
            if Bool.random(using: &random) {
                let admitted = budget.admit(text)
                #expect(text.utf8.starts(with: admitted.utf8))
                #expect(admitted.utf8.count == text.utf8.count || budget.isExceeded)
                #expect(!wasExceeded || admitted.isEmpty)
                bytes += admitted.utf8.count
            } else {
                let given = Samples(repeating: 1, count: Int.random(in: 0...8_000, using: &random))
                let (audio, words) = budget.admit(given, saying: text)
                #expect(text.utf8.starts(with: words.utf8) && audio.count <= given.count)
                let isWhole = audio.count == given.count && words.utf8.count == text.utf8.count
                #expect(isWhole || budget.isExceeded)
                #expect(!wasExceeded || (audio.isEmpty && words.isEmpty))
                if !wasExceeded, budget.isExceeded, !given.isEmpty {
                    let more = text[..<text.wordBoundary(atMost: audio.count + 1, of: given.count)].utf8.count
                    let needed = TokenEstimate.assistantAudio(Ticks(ticks + audio.count + 1)) + (bytes + more + 3) / 4
                    #expect(needed > limit, "the longest beginning that fits")
                }
                bytes += words.utf8.count
                ticks += audio.count
            }
            #expect(budget.tokens.total <= limit)
            #expect(budget.audio == Ticks(ticks) && budget.textBytes == bytes)
            #expect(budget.tokens.text == (bytes + 3) / 4)
            #expect(budget.tokens.audio == TokenEstimate.assistantAudio(Ticks(ticks)))
        }
    }
}
