import NetIO
import RealtimeAPI
import RealtimeEngine
import Speech
import TestSupport
import Testing

@Suite("Speech by flite", .timeLimit(.minutes(5)))
struct FliteTests {
    static let speaker = FliteSpeaker()
    static let sentence = "Sure, I can help you with that, and what would you like to do?"

    @Test("Every voice of the API speaks, and none as another")
    func voices() async {
        #expect(
            Self.speaker.voices
                == .only([
                    "alloy", "ash", "ballad", "coral", "echo", "sage", "shimmer", "verse", "marin", "cedar",
                ])
        )
        var sounds: [(name: String, length: Int, pitch: Double)] = []
        for voice in FliteVoice.all {
            let spoken = await Self.speaker.spoken(Self.sentence, .voice(voice.name))
            #expect(spoken.isFinished && spoken.isWellFormed && spoken.text == Self.sentence)
            sounds.append((voice.name, spoken.samples.count, pitch(of: spoken.samples)))
        }
        for (index, one) in sounds.enumerated() {
            #expect(24_000 * 2...24_000 * 8 ~= one.length, "\(one)")
            for other in sounds[(index + 1)...] {
                let differs =
                    abs(one.length - other.length) > one.length / 50 || abs(one.pitch / other.pitch - 1) > 0.04
                #expect(differs, "\(one) \(other)")
            }
        }
    }

    @Test(
        "The pitch is the base's, shifted",
        arguments: [
            ("coral", "alloy"), ("shimmer", "alloy"), ("sage", "alloy"), ("verse", "ballad"), ("cedar", "ballad"),
        ]
    )
    func pitches(_ name: String, _ base: String) async {
        let one = await Self.speaker.spoken(Self.sentence, .voice(name))
        let other = await Self.speaker.spoken(Self.sentence, .voice(base))
        let wanted = FliteVoice.named(name)?.pitch ?? 0
        #expect(abs(pitch(of: one.samples) / pitch(of: other.samples) / wanted - 1) < 0.06)
    }

    @Test("Speed is heard", arguments: ["alloy", "echo"], [0.25, 0.5, 1.5])
    func speed(_ voice: String, _ speed: Double) async {
        let normal = await Self.speaker.spoken(Self.sentence, .voice(voice))
        let other = await Self.speaker.spoken(Self.sentence, .voice(voice, speed: speed))
        let ratio = Double(normal.samples.count) / Double(other.samples.count)
        #expect(abs(ratio / speed - 1) < 0.1, "\(ratio)")
    }

    @Test("The first piece is there when flite has said 60 ms, and the others are short")
    func pieces() async {
        let spoken = await Self.speaker.spoken(Self.sentence, .voice("alloy"))
        #expect(spoken.pieces.first.map { $0.samples <= 24 * 65 } == true)
        #expect(spoken.pieces.allSatisfy { $0.samples <= 24 * 200 })
        #expect(spoken.pieces.dropFirst().dropLast().allSatisfy { $0.samples >= 24 * 120 })
    }

    @Test("A word is told in the piece in which it ends")
    func words() async {
        // One word with a long pause on both sides of it: where it ends can be heard.
        let spoken = await Self.speaker.spoken("Stop, hippopotamus. ", .voice("alloy", speed: 0.5))
        let samples = spoken.samples
        var position = 0
        var ends: [String: Int] = [:]
        for piece in spoken.pieces {
            position += piece.samples
            if !piece.text.isEmpty { ends[piece.text] = position }
        }
        #expect(ends.count == 2)
        // The pause after "Stop," is the longest silence inside.
        let loud = stride(from: 0, to: samples.count - 480, by: 480).map { start in
            samples[start..<start + 480].contains { abs(Int($0)) > 1_000 }
        }
        // The closure before a "p" is silent too, and shorter.
        let sounds = loud.indices.filter { loud[$0] }
        let pauses = zip(sounds, sounds.dropFirst()).map { (start: $0 + 1, length: $1 - $0 - 1) }
        guard let silence = pauses.max(by: { $0.length < $1.length })?.start else {
            Issue.record("no pause")
            return
        }
        let told = ends["Stop,"] ?? 0
        #expect(abs(told - silence * 480) <= 24 * 250, "told at \(told), heard until \(silence * 480)")
    }

    @Test(
        "What it says is what it was given, letter for letter",
        arguments: [
            "", " ", "\n", ".", "...", "🎉", "¿Qué?", "今日は", "Hi", "  Hi  ", "a\u{0}b",
            "Dr. Smith's e-mail: a@b.c, $5 & 3%",
            "x\u{301}\u{302}", "--- [1](2) <b>", String(repeating: "é", count: 300),
        ]
    )
    func letters(_ text: String) async {
        let spoken = await Self.speaker.spoken(text, .voice("ash"))
        #expect(spoken.isFinished && spoken.isWellFormed)
        #expect(spoken.text.utf8.elementsEqual(text.utf8))
    }

    @Test("flite's words are ours, whatever a text consists of", arguments: Seed.some(40))
    func fuzz(_ seed: Seed) async {
        var random = seed.generator
        let text = RandomText.text(&random)
        let voice = FliteVoice.all.randomElement(using: &random)?.name ?? ""
        let spoken = await Self.speaker.spoken(text, .voice(voice, speed: 1.5))
        #expect(spoken.isFinished && spoken.isWellFormed)
        #expect(spoken.text.utf8.elementsEqual(text.utf8))
        #expect(spoken.samples.isEmpty == FliteText(text).ends.isEmpty)
    }

    @Test("Letters, numbers and marks in any order are spoken and harm nobody", arguments: Seed.some(20))
    func noise(_ seed: Seed) async {
        var random = seed.generator
        let letters = Array("abcxyzABCXYZ0123456789'.,;:!?-/$%&@#+= \"()éñ")
        let text = String((0..<200).map { _ in letters.randomElement(using: &random) ?? "a" })
        let spoken = await Self.speaker.spoken(text, .voice("echo", speed: 1.5))
        #expect(spoken.isFinished && spoken.text == text)
    }

    @Test("Text of any length is spoken in utterances of bounded length, and can be stopped")
    func longText() async {
        let text = String(repeating: "All work and no play makes Jack a dull boy. ", count: 2_300)
        #expect(text.utf8.count > 100_000)
        let heard = await stopped(text, after: 20)
        #expect(text.hasPrefix(heard.text) && heard.pieces.count == 20)
    }

    @Test("Cancelled, it says nothing more, and its thread goes on to others")
    func cancel() async {
        let one = FliteSpeaker(threads: 1)
        let heard = await stopped(Self.sentence, after: 3, of: one)
        #expect(heard.pieces.count == 3)
        let other = await one.spoken("Next.", .voice("ash"))
        #expect(other.isFinished && other.text == "Next.")
    }

    @Test("Cancelled, its thread stops at the next piece, however much there was to say")
    func stops() async {
        let one = FliteSpeaker(threads: 1)
        let loop = EventLoop.start()
        let kept = Lock<(any Speaking)?>(nil)
        let long = String(repeating: "All work and no play makes Jack a dull boy, ", count: 5)
        await withCheckedContinuation { (done: CheckedContinuation<Void, Never>) in
            loop.post {
                let speaking = one.speak(long, manner: .voice("alloy", speed: 0.25), on: loop) { _ in
                    kept.withLock { $0 }?.cancel()
                    done.resume()
                }
                kept.withLock { $0 = speaking }
            }
        }
        // The only thread is free when another has been heard.
        #expect(await one.spoken("Next.", .voice("ash")).isFinished)
        let made = (kept.withLock { $0 } as? FliteSpeech)?.made ?? .zero
        // It would be over forty seconds. A thread may run ahead of a loop that is kept waiting.
        #expect(Ticks.zero < made && made < .milliseconds(20_000), "\(made.milliseconds) ms")
        kept.withLock { $0 = nil }
        await loop.stop()
    }

    @Test("On hold it reports nothing, makes no further utterance, blocks no thread, and goes on where it was")
    func hold() async {
        let one = FliteSpeaker(threads: 1)
        let text = "This is the first sentence of two. And this is the second one of them."
        let loop = EventLoop.start()
        let spoken = Lock(Spoken())
        let kept = Lock<(any Speaking)?>(nil)
        await withCheckedContinuation { (done: CheckedContinuation<Void, Never>) in
            loop.post {
                let speaking = one.speak(text, manner: .voice("alloy"), on: loop) { report in
                    let count = spoken.withLock { spoken in
                        spoken.reports.append(report)
                        return spoken.reports.count
                    }
                    if count == 2 {
                        kept.withLock { $0 }?.hold()
                        // Another speaks meanwhile, on the only thread.
                        Task {
                            let other = await one.spoken("In between.", .voice("ash"))
                            #expect(other.isFinished)
                            #expect(spoken.withLock { $0.reports.count } == 2)
                            loop.post { kept.withLock { $0 }?.proceed() }
                        }
                    }
                    if report == .finished { done.resume() }
                }
                kept.withLock { $0 = speaking }
            }
        }
        kept.withLock { $0 = nil }
        await loop.stop()
        let all = spoken.withLock { $0 }
        #expect(all.isFinished && all.isWellFormed && all.text == text)
    }

    @Test("Many speak at once with the same voices")
    func together() async {
        let alone = await Self.speaker.spoken(Self.sentence, .voice("alloy")).samples.count
        let lengths = await withTaskGroup(of: Int.self) { group in
            for index in 0..<8 {
                group.addTask {
                    let voice = index % 2 == 0 ? "alloy" : "shimmer"
                    let spoken = await Self.speaker.spoken(Self.sentence, .voice(voice))
                    return spoken.text == Self.sentence ? spoken.samples.count : 0
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        // Both voices have the same rhythm; the pitch of one does not change the other's.
        #expect(lengths == Array(repeating: alone, count: 8))
    }

    @Test("A voice that it does not have is refused, as an answer")
    func noVoice() async {
        let spoken = await Self.speaker.spoken("Hi", .voice("nobody"))
        #expect(spoken.failure != nil && spoken.reports.count == 1)
        let custom = SpeakingManner(voice: .custom(CustomVoice { $0.id = "voice_1" }))
        #expect(await Self.speaker.spoken("Hi", custom).failure != nil)
    }

    /// What is heard of a text whose speech is cancelled from within a report, long after which the loop still runs.
    private func stopped(_ text: String, after count: Int, of speaker: FliteSpeaker = speaker) async -> Spoken {
        let loop = EventLoop.start()
        let spoken = Lock(Spoken())
        let kept = Lock<(any Speaking)?>(nil)
        await withCheckedContinuation { (done: CheckedContinuation<Void, Never>) in
            loop.post {
                let speaking = speaker.speak(text, manner: .voice("alloy"), on: loop) { report in
                    let reports = spoken.withLock { spoken in
                        spoken.reports.append(report)
                        return spoken.reports.count
                    }
                    guard reports == count else { return }
                    kept.withLock { $0 }?.cancel()
                    done.resume()
                }
                kept.withLock { $0 = speaking }
            }
        }
        // As many utterances later as there are threads, nothing of it is left in the pool.
        for _ in 0..<2 { _ = await speaker.spoken("And so on.", .voice("ash")) }
        kept.withLock { $0 = nil }
        await loop.stop()
        return spoken.withLock { $0 }
    }
}

@Suite("A text as flite reads it")
struct FliteTextTests {
    @Test(
        "Words of ASCII, each with where it ends",
        arguments: [
            ("Hello, you.", "Hello, you.", [6, 11]),
            ("é ñ ü", "e n ue", [2, 5, 8]),
            ("“Quoted” — ‘so’", "Quoted, 'so'", [12, 23]),
            ("5€ & 3°", "5 euros and 3 degrees", [4, 4, 6, 8, 10]),
            ("pages 3–5", "pages 3 to 5", [5, 7, 10, 11]),
            ("2 + 2 = 4", "2 plus 2 equals 4", [1, 3, 5, 7, 9]),
            ("今日は", "", []),
            ("Hi 今日は there", "Hi there", [2, 18]),
            ("a * b", "a b", [1, 5]),
        ]
    )
    func table(_ source: String, _ ascii: String, _ ends: [Int]) {
        let text = FliteText(source)
        #expect(text.ascii == ascii)
        #expect(text.ends.count == ends.count && text.ends.count == ascii.split(separator: " ").count)
    }

    @Test("As many ends as words, rising, none beyond the text", arguments: Seed.some(300))
    func ends(_ seed: Seed) {
        var random = seed.generator
        let text = FliteText(RandomText.text(&random))
        #expect(text.ends.count == text.ascii.split(separator: " ").count)
        #expect(text.ends == text.ends.sorted() && text.ends.last ?? 0 <= text.source.utf8.count)
        #expect(text.ascii.utf8.allSatisfy { 0x20..<0x7F ~= $0 })
    }
}
