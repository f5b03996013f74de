import Bytes
import Foundation
import RealtimeAPI
import RealtimeEngine
import Speech
import TestSupport
import Testing

@Suite("The content of the assistant")
struct AssistantContentTests {
    private func passages(_ text: String) -> [String] {
        PassageReader.passages(of: text, title: "title").map { "\($0.source): \($0.text)" }
    }

    @Test("What stands under one heading is one passage, whatever a heading looks like")
    func headings() {
        #expect(passages("Plain.\n\nText.") == ["title: Plain.\nText."])
        #expect(passages("# A\nOne.\n## B\nTwo.\n# C\nThree.") == ["A: One.", "B: Two.", "C: Three."])
        #expect(passages("Top\n===\nOne.\nSub\n---\nTwo.") == ["Top: One.", "Sub: Two."])
        #expect(passages("PARKING\nFree.") == ["PARKING: Free."])
        #expect(passages("Where is it?\nHere.\nWhen?\nNow.") == ["title: Here.", "title: Now."])
        #expect(passages("# FAQ\nQ: Where is it?\nA: Here.") == ["FAQ: Here."])
        #expect(passages("# Empty\n\n# Full\nYes.") == ["Full: Yes."])
        #expect(passages("") == [])
    }

    @Test("Marks of Markdown are not said")
    func marks() {
        #expect(passages("- **Bold** and `code`") == ["title: Bold and code"])
        #expect(passages("See [the map](https://example.com/map) here.") == ["title: See the map here."])
        #expect(passages("| Day | Time |\n| --- | --- |\n| Monday | 9 |") == ["title: Day, Time\nMonday, 9"])
        #expect(passages("```\nlet x = 1\n```\nText.") == ["title: Text."])
        #expect(passages("> Quoted.\n* * *\nEnd [open") == ["title: Quoted.\nEnd [open"])
    }

    /// What is said to a question, from content of this one document.
    private func said(_ question: String, from text: String) throws -> String {
        var options = AssistantOptions()
        options.documents = [.init(name: "content.md", text: text)]
        let steps = try Assistant(options).steps(for: Stand.request([Stand.said(question)]))
        return steps.reduce(into: "") { if case .say(let text) = $1 { $0 += text } }
    }

    @Test("Who asks when it is closed is told so, also where the hours stand in another sentence than the closed days")
    func closedDays() throws {
        let shop = "# The shop\nThe shop is open from nine to six. We sell bread. On Sunday the shop is closed."
        for question in ["When is the shop closed?", "when do you close"] {
            #expect(
                try said(question, from: shop)
                    == "According to The shop: The shop is open from nine to six. On Sunday the shop is closed."
            )
        }
        #expect(try said("When are you open?", from: shop).hasSuffix("The shop is open from nine to six."))
        let spanish = "# La tienda\nLa tienda abre de nueve a seis. Vendemos pan. El domingo la tienda está cerrada."
        let dicho = try said("¿Cuándo está cerrada la tienda?", from: spanish)
        #expect(dicho.hasSuffix("La tienda abre de nueve a seis. El domingo la tienda está cerrada."))
    }

    @Test("Of hours that are too long to be said the closed days are what is said to who asks for them")
    func longHours() throws {
        let days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]
        let lines = days.map { "\($0): from nine in the morning until six in the evening" }
        let text = "# Opening hours\n" + (lines + ["On Sunday the shop is closed."]).joined(separator: "\n")
        let said = try said("When is the shop closed?", from: text)
        #expect(said == "According to Opening hours: On Sunday the shop is closed.")
    }

    @Test("A long section is several passages")
    func long() {
        let paragraph = String(repeating: "Words of a sentence. ", count: 25)
        let text = "# A\n" + Array(repeating: paragraph, count: 4).joined(separator: "\n\n")
        #expect(passages(text).count == 4)
    }

    @Test("Ranked as the formula of BM25 says, computed the slow way", arguments: Seed.some(20))
    func ranking(_ seed: Seed) {
        var random = seed.generator
        // With digits, so that no stem and no other word of the same meaning comes in.
        func word() -> String {
            let numbers = (0..<2).map { _ in Int.random(in: 0..<60, using: &random) }
            return "w\(min(numbers[0], numbers[1]))x"
        }
        let texts = (0..<200).map { _ in (0..<Int.random(in: 3...30, using: &random)).map { _ in word() } }
        let index = PassageIndex(
            texts.map { Passage(source: "", headings: "", text: $0.joined(separator: " "), language: .english) }
        )
        let mean = Double(texts.reduce(0) { $0 + $1.count }) / 200
        for _ in 0..<10 {
            let asked = Array(Set((0..<3).map { _ in word() })).sorted()
            func rarity(_ word: String) -> Double {
                let frequency = Double(max(1, texts.count { $0.contains(word) }))
                return log(1 + (200 - frequency + 0.5) / (frequency + 0.5))
            }
            let all = asked.reduce(0) { $0 + rarity($1) }
            let scores = texts.map { text in
                let found = asked.filter { text.contains($0) }
                let score = found.reduce(0.0) { sum, word in
                    let count = Double(text.count { $0 == word })
                    let norm = 0.4 + 0.6 * Double(text.count) / mean
                    return sum + rarity(word) * count * 2.2 / (count + 1.2 * norm)
                }
                return score * (0.3 + found.reduce(0) { $0 + rarity($1) } / all)
            }
            let expected = scores.sorted(by: >).prefix(8).filter { $0 > 0 }
            let hits = index.search(Question(asked.joined(separator: " "), .english))
            #expect(hits.count == expected.count)
            for (hit, score) in zip(hits, expected) { #expect(abs(hit.score - score) < 1e-9 * max(1, score)) }
        }
    }

    @Test("Large and hostile content is read", arguments: Seed.some(30))
    func hostile(_ seed: Seed) {
        var random = seed.generator
        var bytes = Array(AssistantDialogue.text("clinic.en.md").utf8)
        for _ in 0..<20 { bytes.mutate(using: &random, alphabet: Array("#|-=[]()*`?>\n .:AaáÑ".utf8)) }
        let text = String(decoding: bytes, as: UTF8.self)
        let read = PassageReader.passages(of: text, title: "t")
        let index = PassageIndex(read)
        for question in ["when do you open", "#|-", "", "parking car park", text] {
            for hit in index.search(Question(question, .english)) {
                #expect(hit.coverage > 0 && hit.coverage <= 1 && hit.score > 0)
            }
        }
    }

    @Test("A tool with thousands of parameters, and thousands of tools, are answered soon", .timeLimit(.minutes(1)))
    func bounds() throws {
        let names = (0..<3_000).map { "city_\($0)" }
        let properties = names.map { "\"\($0)\":{\"type\":\"string\"}" }.joined(separator: ",")
        let schema = "{\"type\":\"object\",\"required\":[\"city_7\"],\"properties\":{\(properties)}}"
        let parameters = try #require(try JSON(parsing: schema).object)
        let text = String(repeating: "in paris at ", count: 3_000)
        let request = Stand.request([Stand.said("zap " + text)]) {
            $0.functions = (0..<2_000).map { Stand.tool("zap_\($0)", parameters) }
        }
        #expect(!(try Assistant().steps(for: request)).isEmpty)
    }
}
