import Bytes
import RealtimeAPI
import RealtimeEngine
import Speech
import TestSupport
import Testing
import YAML

@Suite("A script")
struct ScriptTests {
    private let weather = """
        hears:
          - "What is the weather in Paris?"
          - text: "Hola"
            language: es
            waits: 20ms
          - fails: it was too loud
        rules:
          - when: {exactly: "weather?"}
            answers: Sunny.
          - when: {says: WEATHER, turn: 1}
            answers: Let me look.
            calls:
              - tool: get_weather
                arguments: {city: Paris, days: 3, exact: true, code: "12"}
              - tool: get_time
          - when: {tool_output: get_weather}
            waits: 0.2s
            answers: "It is {{output}}, says {{tool}}, as you asked: {{ text }}"
          - when: {says: fail}
            fails: {code: gone, message: The model is gone.}
          - when: {instructions: Pirate}
            answers: Arr {{turn}}!
        default: {answers: "You said: {{text}}"}
        translates:
          - {hears: Hello, says: Hola, language: es}
          - {says: Bonjour, language: fr}
        """

    private func script(_ text: String) throws -> Script { try Script(yaml: Array(text.utf8)) }

    private func mistakes(_ text: String) -> [String] {
        do {
            _ = try script(text)
            return []
        } catch {
            return (error as? ScriptMistakes)?.mistakes.map(\.description) ?? ["\(error)"]
        }
    }

