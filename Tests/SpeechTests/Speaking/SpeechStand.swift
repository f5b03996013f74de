import NetIO
import RealtimeAPI
import RealtimeEngine
import Speech

/// All that a speaker reports, collected on a loop.
struct Spoken: Sendable {
    var reports: [SpeakingReport] = []

    var samples: Samples {
        reports.reduce(into: []) { all, report in if case .audio(let samples, _) = report { all += samples } }
    }
    var text: String {
        reports.reduce(into: "") { all, report in if case .audio(_, let text) = report { all += text } }
    }
    var pieces: [(samples: Int, text: String)] {
        reports.compactMap { if case .audio(let samples, let text) = $0 { (samples.count, text) } else { nil } }
    }
    var failure: APIError? {
        if case .failed(let error)? = reports.last { error } else { nil }
    }
    var isFinished: Bool { reports.last == .finished }
    /// The end is told once, and last.
    var isWellFormed: Bool {
        !reports.dropLast().contains { report in if case .audio = report { false } else { true } }
    }
}

extension Speaker {
    /// Speaks a text to its end.
    func spoken(_ text: String, _ manner: SpeakingManner) async -> Spoken {
        let loop = EventLoop.start()
        let spoken = Lock(Spoken())
        let kept = Lock<(any Speaking)?>(nil)
        await withCheckedContinuation { (done: CheckedContinuation<Void, Never>) in
            loop.post {
                let speaking = speak(text, manner: manner, on: loop) { report in
                    spoken.withLock { $0.reports.append(report) }
                    if case .audio = report { return }
                    done.resume()
                }
                kept.withLock { $0 = speaking }
            }
        }
        kept.withLock { $0 = nil }
        await loop.stop()
        return spoken.withLock { $0 }
    }
}

extension SpeakingManner {
    static func voice(_ name: String, speed: Double = 1, language: String? = nil) -> SpeakingManner {
        SpeakingManner(voice: .named(name), speed: speed, language: language)
    }
}

/// The pitch of a voice: the median, over its loud frames, of the lag at which a frame is most like itself.
func pitch(of samples: Samples) -> Double {
    let frame = 1_200
    var lags: [Int] = []
    for start in stride(from: 0, to: samples.count - 2 * frame, by: frame) {
        let window = samples[start..<start + frame].map(Double.init)
        let energy = window.reduce(0) { $0 + $1 * $1 }
        guard energy / Double(frame) > 1_000_000 else { continue }
        var best = (lag: 0, likeness: 0.0)
        for lag in 60..<400 {
            var product = 0.0
            var other = 0.0
            for index in 0..<frame - 400 {
                product += window[index] * window[index + lag]
                other += window[index + lag] * window[index + lag]
            }
            let likeness = other > 0 ? product / other.squareRoot() : 0
            if likeness > best.likeness { best = (lag, likeness) }
        }
        lags.append(best.lag)
    }
    guard !lags.isEmpty else { return 0 }
    return 24_000 / Double(lags.sorted()[lags.count / 2])
}
