import Foundation
import NetIO
import RealtimeAPI
import RealtimeEngine
import Speech

/// A model that writes all it has to say at once.
final class Writer: Thinker, Answerer, @unchecked Sendable {
    var abilities: ThinkerAbilities { ThinkerAbilities() }

    func think(
        _ request: ResponseRequest,
        on loop: EventLoop,
        report: @escaping @Sendable (AnswerPart) -> Void
    ) -> any Answerer {
        loop.post {
            for number in 1...10 {
                for word in "This is sentence number \(number), and it is neither long nor short. ".split(
                    separator: " "
                ) {
                    report(.text("\(word) "))
                }
            }
            report(.end(.completed))
        }
        return self
    }

    func hold() {}
    func proceed() {}
    func cancel() {}
}

enum Answering {
    static func line(_ speaker: any Speaker, on loop: EventLoop) async -> String {
        var firsts: [Double] = []
        var samples = 0
        let cpu = Clock.cpuSeconds()
        for _ in 0..<11 {
            let run = await answer(speaker, on: loop)
            firsts.append(run.first)
            samples += run.samples
        }
        let share = (Clock.cpuSeconds() - cpu) / (Double(samples) / 24_000)
        let cost = Cost(firsts: firsts, cpu: share, speech: 1)
        return cost.line("\(samples / 11 / 24_000) s of speech")
    }

    private static func answer(_ speaker: any Speaker, on loop: EventLoop) async -> Run {
        let run = Lock(Run())
        let kept = Lock<(any Answerer)?>(nil)
        let begin = EventLoop.now
        await withCheckedContinuation { (done: CheckedContinuation<Void, Never>) in
            loop.post {
                let request = ResponseRequest(model: "bench")
                let answer = SpokenAnswer.begin(request, thinker: Writer(), speaker: speaker, on: loop) { part in
                    switch part {
                    case .speech(let samples, _):
                        run.withLock { run in
                            if run.samples == 0 { run.first = Clock.milliseconds(EventLoop.now - begin) }
                            run.samples += samples.count
                        }
                    case .end: done.resume()
                    default: break
                    }
                }
                kept.withLock { $0 = answer }
            }
        }
        kept.withLock { $0 = nil }
        return run.withLock { $0 }
    }
}

/// How long flite goes on computing after nobody wants to hear it: until its thread is free for another.
enum Cancelling {
    static func line(_ speaker: FliteSpeaker, on loop: EventLoop) async -> String {
        let alone = FliteSpeaker(threads: 1)
        let manner = SpeakingManner(voice: .named("alloy"))
        let long = Texts.english(200)
        let plain = await first(alone, after: nil, manner)
        let cut = await first(alone, after: long, manner)
        let milliseconds = (cut - plain).formatted(.number.precision(.fractionLength(1)))
        return "\(milliseconds) ms until its thread speaks for another; of its pieces none is reported"
    }

    /// Milliseconds to the first sound of a short text, asked for in the moment in which a long one is cancelled.
    private static func first(_ speaker: FliteSpeaker, after long: String?, _ manner: SpeakingManner) async -> Double {
        var firsts: [Double] = []
        for _ in 0..<21 {
            if let long { await cancelled(speaker, long, manner) }
            firsts.append(await Run.of(speaker, "Yes.", manner).first)
        }
        return firsts.sorted()[10]
    }

    private static func cancelled(_ speaker: FliteSpeaker, _ text: String, _ manner: SpeakingManner) async {
        let kept = Lock<(any Speaking)?>(nil)
        await withCheckedContinuation { (done: CheckedContinuation<Void, Never>) in
            loop.post {
                let speaking = speaker.speak(text, manner: manner, on: loop) { _ in
                    kept.withLock { $0 }?.cancel()
                    done.resume()
                }
                kept.withLock { $0 = speaking }
            }
        }
    }
}
