public import RealtimeEngine

/// Takes for speech what is loud enough: the energy of each 32 ms frame, without its direct current.
///
/// -55 dBFS and less is 0, -35 dBFS and more is 1, and in between the probability grows evenly with the level, so that
/// a threshold of 0.5 stands at -45 dBFS: a quiet room lies below, and speech that fills a tenth of the range above.
/// What is not a frame yet is kept as two sums.
public struct EnergyDetector: SpeechDetector, Equatable {
    static let silence: Float = -55
    static let speech: Float = -35

    private var count = 0
    private var sum = 0
    private var squares = 0

    public init() {}

    public mutating func reset() { self = EnergyDetector() }

    public mutating func judge(_ samples: Samples) -> [SpeechFrame] {
        let length = SpeechFrame.length.count
        var frames: [SpeechFrame] = []
        frames.reserveCapacity((count + samples.count) / length)
        samples.span.withUnsafeBufferPointer { samples in
            var start = 0
            while start < samples.count {
                let end = min(samples.count, start + length - count)
                add(UnsafeBufferPointer(rebasing: samples[start..<end]))
                start = end
                guard count == length else { break }
                frames.append(SpeechFrame(probability: probability, age: Ticks(samples.count - end)))
                reset()
            }
        }
        return frames
    }

    private mutating func add(_ samples: UnsafeBufferPointer<Int16>) {
        var sum: Int32 = 0
        var squares: Int64 = 0
        // At most a frame: 768 times 2^15 is far from what 32 bits hold.
        for sample in samples {
            let sample = Int32(sample)
            sum &+= sample
            squares &+= Int64(sample &* sample)
        }
        self.sum += Int(sum)
        self.squares += Int(squares)
        count += samples.count
    }

    private var probability: Float {
        let mean = Float(sum) / Float(count)
        let power = Float(squares) / Float(count) - mean * mean
        let level = Self.decibels(power: power / (32_768 * 32_768))
        return min(max((level - Self.silence) / (Self.speech - Self.silence), 0), 1)
    }

    /// Ten times the decimal logarithm, off by a quarter of a decibel at most: the exponent of the number, and a line
    /// between two powers of two.
    static func decibels(power: Float) -> Float {
        guard power.isNormal, power > 0 else { return -.infinity }
        return 3.0103 * (Float(power.exponent) + power.significand - 1)
    }
}
