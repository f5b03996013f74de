import NetIO
import RealtimeAPI
import RealtimeEngine
import Speech
import TestSupport
import Testing

@Suite("A translator made of parts", .timeLimit(.minutes(2)))
struct ComposedTranslatorTests {
    private final class Scene: @unchecked Sendable {
        let recognizer = ToyRecognizer()
        let other = ToyRecognizer()
        let interpreter = ToyInterpreter()
        let speaker = ToySpeaker()
        var translator: (any Translator)?
        var session: (any SpeechSession)?
        var parts: [TranslationPart] = []
        var onPart: ((TranslationPart) -> Void)?
        private var isInCall = false

        func begin(_ loop: EventLoop, language: String = "es", transcription: String? = nil) {
            let stack = ComposedEngine.Stack(recognizer: recognizer, thinker: interpreter, speaker: speaker)
            let engine = ComposedEngine(stack: stack, recognizers: ["other": other]) { EnergyDetector() }
            let session = engine.session(model: "m", on: loop)
            let assignment = TranslationAssignment(model: "m", language: language, transcription: transcription)
            self.session = session
            translator = session.translate(assignment) { [weak self] part in
                guard let self else { return }
                #expect(!isInCall, "reported from within a call")
                parts.append(part)
                onPart?(part)
            }
        }

        /// Tells the translator something, upon which it must not report at once.
        func tell(_ call: (any Translator) -> Void) {
            isInCall = true
            if let translator { call(translator) }
            isInCall = false
        }

        /// Somebody says something, and pauses.
        func speak(_ milliseconds: Int = 600, pause: Int = 600) {
            tell {
                $0.feed(Stand.tone(.milliseconds(milliseconds)) + Stand.silence(.milliseconds(pause)))
            }
        }

        /// The voice says all that it was given.
        func voiceAll() {
            while let speech = speaker.speeches.first(where: { !$0.isOver && !$0.isHeld }) { speech.say(200, 2_400) }
        }

        var active: [ToyInterpreter.Thought] { interpreter.thoughts.filter { !$0.isOver } }
        var said: String { parts.reduce(into: "") { if case .said(let text) = $1 { $0 += text } } }
        var heard: String { parts.reduce(into: "") { if case .heard(let text) = $1 { $0 += text } } }
        var missed: [String] { parts.compactMap { if case .missed(let why) = $0 { why } else { nil } } }
        var audio: Int { parts.reduce(0) { if case .audio(let samples) = $1 { $0 + samples.count } else { $0 } } }
    }

    /// Each step with a whole turn of the loop after it, so that what is reported later has been.
    private func onLoop(_ steps: @Sendable (Scene, EventLoop) -> Void...) async {
        let loop = EventLoop.start()
        let scene = Scene()
        for step in steps {
            await loop.run { step(scene, loop) }
            for _ in 0..<3 { await loop.run {} }
        }
        await loop.run {
            scene.translator = nil
            scene.session = nil
        }
        await loop.stop()
    }

