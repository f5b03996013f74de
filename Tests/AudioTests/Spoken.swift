import Audio
import Foundation

/// The 2.8 s of a person's speech in Fixtures, "go forward ten meters": 0.5 s of quiet, a pause, 0.5 s of quiet. From
/// Debian's pocketsphinx-testdata.
enum Spoken {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")

    /// At 16 kHz.
    static let narrow: [Int16] = {
        guard let codes = try? Data(contentsOf: folder.appending(path: "speech.ulaw")) else { return [] }
        var samples: [Int16] = []
        codes.withUnsafeBytes { G711.muLaw.decode($0, appendingTo: &samples) }
        return samples
    }()

    /// At 24 kHz.
    static let wide: [Int16] = {
        let resampler = Resampler(from: .hertz16000, to: .hertz24000)
        var samples: [Int16] = []
        resampler.resample(narrow, appendingTo: &samples)
        resampler.flush(appendingTo: &samples)
        return samples
    }()
}

/// What a detector said of each frame.
struct Judgement {
    var probabilities: [Float] = []
    /// For each, how many samples of the stream came before its end.
    var ends: [Int] = []

    mutating func feed(_ samples: some Sequence<Int16>, to vad: inout some VoiceActivityDetector) {
        let samples = Array(samples)
        let before = count
        samples.withUnsafeBufferPointer { samples in
            vad.judge(samples) { probability, left in
                probabilities.append(probability)
                ends.append(before + samples.count - left)
            }
        }
        count += samples.count
    }

    private var count = 0
}
