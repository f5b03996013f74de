import RealtimeEngine
import Speech
import TestSupport
import Testing

@Suite("What will not change any more of a guess that does")
struct StablePrefixTests {
    private func words(_ text: String) -> [String] { text.split(separator: " ").map(String.init) }

    private func deltas(_ guesses: [String], last: String, agreement: Int = 2) -> [String] {
        var prefix = StablePrefix(agreement: agreement)
        var deltas = guesses.map { prefix.guess(words($0)) }
        deltas.append(prefix.conclude(words(last)))
        #expect(deltas.joined() == prefix.text)
        return deltas
    }

    @Test("A word stands when it outlasted as many guesses as it must, and two others follow it")
    func stands() {
        let guesses = ["go", "go for", "go for", "go for ten", "go forward ten", "go forward ten meters"]
        #expect(
            deltas(guesses, last: "go forward ten meters") == ["", "", "", "go", "", " forward", " ten meters"]
        )
        #expect(deltas(["go on", "go on", "go on"], last: "go on") == ["", "", "", "go on"])
        #expect(deltas(["go on and on"], last: "go on then", agreement: 1) == ["go on", " then"])
    }

    @Test("A guess that changes a word puts off what comes after it too")
    func changes() {
        let guesses = ["i want two piece as", "i want to piece as", "i want to pizzas now", "i want to pizzas now ok"]
        #expect(deltas(guesses, last: "i want two pizzas", agreement: 2) == ["", "i want", " to", " pizzas", ""])
        #expect(deltas(["a b c d", "x b c d", "x b c d"], last: "x b c", agreement: 3) == ["", "", "", "x b c"])
    }

    @Test("What was told stays, and the last word goes on where it fits best")
    func disagrees() {
        func end(_ told: String, _ last: String) -> String {
            deltas([told + " and more", told + " and more"], last: last).joined()
        }
        #expect(end("i want two", "i want to pizzas") == "i want two pizzas")
        #expect(end("good morning", "good") == "good morning")
        #expect(end("good morning", "") == "good morning")
        #expect(end("eight of", "a eight of spades") == "eight of spades")
        #expect(end("a eight of", "eight of spades") == "a eight of spades")
        #expect(end("one two", "three four five") == "one two five")
    }

    @Test("Another segment goes on where the one before ended")
    func segments() {
        var prefix = StablePrefix(agreement: 1)
        #expect(prefix.guess(["ten", "of", "clubs"]) == "ten")
        #expect(prefix.conclude(["ten", "of", "clubs"]) == " of clubs")
        #expect(prefix.guess(["seven", "of", "hearts"]) == " seven")
        #expect(prefix.conclude(["seven"]) == "")
        #expect(prefix.conclude([]) == "")
        #expect(prefix.text == "ten of clubs seven")
    }

    @Test("The deltas in a row are the text, whatever is guessed", arguments: Seed.some(200))
    func sum(_ seed: Seed) {
        var random = seed.generator
        var prefix = StablePrefix(agreement: Int.random(in: 1...4, using: &random))
        var text = ""
        for _ in 0..<5 {
            var last = ""
            for _ in 0..<Int.random(in: 0...12, using: &random) {
                let guess = (0..<Int.random(in: 0...6, using: &random)).map { place in
                    Int.random(in: 0..<4, using: &random) == 0 ? "other" : "word\(place)"
                }
                last += prefix.guess(guess)
            }
            let ending = (0..<Int.random(in: 0...6, using: &random)).map { "word\($0)" }
            let told = last
            last += prefix.conclude(ending)
            text += last
            // What was told already agrees: then the segment is the last word, letter for letter.
            let wanted = ending.joined(separator: " ")
            if wanted.hasPrefix(told.drop { $0 == " " }) { #expect(last.drop { $0 == " " } == wanted) }
        }
        #expect(text == prefix.text)
        #expect(!text.hasPrefix(" ") && !text.hasSuffix(" ") && !text.contains("  "))
    }
}
