import NetIO
import RealtimeAPI
import RealtimeEngine
import Speech
import TestSupport
import Testing

/// Says what it is told to, piece by piece, and notes what it is told. Confined to its loop.
final class ToyThinker: Thinker, Answerer, @unchecked Sendable {
    var abilities = ThinkerAbilities()
    var requests: [ResponseRequest] = []
    var report: (@Sendable (AnswerPart) -> Void)?
    var isHeld = false
    var isCancelled = false

    func think(
        _ request: ResponseRequest,
        on loop: EventLoop,
        report: @escaping @Sendable (AnswerPart) -> Void
    ) -> any Answerer {
        self.report = report
        requests.append(request)
        return self
    }

    func hold() { isHeld = true }
    func proceed() { isHeld = false }
    func cancel() { isCancelled = true }
}

/// Speaks when it is told to. Confined to its loop.
final class ToySpeaker: Speaker, @unchecked Sendable {
    final class Speech: Speaking, @unchecked Sendable {
        let text: String
        let manner: SpeakingManner
        let report: @Sendable (SpeakingReport) -> Void
        var rest: Substring
        var isHeld = false
        var isOver = false

        init(_ text: String, _ manner: SpeakingManner, _ report: @escaping @Sendable (SpeakingReport) -> Void) {
            self.text = text
            self.manner = manner
            rest = text[...]
            self.report = report
        }

        func hold() { isHeld = true }
        func proceed() { isHeld = false }
        func cancel() { isOver = true }

        func say(_ count: Int, _ samples: Int) {
            guard !isOver, !isHeld else { return }
            guard !rest.isEmpty else {
                isOver = true
                return report(.finished)
            }
            let piece = rest.prefix(count)
            rest = rest.dropFirst(count)
            report(.audio(Samples(repeating: 1, count: samples), saying: String(piece)))
        }
    }

    var speeches: [Speech] = []
    var voices = Offer.Names.any
    var customVoices: Bool { true }
    var languages = Offer.Names.any

    func speak(
        _ text: String,
        manner: SpeakingManner,
        on loop: EventLoop,
        report: @escaping @Sendable (SpeakingReport) -> Void
    ) -> any Speaking {
        let speech = Speech(text, manner, report)
        speeches.append(speech)
        return speech
    }
}

@Suite("A thought with a voice", .timeLimit(.minutes(2)))
struct SpokenAnswerTests {
    private final class Scene: @unchecked Sendable {
        let thinker = ToyThinker()
        let speaker = ToySpeaker()
        var parts: [AnswerPart] = []
        var answer: (any Answerer)?
        /// What is done when a part is reported, from within the report.
        var onPart: ((AnswerPart) -> Void)?
        var isInCall = false
    }

    private func onLoop(
        _ body: @escaping @Sendable (Scene, EventLoop) -> Void,
        then: @escaping @Sendable (Scene) -> Void = { _ in }
    ) async {
        let loop = EventLoop.start()
        let scene = Scene()
        await loop.run { body(scene, loop) }
        // What was posted meanwhile.
        for _ in 0..<3 { await loop.run {} }
        await loop.run {
            then(scene)
            scene.answer = nil
        }
        await loop.stop()
    }

    private static func begin(_ scene: Scene, _ loop: EventLoop, _ modality: Modality = .audio) {
        let request = ResponseRequest(model: "m", modality: modality)
        scene.answer = SpokenAnswer.begin(request, thinker: scene.thinker, speaker: scene.speaker, on: loop) { part in
            #expect(!scene.isInCall, "reported from within a call")
            scene.parts.append(part)
            scene.onPart?(part)
        }
    }

    @Test("Text stays text where nobody wants to hear it")
    func text() async {
        await onLoop { scene, loop in
            Self.begin(scene, loop, .text)
            scene.thinker.report?(.text("Hello, "))
            scene.thinker.report?(.end(.completed))
            #expect(scene.parts == [.text("Hello, "), .end(.completed)])
            #expect(scene.speaker.speeches.isEmpty)
            #expect(scene.answer === scene.thinker)
        }
    }

    @Test("A cancel from within a report stops everybody, and nothing is reported after it")
    func cancel() async {
        await onLoop { scene, loop in
            Self.begin(scene, loop)
            scene.thinker.report?(.text("This is one sentence. And this is another of them. So"))
            scene.onPart = { _ in scene.answer?.cancel() }
            for speech in scene.speaker.speeches { speech.say(4, 100) }
            #expect(scene.parts.count == 1)
            #expect(scene.thinker.isCancelled && scene.speaker.speeches.allSatisfy(\.isOver))
            // Late words change nothing.
            scene.thinker.report?(.text("And more. And more."))
            scene.thinker.report?(.end(.completed))
            scene.answer?.proceed()
        } then: { scene in
            #expect(scene.parts.count == 1)
            #expect(scene.speaker.speeches.count == 2)
        }
    }

