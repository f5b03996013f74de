import Bytes
import NetIO
import RealtimeAPI
import RealtimeEngine
import Speech
import Testing

@Suite("The assistant as a thinker")
struct AssistantThinkerTests {
    private final class Reports: @unchecked Sendable {
        var parts: [AnswerPart] = []
        var answerer: (any Answerer)?
    }

    /// What is reported, and that nothing is from within the call.
    private func think(_ request: ResponseRequest, cancelling: Bool = false) async throws -> [AnswerPart] {
        let assistant = try Assistant()
        let loop = EventLoop.start()
        let reports = Reports()
        await withCheckedContinuation { continuation in
            loop.post {
                reports.answerer = assistant.think(request, on: loop) { part in
                    reports.parts.append(part)
                    if cancelling, reports.parts.count == 2 {
                        reports.answerer?.cancel()
                        loop.post { loop.post { continuation.resume() } }
                    } else if case .end = part {
                        continuation.resume()
                    }
                }
                #expect(reports.parts.isEmpty)
            }
        }
        await loop.stop()
        return reports.parts
    }

    @Test("It answers in text, word by word, also where somebody will speak it, and ends once")
    func text() async throws {
        let parts = try await think(Stand.request([Stand.said("hello")]) { $0.modality = .audio })
        #expect(parts.text == "Hello. How can I help you?")
        #expect(parts.count > 4)
        #expect(parts.allSatisfy { if case .speech = $0 { false } else { true } })
        #expect(parts.last == .end(.completed))
        #expect(parts.count { if case .end = $0 { true } else { false } } == 1)
    }

    @Test("It says no more than there are tokens for")
    func limit() async throws {
        let parts = try await think(Stand.request([Stand.said("hello")]) { $0.maxOutputTokens = .tokens(2) })
        #expect(parts.text == "Hello. H")
        #expect(parts.last == .end(.maxOutputTokens))
    }

    @Test("Arguments that do not fit make no call of a server's tool")
    func limitedCall() async throws {
        let listing = MCPToolListing { $0.name = "look" }
        let parts = try await think(
            Stand.request([Stand.said("look")]) {
                $0.mcpTools = [MCPServerTools(serverLabel: "eyes", serverDescription: nil, tools: [listing])]
                $0.toolChoice = .required
            }
        )
        #expect(parts == [.mcpCall(serverLabel: "eyes", name: "look", arguments: "{}"), .end(.completed)])
        let cut = try await think(
            Stand.request([Stand.said("look at \(String(repeating: "x", count: 40))")]) {
                let query: JSONObject = ["required": ["q"], "properties": ["q": ["type": "string"]]]
                let long = MCPToolListing {
                    $0.name = "look"
                    $0.inputSchema = query
                }
                $0.mcpTools = [MCPServerTools(serverLabel: "eyes", serverDescription: nil, tools: [long])]
                $0.toolChoice = .required
                $0.maxOutputTokens = .tokens(3)
            }
        )
        #expect(cut == [.end(.maxOutputTokens)])
    }

    @Test("After a cancel nothing is reported")
    func cancels() async throws {
        let parts = try await think(Stand.request([Stand.said("hello")]), cancelling: true)
        #expect(parts.count == 2)
    }

    @Test("It sees no images, hears no audio and does not translate")
    func abilities() throws {
        #expect(try Assistant().abilities == ThinkerAbilities())
    }

    @Test("What cannot be set up is refused")
    func mistakes() {
        var options = AssistantOptions()
        options.documents = [
            .init(name: "a", text: String(repeating: "a", count: AssistantOptions.contentBytesMax + 1))
        ]
        #expect(throws: AssistantMistake.self) { try Assistant(options) }
        options.documents = Array(repeating: .init(name: "a", text: ""), count: AssistantOptions.documentsMax + 1)
        #expect(throws: AssistantMistake.self) { try Assistant(options) }
        options.documents = []
        for share in [0.0, 1.1, .nan] {
            options.coverageMin = share
            #expect(throws: AssistantMistake.self) { try Assistant(options) }
        }
    }

    @Test("A greeting, a language and the names of the hand-over tools can be chosen")
    func options() throws {
        var options = AssistantOptions()
        options.greeting = "Welcome to the shop."
        options.prefersSpanish = true
        options.handOverTools = ["fetch_ana"]
        options.quotesInstructions = false
        let assistant = try Assistant(options)
        #expect(assistant.steps(for: Stand.request([])).first == .say("Welcome to the shop."))
        let unknown = Stand.request([Stand.said("zzz")]) { $0.functions = [Stand.tool("fetch_ana")] }
        #expect(assistant.steps(for: unknown).first == .say("Eso no lo sé. ¿Quiere hablar con una persona?"))
        let person = Stand.request([Stand.said("agent")]) { $0.functions = [Stand.tool("fetch_ana")] }
        #expect(assistant.steps(for: person).contains(.call(name: "fetch_ana", arguments: "{}")))
        let stated = Stand.request([Stand.said("how much is the tea")]) { $0.instructions = "The tea costs 3 euros." }
        #expect(assistant.steps(for: stated).first == .say("I do not know that."))
    }

    @Test("Words with one error are found as by comparing all of them")
    func nearWords() throws {
        let letters = Array("abcdef")
        let words = (0..<300).map { number in
            String((0..<6).map { letters[number * 7 / (1 << $0) % letters.count] })
        }
        for (index, word) in words.enumerated().prefix(60) {
            var wrong = word
            let place = wrong.index(wrong.startIndex, offsetBy: index % 6)
            switch index % 3 {
            case 0: wrong.replaceSubrange(place...place, with: "z")
            case 1: wrong.insert("z", at: place)
            default: wrong.remove(at: place)
            }
            let index = PassageIndex([Passage(source: "s", headings: "", text: word, language: .english)])
            let (said, meant) = (LightStem.stem(wrong, .english), LightStem.stem(word, .english))
            let isFound = said == meant || levenshtein(said, meant) == 1 && said.count >= 5
            let found = !index.search(Question(wrong, .english)).isEmpty
            #expect(found == isFound, "\(word) \(wrong)")
        }
    }

    private func levenshtein(_ left: String, _ right: String) -> Int {
        var row = Array(0...right.count)
        for (i, one) in left.enumerated() {
            var next = [i + 1]
            for (j, other) in right.enumerated() {
                next.append(min(row[j] + (one == other ? 0 : 1), row[j + 1] + 1, next[j] + 1))
            }
            row = next
        }
        return row.last ?? 0
    }
}
