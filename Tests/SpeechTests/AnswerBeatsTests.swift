import RealtimeAPI
import RealtimeEngine
import Speech
import Testing

@Suite("An answer, piece by piece")
struct AnswerBeatsTests {
    private func parts(
        _ steps: [AnswerStep],
        _ change: (inout ResponseRequest) -> Void = { _ in }
    ) -> [AnswerPart] {
        var beats = AnswerBeats(steps, for: Stand.request([], change))
        return all(&beats).parts()
    }

    private let sentence = "The quick brown fox jumps over the lazy dog."

    @Test("The same text in the same voice is the same audio; in another voice it is another")
    func deterministic() {
        let once = parts([.say(sentence), .end(.completed)])
        let isSame = once == parts([.say(sentence), .end(.completed)])
        #expect(isSame)
        let other = parts([.say(sentence), .end(.completed)]) { $0.voice = .named("marin") }
        let isOther = once.audio != other.audio
        #expect(isOther)
        #expect(once.audio.count == other.audio.count)
        #expect(once.text == sentence)
    }

    @Test("No two of the known voices sound alike")
    func voices() {
        let names = ["alloy", "ash", "ballad", "cedar", "coral", "echo", "marin", "sage", "shimmer", "verse"]
        let audio = names.map { name in Array(parts([.say("a")]) { $0.voice = .named(name) }.audio.prefix(500)) }
        #expect(Set(audio).count == names.count)
    }

    @Test("This sentence has sounded the same in every version and process")
    func known() {
        let audio = parts([.say(sentence)]).audio
        let hash = audio.reduce(UInt64(14_695_981_039_346_656_037)) {
            ($0 ^ UInt64(UInt16(bitPattern: $1))) &* 1_099_511_628_211
        }
        #expect(hash == 4_110_865_772_460_314_360)
    }

    @Test("Audio is as long as its text: 60 ms a character, less at a higher speed, and 200 ms at least")
    func length() {
        let natural = Ticks.milliseconds(60 * sentence.count).count
        #expect(parts([.say(sentence)]).audio.count == natural)
        #expect(parts([.say(sentence)]) { $0.speed = 1.5 }.audio.count == natural * 2 / 3)
        #expect(parts([.say(sentence)]) { $0.speed = 0.25 }.audio.count == natural * 4)
        for short in ["a", "ab", "abc"] {
            let length = Ticks(parts([.say(short)]).audio.count)
            #expect(length >= .milliseconds(200) && length < .milliseconds(201), "'\(short)': \(length)")
        }
    }

    @Test("A detector takes it for speech, and no sample clicks")
    func sounds() {
        let audio = parts([.say(sentence)]).audio
        var detector = EnergyDetector()
        let loud = detector.judge(audio).count { $0.probability > 0.9 }
        #expect(loud > audio.count / SpeechFrame.length.count * 3 / 4)
        #expect(audio.allSatisfy { $0.magnitude <= 8_231 })
        #expect(audio.contains { $0.magnitude > 8_200 })
        // 750 Hz at the most: the steepest slope of a sine of that pitch and peak.
        #expect(zip(audio, audio.dropFirst()).allSatisfy { abs(Int($0) - Int($1)) < 1_700 })
    }

    @Test("Each word comes with its own audio, and a long one in pieces that are short")
    func words() {
        let text = "Hi there, " + String(repeating: "x", count: 100)
        let pieces = parts([.say(text)])
        guard case .speech(let samples, "Hi ")? = pieces.first else {
            Issue.record("the first piece is \(String(describing: pieces.first))")
            return
        }
        #expect(Ticks(samples.count) == .milliseconds(180))
        #expect(pieces.text == text)
        #expect(
            pieces.allSatisfy { if case .speech(let samples, _) = $0 { samples.count <= 16 * 1_440 } else { false } }
        )
    }

    @Test("An answer in text has no audio")
    func text() {
        let pieces = parts([.say("Hi there"), .end(.completed)]) { $0.modality = .text }
        #expect(pieces == [.text("Hi "), .text("there"), .end(.completed)])
    }

    @Test("A call's arguments come in pieces")
    func call() {
        let arguments = "{\"text\":\"" + String(repeating: "é", count: 100) + "\"}"
        let pieces = parts([.call(name: "look", arguments: arguments), .end(.completed)])
        #expect(pieces.first == .functionCall(nil, name: "look"))
        #expect(pieces.count == 6)
        #expect(pieces.arguments == arguments)
        #expect(pieces.last == .end(.completed))
    }

    @Test("What goes beyond the tokens is cut, and the answer ends as such", arguments: [Modality.text, .audio])
    func tokens(_ modality: Modality) {
        let text = String(repeating: "word ", count: 100)
        let pieces = parts([.say(text), .end(.completed)]) {
            $0.modality = modality
            $0.maxOutputTokens = .tokens(20)
        }
        #expect(pieces.last == .end(.maxOutputTokens))
        #expect(text.hasPrefix(pieces.text))
        let spent = (pieces.text.utf8.count + 3) / 4 + (pieces.audio.count + 1_199) / 1_200
        #expect(spent <= 20 && spent >= 15, "\(spent)")
    }

    @Test("An answer that just fits is whole")
    func tokensFit() {
        let pieces = parts([.say("12345678"), .end(.completed)]) {
            $0.modality = .text
            $0.maxOutputTokens = .tokens(2)
        }
        #expect(pieces == [.text("12345678"), .end(.completed)])
    }

    @Test("A wait stands where the script has it, and nothing follows the end")
    func wait() {
        var beats = AnswerBeats([.wait(.seconds(1)), .end(.completed), .say("no")], for: Stand.request([]))
        #expect(all(&beats) == [.wait(.seconds(1)), .part(.end(.completed))])
        #expect(beats.next() == nil)
    }
}
