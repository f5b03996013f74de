import Audio
import Foundation

/// Speech of flite's voices, as a caller's microphone gives it: 24 kHz, with quiet noise instead of nothing.
struct Utterance: Sendable {
    let samples: [Int16]
    /// The first and the last loud sample.
    let onset: Int
    let last: Int

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
        let loud = samples.indices.filter { samples[$0].magnitude > 800 }
        guard let onset = loud.first, let last = loud.last else { throw Failure(description: "flite said nothing") }
        self.samples = zip(samples, Noise.samples(samples.count)).map { $0 &+ $1 }
        (self.onset, self.last) = (onset, last)
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
