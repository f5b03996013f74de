import Audio
import Foundation

/// Speech of flite's voices, as a caller's microphone gives it: 24 kHz, with quiet noise instead of nothing.
struct Utterance: Sendable {
    let samples: [Int16]
    /// Where it begins and ends: its first and last 10 ms that are louder than 40 dB below its loudest, as HearingBench
    /// has it.
    let onset: Int
    let last: Int
    /// Its last sample above 800 of 32,768: what ends softly is speech for longer.
    let lastLoud: Int

    private static let window = 240

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// What flite's program says of a text.
    init(_ text: String, voice: String) throws {
        let file = NSTemporaryDirectory() + "/voice-bench-\(getpid()).wav"
        defer { try? FileManager.default.removeItem(atPath: file) }
        let flite = Process()
        flite.executableURL = URL(filePath: "/usr/bin/env")
        flite.arguments = ["flite", "-voice", voice, "-t", text, "-o", file]
        try flite.run()
        flite.waitUntilExit()
        guard let data = FileManager.default.contents(atPath: file) else {
            throw Failure(description: "flite made no file; is it installed?")
        }
        var samples: [Int16] = []
        let reader = WAVReader()
        try reader.append([UInt8](data), to: &samples)
        try reader.finish(to: &samples)
        let levels = stride(from: 0, to: samples.count - Self.window, by: Self.window).map { start in
            samples[start..<(start + Self.window)].reduce(0) { $0 + Int($1) * Int($1) }
        }
        let gate = (levels.max() ?? 0) / 10_000
        guard let first = levels.firstIndex(where: { $0 > gate }), let end = levels.lastIndex(where: { $0 > gate }),
            let lastLoud = samples.lastIndex(where: { $0.magnitude > 800 })
        else { throw Failure(description: "flite said nothing") }
        self.samples = zip(samples, Noise.samples(samples.count)).map { $0 &+ $1 }
        (onset, last, self.lastLoud) = (first * Self.window, (end + 1) * Self.window - 1, lastLoud)
    }
}

/// Noise of a quiet room, the same every time.
enum Noise {
    static func samples(_ count: Int) -> [Int16] {
        var state: UInt32 = 1
        return (0..<count).map { _ in
            state = state &* 1_664_525 &+ 1_013_904_223
            return Int16(truncatingIfNeeded: Int(state >> 27) - 16)
        }
    }
}
