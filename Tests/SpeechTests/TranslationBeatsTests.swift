import RealtimeEngine
import Speech
import Testing

@Suite("Translating by script")
struct TranslationBeatsTests {
    private func script(_ translations: Script.Translation...) -> Script {
        var script = Script()
        script.translates = translations
        return script
    }

    private func parts(_ beats: inout TranslationBeats, after milliseconds: Int) -> [TranslationPart] {
        beats.feed(Stand.tone(.milliseconds(milliseconds)))
        return all(&beats).parts()
    }

    private func words(_ parts: [TranslationPart]) -> (heard: String, said: String, audio: Ticks) {
        parts.reduce(into: ("", "", Ticks.zero)) { words, part in
            switch part {
            case .heard(let text): words.0 += text
            case .said(let text): words.1 += text
            case .audio(let samples): words.2 += Ticks(samples.count)
            case .missed, .failed, .finished: break
            }
        }
    }

    @Test("For each half second of speech a word is heard and one is said; what is begun is said in the end")
    func words() {
        let script = script(Script.Translation(hears: "Good day to you", says: "Buenos días"))
        var beats = TranslationBeats(script, language: "es", wantsInputTranscript: true)
        #expect(parts(&beats, after: 480) == [])
        let first = words(parts(&beats, after: 480))
        #expect(first.heard == "Good " && first.said == "Buenos ")
        #expect(first.audio == .milliseconds(60 * 7))
        let rest = words(parts(&beats, after: 1_120))
        #expect(rest.heard == "day to you " && rest.said == "días ")
        beats.feed(Stand.tone(.milliseconds(100)))
        beats.finish()
        let last = all(&beats).parts()
        #expect(words(last).said == "Buenos ")
        #expect(last.last == .finished)
        #expect(all(&beats) == [])
    }

    @Test("Silence is not translated, and a session without speech ends at once")
    func silence() {
        var beats = TranslationBeats(Script(), language: "es", wantsInputTranscript: true)
        beats.feed(Stand.silence(.milliseconds(10_000)))
        #expect(all(&beats) == [])
        beats.finish()
        #expect(all(&beats) == [.part(.finished)])
    }

    @Test("The language is the target's, also when it changes")
    func language() {
        let script = script(
            Script.Translation(hears: "", says: "uno", language: "es"),
            Script.Translation(hears: "", says: "un", language: "fr")
        )
        var beats = TranslationBeats(script, language: "es", wantsInputTranscript: false)
        #expect(words(parts(&beats, after: 512)).said == "uno ")
        beats.retarget(language: "fr", wantsInputTranscript: false)
        #expect(words(parts(&beats, after: 512)).said == "un ")
        beats.retarget(language: "de", wantsInputTranscript: true)
        let built = words(parts(&beats, after: 3_072))
        #expect(built.said == "This is the translation into 'de'. ")
        #expect(built.heard == "This is what was said. ")
    }

    @Test("A translation that fails ends it")
    func fails() {
        var broken = Script.Translation(hears: "", says: "")
        broken.fails = "the line is dead"
        var beats = TranslationBeats(
            script(Script.Translation(hears: "a", says: "b"), broken),
            language: "es",
            wantsInputTranscript: false
        )
        #expect(parts(&beats, after: 1_024).last == .failed(why: "the line is dead"))
        beats.finish()
        #expect(all(&beats) == [])
    }

    @Test("Without the client's wish nothing of the input is told")
    func withoutInput() {
        var beats = TranslationBeats(Script(), language: "es", wantsInputTranscript: false)
        #expect(words(parts(&beats, after: 5_000)).heard == "")
    }
}
