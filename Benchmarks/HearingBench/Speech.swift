import Audio
import Foundation

/// Somebody speaking, at 24 kHz.
struct Speech {
    let samples: [Int16]

    /// The speech that the tests of `Audio` use, 2.8 s of it, with as much silence after it.
    static func recorded() -> Speech? {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../Tests/AudioTests/Fixtures/speech.ulaw")
        guard let codes = try? Data(contentsOf: file) else { return nil }
        var narrow: [Int16] = []
        codes.withUnsafeBytes { G711.muLaw.decode($0, appendingTo: &narrow) }
        narrow += [Int16](repeating: 0, count: narrow.count)
        var wide: [Int16] = []
        let resampler = Resampler(from: .hertz16000, to: .hertz24000)
        resampler.resample(narrow, appendingTo: &wide)
        return Speech(samples: Array(wide[..<(wide.count / 768 * 768)]))
    }

    /// The next 32 ms, round and round.
    func next(_ place: inout Int) -> [Int16] {
        defer { place = (place + 768) % samples.count }
        return Array(samples[place..<place + 768])
    }

    var stretches: [Decimator.Input] {
        stride(from: 0, to: samples.count, by: 768).map { start in
            var stretch = Decimator.Input(repeating: 0)
            for index in 0..<768 { stretch[index] = samples[start + index] }
            return stretch
        }
    }

    /// As a client sends it.
    var appends: [[UInt8]] {
        stride(from: 0, to: samples.count, by: 768).map { start in
            let piece = Array(samples[start..<start + 768])
            return Array(piece.withUnsafeBytes { Data($0) }.base64EncodedString().utf8)
        }
    }
}
