import Bytes
import Foundation
import NetIO
import RealtimeAPI
import RealtimeEngine
import Speech
import TestSupport
import Testing

private let llamaServerURL = ProcessInfo.processInfo.environment["LLAMA_SERVER_URL"]

/// A real llama.cpp server with the model of `Tests/Models`, which answers by words in the prompt. `make test-models`
/// starts it, and says where it is.
@Suite(
    "A real llama.cpp server",
    .enabled(if: llamaServerURL != nil, "make test-models starts one"),
    .timeLimit(.minutes(2))
)
struct LlamaServerTests {
    private static let help = "Sure, I can help with that. What else?"
    private static let weather = Stand.tool(
        "get_weather",
        ["type": "object", "properties": ["city": ["type": "string"]], "required": ["city"]]
    )

    private func thinker(_ stand: BackEndStand, _ change: (inout ChatOptions) -> Void = { _ in }) -> ChatCompletions {
        var options = ChatOptions(address: BackEndAddress(url: llamaServerURL ?? ""), model: "tiny-router")
        options.temperature = 0
        change(&options)
        return ChatCompletions(options, through: stand.clients)
    }

    private func ask(
        _ request: ResponseRequest,
        _ stand: BackEndStand,
        telling: Telling<AnswerPart> = Telling(),
        _ change: (inout ChatOptions) -> Void = { _ in }
    ) async -> Telling<AnswerPart> {
        let thinker = thinker(stand, change)
        let loop = stand.loop
        await stand.onLoop { telling.answerer = thinker.think(request, on: loop) { telling.tell($0) } }
        return telling
    }

    private func answer(_ request: ResponseRequest) async throws -> [AnswerPart] {
        try await BackEndStand.run { await ask(request, $0).all() }
    }

    @Test("Text, word by word, and what it took")
    func text() async throws {
        let parts = try await answer(Stand.request([Stand.said("hello there")]) { $0.instructions = "Be kind." })
        #expect(parts.text == Self.help)
        #expect(parts.count { if case .text = $0 { true } else { false } } > 5, "it streams")
        #expect(parts.end == .completed)
        let usage = parts.compactMap { if case .usage(let usage) = $0 { usage } else { nil } }
        #expect(usage.count == 1)
        #expect((usage.first?.inputTextTokens ?? 0) > 5 && (usage.first?.outputTextTokens ?? 0) > 5)
    }

    @Test("A tool is called, and its result is answered with")
    func tool() async throws {
        let question = Stand.said("what is the weather in paris")
        let parts = try await answer(Stand.request([question]) { $0.functions = [Self.weather] })
        #expect(parts.end == .completed)
        #expect(parts.text.isEmpty)
        #expect(try JSON(parsing: parts.arguments) == ["city": "Paris"])
        let calls = parts.compactMap { if case .functionCall(let id, let name) = $0 { (id, name) } else { nil } }
        #expect(calls.map(\.1) == ["get_weather"])
        let call = FunctionCall {
            $0.callID = calls.first?.0 ?? "call_1"
            $0.name = "get_weather"
            $0.arguments = parts.arguments
            $0.status = .completed
        }
        let output = FunctionCallOutput {
            $0.callID = call.callID ?? ""
            $0.output = "sunny, 21 degrees"
        }
        let context = [
            question, ContextItem(item: .functionCall(call)), ContextItem(item: .functionCallOutput(output)),
        ]
        let answered = try await answer(Stand.request(context) { $0.functions = [Self.weather] })
        // A piece that other replies have too is told apart by a space of no width.
        let text = String(answered.text.unicodeScalars.filter { $0 != "\u{200B}" }.map { Character($0) })
        #expect(text == "It is sunny in Paris, twenty one degrees.")
    }

    @Test("The limit of an answer is the server's, and is told", arguments: ChatOptions.TokenLimit.allCases)
    func limit(_ field: ChatOptions.TokenLimit) async throws {
        let request = Stand.request([Stand.said("please count")]) { $0.maxOutputTokens = .tokens(5) }
        let parts = try await BackEndStand.run { stand in
            await ask(request, stand) { $0.tokenLimit = field }.all()
        }
        #expect(parts.end == .maxOutputTokens)
        #expect(parts.text == " 1 2 3 4 5")
    }

    @Test("Who cancels in the middle leaves the server free for the next")
    func cancelled() async throws {
        let telling = Telling<AnswerPart>()
        telling.whenTold = { _ in if telling.parts.count == 3 { telling.answerer?.cancel() } }
        try await BackEndStand.run { stand in
            _ = await ask(Stand.request([Stand.said("please count")]), stand, telling: telling)
            _ = await telling.until { $0.count == 3 }
            #expect(await ask(Stand.request([Stand.said("hello")]), stand).all().text == Self.help)
            #expect(telling.parts.count == 3 && telling.parts.end == nil)
        }
    }

    @Test("Eight at once")
    func together() async throws {
        try await BackEndStand.run { stand in
            var tellings: [Telling<AnswerPart>] = []
            for number in 0..<8 {
                let words = number.isMultiple(of: 2) ? "hello \(number)" : "please count"
                tellings.append(await ask(Stand.request([Stand.said(words)]), stand))
            }
            for (number, telling) in tellings.enumerated() {
                let parts = await telling.all()
                #expect(parts.end == .completed)
                #expect(number.isMultiple(of: 2) ? parts.text == Self.help : parts.text.hasSuffix(" 119 120"))
            }
        }
    }

    @Test("What is said is heard, translated by it, and spoken", .timeLimit(.minutes(2)))
    func translation() async throws {
        try await BackEndStand.run { stand in
            let recognizer = PocketSphinxRecognizer(limits: .init(decoders: 1))
            let stack = ComposedEngine.Stack(
                recognizer: recognizer,
                thinker: thinker(stand),
                speaker: LanguageSpeaker.embedded(threads: 1)
            )
            let telling = Telling<TranslationPart>()
            let loop = stand.loop
            let kept = Lock<(any SpeechSession, any Translator)?>(nil)
            await stand.onLoop {
                let session = ComposedEngine(stack: stack).session(model: "m", on: loop)
                let assignment = TranslationAssignment(model: "m", language: "en", transcription: "any")
                let translator = session.translate(assignment) { telling.tell($0) }
                kept.withLock { $0 = (session, translator) }
                let pause = Samples(repeating: 0, count: 24_000)
                translator.feed(Recording.people[0].samples + pause)
                translator.finish()
            }
            let parts = await telling.until { $0.last == .finished }
            let said = parts.reduce(into: "") { if case .said(let text) = $1 { $0 += text } }
            let heard = parts.reduce(into: "") { if case .heard(let text) = $1 { $0 += text } }
            let samples = parts.reduce(0) { if case .audio(let samples) = $1 { $0 + samples.count } else { $0 } }
            #expect(heard == "go forward ten meters ")
            #expect(said == Self.help + " ")
            #expect(samples > 24_000)
            await stand.onLoop { kept.withLock { $0 = nil } }
            await recognizer.stop()
        }
    }

    @Test("A request that it refuses fails with its reason")
    func refused() async throws {
        let parts = try await BackEndStand.run { stand in
            await ask(Stand.request([Stand.said("hello")]), stand) { $0.extra = ["messages": "none"] }.all()
        }
        #expect(parts.count == 1)
        #expect(parts.failure?.hasPrefix("The server of the language model answered 4") == true, "\(parts)")
    }
}