    @Test("The first rule that fits answers, and the default the rest")
    func rules() throws {
        let script = try script(weather)
        func say(_ context: [ContextItem]) -> [AnswerStep] { Stand.steps(context, script) }
        #expect(say([Stand.said("weather?")]) == [.say("Sunny."), .end(.completed)])
        #expect(say([Stand.said("fail now")]) == [.end(.failed(Self.gone))])
        #expect(say([Stand.said("a"), Stand.said("weather")]) == [.say("You said: weather"), .end(.completed)])
        #expect(say([Stand.spoke(.heard("Hola"))]) == [.say("You said: Hola"), .end(.completed)])
        #expect(say([]) == [.say("You said: "), .end(.completed)])
        let output = [Stand.said("weather")] + Stand.called("get_weather", "sunny")
        #expect(
            say(output) == [
                .wait(.milliseconds(200)), .say("It is sunny, says get_weather, as you asked: weather"),
                .end(.completed),
            ]
        )
        let pirate = Stand.steps([Stand.said("Hi")], script) { $0.instructions = "You are a pirate." }
        #expect(pirate == [.say("Arr 1!"), .end(.completed)])
    }

    private static let gone = APIError(type: .serverError, code: "gone", message: "The model is gone.")

    @Test("It calls tools with its arguments, or with what they require, after what it says")
    func calls() throws {
        let script = try script(weather)
        func steps(_ change: (inout ResponseRequest) -> Void) -> [AnswerStep] {
            Stand.steps([Stand.said("The weather, please")], script) {
                $0.functions = [Stand.tool("get_time", Self.zone), Stand.tool("get_weather")]
                change(&$0)
            }
        }
        let paris = "{\"city\":\"Paris\",\"days\":3,\"exact\":true,\"code\":\"12\"}"
        let one = AnswerStep.call(name: "get_weather", arguments: paris)
        let other = AnswerStep.call(name: "get_time", arguments: "{\"zone\":\"UTC\"}")
        #expect(steps { _ in } == [.say("Let me look."), one, other, .end(.completed)])
        #expect(steps { $0.parallelToolCalls = false } == [.say("Let me look."), one, .end(.completed)])
        #expect(steps { $0.toolChoice = .none } == [.say("Let me look."), .end(.completed)])
        #expect(steps { $0.toolChoice = .required } == [other, .end(.completed)])
        let forced = ToolChoice.function(FunctionChoice { $0.name = "get_weather" })
        #expect(steps { $0.toolChoice = forced } == [one, .end(.completed)])
        let misfit = "The script calls 'get_weather', and this response has no such tool."
        #expect(steps { $0.functions = [] } == [.end(.failed(.modelFailed(misfit)))])
    }

    private static let zone: JSONObject = [
        "type": "object", "required": ["zone"], "properties": ["zone": ["enum": ["UTC", "CET"]]],
    ]

    @Test("What is heard goes from turn to turn, and the last repeats")
    func hears() throws {
        let script = try script(weather)
        var spanish = Script.Heard("Hola")
        spanish.language = "es"
        spanish.waits = .milliseconds(20)
        var loud = Script.Heard("")
        loud.fails = "it was too loud"
        #expect(script.hears == [Script.Heard("What is the weather in Paris?"), spanish, loud])
        let turns = [1, 2, 3, 9].map { turn in
            var beats = HearingBeats(script.heard(inTurn: turn), Stand.assignment())
            beats.feed(Stand.tone(.milliseconds(100)))
            beats.finish()
            return all(&beats).parts().last
        }
        #expect(turns[0] == .final(HeardText("What is the weather in Paris?")))
        #expect(turns[1] == .final(HeardText("Hola", languages: ["es"])))
        #expect(turns[2] == .failed(why: "it was too loud"))
        #expect(turns[3] == .failed(why: "it was too loud"))
    }

    @Test("An empty file is an empty script")
    func empty() throws {
        #expect(try script("") == Script())
        #expect(try script("# nothing\n") == Script())
    }

    @Test("Every mistake is told at once, with its place and the remedy")
    func mistakes() {
        let text = """
            hear: []
            hears:
              - ""
              - [a]
              - language: es
            rules:
              - answers: No when.
              - when: {say: hi}
              - when: {says: a, tool_output: b}
                answers: "{{name}}"
                waits: 2
                calls: [{arguments: {}}, {tool: t, arguments: 3}]
                fails: {code: x}
            default: hello
            translates: {}
            """
        #expect(
            mistakes(text) == [
                "line 1, column 1: a script has no 'hear'; it may have 'hears', 'rules', 'default', 'translates'.",
                "line 3, column 5: this must be a text that is not empty, and is empty.",
                "line 4, column 5: something heard is a mapping of 'text', 'language', 'waits', 'fails', not a list.",
                "line 5, column 5: what is heard needs a 'text', or 'fails' with the reason.",
                "line 7, column 5: a rule needs 'when'; what holds for the rest is 'default'.",
                "line 8, column 5: nothing happens here; say what with 'waits', 'answers', 'calls', 'fails'.",
                "line 8, column 12: 'when' has no 'say'; it may have 'says', 'exactly', 'turn', 'tool_output', "
                    + "'instructions'.",
                "line 9, column 34: what the user says and a 'tool_output' cannot both be the last; make two rules "
                    + "of it.",
                "line 10, column 14: '{{name}}' stands for nothing; there are {{text}}, "
                    + "{{output}}, {{tool}}, {{turn}}.",
                "line 11, column 12: this must be a time such as '200ms' or '1.5s', at most 600s.",
                "line 12, column 12: what fails calls nothing; leave out 'calls' or 'fails'.",
                "line 12, column 13: a call needs a 'tool'.",
                "line 12, column 51: 'arguments' must be a mapping of names and values, not a text.",
                "line 13, column 12: 'fails' needs a 'message'.",
                "line 14, column 10: 'default' is a mapping of 'waits', 'answers', 'calls', 'fails', not a text.",
                "line 15, column 13: this must be a list (each entry after '- '), not a mapping.",
            ]
        )
    }

    @Test("Text that is not YAML is one mistake, with its place")
    func notYAML() {
        let found = mistakes("rules: [")
        #expect(found.count == 1)
        #expect(found.first?.hasPrefix("line 1, column ") == true || found.first?.hasPrefix("line 2") == true)
    }

    @Test("There is a limit to waits, texts and mistakes")
    func limits() {
        #expect(mistakes("default: {waits: 601s}").count == 1)
        #expect(mistakes("default: {waits: 99999999999999999999s}").count == 1)
        #expect(mistakes("default: {waits: -1s}").count == 1)
        #expect(mistakes("default: {waits: 600s}").isEmpty)
        #expect(mistakes("default: {answers: \(String(repeating: "a", count: 16_385))}").count == 1)
        #expect(mistakes("rules:\n" + String(repeating: "- 1\n", count: 1_000)).count == 100)
    }

    @Test("Damaged scripts are read or refused, and what was read answers", arguments: Seed.some(400))
    func fuzz(_ seed: Seed) {
        var random = seed.generator
        var bytes = Array(weather.utf8)
        for _ in 0..<Int.random(in: 1...3, using: &random) {
            bytes.mutate(using: &random, alphabet: Array("{}[]\",:-# \n0123456789ms".utf8))
        }
        do {
            let script = try Script(yaml: bytes)
            let context = [Stand.said("weather")] + Stand.called("get_weather", "sunny")
            #expect(Stand.steps(context, script).last.map { if case .end = $0 { true } else { false } } == true)
        } catch {
            #expect(!error.mistakes.isEmpty)
            #expect(error.mistakes.allSatisfy { $0.place.line >= 1 && $0.place.column >= 1 })
        }
    }
}