    @Test("What waits is reported after a proceed, not from within it")
    func proceed() async {
        await onLoop { scene, loop in
            Self.begin(scene, loop)
            scene.thinker.report?(.functionCall("c", name: "f"))
            scene.answer?.hold()
            #expect(scene.thinker.isHeld)
            scene.thinker.report?(.functionCall("d", name: "g"))
            scene.thinker.report?(.end(.completed))
            #expect(scene.parts == [.functionCall("c", name: "f")])
            scene.isInCall = true
            scene.answer?.proceed()
            scene.isInCall = false
            #expect(scene.parts.count == 1)
        } then: { scene in
            #expect(scene.parts.dropFirst() == [.functionCall("d", name: "g"), .end(.completed)])
        }
    }

    @Test("However its parts come, it says all once, in order, and ends once", arguments: Seed.some(150))
    func random(_ seed: Seed) async {
        await onLoop { scene, loop in
            var random = seed.generator
            Self.begin(scene, loop)
            var thoughts = Self.thoughts(&random)
            let wanted = Self.essence(thoughts)
            let cancelsAt = Bool.random(using: &random) ? Int.max : Int.random(in: 0..<60, using: &random)
            var isHeld = false
            var isCancelled = false
            var steps = 0
            var partsWhenHeld = 0
            var partsWhenCancelled = 0
            while scene.parts.last?.isEnd != true, steps < 20_000, !isCancelled {
                steps += 1
                switch Int.random(in: 0..<10, using: &random) {
                case 0 where !isHeld:
                    isHeld = true
                    scene.answer?.hold()
                    partsWhenHeld = scene.parts.filter { !$0.isUsage }.count
                case 0...1 where isHeld:
                    isHeld = false
                    scene.answer?.proceed()
                case 2 where steps > cancelsAt:
                    isCancelled = true
                    scene.answer?.cancel()
                    partsWhenCancelled = scene.parts.count
                case 3...5:
                    if !thoughts.isEmpty, !scene.thinker.isHeld { scene.thinker.report?(thoughts.removeFirst()) }
                default:
                    let speech = scene.speaker.speeches.filter { !$0.isOver }.randomElement(using: &random)
                    speech?.say(Int.random(in: 1...30, using: &random), Int.random(in: 0...9_000, using: &random))
                }
                #expect(scene.speaker.speeches.count { !$0.isOver } <= 2)
                if isHeld {
                    #expect(scene.parts.filter { !$0.isUsage }.count == partsWhenHeld)
                    #expect(scene.thinker.isHeld || thoughts.isEmpty)
                }
                // The way of a proceed through the loop.
                if !isHeld, steps.isMultiple(of: 3) { scene.thinker.report?(.text("")) }
            }
            let got = Self.essence(scene.parts)
            if isCancelled {
                for thought in thoughts { scene.thinker.report?(thought) }
                for speech in scene.speaker.speeches { #expect(speech.isOver) }
                #expect(scene.parts.count == partsWhenCancelled)
                let isBeginning = wanted.starts(with: got)
                #expect(isBeginning, "\(seed)")
            } else {
                let isSame = got == wanted
                #expect(isSame, "\(seed)")
                #expect(scene.parts.count(where: \.isEnd) == 1)
            }
        }
    }

    /// What a model may say, ended.
    private static func thoughts(_ random: inout SplitMix64) -> [AnswerPart] {
        var thoughts: [AnswerPart] = []
        for _ in 0..<Int.random(in: 0...12, using: &random) {
            switch Int.random(in: 0..<9, using: &random) {
            case 0: thoughts += [.functionCall("c", name: "f"), .arguments("{"), .arguments("}")]
            case 1: thoughts.append(.mcpCall(serverLabel: "s", name: "n", arguments: "{}"))
            case 2: thoughts.append(.message(phase: nil))
            case 3: thoughts.append(.usage(ReportedUsage(outputTextTokens: 1)))
            default:
                var rest = RandomText.text(&random).unicodeScalars[...]
                while !rest.isEmpty {
                    let piece = rest.prefix(Int.random(in: 1...20, using: &random))
                    rest = rest.dropFirst(piece.count)
                    thoughts.append(.text(String(piece)))
                }
            }
        }
        return thoughts + [.end(.completed)]
    }

    /// What is said and done, in order: text and arguments as the bytes that they consist of. Usage has no place in it.
    private static func essence(_ parts: [AnswerPart]) -> [String] {
        parts.flatMap { part -> [String] in
            switch part {
            case .text(let piece), .speech(_, let piece): piece.utf8.map { "\($0)" }
            case .arguments(let piece): piece.utf8.map { "argument \($0)" }
            case .usage: []
            default: ["\(part)"]
            }
        }
    }
}

extension AnswerPart {
    fileprivate var isEnd: Bool { if case .end = self { true } else { false } }
    fileprivate var isUsage: Bool { if case .usage = self { true } else { false } }
}
