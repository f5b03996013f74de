import Audio
import Foundation

/// People and voices that speak one after the other, with pauses between them, at 24 kHz.
struct Material {
    struct Utterance {
        /// Its first and last 10 ms that are louder than 40 dB below its loudest, in samples.
        let begins: Int
        let ends: Int
    }

    private(set) var samples: [Int16] = []
    private(set) var utterances: [Utterance] = []
    private var chance = Chance()

    /// `files`: 16 bits at 16 kHz, as WAV or raw.
    init(_ files: [URL]) {
        appendSilence(seconds: 2)
        for file in files {
            guard let data = try? Data(contentsOf: file), data.count > 44 else { continue }
            append(file.pathExtension == "wav" ? data.dropFirst(44) : data)
        }
    }

    private mutating func append(_ data: Data) {
        let narrow = Array(data).withUnsafeBytes { Array($0.bindMemory(to: Int16.self)) }
        let resampler = Resampler(from: .hertz16000, to: .hertz24000)
        var wide: [Int16] = []
        resampler.resample(narrow, appendingTo: &wide)
        let levels = stride(from: 0, to: wide.count - 240, by: 240).map { Self.power(wide[$0..<$0 + 240]) }
        let gate = (levels.max() ?? 0) / 10_000
        guard let first = levels.firstIndex(where: { $0 > gate }), let last = levels.lastIndex(where: { $0 > gate })
        else { return }
        utterances.append(Utterance(begins: samples.count + first * 240, ends: samples.count + (last + 1) * 240))
        samples += wide
        appendSilence(seconds: 1.6 + 0.8 * chance.unit())
    }

    private mutating func appendSilence(seconds: Double) {
        samples += [Int16](repeating: 0, count: Int(seconds * 24_000))
    }

    static func power(_ samples: some Collection<Int16>) -> Double {
        samples.reduce(0.0) { $0 + Double($1) * Double($1) } / Double(max(1, samples.count))
    }

    /// The power of what is spoken, without the pauses.
    var speechPower: Double {
        let spoken = utterances.map { Self.power(samples[$0.begins..<$0.ends]) }
        return spoken.reduce(0, +) / Double(max(1, spoken.count))
    }

    func with(_ noise: Noise) -> [Int16] { noise.added(to: samples, speechPower: speechPower) }
}

/// What is heard besides.
enum Noise: CaseIterable {
    case none, white20, white10, pink20, pink10, pink5

    private var decibels: Double {
        switch self {
        case .none: .infinity
        case .white20, .pink20: 20
        case .white10, .pink10: 10
        case .pink5: 5
        }
    }

    private var isPink: Bool { [.pink20, .pink10, .pink5].contains(self) }

    func added(to samples: [Int16], speechPower: Double) -> [Int16] {
        guard self != .none else { return samples }
        var chance = Chance()
        var (low, middle, high) = (0.0, 0.0, 0.0)
        let noise = samples.map { _ in
            let white = chance.unit() - 0.5
            guard isPink else { return white }
            // Paul Kellet's three poles: 3 dB an octave, to half a decibel.
            low = 0.99765 * low + white * 0.0990460
            middle = 0.96300 * middle + white * 0.2965164
            high = 0.57000 * high + white * 1.0526913
            return low + middle + high + white * 0.1848
        }
        let power = noise.reduce(0) { $0 + $1 * $1 } / Double(noise.count)
        let gain = (speechPower / power / pow(10, decibels / 10)).squareRoot()
        return zip(samples, noise).map { Int16(max(-32_768, min(32_767, Double($0) + gain * $1))) }
    }
}

/// The same every time.
struct Chance {
    private var state: UInt64 = 1

    mutating func unit() -> Double {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Double(state >> 11) / Double(1 << 53)
    }
}
