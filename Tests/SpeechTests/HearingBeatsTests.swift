import RealtimeAPI
import RealtimeEngine
import Speech
import Testing

@Suite("Listening by script")
struct HearingBeatsTests {
    private let heard = Script.Heard("What is the weather in Paris today?")

    @Test("Words come while there is speech, and all of them in the end")
    func words() {
        var beats = HearingBeats(heard, Stand.assignment())
        beats.feed(Stand.tone(.milliseconds(640)))
        #expect(all(&beats).parts() == [.delta("What "), .delta("is ")])
        beats.feed(Stand.silence(.milliseconds(30)))
        #expect(all(&beats).parts() == [])
        beats.finish()
        #expect(
            all(&beats).parts() == [
                .delta("the "), .delta("weather "), .delta("in "), .delta("Paris "), .delta("today?"),
                .final(HeardText("What is the weather in Paris today?")),
            ]
        )
        beats.finish()
        beats.feed(Stand.tone(.milliseconds(640)))
        #expect(all(&beats) == [])
    }

    @Test("In silence there are no words")
    func silence() {
        var beats = HearingBeats(heard, Stand.assignment(logprobs: true))
        beats.feed(Stand.silence(.milliseconds(3_000)))
        beats.finish()
        #expect(all(&beats).parts() == [.final(HeardText("", logprobs: []))])
    }

    @Test("The client's language is told back, and the script's own wins")
    func language() {
        func languages(_ heard: Script.Heard, _ change: (inout TranscriptionSettings) -> Void) -> [String]? {
            var settings = TranscriptionSettings()
            change(&settings)
            var beats = HearingBeats(heard, Stand.assignment(settings))
            beats.feed(Stand.tone(.milliseconds(100)))
            beats.finish()
            guard case .final(let text)? = all(&beats).parts().last else { return nil }
            return text.languages
        }
        var spanish = heard
        spanish.language = "es"
        #expect(languages(heard) { _ in } == nil)
        #expect(languages(heard) { $0.language = .value("de") } == ["de"])
        #expect(languages(heard) { $0.languages = ["de", "fr"] } == ["de", "fr"])
        #expect(languages(spanish) { $0.language = .value("de") } == ["es"])
    }

    @Test("Log probabilities come with each word when they are wanted, and a diarizing model has a segment")
    func details() {
        var settings = TranscriptionSettings()
        settings.model = "gpt-4o-transcribe-diarize"
        var beats = HearingBeats(Script.Heard("Good day"), Stand.assignment(settings, logprobs: true))
        beats.feed(Stand.tone(.milliseconds(320)))
        beats.finish()
        let reports = all(&beats).parts()
        guard reports.count == 4, case .delta("Good ", let first?) = reports[0],
            case .segment(let segment) = reports[2], case .final(let text) = reports[3]
        else {
            Issue.record("\(reports)")
            return
        }
        #expect(first.map(\.token) == ["Good "])
        #expect(first.map(\.bytes) == [[71, 111, 111, 100, 32]])
        #expect(text.logprobs?.map(\.token) == ["Good ", "day"])
        #expect(text.logprobs?.allSatisfy { $0.logprob <= 0 && $0.logprob > -1 } == true)
        #expect(segment.text == "Good day")
        #expect(segment.end == 0.32)
    }

    @Test("A wait stands between the end of the audio and the text")
    func waits() {
        var late = Script.Heard("Hi")
        late.waits = .milliseconds(70)
        var beats = HearingBeats(late, Stand.assignment())
        beats.feed(Stand.tone(.milliseconds(100)))
        #expect(all(&beats) == [])
        beats.finish()
        #expect(
            all(&beats) == [.part(.delta("Hi")), .wait(.milliseconds(70)), .part(.final(HeardText("Hi")))]
        )
    }

    // MARK: The end of a turn

    /// After how much silence a turn of one second ends, with scores that come a report later.
    private func silence(_ eagerness: SemanticVAD.Eagerness, _ heard: Script.Heard) throws -> (Ticks, TurnEnd)? {
        let rules = TurnRules(.semantic(SemanticVAD { $0.eagerness = eagerness }))
        var turns = InputTurns(rules: rules, bufferBytesMax: 10_000_000, listensBeforeCommit: false)
        var ids = IDSource.numbered
        var detector = EnergyDetector()
        var beats = HearingBeats(heard, Stand.assignment())
        let chunk = Ticks.milliseconds(20)
        for index in 0..<1_000 {
            let samples = index < 50 ? Stand.tone(chunk) : Stand.silence(chunk)
            let audio = IncomingAudio(samples: samples, frames: detector.judge(samples))
            var events = try turns.append(audio, ids: &ids)
            for case .fed(_, let samples) in events { beats.feed(samples) }
            for case .endOfTurn(let score) in all(&beats).parts() {
                events += turns.score(score, of: "item_1", ids: &ids)
            }
            for case .closed(_, let end, let reason) in events { return (end - .milliseconds(1_000), reason) }
        }
        return nil
    }

    @Test("The more eager, the sooner a turn ends, and what sounds unfinished is waited for")
    func eagerness() throws {
        let unfinished = Script.Heard("I would like…")
        func wait(_ eagerness: SemanticVAD.Eagerness, _ heard: Script.Heard, _ reason: TurnEnd) throws -> Int {
            let (silence, by) = try #require(try silence(eagerness, heard))
            #expect(by == reason)
            return silence.milliseconds
        }
        #expect(try 280...400 ~= wait(.high, heard, .score))
        #expect(try 560...680 ~= wait(.medium, heard, .score))
        #expect(try 560...680 ~= wait(.auto, heard, .score))
        #expect(try 1_140...1_280 ~= wait(.low, heard, .score))
        #expect(try 1_440...1_560 ~= wait(.high, unfinished, .patience))
        #expect(try 2_900...3_020 ~= wait(.medium, unfinished, .patience))
        #expect(try 5_820...5_940 ~= wait(.low, unfinished, .patience))
    }

    @Test("Words that follow a pause make the score begin anew, and silence alone has none")
    func scores() {
        var beats = HearingBeats(heard, Stand.assignment())
        func scores(_ samples: Samples) -> [Double] {
            beats.feed(samples)
            return all(&beats).parts().compactMap { if case .endOfTurn(let score) = $0 { score } else { nil } }
        }
        #expect(scores(Stand.silence(.milliseconds(640))) == [])
        #expect(scores(Stand.tone(.milliseconds(640))) == [])
        let half = scores(Stand.silence(.milliseconds(160)))
        #expect(half.count == 1 && half.allSatisfy { (0.4...0.6).contains($0) })
        #expect(scores(Stand.silence(.milliseconds(640))) == [0.95])
        #expect(scores(Stand.silence(.milliseconds(640))) == [])
        #expect(scores(Stand.tone(.milliseconds(64))) == [])
        #expect(scores(Stand.silence(.milliseconds(640))) == [0.95])
    }
}

extension Stand {
    static func assignment(_ settings: TranscriptionSettings? = nil, logprobs: Bool = false) -> ListeningAssignment {
        ListeningAssignment(.transcribe, settings: settings, wantsLogprobs: logprobs)
    }
}
