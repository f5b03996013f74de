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
        var cost = Cost()
        var samples = 0
        let cpu = Clock.cpuSeconds()
        for _ in 0..<11 {
            let run = await answer(speaker, on: loop)
            cost.firsts.append(run.first)
            cost.work.append(run.work)
            samples += run.samples
        }
        cost.cpu = Clock.cpuSeconds() - cpu
        cost.speech = Double(samples) / 24_000
        return cost.line("\(samples / 11 / 24_000) s of speech")
    }

    private static func answer(_ speaker: any Speaker, on loop: EventLoop) async -> Run {
        let run = Lock(Run())
        let kept = Lock<(any Answerer)?>(nil)
        let begin = Run.Moment()
        await withCheckedContinuation { (done: CheckedContinuation<Void, Never>) in
            loop.post {
                let request = ResponseRequest(model: "bench")
                let answer = SpokenAnswer.begin(request, thinker: Writer(), speaker: speaker, on: loop) { part in
                    switch part {
                    case .speech(let samples, _):
                        run.withLock { $0.took(samples.count, since: begin) }
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

/// What is computed of a long text of which nobody wants to hear more than the first piece.
enum Cancelling {
    static func line(_ speaker: FliteSpeaker, on loop: EventLoop) async -> String {
        let manner = SpeakingManner(voice: .named("alloy"), speed: 0.25)
        let text = Texts.english(200)
        let whole = await Run.of(speaker, text, manner)
        let cpu = Clock.cpuSeconds()
        for _ in 0..<21 { await cancelled(speaker, text, manner) }
        let work = ((Clock.cpuSeconds() - cpu) * 1e3 / 21).formatted(.number.precision(.fractionLength(1)))
        return "\(work) ms of CPU in all, where \(whole.samples / 24_000) s would have been spoken"
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
