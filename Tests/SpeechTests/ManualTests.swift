import Foundation
import RealtimeAPI
import RealtimeEngine
import Speech
import Testing

@Suite("The manual of the scripted engine")
struct ManualTests {
    private static let manual: String = {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return (try? String(contentsOf: root.appending(path: "docs/scripted-engine.md"), encoding: .utf8)) ?? ""
    }()

    @Test("Its script is one, and does what it says")
    func script() throws {
        let begin = try #require(Self.manual.range(of: "```yaml\n"))
        let end = try #require(Self.manual.range(of: "```", range: begin.upperBound..<Self.manual.endIndex))
        let script = try Script(yaml: Array(Self.manual[begin.upperBound..<end.lowerBound].utf8))
        #expect(script.hears.count == 3)
        #expect(script.translations(into: "es").map(\.says) == ["Buenos días", "Bonjour"])
        let failure = APIError(type: .serverError, code: "model_gone", message: "The model is gone.")
        #expect(
            Stand.steps([Stand.said("Fail, please.")], script)
                == [.say("I was about to say"), .end(.failed(failure))]
        )
        let output = Stand.steps(Stand.called("get_weather", "sunny"), script)
        #expect(output == [.wait(.milliseconds(200)), .say("It is sunny."), .end(.completed)])
    }

    @Test("What it quotes is what is said")
    func quotes() {
        for quote in [ScriptedAnswer.greeting, ScriptedAnswer.acknowledgement, Script.heardDefault.text] {
            #expect(Self.manual.contains("\"\(quote)\""))
        }
    }
}
