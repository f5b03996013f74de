import Foundation
import NetIO
import RealtimeAPI
import RealtimeEngine
import Speech

enum Texts {
    static func english(_ count: Int) -> String {
        cut("Sure, I can help you with that, and then we shall see what", count)
    }
    static func spanish(_ count: Int) -> String {
        cut("Claro que sí, puedo ayudarle con eso, y luego veremos qué", count)
    }

    private static func cut(_ text: String, _ count: Int) -> String {
        String(String(repeating: text + " ", count: 10).prefix(count)).trimmingCharacters(in: .whitespaces) + "."
    }
}

enum Clock {
    static func cpuSeconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    static func milliseconds(_ duration: Duration) -> Double {
        Double(duration.components.seconds) * 1e3 + Double(duration.components.attoseconds) / 1e15
    }
}

/// What some runs of one text cost.
struct Cost {
    var firsts: [Double] = []
    /// Milliseconds of CPU until then: neighbours on the machine do not count.
    var work: [Double] = []
    var cpu = 0.0
    var speech = 0.0

    func line(_ name: String) -> String {
        let sorted = firsts.sorted()
        let median = Self.tenths(sorted[sorted.count / 2])
        let worst = Self.tenths(sorted[sorted.count - 1])
        let least = Self.tenths(work.sorted()[work.count / 2])
        let share = (cpu / max(speech, 0.001)).formatted(.number.precision(.fractionLength(4)))
        return "  \(name): \(median) (\(worst)) ms, \(least) ms of CPU; RTF \(share)"
    }

    private static func tenths(_ number: Double) -> String {
        number.formatted(.number.precision(.fractionLength(1)))
    }

    static func of(
        _ speaker: any Speaker,
        _ text: String,
        voice: String,
        language: String = "en",
        runs: Int
    ) async -> Cost {
        var cost = Cost()
        let manner = SpeakingManner(voice: .named(voice), language: language)
        for _ in 0..<runs {
            let cpu = Clock.cpuSeconds()
            let run = await Run.of(speaker, text, manner)
            cost.cpu += Clock.cpuSeconds() - cpu
            cost.speech += Double(run.samples) / 24_000
            cost.firsts.append(run.first)
            cost.work.append(run.work)
        }
        return cost
    }
}

/// One text, spoken.
struct Run {
    /// Milliseconds.
    var first = 0.0
    var work = 0.0
    var samples = 0

    mutating func took(_ count: Int, since begin: Moment) {
        if samples == 0 {
            first = Clock.milliseconds(EventLoop.now - begin.time)
            work = (Clock.cpuSeconds() - begin.cpu) * 1e3
        }
        samples += count
    }

    struct Moment {
        let time = EventLoop.now
        let cpu = Clock.cpuSeconds()
    }

    static func of(_ speaker: any Speaker, _ text: String, _ manner: SpeakingManner) async -> Run {
        let run = Lock(Run())
        let kept = Lock<(any Speaking)?>(nil)
        let begin = Moment()
        await withCheckedContinuation { (done: CheckedContinuation<Void, Never>) in
            loop.post {
                let speaking = speaker.speak(text, manner: manner, on: loop) { report in
                    guard case .audio(let samples, _) = report else { return done.resume() }
                    run.withLock { $0.took(samples.count, since: begin) }
                }
                kept.withLock { $0 = speaking }
            }
        }
        return run.withLock { $0 }
    }
}