    @Test("What was said up to a pause is written down, translated, and spoken in the language that is asked for")
    func utterance() async {
        await onLoop(
            { scene, loop in
                scene.begin(loop, language: "nl", transcription: "any")
                scene.speak()
                #expect(scene.recognizer.due.count == 1)
                scene.recognizer.due.first?.end(.final(HeardText("good morning")))
                #expect(scene.heard == "good morning ")
                let request = scene.interpreter.thoughts.first?.request
                #expect(scene.interpreter.thoughts.first?.text == "good morning")
                #expect(request?.instructions.contains("into the language 'nl'") == true)
                #expect(request?.model == "m" && request?.toolChoice == ToolChoice.none)
                // It looks like English and German, and is neither.
                scene.active.first?.say(.text("Ja, ik kom. Is die water the and of? Yes."))
                scene.active.first?.say(.end(.completed))
                scene.voiceAll()
                #expect(scene.speaker.speeches.allSatisfy { $0.manner.language == "nl" })
                #expect(scene.speaker.speeches.allSatisfy { $0.manner.instructions.isEmpty })
                #expect(scene.said == "Ja, ik kom. Is die water the and of? Yes. ")
                #expect(scene.audio == scene.speaker.speeches.count * 2_400)
            },
            { scene, _ in scene.tell { $0.finish() } },
            { scene, _ in #expect(scene.parts.last == .finished) }
        )
    }

    @Test("Nobody is told what was said who did not ask, and the one who asks chooses who writes it down")
    func transcript() async {
        await onLoop { scene, loop in
            scene.begin(loop)
            scene.speak()
            scene.recognizer.due.first?.end(.final(HeardText("one")))
            #expect(scene.heard.isEmpty)
            scene.tell { $0.retarget(language: "fr", transcription: "other") }
            scene.speak()
            #expect(scene.other.due.first?.assignment.settings?.model == "other")
            scene.other.due.first?.end(.final(HeardText("two")))
            #expect(scene.heard == "two ")
            #expect(scene.recognizer.ears.count == 1 && scene.other.ears.count == 1)
            scene.active.first?.say(.end(.completed))
            #expect(scene.active.first?.text == "two")
            #expect(scene.active.first?.request.instructions.contains("'fr'") == true)
        }
    }

    @Test("They are translated one after the other, in the order in which they were said")
    func order() async {
        await onLoop { scene, loop in
            scene.begin(loop)
            for _ in 0..<3 { scene.speak() }
            let ears = scene.recognizer.ears
            #expect(ears.map(\.assignment.turn) == [1, 2, 3])
            ears.last?.end(.final(HeardText("third")))
            ears.dropFirst().first?.end(.final(HeardText("")))
            #expect(scene.interpreter.thoughts.isEmpty)
            ears.first?.end(.final(HeardText("first")))
            #expect(scene.interpreter.thoughts.map(\.text) == ["first"])
            scene.active.first?.say(.end(.completed))
            #expect(scene.interpreter.thoughts.map(\.text) == ["first", "third"])
        }
    }

    @Test("What fails is told, and what is said next is translated")
    func misses() async {
        await onLoop(
            { scene, loop in
                scene.begin(loop)
                for _ in 0..<5 { scene.speak() }
                let ears = scene.recognizer.ears
                ears[0].end(.failed(why: "no decoder"))
                for (index, ear) in ears.enumerated().dropFirst() { ear.end(.final(HeardText("\(index)"))) }
                scene.active.first?.say(.end(.failed(.modelFailed("no model"))))
                scene.active.first?.say(.end(.contentFilter))
                scene.active.first?.say(.text("A beginning. "))
                scene.voiceAll()
                scene.active.first?.say(.end(.maxOutputTokens))
                scene.voiceAll()
                scene.active.first?.say(.text("All of it."))
                scene.active.first?.say(.end(.completed))
                scene.speaker.speeches.last?.report(.failed(.modelFailed("no voice")))
                #expect(
                    scene.missed == [
                        "no decoder", "no model", "The language model refuses to translate this.",
                        "The translation is longer than the language model may write.", "no voice",
                    ]
                )
                #expect(scene.interpreter.thoughts.map(\.text) == ["1", "2", "3", "4"])
                #expect(scene.said.split(separator: " ") == ["A", "beginning."])
            },
            { scene, _ in scene.tell { $0.finish() } },
            { scene, _ in #expect(scene.parts.last == .finished) }
        )
    }

    @Test("Who says more than can be translated is told, and what is said later is translated again")
    func flood() async {
        await onLoop(
            { scene, loop in
                scene.begin(loop)
                for _ in 0..<70 { scene.speak() }
            },
            { scene, _ in
                #expect(scene.recognizer.ears.count == 64)
                let why = "What is said comes faster than it can be translated."
                #expect(scene.missed == Array(repeating: why, count: 6))
                for ear in scene.recognizer.ears { ear.end(.final(HeardText("x"))) }
                for _ in 0..<64 { scene.active.first?.say(.end(.completed)) }
                #expect(scene.interpreter.thoughts.count == 64)
                scene.speak()
                #expect(scene.recognizer.ears.count == 65)
            }
        )
    }

    @Test("On hold nothing is said and nothing begun, and afterwards all of it is")
    func hold() async {
        await onLoop(
            { scene, loop in
                scene.begin(loop)
                scene.speak()
                scene.recognizer.due.first?.end(.final(HeardText("one")))
                scene.tell { $0.hold() }
                #expect(scene.active.first?.isHeld == true)
                scene.speak()
                scene.recognizer.due.first?.end(.final(HeardText("two")))
                scene.tell { $0.proceed() }
                scene.active.first?.say(.end(.completed))
                scene.active.first?.say(.end(.completed))
                scene.tell { $0.hold() }
                scene.speak()
                scene.recognizer.due.first?.end(.final(HeardText("three")))
                #expect(scene.interpreter.thoughts.count == 2)
                scene.tell { $0.finish() }
            },
            { scene, _ in
                #expect(scene.parts.last != .finished)
                scene.tell { $0.proceed() }
            },
            { scene, _ in
                #expect(scene.active.map(\.text) == ["three"])
                scene.active.first?.say(.end(.completed))
                #expect(scene.parts.last == .finished)
            }
        )
    }

    @Test("A cancel stops everybody, also from within a report, and nothing is reported after it")
    func cancel() async {
        await onLoop(
            { scene, loop in
                scene.begin(loop, transcription: "any")
                scene.speak()
                scene.speak(600, pause: 0)
                scene.onPart = { _ in scene.translator?.cancel() }
                scene.recognizer.due.first?.end(.final(HeardText("one")))
                #expect(scene.parts == [.heard("one ")])
                #expect(scene.recognizer.ears.count(where: \.isOver) == 2)
                #expect(scene.interpreter.thoughts.isEmpty)
                scene.speak()
                scene.tell { $0.proceed() }
                scene.tell { $0.finish() }
            },
            { scene, _ in
                #expect(scene.parts.count == 1)
                #expect(scene.recognizer.ears.count == 2)
            }
        )
    }

    @Test("Without a word from the caller the end comes at once, and what was begun is heard to its end")
    func ends() async {
        await onLoop(
            { scene, loop in
                scene.begin(loop)
                scene.tell { $0.feed(Stand.silence(.milliseconds(3_000))) }
                scene.tell { $0.finish() }
            },
            { scene, loop in
                #expect(scene.parts == [.finished] && scene.recognizer.ears.isEmpty)
                scene.parts = []
                scene.begin(loop)
                scene.speak(400, pause: 0)
                #expect(scene.recognizer.due.isEmpty)
                scene.tell { $0.finish() }
                scene.speak()
            },
            { scene, _ in
                #expect(scene.recognizer.due.count == 1 && scene.recognizer.ears.count == 1)
                #expect(scene.parts.isEmpty)
                scene.recognizer.due.first?.end(.final(HeardText(" \n")))
                #expect(scene.parts == [.finished])
            }
        )
    }

    @Test("However it goes, all is said once, in order, and ends once", arguments: Seed.some(60))
    func random(_ seed: Seed) async {
        let loop = EventLoop.start()
        let walk = Walk(seed)
        await loop.run { walk.scene.begin(loop, transcription: "any") }
        // What is reported later comes between two steps.
        while await loop.run({ walk.step() }) {}
        await loop.run { walk.judge() }
        await loop.stop()
    }

    /// A session's life in steps. On its loop.
    private final class Walk: @unchecked Sendable {
        /// What becomes of an utterance.
        private enum Fate { case unheard, silent, filtered, broken, translated }

        let scene = Scene()
        private let seed: Seed
        private var random: SplitMix64
        private let cancelsAt: Int
        private var steps = 0
        private var utterances = 0
        private var fates: [Int: Fate] = [:]
        private var isHeld = false
        private var isCancelled = false
        private var saidWhenHeld = 0

        init(_ seed: Seed) {
            self.seed = seed
            random = seed.generator
            cancelsAt = Bool.random(using: &random) ? Int.max : Int.random(in: 0..<200, using: &random)
        }

        /// False: it is over.
        func step() -> Bool {
            steps += 1
            isCancelled = steps == cancelsAt
            if isCancelled { scene.tell { $0.cancel() } }
            guard !isCancelled, scene.parts.last != .finished, steps < 20_000 else { return false }
            switch Int.random(in: 0..<12, using: &random) {
            case 0..<2 where utterances < 12:
                utterances += 1
                scene.speak(Int.random(in: 200...1_500, using: &random))
            case 2..<5: hear()
            case 5..<8: translate()
            case 8 where !isHeld:
                isHeld = true
                scene.tell { $0.hold() }
                saidWhenHeld = scene.said.utf8.count
            case 8...9 where isHeld:
                isHeld = false
                scene.tell { $0.proceed() }
            default:
                let speech = scene.speaker.speeches.filter { !$0.isOver }.randomElement(using: &random)
                speech?.say(Int.random(in: 1...30, using: &random), Int.random(in: 0...9_000, using: &random))
            }
            if utterances == 12, !isHeld { scene.tell { $0.finish() } }
            #expect(scene.active.count <= 1)
            if isHeld { #expect(scene.said.utf8.count == saidWhenHeld, "\(seed)") }
            return true
        }

        private func hear() {
            guard let ear = scene.recognizer.due.randomElement(using: &random) else { return }
            let turn = ear.assignment.turn
            let all: [Fate] = [.unheard, .silent, .filtered, .broken, .translated, .translated, .translated]
            let fate = all.randomElement(using: &random) ?? .silent
            fates[turn] = fate
            switch fate {
            case .unheard: ear.end(.failed(why: "unheard \(turn)"))
            case .silent: ear.end(.final(HeardText("")))
            case .filtered, .broken, .translated: ear.end(.final(HeardText("\(turn)")))
            }
        }

        private func translate() {
            guard let thought = scene.active.first, !thought.isHeld, let turn = Int(thought.text) else { return }
            switch fates[turn] {
            case .filtered: thought.say(.end(.contentFilter))
            case .broken: thought.say(.end(.failed(.modelFailed("broken \(turn)"))))
            default:
                var rest = Self.translation(turn)[...]
                while !rest.isEmpty {
                    let piece = rest.prefix(Int.random(in: 1...9, using: &random))
                    rest = rest.dropFirst(piece.count)
                    thought.say(.text(String(piece)))
                }
                thought.say(.end(.completed))
            }
        }

        private static func translation(_ number: Int) -> String { "Eso es \(number), y también \(number * 7). Vale. " }

        func judge() {
            let wanted = fates.keys.sorted().filter { fates[$0] == .translated }.map(Self.translation).joined()
            let said = scene.said.split(separator: " ").joined(separator: " ")
            if isCancelled {
                let count = scene.parts.count
                for ear in scene.recognizer.ears { ear.end(.final(HeardText("late"))) }
                for thought in scene.interpreter.thoughts { thought.report(.text("Late. ")) }
                for speech in scene.speaker.speeches { #expect(speech.isOver, "\(seed)") }
                #expect(scene.parts.count == count)
                #expect(wanted.hasPrefix(said), "\(seed): \(said) is no beginning of \(wanted)")
            } else {
                #expect(scene.parts.count { $0 == .finished } == 1 && scene.parts.last == .finished, "\(seed)")
                #expect(said == wanted.split(separator: " ").joined(separator: " "), "\(seed)")
                #expect(scene.missed.count == fates.values.count { $0 != .silent && $0 != .translated }, "\(seed)")
            }
            scene.translator = nil
            scene.session = nil
        }
    }
}
